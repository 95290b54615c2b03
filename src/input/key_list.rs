//! Deduplicates a list of keys: each key is sent once, and its outcome is reported for every position.

use crate::input::issues::{Issues, unexpected};
use crate::input::key_index::KeyIndex;
use crate::input::raw_value::RawValue;
use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::text::decimal;
use crate::vendor::msg_key::MsgKey;

/// Largest number of invalid keys to list; the rest are counted.
const LISTED: usize = 1000;

/// A whole list, checked before anything is sent.
#[derive(Debug)]
pub struct KeyList {
    name: &'static str,
    /// Distinct keys in the order of their first position.
    pub distinct: Vec<MsgKey>,
    /// For each position of the input, the index of its key in `distinct`.
    pub places: Vec<u32>,
    index: KeyIndex,
    refused: usize,
}

impl KeyList {
    /// An empty list for the member of this name. `seed` is for the hash table of keys.
    #[must_use]
    pub fn new(name: &'static str, seed: u64) -> Self {
        Self { name, distinct: Vec::new(), places: Vec::new(), index: KeyIndex::seeded(seed), refused: 0 }
    }

    /// Adds the value at the next position.
    pub fn add(&mut self, value: &RawValue, issues: &mut Issues) {
        let position = self.places.len() + self.refused;
        match parse(value) {
            Ok(key) => {
                let place = self.index.get_or_insert(&key, self.distinct.len() as u32);
                if place as usize == self.distinct.len() {
                    self.distinct.push(key);
                }
                self.places.push(place);
            }
            Err(problem) => {
                self.refused += 1;
                if self.refused <= LISTED {
                    issues.refuse(&path(self.name, position), problem);
                }
            }
        }
    }

    /// Ends the list: reports issues of the list as a whole, which needs at least `least` keys, and returns the index of each key.
    pub fn finish(&mut self, least: usize, issues: &mut Issues) -> KeyIndex {
        if self.refused > LISTED {
            let more = self.refused - LISTED;
            issues.refuse(self.name, Problem::new(IssueCode::MoreBadKeys, [more.into()]));
        }
        if self.places.len() + self.refused < least {
            issues.refuse(self.name, Problem::empty(Word::OneMsgKey));
        }
        std::mem::take(&mut self.index)
    }
}

/// The path of a position in a list.
#[must_use]
pub fn path(name: &str, position: usize) -> String {
    [name, "[", &decimal::text(position as u64), "]"].concat()
}

/// Parses one value of a list.
///
/// # Errors
/// The problem if it is not a MsgKey.
pub fn parse(value: &RawValue) -> Result<MsgKey, Problem> {
    match value {
        RawValue::Text(text) => MsgKey::parse(text),
        other => Err(unexpected(other, Word::MsgKeyText)),
    }
}
