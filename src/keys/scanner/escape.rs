//! Decodes escapes in a text: JSON in JSON, percent, octal, entities, colours. For `msg_key_scanner.rs`.
//! An ambiguous escape becomes `DOUBT`, so that the text next to it is not taken for a key.

use std::borrow::Cow;

use crate::keys::rejection::MOST_LAYERS;
use crate::keys::scanner::escape_byte::{self, DOUBT, hex_number};

/// Largest length of an entity name.
const ENTITY_CHARS: usize = 24;
const ESC: char = '\u{1b}';
/// Replaces an invisible escape such as a colour: digits on either side of it are shown as one number.
const UNSEEN: char = '\u{200b}';
/// Replaces an entity that is not in the table. Inside a word it is part of the word.
const UNKNOWN_ENTITY: char = '\u{ad}';

/// Number of decoded layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None.
    Plain,
    /// One.
    One,
    /// More than one.
    Several,
    /// More than the limit: the result is still escaped.
    Endless,
}

/// Characters that begin an escape.
const MARKS: [char; 8] = [ESC, '%', '\\', '&', '=', '^', '[', '#'];

/// Whether a text may hold an escape.
#[must_use]
pub fn is_escaped(text: &str) -> bool {
    text.contains(MARKS)
}

/// The text with all layers decoded.
#[must_use]
pub fn unescape(text: &str) -> (Cow<'_, str>, Depth) {
    let (mut plain, mut depth) = (Cow::Borrowed(text), Depth::Plain);
    for _ in 0..MOST_LAYERS {
        match layer(&plain) {
            Some(below) => plain = Cow::Owned(below),
            None => return (plain, depth),
        }
        depth = if depth == Depth::Plain { Depth::One } else { Depth::Several };
    }
    let is_deeper = layer(&plain).is_some();
    (plain, if is_deeper { Depth::Endless } else { depth })
}

/// The text with one layer of backslash escapes decoded, and no others: what a string of JSON holds.
#[must_use]
pub fn without_backslashes(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text.into();
    }
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        let (character, length) = backslash(from).unwrap_or(('\\', 1));
        out.push_str(before);
        out.push(character);
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out.into()
}

/// Decodes one layer. `None` if there is none.
#[must_use]
pub fn layer(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut rest, mut is_changed) = (text, false);
    let mut percent = PercentRun::default();
    let is_mail = escape_byte::is_quoted_printable(text);
    while let Some(at) = rest.find(MARKS) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let place = text.len() - from.len();
        let decoded = match from.as_bytes().first() {
            Some(b'%') => percent.decode(text, place),
            Some(b'\\') => backslash(from),
            Some(b'&') => entity(from),
            Some(b'=') if is_mail && escape_byte::takes_digits(from) => Some((DOUBT, 1)),
            Some(b'=') if is_mail => escape_byte::quoted_printable_of_mail(from),
            Some(b'=') => escape_byte::quoted_printable(from),
            Some(b'^') => caret(from),
            Some(b'[') => colour(from),
            // An official account may begin with `@TOA#_@TOA#011`.
            Some(b'#') if before.ends_with("TOA") => None,
            Some(b'#') => escape_byte::rsyslog(from),
            _ => terminal(from),
        };
        let (character, length) =
            decoded.unwrap_or_else(|| (char::from(from.as_bytes().first().copied().unwrap_or(b' ')), 1));
        is_changed |= decoded.is_some();
        out.push(character);
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    is_changed.then_some(out)
}

/// Backslash escapes of JSON, programming languages and Markdown.
fn backslash(from: &str) -> Option<(char, usize)> {
    let next = from.chars().nth(1)?;
    match next {
        'n' => Some(('\n', 2)),
        't' | 'r' | 'f' | 'v' => Some((' ', 2)),
        'a' | 'b' => Some((UNSEEN, 2)),
        '\'' if is_rich(from) => Some((DOUBT, 2)),
        'e' | 'E' => Some((ESC, 2)),
        'x' => escape_byte::hex(from),
        'u' | 'U' => unicode(from),
        '0'..='9' => Some(escape_byte::octal(from).unwrap_or((DOUBT, 1))),
        _ if next.is_ascii_punctuation() => Some((next, 2)),
        _ => None,
    }
}

/// Whether `\'NN` may be a quote or dash of RTF that is followed by the digits of a number.
fn is_rich(from: &str) -> bool {
    from.get(2..)
        .is_some_and(|rest| rest.starts_with(['8', '9']) && rest.bytes().take(3).all(|byte| byte.is_ascii_digit()))
}

/// `\uNNNN`, also as a pair of surrogates, `\u{N}` and `\UNNNNNNNN`.
fn unicode(from: &str) -> Option<(char, usize)> {
    if let Some(braced) = from.get(2..)?.strip_prefix('{') {
        let digits = braced.get(..braced.bytes().take(7).position(|byte| byte == b'}')?)?;
        return Some((char::from_u32(hex_number(digits)?)?, digits.len() + 4));
    }
    if from.starts_with("\\U") {
        return Some((char::from_u32(hex_number(from.get(2..10)?)?)?, 10));
    }
    let first = hex_number(from.get(2..6)?)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 6));
    }
    let second = from.get(6..)?.strip_prefix("\\u").and_then(|rest| hex_number(rest.get(..4)?));
    let pair = second.filter(|second| (0xdc00..0xe000).contains(second) && first < 0xdc00);
    let joined = pair.and_then(|second| char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)));
    Some(joined.map_or((DOUBT, 6), |character| (character, 12)))
}

