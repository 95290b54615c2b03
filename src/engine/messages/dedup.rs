//! Duplicates in a stream: each message is sent once, and its outcome counts for every position.

use std::collections::VecDeque;

use crate::engine::messages::message::{Outcome, Status};
use crate::input::accounts::AccountId;
use crate::input::text_index::TextIndex;
use crate::vendor::msg_key::MsgKey;

/// What a stream does with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// Send it, with this number.
    New(u32),
    /// It is in the run already; its outcome counts for this position too.
    Waiting,
    /// It left the run recently with this outcome.
    Known(Outcome),
}

/// A message that has left the run.
#[derive(Debug, PartialEq, Eq)]
pub struct Settled {
    /// Its account.
    pub account: AccountId,
    /// Its key.
    pub key: MsgKey,
    /// Positions of the input with this message.
    pub positions: u32,
    /// The account of a message that is forgotten now.
    pub forgotten: Option<AccountId>,
}

/// Finds duplicates in a stream: of messages in the run, and of messages that left it recently.
#[derive(Debug)]
pub struct StreamDedup {
    /// Place of each message in `places`.
    index: TextIndex,
    places: Vec<Place>,
    free: Vec<u32>,
    recent: VecDeque<u32>,
    remember: usize,
}

#[derive(Debug)]
struct Place {
    account: AccountId,
    key: MsgKey,
    /// Positions of the input with this message since it entered the run.
    copies: u32,
    /// Its outcome once it has left the run.
    outcome: Option<Outcome>,
}

impl StreamDedup {
    /// Remembers this many messages that left the run. The seed is for the table of keys.
    #[must_use]
    pub fn new(remember: usize, seed: u64) -> Self {
        Self { index: TextIndex::seeded(seed), places: Vec::new(), free: Vec::new(), recent: VecDeque::new(), remember }
    }

    /// Takes the next message of the stream.
    pub fn fold(&mut self, account: AccountId, key: &MsgKey) -> Folded {
        let known = self.index.get(account, key.as_str()).and_then(|tag| self.places.get_mut(tag as usize));
        match known {
            Some(Place { outcome: Some(outcome), .. }) => Folded::Known(*outcome),
            Some(place) => {
                place.copies += 1;
                Folded::Waiting
            }
            None => Folded::New(self.add(account, key)),
        }
    }

    fn add(&mut self, account: AccountId, key: &MsgKey) -> u32 {
        let place = Place { account, key: key.clone(), copies: 1, outcome: None };
        let tag = self.free.pop().unwrap_or(self.places.len() as u32);
        match self.places.get_mut(tag as usize) {
            Some(free) => *free = place,
            None => self.places.push(place),
        }
        self.index.get_or_insert(account, key.text(), tag);
        tag
    }

    /// Records the outcome of a message.
    pub fn settle(&mut self, outcome: Outcome) -> Option<Settled> {
        let place = self.places.get_mut(outcome.tag as usize).filter(|place| place.outcome.is_none())?;
        place.outcome = Some(outcome);
        let (account, key, positions) = (place.account, place.key.clone(), place.copies);
        // A message in doubt is remembered to the end: sent again without its doubt, it would be `notFound` although it may be recalled.
        if outcome.status == Status::Unconfirmed {
            return Some(Settled { account, key, positions, forgotten: None });
        }
        self.recent.push_back(outcome.tag);
        let forgotten = if self.recent.len() > self.remember { self.forget_oldest() } else { None };
        Some(Settled { account, key, positions, forgotten })
    }

    fn forget_oldest(&mut self) -> Option<AccountId> {
        let old = self.recent.pop_front()?;
        self.free.push(old);
        let place = self.places.get(old as usize)?;
        self.index.remove(place.account, place.key.as_str());
        Some(place.account)
    }
}
