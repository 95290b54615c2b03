//! Which members of a JSON value hold its keys, for `json_text.rs`: a reply that names two messages must not lose both.

use std::collections::HashMap;

use crate::keys::rejection::{RejectCode, shown};
use crate::keys::scanner::msg_key_scanner::Found;
use crate::vendor::msg_key::MsgKey;

/// The keys of one value at the top.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// The last name that was read.
    name: String,
    /// Keys of members that are named like keys. The kind of map that a run folds duplicates with.
    wanted: HashMap<MsgKey, u32>,
    /// Keys of other members, and their lines.
    others: Vec<(MsgKey, u32)>,
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
    pub(super) fn note_wanted(&mut self, key: &MsgKey) {
        self.wanted.insert(key.clone(), 0);
    }

    /// Takes a key of any other member.
    pub(super) fn add(&mut self, key: MsgKey, line: u32) {
        if self.names.len() < 2 && self.names.first() != Some(&self.name) {
            self.names.push(self.name.clone());
        }
        self.others.push((key, line));
    }

    /// The members between which the keys of a value could not be told.
    #[must_use]
    pub(super) fn ambiguous(&self) -> Option<&[String; 2]> {
        self.ambiguous.as_ref()
    }

    /// At the end of the value: keys of other members count only where none is named like a key, and all are in one.
    pub(super) fn settle(&mut self, found: &mut Found) {
        let names = std::mem::take(&mut self.names);
        if let ([first, second], true) = (names.as_slice(), self.wanted.is_empty()) {
            self.ambiguous.get_or_insert_with(|| [shown(first), shown(second)]);
        }
        for (key, line) in std::mem::take(&mut self.others) {
            if self.wanted.is_empty() && names.len() < 2 {
                found.accept(key, line);
            } else if self.wanted.is_empty() {
                found.reject(key.as_str(), line, RejectCode::TwoColumns);
            } else if !self.wanted.contains_key(&key) {
                // A reply repeats the key of its last message for the next page.
                found.reject(key.as_str(), line, RejectCode::OtherColumn);
            }
        }
        self.wanted.clear();
    }
}
