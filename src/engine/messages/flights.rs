//! The requests of a run that are in flight.

use crate::client::pace::Micros;
use crate::engine::messages::queue::Id;

/// A request in flight.
#[derive(Debug)]
pub(in crate::engine) struct Flight {
    id: u32,
    /// Its messages.
    pub(in crate::engine) items: Vec<Id>,
    /// Number of its UserSig.
    pub(in crate::engine) generation: u32,
    /// When it left.
    pub(in crate::engine) left: Micros,
}

/// The requests in flight.
#[derive(Debug, Default)]
pub(in crate::engine) struct Flights {
    list: Vec<Flight>,
    begun: u32,
}

impl Flights {
    /// Adds a request; returns its number.
    pub(in crate::engine) fn begin(&mut self, items: Vec<Id>, generation: u32, now: Micros) -> u32 {
        self.begun = self.begun.wrapping_add(1);
        self.list.push(Flight { id: self.begun, items, generation, left: now });
        self.begun
    }

    /// Removes a request; `None` for an unknown number.
    pub(in crate::engine) fn take(&mut self, id: u32) -> Option<Flight> {
        let at = self.list.iter().position(|flight| flight.id == id)?;
        Some(self.list.swap_remove(at))
    }

    /// Removes all requests.
    pub(in crate::engine) fn drain(&mut self) -> Vec<Flight> {
        std::mem::take(&mut self.list)
    }

    /// Messages of a request; none for an unknown number.
    pub(in crate::engine) fn messages(&self, id: u32) -> &[Id] {
        self.list.iter().find(|flight| flight.id == id).map_or(&[], |flight| &flight.items)
    }

    /// The number of requests in flight.
    pub(in crate::engine) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether none is in flight.
    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
