//! Finds keys that a line break may have cut: in a terminal or mail of fixed width, or after the `=` of quoted-printable.
//! For `msg_key_reader.rs`.

use crate::keys::found_key::FoundKey;
use crate::keys::scanner::boundary::{CUT, is_invisible};
use crate::keys::scanner::escape::unescape;
use crate::keys::scanner::escape_byte::DOUBT;
use crate::vendor::msg_key::MsgKey;
use crate::vendor::official_account::OFFICIAL_ACCOUNT_PREFIX;

/// Largest number of digits in a number of a key.
const MOST_DIGITS: usize = 10;

/// Largest length of an escape without its first character.
const ESCAPE_CHARS: usize = 10;

/// Largest number of prefixes that programs put before a line: file name, line number, the line number of another program.
const MOST_PREFIXES: usize = 8;

/// Largest length of an entity name.
const ENTITY_CHARS: usize = 24;

/// Number of characters at the end of a line to decode.
const TAIL_CHARS: usize = 40;

/// How much longer than the previous line a line may be: its line number may have one more digit.
const WIDTH_SLACK: usize = 2;

/// Number of characters at the start of a line to decode.
const HEAD_CHARS: usize = 80;

/// State carried from the end of the previous line.
#[derive(Debug, Clone, Default)]
pub struct LineEnd {
    /// The previous line, if it ends with a number or escape that may continue.
    open: Option<String>,
    /// It ends inside an escape.
    is_escape: bool,
    /// The start of the previous line was doubtful too.
    is_doubtful: bool,
    /// The text was escaped after its lines were broken, so line lengths are not evidence.
    has_no_width: bool,
    /// The previous line was a comment.
    is_comment: bool,
}

impl LineEnd {
    /// The state at the start of a text. `has_no_width`: line lengths are not evidence.
    #[must_use]
    pub fn below(has_no_width: bool) -> Self {
        Self { has_no_width, ..Self::default() }
    }

    /// Whether the previous line may continue on this one.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Marks the key at the start of a line if the number at the end of the previous line may be its first digits.
    /// Lists of keys, and reports with a number at the end of each row, are not marked.
    #[must_use]
    pub fn mark(&mut self, line: &str) -> Option<String> {
        let before = self.open.take()?;
        if self.is_comment
            && !begins_like_escape(&before)
            && MsgKey::parse(line.trim().trim_end_matches([',', ';'])).is_ok()
        {
            return None;
        }
        let (margin, behind) = (line.len() - line.trim_start_matches(is_margin).len(), prefix(line));
        let is_numbered = prefix(&before) > before.len() - before.trim_start_matches(is_margin).len();
        let is_cut = |from: usize| line.get(from..).is_some_and(|text| self.is_cut(&before, line, text));
        // A line break inside an escaped text may be without a line number after it.
        let is_either = self.has_no_width && is_cut(behind);
        if !self.is_escape && !is_either && !is_cut(if is_numbered { behind } else { margin }) {
            return None;
        }
        // A number there may or may not be a line number, so both sides are marked.
        let (first, rest) = line.split_at_checked(margin)?;
        let (number, rest) = rest.split_at_checked(behind - margin)?;
        let cut = CUT.to_string();
        Some([first, &cut, number, if number.is_empty() { "" } else { &cut }, rest].concat())
    }

    /// Whether the digits at the start of a text may continue the number at the end of the previous line.
    fn is_cut(&self, before: &str, line: &str, text: &str) -> bool {
        let (word, joint) = last_word(before);
        let (tail, digits) = (digits_behind(word), digits_below_escapes(text));
        let is_long = tail == word.len() && tail + digits > MOST_DIGITS && before.trim_end().len() == tail;
        let is_joined = tail > 0 && joint.contains(['=', '\\']);
        let width = before.chars().count() + WIDTH_SLACK;
        let is_wide = self.has_no_width || width >= line.trim_end().chars().count();
        let is_report = !self.is_doubtful && holds_one_key(before) && shape(before) == shape(line.trim_end());
        digits > 0 && !is_long && (is_joined || is_wide && !is_report)
    }

