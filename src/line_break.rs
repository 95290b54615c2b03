//! Keys that a line break may have cut: by a terminal or mail of fixed width, or behind the `=` of quoted-printable. For `paste.rs`.

use crate::boundary::{CUT, is_plausible};
use crate::escape::unescape;
use crate::identifier::MsgKey;

/// Digits that a number of a key has at most.
const MOST_DIGITS: usize = 10;

/// Characters of an escape at most, but for the first.
const ESCAPE_CHARS: usize = 10;

/// How much of the end of a line is read below its escapes.
const TAIL_CHARS: usize = 40;

/// What the end of the line before leaves open.
#[derive(Debug, Clone, Default)]
pub struct LineEnd {
    /// The line, where it ends with a number that may go on.
    open: Option<String>,
    /// The beginning of that line was in doubt too.
    is_doubtful: bool,
    /// The lines were written otherwise when they were broken: how long they are says nothing.
    has_no_width: bool,
}

impl LineEnd {
    /// At the beginning of a text. `has_no_width`: how long its lines are says nothing.
    #[must_use]
    pub fn below(has_no_width: bool) -> Self {
        Self { has_no_width, ..Self::default() }
    }

    /// Marks the key at the beginning of a line, where the number at the end of the line before may be the rest of it.
    /// A list of keys and the rows of a report, each with a number at its end, are left as they are.
    #[must_use]
    pub fn mark(&mut self, line: &str) -> Option<String> {
        let before = self.open.take()?;
        let (margin, behind) = (line.len() - line.trim_start_matches(is_margin).len(), prefix(line));
        let is_numbered = prefix(&before) > before.len() - before.trim_start_matches(is_margin).len();
        let text = line.get(if is_numbered { behind } else { margin }..)?;
        if !ends_within_escape(&before) && !self.is_cut(&before, line, text) {
            return None;
        }
        // Whether a number there is that of the line is not known for sure.
        let (first, rest) = line.split_at_checked(margin)?;
        let (number, rest) = rest.split_at_checked(behind - margin)?;
        let cut = CUT.to_string();
        Some([first, &cut, number, if number.is_empty() { "" } else { &cut }, rest].concat())
    }

    /// Whether the number in front of a text may be the rest of the one at the end of the line before.
    fn is_cut(&self, before: &str, line: &str, text: &str) -> bool {
        let (word, joint) = last_word(before);
        let (tail, digits) = (digits_behind(word), digits_in_front(text));
        let is_long = tail == word.len() && tail + digits > MOST_DIGITS && before.trim_end().len() == tail;
        let is_joined = tail > 0 && joint.contains(['=', '\\']);
        let is_wide = self.has_no_width || before.chars().count() >= line.trim_end().chars().count();
        let is_report = !self.is_doubtful && holds_one_key(before) && shape(before) == shape(line.trim_end());
        digits > 0 && !is_long && (is_joined || is_wide && !is_report)
    }

    /// Keeps what the end of a line leaves open.
    pub fn keep(&mut self, line: &str, is_doubtful: bool) {
        let text = line.trim_end();
        let (word, _) = last_word(text);
        let is_number = word.ends_with(char::is_numeric) && !is_whole(word);
        let is_open = is_number || ends_within_escape(text);

        self.open = is_open.then(|| text.to_owned());
        self.is_doubtful = is_doubtful;
    }
}

/// Length of the margin of a line, file names with a colon, and numbers with `:`, `-`, `.`, `)` or a blank behind them.
fn prefix(line: &str) -> usize {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches(is_margin);
        let word = rest.split([':', ' ', '\t']).next().unwrap_or_default();
        let is_path =
            word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'_' | b'-'));
        let number = rest.get(word.len()..).and_then(|behind| behind.strip_prefix(':')).unwrap_or_default();
        let is_file = is_path && word.contains(|c: char| c.is_alphabetic()) && digits_in_front(number) > 0;
        let behind = rest.get(if is_file { word.len() } else { digits_in_front(rest) }..).unwrap_or_default();
        let next = behind.trim_start_matches(|c| is_margin(c) || matches!(c, ':' | '.' | ')' | '-'));
        if behind.len() == rest.len() || next.len() == behind.len() && !next.starts_with("^I") {
            return line.len() - rest.len();
        }
        rest = next.strip_prefix("^I").unwrap_or(next);
    }
}

/// The last word of a line, and what follows it: the borders of tables, the `$` of `cat -e`, and what joins it with the next.
fn last_word(line: &str) -> (&str, &str) {
    let is_margin = |c: char| c.is_whitespace() || matches!(c, '=' | '\\' | '|' | '\u{2502}' | '$');
    let mut text = line.trim_end_matches(is_margin);
    while let Some(rest) = text.strip_suffix("^M") {
        text = rest.trim_end_matches(is_margin);
    }
    let start = text.rfind(|c: char| !(c.is_ascii_alphanumeric() || c.is_numeric() || matches!(c, '_' | '-' | '.')));
    let start =
        start.map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    (text.get(start..).unwrap_or_default(), line.get(text.len()..).unwrap_or_default())
}

/// Whether a word is a key or a date: neither goes on.
fn is_whole(word: &str) -> bool {
    let is_date = word.len() == 10
        && word.bytes().enumerate().all(
            |(at, byte)| {
                if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
            },
        );
    is_date || MsgKey::parse(word).is_ok()
}

/// Whether a key at the end of a line may have lost its last digits to the next one.
#[must_use]
pub fn is_cut(key: &MsgKey, next: &str) -> bool {
    let text = next.trim_start_matches(is_margin);
    let digits = digits_in_front(text);
    let is_number = digits > 0 && !text.get(digits..).is_some_and(|rest| rest.starts_with('_'));
    let time = key.as_str().rsplit('_').next().unwrap_or_default();
    !is_plausible(key) && is_number && time.len() + digits <= MOST_DIGITS
}

/// What stands in front of each line: indentation, the marks of mails, the border of a table.
fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '>' | '|' | '\u{2502}')
}

fn digits_in_front(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn digits_behind(text: &str) -> usize {
    text.bytes().rev().take_while(u8::is_ascii_digit).count()
}

/// Whether a line ends after the beginning of an escape such as `%2`, `\u00` or `&#3`.
fn ends_within_escape(line: &str) -> bool {
    let is_escape = |text: &str| {
        let tail = text.trim_end_matches(|c: char| c.is_ascii_hexdigit() || matches!(c, 'x' | 'u' | 'U'));
        text.len() - tail.len() < ESCAPE_CHARS && tail.ends_with(['%', '\\', '=', '#', '&'])
    };
    let (_, behind) = last_word(line);
    let text = line.get(..line.len() - behind.trim_start_matches(['=', '\\']).len()).unwrap_or_default();
    // The sign may be escaped itself.
    let start = text.char_indices().rev().nth(TAIL_CHARS).map_or(0, |(at, _)| at);
    is_escape(text) || is_escape(&unescape(text.get(start..).unwrap_or_default()).0)
}

fn holds_one_key(line: &str) -> bool {
    line.split(|c: char| !(c.is_ascii_digit() || c == '_')).filter(|word| word.matches('_').count() == 2).count() == 1
}

/// A line with a `9` for each number and an `a` for each word.
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
