//! Decides which members of a JSON value hold its keys, for `json_scanner.rs`: a reply that names two messages must not lose both.

use std::collections::HashSet;

use crate::keys::formats::json_owners::{Scope, Waiting};
use crate::keys::found_key::FoundKey;
use crate::keys::rejection::{Params, RejectCode};
use crate::keys::scanner::msg_key_scanner::Found;
use crate::text::excerpt::head;

/// The keys of one top-level value.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// The last member name.
    name: String,
    /// Keys of members whose name means MsgKey.
    wanted: HashSet<FoundKey>,
    /// Keys of other members, with their lines and objects.
    others: Vec<(FoundKey, u32, Scope)>,
    /// The names of the first two such members.
    names: Vec<String>,
    ambiguous: Option<[String; 2]>,
}

impl Members {
    /// Takes a member name.
    pub(super) fn enter(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }

    /// Takes a key of a member whose name means MsgKey.
    pub(super) fn note_wanted(&mut self, key: FoundKey) {
        self.wanted.insert(key);
    }

    /// Takes a key of any other member.
    pub(super) fn add(&mut self, key: FoundKey, line: u32, scope: Scope) {
        if self.names.len() < 2 && self.names.first() != Some(&self.name) {
            self.names.push(self.name.clone());
        }
        self.others.push((key, line, scope));
    }

    /// Approximate number of bytes buffered until the value ends.
    #[must_use]
    pub(super) fn held(&self) -> usize {
        2 * self.wanted.len() * size_of::<FoundKey>() + self.others.len() * size_of::<(FoundKey, u32, Scope)>()
    }

    /// Two members that both hold keys in one value, so that the caller must choose one.
    #[must_use]
    pub(super) fn ambiguous(&self) -> Option<&[String; 2]> {
        self.ambiguous.as_ref()
    }

    /// Ends the value. Keys of other members count only if no member name means MsgKey and a single member holds them all.
    pub(super) fn settle(&mut self, found: &mut Found, waiting: &mut Waiting) {
        let names = std::mem::take(&mut self.names);
        let columns = match names.as_slice() {
            [first, second] if self.wanted.is_empty() => Some([head(first), head(second)]),
            _ => None,
        };
        if self.ambiguous.is_none() {
            self.ambiguous.clone_from(&columns);
        }
        for (key, line, scope) in std::mem::take(&mut self.others) {
            if let Some(columns) = &columns {
                found.reject_with(&key.text(), line, RejectCode::TwoColumns, Params::Columns(columns.clone()));
            } else if self.wanted.is_empty() {
                found.accept(key, line);
                waiting.add(1, &scope);
            } else if !self.wanted.contains(&key) {
                // A history reply repeats the key of its last message as the cursor of the next page.
                found.reject(&key.text(), line, RejectCode::OtherColumn);
            }
        }
        self.wanted.clear();
    }
}
