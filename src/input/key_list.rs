//! Duplicates of a list: each key goes out once, and its outcome comes back for every position.

use std::collections::VecDeque;

use crate::decimal;
use crate::identifier::MsgKey;
use crate::index::Index;
use crate::item::Settled;
use crate::loose::{Door, Loose};

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
    index: Index,
    refused: usize,
}

impl KeyList {
    /// An empty list: the member of this name. The seed is for its table of keys.
    #[must_use]
    pub fn new(name: &'static str, seed: u64) -> Self {
        Self { name, distinct: Vec::new(), places: Vec::new(), index: Index::seeded(seed), refused: 0 }
    }

    /// Adds the value at the next position.
    pub fn add(&mut self, value: &Loose, door: &mut Door) {
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
                    door.refuse(&path(self.name, position), message);
                }
            }
        }
    }

    /// Notes what concerns the list as a whole, which must have so many keys, and gives the place of each.
    pub fn finish(&mut self, least: usize, door: &mut Door) -> Index {
        if self.refused > LISTED {
            let more = decimal::text((self.refused - LISTED) as u64);
            door.refuse(self.name, ["and ", &more, " more values that are no MsgKeys"].concat());
        }
        if self.places.len() + self.refused < least {
            door.refuse(self.name, "empty, expected at least one MsgKey");
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
pub fn parse(value: &Loose) -> Result<MsgKey, String> {
    match value {
        Loose::Text(text) => MsgKey::parse(text),
        other => Err(["found ", &other.describe(), ", expected a MsgKey, a string"].concat()),
    }
}

/// What a stream does with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// Send it, under this number.
    New(u32),
    /// It is in the run already; its outcome will count for this position too.
    Waiting,
    /// It left the run a short while ago with this outcome.
    Known(Settled),
}

/// Duplicates of a stream: those of keys in the run, and of the last keys that left it.
#[derive(Debug)]
pub struct Folder {
    /// Place of each key in `places`.
    index: Index,
    places: Vec<Place>,
    free: Vec<u32>,
    recent: VecDeque<u32>,
    remember: usize,
}

#[derive(Debug)]
struct Place {
    key: MsgKey,
    /// Positions of the input with this key since it went into the run.
    copies: u32,
    /// How it left the run.
    outcome: Option<Settled>,
}

impl Folder {
    /// A folder that remembers so many keys that left the run. The seed is for its table of keys.
    #[must_use]
    pub fn new(remember: usize, seed: u64) -> Self {
        Self { index: Index::seeded(seed), places: Vec::new(), free: Vec::new(), recent: VecDeque::new(), remember }
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

    /// A key left the run: the key, and for how many positions its outcome counts.
    pub fn settle(&mut self, outcome: Settled) -> Option<(MsgKey, u32)> {
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
