//! Finds MsgKeys in pasted text; reports the format of the text and what in it is not a key. Takes time linear in its length.

use std::collections::HashSet;

use crate::keys::formats::text_format::{Format, Traits};
use crate::keys::found_key::FoundKey;
use crate::keys::msg_key_reader::MsgKeyReader;
use crate::keys::owners::Owners;
use crate::keys::rejection::Rejected;
use crate::keys::scanner::msg_key_scanner::Found;

/// The result of searching a pasted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// In the order of the text, duplicates kept.
    pub msg_keys: Vec<FoundKey>,
    /// 1-based line of each key.
    pub lines: Vec<u32>,
    /// The official account of each key, if the text names one.
    pub owners: Owners,
    /// Keys that occurred earlier in the text, for the same account.
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
    find_with_accounts(text, column, None)
}

/// The same with the column or member that holds the accounts.
#[must_use]
pub fn find_with_accounts(text: &str, column: Option<&str>, account: Option<&str>) -> Pasted {
    let mut reader = MsgKeyReader::new(column).with_accounts(account);
    reader.push(text);
    let (Found { msg_keys, lines, rejected, owners }, format, traits) = reader.finish();
    let distinct: HashSet<_> = msg_keys.iter().enumerate().map(|(at, key)| (*key, owners.number_of(at))).collect();
    let duplicates = msg_keys.len() - distinct.len();
    Pasted { duplicates, msg_keys, lines, owners, format, rejected, traits }
}

/// Indexes of the keys with an impossible send time. `now` is the caller's clock in Unix seconds.
#[must_use]
pub fn odd(keys: &[FoundKey], now: f64) -> Vec<u32> {
    (0..).zip(keys).filter(|(_, key)| key.is_odd(now)).map(|(place, _)| place).collect()
}
