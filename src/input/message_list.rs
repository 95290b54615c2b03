//! Deduplicates a list of messages: each is sent once, and its outcome is reported for every position.

use crate::input::accounts::{AccountId, Accounts, FIRST};
use crate::input::issues::{Issues, unexpected};
use crate::input::raw_value::RawValue;
use crate::input::text_index::TextIndex;
use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::text::decimal;
use crate::vendor::msg_key::MsgKey;

/// Largest number of invalid values to list; the rest are counted.
const LISTED: usize = 1000;

/// A whole list, checked before anything is sent.
#[derive(Debug)]
pub struct MessageList {
    /// The member that holds it.
    pub name: &'static str,
    /// Distinct messages in the order of their first position.
    pub distinct: Vec<(AccountId, MsgKey)>,
    /// For each position of the input, the index of its message in `distinct`.
    pub places: Vec<u32>,
    index: TextIndex,
    refused: usize,
}

impl MessageList {
    /// An empty list for the member of this name. `seed` is for the hash table of keys.
    #[must_use]
    pub fn new(name: &'static str, seed: u64) -> Self {
        Self { name, distinct: Vec::new(), places: Vec::new(), index: TextIndex::seeded(seed), refused: 0 }
    }

    /// Adds the row at the next position.
    pub fn add(&mut self, row: &Row, accounts: &mut Accounts, issues: &mut Issues) {
        let (position, known) = (self.places.len() + self.refused, issues.list.len());
        if let Some((account, key)) = row.parse(accounts, self.name, position, issues) {
            let place = self.index.get_or_insert(account, key.text(), self.distinct.len() as u32);
            if place as usize == self.distinct.len() {
                self.distinct.push((account, key));
            }
            self.places.push(place);
            return;
        }
        self.refused += 1;
        if self.refused > LISTED {
            issues.list.truncate(known);
        }
    }

    /// Ends the list: reports issues of the list as a whole, which is not empty unless `least` is absent, and returns the index of each message.
    pub fn finish(&mut self, least: Option<Word>, issues: &mut Issues) -> TextIndex {
        if self.refused > LISTED {
            let more = self.refused - LISTED;
            issues.refuse(self.name, Problem::new(IssueCode::MoreBadKeys, [more.into()]));
        }
        if let Some(least) = least
            && self.places.len() + self.refused == 0
        {
            issues.refuse(self.name, Problem::empty(least));
        }
        std::mem::take(&mut self.index)
    }
}

/// An unchecked row of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A MsgKey of the first account.
    Key(RawValue),
    /// `officialAccount` and `msgKey` of a message.
    Message(RawValue, RawValue),
    /// Something else in place of a message.
    Other(RawValue),
}

impl Row {
    /// The message, whose account gets a number. `None` after adding issues with their paths in the list of this name.
    pub fn parse(
        &self,
        accounts: &mut Accounts,
        name: &str,
        position: usize,
        issues: &mut Issues,
    ) -> Option<(AccountId, MsgKey)> {
        let mut refuse = |member: &str, problem: Problem| {
            let path = [name, "[", &decimal::text(position as u64), "]", member].concat();
            issues.refuse(&path, problem);
        };
        let (account, key, member) = match self {
            Row::Key(key) => (Ok(FIRST), key, ""),
            Row::Message(RawValue::Text(account), key) => (accounts.enter(account), key, ".msgKey"),
            Row::Message(account, key) => (Err(unexpected(account, Word::OfficialAccount)), key, ".msgKey"),
            Row::Other(value) => {
                refuse("", unexpected(value, Word::MessageRef));
                return None;
            }
        };
        let account = account.map_err(|problem| refuse(".officialAccount", problem));
        let key = match key {
            RawValue::Text(text) => MsgKey::parse(text),
            other => Err(unexpected(other, Word::MsgKeyText)),
        };
        match (key, account) {
            (Ok(key), Ok(account)) => Some((account, key)),
            (Err(problem), _) => {
                refuse(member, problem);
                None
            }
            _ => None,
        }
    }
}