/// Entities of HTML and XML: by number, and by the names that occur next to keys.
fn entity(from: &str) -> Option<(char, usize)> {
    let inside = from.get(1..)?;
    if let Some(number) = inside.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let length = digits.bytes().take(8).take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let value = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
        let head = from.len() - digits.len();
        let is_closed = digits.get(length..)?.starts_with(';');
        // Browsers accept an entity without its semicolon; its end is then ambiguous.
        return Some(if is_closed {
            (char::from_u32(value).unwrap_or(DOUBT), head + length + 1)
        } else {
            (DOUBT, head)
        });
    }
    let length = inside.bytes().take(ENTITY_CHARS).take_while(u8::is_ascii_alphanumeric).count();
    let name = inside.get(..length).filter(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()))?;
    inside.get(length..)?.strip_prefix(';')?;
    Some((named(name), length + 2))
}

/// The character of an entity.
fn named(name: &str) -> char {
    match name {
        "amp" | "AMP" => '&',
        "quot" | "QUOT" => '"',
        "apos" => '\'',
        "lt" | "LT" => '<',
        "gt" | "GT" => '>',
        "lowbar" | "UnderBar" => '_',
        "nbsp" | "NonBreakingSpace" => '\u{a0}',
        "NewLine" => '\n',
        "Tab" | "ensp" | "emsp" => ' ',
        "num" => '#',
        "percnt" => '%',
        "bsol" => '\\',
        "equals" => '=',
        "lsqb" | "lbrack" => '[',
        "lcub" | "lbrace" => '{',
        "comma" => ',',
        "colon" => ':',
        "semi" => ';',
        _ => UNKNOWN_ENTITY,
    }
}

/// Control characters as `cat -v` and `less` show them: `^I`, `^[`.
fn caret(from: &str) -> Option<(char, usize)> {
    match from.as_bytes().get(1)? {
        b'[' => Some((ESC, 2)),
        b'J' => Some(('\n', 2)),
        b'@' | b'A'..=b'Z' | b'\\' | b']' | b'?' => Some((' ', 2)),
        _ => None,
    }
}

/// A terminal escape without its ESC: `[32m`, `[K`.
fn colour(from: &str) -> Option<(char, usize)> {
    let parameters = from.bytes().skip(1).take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    matches!(from.as_bytes().get(parameters + 1)?, b'm' | b'K').then_some((UNSEEN, parameters + 2))
}

/// Escapes that begin with ESC: colours, cursor movements, the end of a title or link.
fn terminal(from: &str) -> Option<(char, usize)> {
    let bytes = from.as_bytes();
    match bytes.get(1) {
        Some(b'[') => {
            let inside = bytes.iter().skip(2).take_while(|byte| (0x20..0x40).contains(*byte)).count();
            let is_closed = bytes.get(inside + 2).is_some_and(|last| (0x40..0x7f).contains(last));
            Some(if is_closed { (UNSEEN, inside + 3) } else { (DOUBT, 2) })
        }
        Some(b'\\') => Some((UNSEEN, 2)),
        Some(b'(' | b')') if bytes.get(2).is_some_and(u8::is_ascii_alphanumeric) => Some((UNSEEN, 3)),
        // ESC 7 saves the cursor position.
        Some(b'0'..=b'9') => Some((DOUBT, 1)),
        _ => Some((UNSEEN, 1)),
    }
}

/// Percent-encoding of the current word: whether every `%` in it begins an escape, and whether there are several.
#[derive(Debug, Default)]
struct PercentRun {
    end: usize,
    is_sound: bool,
    /// It has several, or begins like a URL parameter.
    is_encoded: bool,
}

impl PercentRun {
    /// `%NN` and `%uNNNN`. A `%` may also be an SQL wildcard or a percentage. It is doubtful if another `%` in the word is not an
    /// escape, or if it is the only one and nothing indicates that the word is part of a URL.
    fn decode(&mut self, text: &str, at: usize) -> Option<(char, usize)> {
        if at >= self.end {
            self.look(text, at);
        }
        let from = text.get(at..)?;
        if let Some(digits) = from.strip_prefix("%u").and_then(|rest| rest.get(..4))
            && let Some(number) = hex_number(digits)
        {
            return Some((char::from_u32(number).unwrap_or(DOUBT), 6));
        }
        let decoded = escape_byte::percent(from)?;
        let is_number = from.bytes().skip(1).take(2).all(|byte| byte.is_ascii_digit());
        // Numbers of a key have no leading zero.
        let is_certain = !is_number || from.starts_with("%0") || self.is_sound && self.is_encoded;
        Some(if is_certain { decoded } else { (DOUBT, 1) })
    }

    /// Examines the word around a position, once per word.
    fn look(&mut self, text: &str, at: usize) {
        let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>');
        let before = text.get(self.end..at).unwrap_or_default();
        let start = before.rfind(is_end).map_or(self.end, |place| {
            self.end + place + before.get(place..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        let from = text.get(at..).unwrap_or_default();
        let word = from.split(is_end).next().unwrap_or_default();
        let mut marks = word.match_indices('%').map(|(place, _)| word.get(place + 1..).unwrap_or_default());
        let head = text.get(start..at).unwrap_or_default();
        self.is_encoded = word.matches('%').nth(1).is_some() || head.contains(['=', '/']);
        self.is_sound =
            marks.all(|rest| rest.get(..2).is_some_and(|two| hex_number(two).is_some()) || rest.starts_with('u'));
        self.end = at + word.len();
    }
}
