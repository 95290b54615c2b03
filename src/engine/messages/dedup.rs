//! Duplicates in a stream: each key is sent once, and its outcome counts for every position.

use std::collections::VecDeque;

use crate::engine::messages::message::Outcome;
use crate::input::key_index::KeyIndex;
use crate::vendor::msg_key::MsgKey;

/// What a stream does with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// Send it, with this number.
    New(u32),
    /// It is in the run already; its outcome counts for this position too.
    Waiting,
    /// It left the run recently with this outcome.
    Known(Outcome),
}

/// Finds duplicates in a stream: of keys in the run, and of keys that left it recently.
#[derive(Debug)]
pub struct StreamDedup {
    /// Place of each key in `places`.
    index: KeyIndex,
    places: Vec<Place>,
    free: Vec<u32>,
    recent: VecDeque<u32>,
    remember: usize,
}

#[derive(Debug)]
struct Place {
    key: MsgKey,
    /// Positions of the input with this key since it entered the run.
    copies: u32,
    /// Its outcome once it has left the run.
    outcome: Option<Outcome>,
}

impl StreamDedup {
    /// Remembers this many keys that left the run. The seed is for the table of keys.
    #[must_use]
    pub fn new(remember: usize, seed: u64) -> Self {
        Self { index: KeyIndex::seeded(seed), places: Vec::new(), free: Vec::new(), recent: VecDeque::new(), remember }
    }

    /// Takes the next key of the stream.
    pub fn fold(&mut self, key: &MsgKey) -> Folded {
        let known = self.index.get(key).and_then(|tag| self.places.get_mut(tag as usize));
        match known {
            Some(Place { outcome: Some(outcome), .. }) => Folded::Known(*outcome),
            Some(place) => {
                place.copies += 1;
                Folded::Waiting
            }
            None => Folded::New(self.add(key)),
        }
    }

    fn add(&mut self, key: &MsgKey) -> u32 {
        let place = Place { key: key.clone(), copies: 1, outcome: None };
        let tag = self.free.pop().unwrap_or(self.places.len() as u32);
        match self.places.get_mut(tag as usize) {
            Some(free) => *free = place,
            None => self.places.push(place),
        }
        self.index.get_or_insert(key, tag);
        tag
    }

    /// Records the outcome of a key; returns the key and the number of its positions.
    pub fn settle(&mut self, outcome: Outcome) -> Option<(MsgKey, u32)> {
        let place = self.places.get_mut(outcome.tag as usize).filter(|place| place.outcome.is_none())?;
        place.outcome = Some(outcome);
        let settled = (place.key.clone(), place.copies);
        self.recent.push_back(outcome.tag);
        if self.recent.len() > self.remember
            && let Some(old) = self.recent.pop_front()
        {
            if let Some(place) = self.places.get(old as usize) {
                self.index.remove(&place.key);
            }
            self.free.push(old);
        }
        Some(settled)
    }
}
