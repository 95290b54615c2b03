//! The queue of messages to send, packed into requests of at most ten keys.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::client::pace::Micros;
use crate::vendor::limits::MAX_KEYS;

/// How long a partial batch waits for more input, so that a slow source does not cost one request per key.
const LINGER: Micros = 50_000;

/// Number of a message within its run.
pub type Id = u32;

/// Waiting messages: never sent, due for a retry, and parts of refused batches.
#[derive(Debug, Default)]
pub struct Queue {
    fresh: VecDeque<Id>,
    fresh_since: Micros,
    again: BinaryHeap<Reverse<(Micros, Id)>>,
    /// Parts of a refused batch. They are sent unmixed: a refused key would fail other messages with it.
    parts: Vec<Vec<Id>>,
}

impl Queue {
    /// Adds a message that was never sent.
    pub fn push_fresh(&mut self, id: Id, now: Micros) {
        if self.fresh.is_empty() {
            self.fresh_since = now;
        }
        self.fresh.push_back(id);
    }

    /// Adds a message that is due for a retry at a moment.
    pub fn push_again(&mut self, id: Id, due: Micros) {
        self.again.push(Reverse((due, id)));
    }

    /// Adds the halves of a refused batch of two or more, so that the valid keys can go.
    pub fn push_halves(&mut self, mut batch: Vec<Id>) {
        let second = batch.split_off(batch.len() / 2);
        self.parts.push(batch);
        self.parts.push(second);
    }

    /// When the next batch can be taken; `None` when nothing waits. `more`: input may still come.
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

    /// The next batch: a part of a refused one, else the messages due for a retry, filled up with messages that were never sent.
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

    /// Takes everything that waits, at the end of a run.
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