    /// Keeps the end of a comment, which may be a line that was broken before a `#`.
    pub fn keep_comment(&mut self, line: &str) {
        self.keep(line, false);
        self.is_comment = true;
    }

    /// Keeps the end of a line if it may continue on the next line.
    pub fn keep(&mut self, line: &str, is_doubtful: bool) {
        let text = line.trim_end();
        let plain = plain_tail(text);
        // The first character of an escape may itself be escaped.
        self.is_escape = ends_within_escape(text) || ends_within_escape(&plain);
        let may_be_open = self.is_escape || ends_with_number(text) || ends_with_number(&plain);
        let is_open = may_be_open && !ends_with_account(text);
        self.is_escape &= is_open;

        self.open = is_open.then(|| text.to_owned());
        self.is_doubtful = is_doubtful;
        self.is_comment = false;
    }
}

/// Whether a comment may be the end of an escape: `#x2`, `#34;`.
fn begins_like_escape(comment: &str) -> bool {
    let text = comment.trim_start().trim_start_matches('#');
    text.trim_start_matches(['x', 'X'])
        .starts_with(|c: char| c.is_ascii_hexdigit() && (c.is_ascii_digit() || text.starts_with(['x', 'X'])))
}

/// Length of the prefix of a line: margin, file names with a colon, and numbers followed by `:`, `-`, `.`, `)` or a blank.
fn prefix(line: &str) -> usize {
    let mut rest = line;
    for _ in 0..MOST_PREFIXES {
        rest = rest.trim_start_matches(is_margin);
        let word = rest.split([':', ' ', '\t']).next().unwrap_or_default();
        let is_path =
            word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'_' | b'-'));
        let number = rest.get(word.len()..).and_then(|behind| behind.strip_prefix(':')).unwrap_or_default();
        let is_file = is_path && word.contains(|c: char| c.is_alphabetic()) && digits_in_front(number) > 0;
        let behind = rest.get(if is_file { word.len() } else { digits_in_front(rest) }..).unwrap_or_default();
        let next = behind.trim_start_matches(|c| is_margin(c) || matches!(c, ':' | '.' | ')' | '-'));
        if behind.len() == rest.len() || next.len() == behind.len() && !next.starts_with("^I") {
            break;
        }
        rest = next.strip_prefix("^I").unwrap_or(next);
    }
    line.len() - rest.len()
}

/// A line without trailing blanks, table borders, the `$` of `cat -e`, and these characters.
fn trimmed<'a>(line: &'a str, signs: &[char]) -> &'a str {
    let is_margin = |c: char| is_unseen(c) || matches!(c, '|' | '\u{2502}' | '$') || signs.contains(&c);
    let mut text = line.trim_end_matches(is_margin);
    while let Some(rest) = text.strip_suffix("^M") {
        text = rest.trim_end_matches(is_margin);
    }
    text
}

/// The last word of a line, and the text after it, which may join it with the next line.
fn last_word(line: &str) -> (&str, &str) {
    let text = trimmed(line, &['=', '\\']);
    let start = text.rfind(|c: char| !(c.is_ascii_alphanumeric() || c.is_numeric() || matches!(c, '_' | '-' | '.')));
    let start =
        start.map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    (text.get(start..).unwrap_or_default(), line.get(text.len()..).unwrap_or_default())
}

/// Whether a key is the last word of a line.
#[must_use]
pub fn ends_with(line: &str, key: FoundKey) -> bool {
    FoundKey::parse(last_word(line).0) == Some(key)
}

/// Whether an official account is the last word of a line. It may end with a digit, or with what looks like an escape: `@TOA#_@TOA#01`.
fn ends_with_account(line: &str) -> bool {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '|');
    line.trim_end_matches(is_end).rsplit(is_end).next().is_some_and(|word| word.starts_with(OFFICIAL_ACCOUNT_PREFIX))
}

/// Whether a word is a complete key or date, which does not continue on the next line.
fn is_whole(word: &str) -> bool {
    let is_date = word.len() == 10
        && word.bytes().enumerate().all(
            |(at, byte)| {
                if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
            },
        );
    is_date || MsgKey::parse(word).is_ok()
}

