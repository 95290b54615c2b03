//! Tells MsgKeys in pasted text from texts that only look like one. For `msg_key_reader.rs` and the readers below it.

use crate::keys::found_key::FoundKey;
use crate::keys::owners::Owners;
use crate::keys::rejection::{Params, RejectCode, Rejected};
use crate::keys::scanner::boundary::{CUT, Token, is_invisible, is_near, tokens};
use crate::keys::scanner::escape::{Depth, is_escaped, unescape};
use crate::keys::scanner::escape_byte::DOUBT;
use crate::keys::scanner::hex_dump;
use crate::keys::scanner::line_break::LineEnd;
use crate::keys::scanner::line_owners;
use crate::keys::scanner::owner::Owner;
use crate::text::excerpt::head;
use crate::vendor::limits::MAX_MSG_KEY_CHARS;
use crate::vendor::msg_key::MsgKey;

/// Smallest length of a key with a plausible time.
const LEAST_CHARS: usize = 14;

/// The keys and rejected texts found so far, with their lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// In the order of the text, duplicates kept.
    pub msg_keys: Vec<FoundKey>,
    /// 1-based line of each key.
    pub lines: Vec<u32>,
    /// In the order of the text.
    pub rejected: Vec<Rejected>,
    /// The official account of each key, if the text names one.
    pub owners: Owners,
}

impl Found {
    /// Takes a key.
    pub fn accept(&mut self, key: FoundKey, line: u32) {
        self.msg_keys.push(key);
        self.lines.push(line);
    }

    /// Gives the account to the keys from `from` on, or rejects them.
    pub fn assign(&mut self, from: usize, owner: &Owner) {
        match owner {
            Owner::Unnamed => {}
            Owner::Account(account) => (from..self.msg_keys.len()).for_each(|at| self.owners.set(at, account)),
            _ => self.split_off(from).each(|key, line, _| self.reject_owner(key, line, owner)),
        }
    }

    /// The same with an account for each key. Keys after the last one, and those whose account is unnamed, keep what they have.
    pub fn assign_each(&mut self, from: usize, owners: &[Owner]) {
        let mut owners = owners.iter();
        self.split_off(from).each(|key, line, account| {
            let at = self.msg_keys.len();
            let owner = owners.next().unwrap_or(&Owner::Unnamed);
            if matches!(owner, Owner::Unnamed | Owner::Account(_)) {
                self.push(key, line, account);
            } else {
                self.reject_owner(key, line, owner);
            }
            if let Owner::Account(account) = owner {
                self.owners.set(at, account);
            }
        });
    }

    fn reject_owner(&mut self, key: FoundKey, line: u32, owner: &Owner) {
        match owner {
            Owner::Invalid(text) => self.reject(text, line, RejectCode::NotAnAccount),
            _ => self.reject(&key.text(), line, RejectCode::DoubtfulAccount),
        }
    }

    /// Removes and returns the keys from `from` on.
    #[must_use]
    pub fn split_off(&mut self, from: usize) -> Self {
        let from = from.min(self.msg_keys.len());
        let mut tail =
            Self { msg_keys: self.msg_keys.split_off(from), lines: self.lines.split_off(from), ..Self::default() };
        for at in from..from + tail.msg_keys.len() {
            if let Some(account) = self.owners.of(at) {
                tail.owners.set(at - from, account);
            }
        }
        self.owners.truncate(from);
        tail
    }

    /// Adds the keys and rejected texts of another part of the text.
    pub fn append(&mut self, mut other: Self) {
        self.rejected.append(&mut other.rejected);
        other.each(|key, line, account| self.push(key, line, account));
    }

    fn push(&mut self, key: FoundKey, line: u32, account: Option<&str>) {
        if let Some(account) = account {
            self.owners.set(self.msg_keys.len(), account);
        }
        self.accept(key, line);
    }

    /// Passes each key with its line and account to the callback.
    pub fn each(&self, mut take: impl FnMut(FoundKey, u32, Option<&str>)) {
        for (at, (key, line)) in self.msg_keys.iter().zip(&self.lines).enumerate() {
            take(*key, *line, self.owners.of(at));
        }
    }

    /// Rejects a text.
    pub fn reject(&mut self, text: &str, line: u32, code: RejectCode) {
        self.reject_with(text, line, code, code.limit());
    }

    /// Rejects a text, with explicit parameters.
    pub fn reject_with(&mut self, text: &str, line: u32, code: RejectCode, params: Params) {
        let text = if text.contains([DOUBT, CUT]) { head(&text.replace([DOUBT, CUT], "")) } else { head(text) };
        self.rejected.push(Rejected { line, text, code, params });
    }

    /// Takes or rejects a text in the place of a key, such as a cell or a value.
    pub fn judge(&mut self, text: &str, line: u32) {
        match judge(text) {
            Ok(key) => self.accept(key, line),
            Err(code) => match sole(text) {
                Some(key) => self.accept(key, line),
                None => self.reject(text, line, code),
            },
        }
    }

