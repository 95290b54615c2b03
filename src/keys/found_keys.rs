//! Finds MsgKeys in what people paste, with what the text is and what of it is no key. Linear in its length.

use std::collections::HashSet;

use crate::keys::formats::text_format::{Format, Traits};
use crate::keys::found_key::FoundKey;
use crate::keys::msg_key_reader::MsgKeyReader;
use crate::keys::rejection::Rejected;
use crate::keys::scanner::msg_key_scanner::Found;

/// What was found in a pasted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// In the order of the text, duplicates kept.
    pub msg_keys: Vec<FoundKey>,
    /// 1-based line of each key.
    pub lines: Vec<u32>,
    /// Keys that stood in the text before.
    pub duplicates: usize,
    /// What the text turned out to be.
    pub format: Format,
    /// What should have been a key and is not.
    pub rejected: Vec<Rejected>,
    /// What the text is.
    pub traits: Traits,
}

impl Pasted {
    /// Places of the keys whose time no message can have, by the clock of the caller in Unix seconds.
    #[must_use]
    pub fn odd(&self, now: f64) -> Vec<u32> {
        odd(&self.msg_keys, now)
    }
}

/// Finds the MsgKeys of a text. `column` names the column of a table, by its header or its number from 1 on, or the member of
/// JSON objects that holds them; upper and lower case are the same.
#[must_use]
pub fn find_msg_keys(text: &str, column: Option<&str>) -> Pasted {
    let mut reader = MsgKeyReader::new(column);
    reader.push(text);
    let (Found { msg_keys, lines, rejected }, format, traits) = reader.finish();
    let distinct: HashSet<FoundKey> = msg_keys.iter().copied().collect();
    Pasted { duplicates: msg_keys.len() - distinct.len(), msg_keys, lines, format, rejected, traits }
}

/// Places of the keys whose time no message can have, by the clock of the caller in Unix seconds.
#[must_use]
pub fn odd(keys: &[FoundKey], now: f64) -> Vec<u32> {
    (0..).zip(keys).filter(|(_, key)| key.is_odd(now)).map(|(place, _)| place).collect()
}