/// Whether the last digits of a key at the end of a line may be on the next line.
#[must_use]
pub fn is_cut(key: FoundKey, next: &str) -> bool {
    let time_digits = key.time.checked_ilog10().map_or(1, |log| log as usize + 1);
    let goes_on = |text: &str| {
        let digits = digits_in_front(text);
        let is_number = digits > 0 && !text.get(digits..).is_some_and(|rest| rest.starts_with('_'));
        is_number && time_digits + digits <= MOST_DIGITS
    };
    !key.is_plausible()
        && (goes_on(next.trim_start_matches(is_margin)) || next.get(prefix(next)..).is_some_and(goes_on))
}

/// Characters of the margin of a line: indentation, quote marks of mails, table borders.
fn is_margin(c: char) -> bool {
    is_unseen(c) || matches!(c, '>' | '|' | '\u{2502}')
}

/// White space and zero-width characters.
fn is_unseen(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

fn digits_in_front(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Number of digits at the start of a text, or after escaped zero-width characters.
fn digits_below_escapes(text: &str) -> usize {
    let digits = digits_in_front(text);
    if digits > 0 || !text.starts_with(['%', '\\', '=', '&', '#']) {
        return digits;
    }
    let end = text.char_indices().nth(HEAD_CHARS).map_or(text.len(), |(at, _)| at);
    digits_in_front(unescape(text.get(..end).unwrap_or_default()).0.trim_start_matches(is_invisible))
}

fn digits_behind(text: &str) -> usize {
    text.bytes().rev().take_while(u8::is_ascii_digit).count()
}

/// Whether a line ends with an incomplete escape such as `%2`, `\u00` or `&#3`.
fn ends_within_escape(line: &str) -> bool {
    let text = trimmed(line, &[]);
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let tail = text.trim_end_matches(|c: char| c.is_ascii_hexdigit() || matches!(c, 'x' | 'u' | 'U'));
    let name = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    last.contains(DOUBT)
        || is_lost(last)
        || text.len() - tail.len() < ESCAPE_CHARS && tail.ends_with(['%', '\\', '=', '#', '&'])
        || text.len() - name.len() <= ENTITY_CHARS && name.ends_with('&')
}

/// Whether a word ends with an `x` or `u` that may belong to an escape without its backslash: `u005bx`, `12u`.
fn is_lost(word: &str) -> bool {
    let rest = word.trim_end_matches(|c: char| c.is_ascii_hexdigit());
    let sign = rest.strip_suffix(['x', 'u']).filter(|_| word.len() - rest.len() < 4);
    sign.is_some_and(|before| before.ends_with(|c: char| c.is_numeric()) || word.contains("u00"))
}

/// The decoded end of a line.
fn plain_tail(line: &str) -> String {
    let text = trimmed(line, &[]);
    let start = text.char_indices().rev().nth(TAIL_CHARS).map_or(0, |(at, _)| at);
    unescape(text.get(start..).unwrap_or_default()).0.into_owned()
}

/// Whether the last word of a line is or ends with a number that may continue.
fn ends_with_number(line: &str) -> bool {
    let (word, _) = last_word(line);
    word.ends_with(char::is_numeric) && !is_whole(word)
}

fn holds_one_key(line: &str) -> bool {
    line.split(|c: char| !(c.is_ascii_digit() || c == '_')).filter(|word| word.matches('_').count() == 2).count() == 1
}

/// The shape of a line: `9` for each number and `a` for each word.
fn shape(line: &str) -> String {
    let mut shape = String::new();
    let mut last = ' ';
    for character in line.chars() {
        let kind = match character {
            '0'..='9' => '9',
            _ if character.is_alphabetic() => 'a',
            _ if character.is_whitespace() => ' ',
            _ => character,
        };
        if kind != last || !matches!(kind, '9' | 'a' | ' ') {
            shape.push(kind);
        }
        last = kind;
    }
    shape
}
