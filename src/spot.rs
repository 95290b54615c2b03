//! What is a MsgKey in a text that people paste, and what only looks like one, for `paste.rs` and the readers below it.

use crate::identifier::{MsgKey, quoted};

/// Least server time of a key that stands alone in free text: shorter numbers are dates, versions and counters.
const LEAST_TIME: u32 = 1_000_000_000;
/// Digits that the third number of a token needs for the token to look like a damaged key.
const TIME_DIGITS: usize = 8;
/// Characters of a rejected text that are kept.
const SHOWN_CHARS: usize = 80;

/// Something that should have been a key and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// 1-based line.
    pub line: u32,
    /// At most 80 characters of it.
    pub text: String,
    /// What was expected instead.
    pub reason: String,
}

/// Keys and rejected texts with their lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// In the order of the text, duplicates kept.
    pub msg_keys: Vec<MsgKey>,
    /// 1-based line of each key.
    pub lines: Vec<u32>,
    /// In the order of the text.
    pub rejected: Vec<Rejected>,
}

impl Found {
    /// Takes a key.
    pub fn accept(&mut self, key: MsgKey, line: u32) {
        self.msg_keys.push(key);
        self.lines.push(line);
    }

    /// Notes what is not a key.
    pub fn reject(&mut self, text: &str, line: u32, reason: impl Into<String>) {
        self.rejected.push(Rejected { line, text: text.chars().take(SHOWN_CHARS).collect(), reason: reason.into() });
    }

    /// Takes a text that stands where a key belongs.
    pub fn judge(&mut self, text: &str, line: u32) {
        match judge(text) {
            Ok(key) => self.accept(key, line),
            Err(reason) => self.reject(text, line, reason),
        }
    }

    /// Takes every key in free text, and notes what looks like a damaged one. Tells whether there was a key.
    pub fn spot(&mut self, text: &str, line: u32) -> bool {
        let before = self.msg_keys.len();
        for token in tokens(text).filter(|token| is_near(token)) {
            match judge(token) {
                Ok(key) if is_plausible(&key) => self.accept(key, line),
                Ok(_) => {}
                Err(reason) => self.reject(token, line, reason),
            }
        }
        self.msg_keys.len() > before
    }
}

/// Whether a whole text is the key of an official-account message.
///
/// # Errors
/// A sentence that says what was found and what was expected.
pub fn judge(text: &str) -> Result<MsgKey, String> {
    let key = MsgKey::parse(text)?;
    if key.is_usual() {
        return Ok(key);
    }
    Err([
        "found ",
        &quoted(text),
        ", which looks like the MsgKey of a one-to-one message, expected 1 as the middle number",
    ]
    .concat())
}

/// Whether a key carries a time that a message can have, so that `2023_1_15` is not taken for one.
#[must_use]
pub fn is_plausible(key: &MsgKey) -> bool {
    key.sent_at().is_some_and(|time| time >= LEAST_TIME)
}

/// The key that a whole text is, when nothing says that there should be one.
#[must_use]
pub fn whole(text: &str) -> Option<MsgKey> {
    let may_be = text.starts_with(|first: char| first.is_ascii_digit()) && is_near(text);
    if may_be { judge(text).ok().filter(is_plausible) } else { None }
}

/// Whether three numbers joined by `_` stand in a token and the third is as long as a time.
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

/// The words of a text. A key inside a longer word (`2023-11-01_1_1698741698`, `71_1_1698741698x`, `71_1_1698741698.json`)
/// is not one; a dot or dash at the end of a word is punctuation. Characters beyond ASCII end a word: Chinese has no spaces.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .map(|token| token.trim_matches(['-', '.']))
}

/// A line or cell without white space, quotes and the comma that lists leave behind.
#[must_use]
pub fn bare(text: &str) -> &str {
    let text = text.trim().trim_end_matches([',', ';']).trim_end();
    let quotes = ['"', '\'', '`', '\u{201c}', '\u{201d}'];
    if text.starts_with(quotes) { text.trim_start_matches(quotes).trim_end_matches(quotes).trim() } else { text }
}