    /// Takes every key in free text and rejects texts that look like damaged keys. Returns whether there was a key.
    pub fn spot(&mut self, text: &str, line: u32) -> bool {
        if !text.contains('_') && !is_escaped(text) {
            return false;
        }
        let (keys, rejected) = (self.msg_keys.len(), self.rejected.len());
        let (plain, depth) = unescape(text);
        let mut end = LineEnd::below(depth > Depth::Plain);
        for part in plain.split('\n') {
            let marked = end.mark(part);
            let refusal = if depth == Depth::Endless {
                Some(RejectCode::TooDeep)
            } else {
                hex_dump::is_line(part).then_some(RejectCode::HexDump)
            };
            self.spot_plain(marked.as_deref().unwrap_or(part), line, refusal);
            end.keep(part, marked.is_some());
        }
        let is_found = self.msg_keys.len() > keys;
        if is_found
            && let Some(owners) = line_owners::owners(text, &plain, self.msg_keys.get(keys..).unwrap_or_default())
        {
            self.assign_each(keys, &owners);
        }
        if !is_found && self.rejected.len() == rejected && plain != text {
            // A text like a key that disappears when the escapes are decoded is reported as well.
            for token in tokens(text).filter(|token| is_near(token.text)) {
                if judge(token.text).ok().is_none_or(|key| key.is_plausible()) {
                    self.reject(token.text, line, RejectCode::Escape);
                }
            }
        }
        is_found
    }

    /// Reads one decoded line. Given a reject code, nothing in it is a key.
    fn spot_plain(&mut self, text: &str, line: u32, refusal: Option<RejectCode>) {
        for token in tokens(text).filter(|token| is_near(token.text)) {
            match refusal.map_or_else(|| examine(&token), Err) {
                Ok(key) if key.is_plausible() => self.accept(key, line),
                Ok(_) => {}
                Err(code) => self.reject(token.text, line, code),
            }
        }
    }
}

/// Classifies a word of free text: a key, or a reject code.
fn examine(token: &Token<'_>) -> Result<FoundKey, RejectCode> {
    let key = judge(token.text)?;
    if token.is_in_doubt() { Err(RejectCode::Escape) } else { Ok(key) }
}

/// Parses a text that must be exactly the key of an official-account message.
///
/// # Errors
/// What is wrong with it.
pub fn judge(text: &str) -> Result<FoundKey, RejectCode> {
    FoundKey::parse(text).ok_or_else(|| if MsgKey::parse(text).is_ok() { RejectCode::OneToOne } else { code_of(text) })
}

/// Why a text is not a key.
fn code_of(text: &str) -> RejectCode {
    let numbers: Vec<&str> = text.split('_').take(4).collect();
    let is_digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    if text.is_empty() {
        RejectCode::Empty
    } else if text.contains(CUT) {
        RejectCode::CutByLine
    } else if text.contains(DOUBT) {
        RejectCode::Escape
    } else if is_near(text) && text.contains(|c: char| is_invisible(c) || !c.is_ascii()) {
        RejectCode::Invisible
    } else if numbers.len() == 3 && numbers.iter().all(is_digits) {
        let is_padded = numbers.iter().any(|part| part.len() > 1 && part.starts_with('0'));
        if is_padded { RejectCode::LeadingZero } else { RejectCode::OutOfRange }
    } else if is_near(text) && is_word {
        RejectCode::InsideWord
    } else if text.len() > MAX_MSG_KEY_CHARS {
        RejectCode::TooLong
    } else {
        RejectCode::NotAKey
    }
}

/// The key that a text is exactly, where nothing indicates that a key is expected: its time must be plausible.
#[must_use]
pub fn whole(text: &str) -> Option<FoundKey> {
    let may_be = text.starts_with(|first: char| first.is_ascii_digit()) && is_near(text);
    if may_be { judge(text).ok().filter(FoundKey::is_plausible) } else { None }
}

/// The only word of a text, if it is a key once escapes and punctuation are removed: `="71_1_1698741698"`, `**71\_1\_1698741698**`.
#[must_use]
pub fn sole(text: &str) -> Option<FoundKey> {
    if let Some(key) = whole(text) {
        return Some(key);
    }
    let mut inside = Found::default();
    if text.len() < LEAST_CHARS || !inside.spot(text, 0) || !inside.rejected.is_empty() {
        return None;
    }
    let key = inside.msg_keys.pop().filter(|_| inside.msg_keys.is_empty())?;
    let (plain, _) = unescape(text);
    let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    (count(&plain) == count(&key.text())).then_some(key)
}

/// A line or cell without white space, quotes and the trailing comma of lists.
#[must_use]
pub fn bare(text: &str) -> &str {
    let text = text.trim().trim_end_matches([',', ';']).trim_end();
    let quotes = ['"', '\'', '`', '\u{201c}', '\u{201d}'];
    if text.starts_with(quotes) { text.trim_start_matches(quotes).trim_end_matches(quotes).trim() } else { text }
}
