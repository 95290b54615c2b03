//! The one rule for where a key begins and ends in a text, for `msg_key_scanner.rs`. A doubtful text is not a key.

use crate::keys::scanner::escape_byte::DOUBT;
use crate::keys::scanner::markup;

/// Marks a text that may continue the previous line. A Unicode noncharacter.
pub const CUT: char = '\u{fdd1}';
/// Smallest number of digits of the third number for a token to look like a damaged key.
const TIME_DIGITS: usize = 8;

/// Starts a terminal escape (C1 CSI). The rest of the escape has no mark of its own.
const CSI: char = '\u{9b}';

/// How far before a key, in the same word, a doubtful escape may be the first of several.
const DOUBT_CHARS: usize = 64;

/// A word that may hold a key, with its surroundings.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    /// The word without surrounding punctuation.
    pub text: &'a str,
    before: &'a str,
    after: &'a str,
}

/// The words of a text. A text like a key inside a longer word (`2023-11-01_1_1698741698`, `71_1_1698741698x`, `71_1_1698741698.json`)
/// is not a key. A dash at either end of a word and a dot after it are punctuation. Chinese has no spaces: its characters end a word.
pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(is_word_char)?;
        let rest = text.get(start..)?;
        let end = start + rest.find(|c| !is_word_char(c)).unwrap_or(rest.len());
        at = end;
        Some(trimmed(text, start, end))
    })
}

fn trimmed(text: &str, start: usize, end: usize) -> Token<'_> {
    let word = text.get(start..end).unwrap_or_default();
    let front = word.trim_start_matches(|c| c == '-' || is_invisible(c));
    let bare = front.trim_end_matches(|c| matches!(c, '-' | '.') || is_invisible(c));
    // Markdown uses them for emphasis.
    let underscores = bare.len() - bare.trim_start_matches('_').len();
    let behind = bare.len() - bare.trim_end_matches('_').len();
    let emphasis = if underscores == behind && underscores < bare.len() { underscores } else { 0 };
    let from = start + (word.len() - front.len()) + emphasis;
    let until = from + bare.len() - 2 * emphasis;
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    Token { text: part(from..until), before: part(0..from), after: part(until..text.len()) }
}

/// Whether a character may be part of a number or name, so that the text next to it may be only a fragment.
#[must_use]
pub fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    }
    let is_enclosed = matches!(c, '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{3200}'..='\u{33ff}');
    let is_wide_letter = matches!(c, '\u{ff21}'..='\u{ff3a}' | '\u{ff3f}' | '\u{ff41}'..='\u{ff5a}');
    matches!(c, DOUBT | CUT)
        || is_invisible(c)
        || c.is_numeric() && !is_enclosed
        || c.is_alphabetic() && c < '\u{590}'
        || is_wide_letter
}

/// Zero-width characters, and those that modify the character before them.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{fffd}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Digit separators: no-break and narrow spaces, and apostrophes.
fn is_blank_of_numbers(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2007}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{180e}' | '\'' | '\u{2019}')
}

/// Whether a token contains three numbers joined by `_`, the third as long as a time.
#[must_use]
pub fn is_near(token: &str) -> bool {
    let mut parts = token.split('_');
    let (mut first, mut second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    for third in parts {
        let digits = third.bytes().take_while(u8::is_ascii_digit).count();
        let is_number = !second.is_empty() && second.bytes().all(|byte| byte.is_ascii_digit());
        if digits >= TIME_DIGITS && is_number && first.ends_with(|last: char| last.is_ascii_digit()) {
            return true;
        }
        (first, second) = (second, third);
    }
    false
}

/// Whether the name of a column or member means MsgKey: `MsgKey`, `msg_key`, `msgkeys`, `key`.
#[must_use]
pub fn is_key_name(name: &str) -> bool {
    let plain = || name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).map(|c| c.to_ascii_lowercase());
    ["msgkey", "msgkeys", "msgkeylist", "messagekey", "messagekeys", "key", "keys"]
        .iter()
        .any(|known| plain().eq(known.chars()))
}

impl Token<'_> {
    /// Whether the first digits of a key may belong to the text before it.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        let mut word = self.before.chars().rev().take(DOUBT_CHARS).take_while(|c| !c.is_whitespace());
        if word.any(|c| matches!(c, DOUBT | CUT)) {
            return true;
        }
        let seq = self.text.split('_').next().unwrap_or_default();
        let mut reversed = self.before.chars().rev();
        let (last, earlier) = (reversed.next(), reversed.next());
        match last {
            Some('%' | '\\' | '\u{2026}' | '\u{8}' | '\u{7f}' | CSI) => true,
            Some('#') => earlier == Some('&') || seq.len() > 2,
            Some(')' | ']') if is_left_out(self.before) => true,
            Some('*' | '~' | '}' | ']' | '[' | '(' | '>') => markup::joins(self.before),
            Some('+') => matches!(earlier, Some('u' | 'U')),
            Some('=') => self.is_quoted_printable(seq),
            Some(blank) => is_blank_of_numbers(blank) && earlier.is_some_and(|digit| digit.is_ascii_digit()),
            None => false,
        }
    }

    /// Whether `=` and two digits may be a quoted-printable character that is followed by the remaining digits. Not after a name,
    /// unless the two digits encode a blank or a sign that is often encoded.
    fn is_quoted_printable(&self, seq: &str) -> bool {
        if seq.len() < 3 {
            return false;
        }
        let head = self.before.strip_suffix('=').unwrap_or_default();
        let is_triple = |text: &str| {
            let mut bytes = text.bytes();
            bytes.next() == Some(b'=') && bytes.take(2).filter(u8::is_ascii_hexdigit).count() == 2
        };
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let quoted = head.trim_end_matches(['"', '\'']);
        let name = quoted.rsplit(|c| !is_of_name(c)).next().unwrap_or_default();
        let is_written_so = matches!(seq.get(..2), Some("20" | "21" | "22" | "23" | "24" | "40" | "60"));
        let tail = head.len().checked_sub(3).and_then(|at| head.get(at..)).unwrap_or_default();
        is_triple(self.after) || is_triple(tail) || name.is_empty() || is_written_so && !is_key_name(name)
    }
}

/// Whether a text ends with an omission mark: `[...]`.
fn is_left_out(text: &str) -> bool {
    let inside = text.trim_end_matches([')', ']']);
    inside.ends_with('\u{2026}') || inside.ends_with("...")
}
