//! Finds MsgKeys in pasted text; reports the format of the text and what in it is not a key. Takes time linear in its length.

use std::collections::HashSet;

use crate::keys::formats::text_format::{Format, Traits};
use crate::keys::found_key::FoundKey;
use crate::keys::msg_key_reader::MsgKeyReader;
use crate::keys::rejection::Rejected;
use crate::keys::scanner::msg_key_scanner::Found;

/// The result of searching a pasted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// In the order of the text, duplicates kept.
    pub msg_keys: Vec<FoundKey>,
    /// 1-based line of each key.
    pub lines: Vec<u32>,
    /// Keys that occurred earlier in the text.
    pub duplicates: usize,
    /// The detected format.
    pub format: Format,
    /// Texts that look like keys and are not.
    pub rejected: Vec<Rejected>,
    /// Format, columns and size of the text.
    pub traits: Traits,
}

/// Finds the MsgKeys in a text. `column` selects the column of a table (header or 1-based number) or the member of JSON objects
/// that holds the keys. It is case-insensitive.
#[must_use]
pub fn find_msg_keys(text: &str, column: Option<&str>) -> Pasted {
    let mut reader = MsgKeyReader::new(column);
    reader.push(text);
    let (Found { msg_keys, lines, rejected }, format, traits) = reader.finish();
    let distinct: HashSet<FoundKey> = msg_keys.iter().copied().collect();
    Pasted { duplicates: msg_keys.len() - distinct.len(), msg_keys, lines, format, rejected, traits }
}

/// Indexes of the keys with an impossible send time. `now` is the caller's clock in Unix seconds.
#[must_use]
pub fn odd(keys: &[FoundKey], now: f64) -> Vec<u32> {
    (0..).zip(keys).filter(|(_, key)| key.is_odd(now)).map(|(place, _)| place).collect()
}
