//! Which members of a JSON value hold its keys, for `json_scanner.rs`: a reply that names two messages must not lose both.

use std::collections::HashSet;

use crate::keys::found_key::FoundKey;
use crate::keys::rejection::{Params, RejectCode};
use crate::keys::scanner::msg_key_scanner::Found;
use crate::text::excerpt::head;

/// The keys of one value at the top.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// The last name that was read.
    name: String,
    /// Keys of members that are named like keys.
    wanted: HashSet<FoundKey>,
    /// Keys of other members, and their lines.
    others: Vec<(FoundKey, u32)>,
    /// The first two names of those.
    names: Vec<String>,
    ambiguous: Option<[String; 2]>,
}

impl Members {
    /// Takes the name of a member.
    pub(super) fn enter(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }

    /// Takes a key of a member that is named like one.
    pub(super) fn note_wanted(&mut self, key: FoundKey) {
        self.wanted.insert(key);
    }

    /// Takes a key of any other member.
    pub(super) fn add(&mut self, key: FoundKey, line: u32) {
        if self.names.len() < 2 && self.names.first() != Some(&self.name) {
            self.names.push(self.name.clone());
        }
        self.others.push((key, line));
    }

    /// Bytes, about, that are kept until the value ends.
    #[must_use]
    pub(super) fn held(&self) -> usize {
        2 * self.wanted.len() * size_of::<FoundKey>() + self.others.len() * size_of::<(FoundKey, u32)>()
    }

    /// The members between which the keys of a value could not be told.
    #[must_use]
    pub(super) fn ambiguous(&self) -> Option<&[String; 2]> {
        self.ambiguous.as_ref()
    }

    /// At the end of the value: keys of other members count only where none is named like a key, and all are in one.
    pub(super) fn settle(&mut self, found: &mut Found) {
        let names = std::mem::take(&mut self.names);
        let columns = match names.as_slice() {
            [first, second] if self.wanted.is_empty() => Some([head(first), head(second)]),
            _ => None,
        };
        if self.ambiguous.is_none() {
            self.ambiguous.clone_from(&columns);
        }
        for (key, line) in std::mem::take(&mut self.others) {
            if let Some(columns) = &columns {
                found.reject_with(&key.text(), line, RejectCode::TwoColumns, Params::Columns(columns.clone()));
            } else if self.wanted.is_empty() {
                found.accept(key, line);
            } else if !self.wanted.contains(&key) {
                // A reply repeats the key of its last message for the next page.
                found.reject(&key.text(), line, RejectCode::OtherColumn);
            }
        }
        self.wanted.clear();
    }
}
