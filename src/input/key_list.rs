//! Duplicates of a list: each key goes out once, and its outcome comes back for every position.

use crate::input::issues::Issues;
use crate::input::key_index::KeyIndex;
use crate::input::raw_value::RawValue;
use crate::text::decimal;
use crate::vendor::msg_key::MsgKey;

/// Problems of single keys that are listed; the rest is counted.
const LISTED: usize = 1000;

/// A whole list, checked before anything is sent.
#[derive(Debug)]
pub struct KeyList {
    name: &'static str,
    /// Distinct keys in the order of their first position.
    pub distinct: Vec<MsgKey>,
    /// For each position of the input the place of its key in `distinct`.
    pub places: Vec<u32>,
    index: KeyIndex,
    refused: usize,
}

impl KeyList {
    /// An empty list: the member of this name. The seed is for its table of keys.
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
            Err(message) => {
                self.refused += 1;
                if self.refused <= LISTED {
                    issues.refuse(&path(self.name, position), message);
                }
            }
        }
    }

    /// Notes what concerns the list as a whole, which must have so many keys, and gives the place of each.
    pub fn finish(&mut self, least: usize, issues: &mut Issues) -> KeyIndex {
        if self.refused > LISTED {
            let more = decimal::text((self.refused - LISTED) as u64);
            issues.refuse(self.name, ["and ", &more, " more values that are no MsgKeys"].concat());
        }
        if self.places.len() + self.refused < least {
            issues.refuse(self.name, "empty, expected at least one MsgKey");
        }
        std::mem::take(&mut self.index)
    }
}

/// Where a position of a list is.
#[must_use]
pub fn path(name: &str, position: usize) -> String {
    [name, "[", &decimal::text(position as u64), "]"].concat()
}

/// One value of a list.
///
/// # Errors
/// A sentence with what was found and what was expected.
pub fn parse(value: &RawValue) -> Result<MsgKey, String> {
    match value {
        RawValue::Text(text) => MsgKey::parse(text),
        other => Err(["found ", &other.describe(), ", expected a MsgKey, a string"].concat()),
    }
}
