//! What waits to be sent, and how it is packed into requests of at most ten keys.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::client::pace::Micros;

/// Keys in one request at most. Source: 1047/60811.
pub const MAX_KEYS: usize = 10;
/// How long a batch that is not full waits for more input, so that a slow source does not cost a request a key.
const LINGER: Micros = 50_000;

/// Number of a message within its run.
pub type Id = u32;

/// Messages that wait: never sent, due again, and those that must go in a certain company.
#[derive(Debug, Default)]
pub struct Queue {
    fresh: VecDeque<Id>,
    fresh_since: Micros,
    again: BinaryHeap<Reverse<(Micros, Id)>>,
    /// Parts of a refused batch. They go as they are: mixed with others, a refused key would make these suffer too.
    parts: Vec<Vec<Id>>,
}

impl Queue {
    /// A message that was never sent.
    pub fn push_fresh(&mut self, id: Id, now: Micros) {
        if self.fresh.is_empty() {
            self.fresh_since = now;
        }
        self.fresh.push_back(id);
    }

    /// A message that is due again at a moment.
    pub fn push_again(&mut self, id: Id, due: Micros) {
        self.again.push(Reverse((due, id)));
    }

    /// Halves a refused batch of two or more, so that the keys that are fine can go.
    pub fn push_halves(&mut self, mut batch: Vec<Id>) {
        let second = batch.split_off(batch.len() / 2);
        self.parts.push(batch);
        self.parts.push(second);
    }

    /// When the next batch can be taken; `None` when nothing waits. `more` says that input may still come.
    #[must_use]
    pub fn ready_at(&self, now: Micros, more: bool) -> Option<Micros> {
        if !self.parts.is_empty() {
            return Some(now);
        }
        let again = self.again.peek().map(|Reverse((due, _))| *due);
        let fresh = match self.fresh.len() {
            0 => None,
            few if more && few < MAX_KEYS => Some(self.fresh_since + LINGER),
            _ => Some(now),
        };
        match (again, fresh) {
            (Some(again), Some(fresh)) => Some(again.min(fresh)),
            (one, other) => one.or(other),
        }
    }

    /// The next batch: a part of a refused one as it is, else what is due again, filled up with what was never sent.
    pub fn take(&mut self, now: Micros) -> Vec<Id> {
        if !self.parts.is_empty() {
            return self.parts.remove(0);
        }
        let mut batch = Vec::with_capacity(MAX_KEYS);
        while batch.len() < MAX_KEYS {
            match self.again.peek() {
                Some(Reverse((due, id))) if *due <= now => {
                    batch.push(*id);
                    self.again.pop();
                }
                _ => break,
            }
        }
        while batch.len() < MAX_KEYS {
            match self.fresh.pop_front() {
                Some(id) => batch.push(id),
                None => break,
            }
        }
        self.fresh_since = now;
        batch
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fresh.is_empty() && self.again.is_empty() && self.parts.is_empty()
    }

    /// Messages that were never sent.
    #[must_use]
    pub fn fresh_len(&self) -> usize {
        self.fresh.len()
    }

    /// Everything that waits, for the end of a run.
    pub fn drain(&mut self) -> Vec<Id> {
        let mut all = Vec::new();
        for part in std::mem::take(&mut self.parts) {
            all.extend_from_slice(&part);
        }
        for Reverse((_, id)) in std::mem::take(&mut self.again).into_vec() {
            all.push(id);
        }
        while let Some(id) = self.fresh.pop_front() {
            all.push(id);
        }
        all
    }
}
