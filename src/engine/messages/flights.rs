//! The requests of a run between the queue and their outcome: being prepared, prepared, in flight.

use crate::client::pace::Micros;
use crate::engine::messages::queue::Id;
use crate::input::accounts::AccountId;

/// A request.
#[derive(Debug)]
pub(in crate::engine) struct Flight {
    id: u32,
    /// Number of the account of its messages.
    pub(in crate::engine) account: AccountId,
    /// Its messages.
    pub(in crate::engine) items: Vec<Id>,
    /// Number of its UserSig.
    pub(in crate::engine) generation: u32,
    /// When it left.
    pub(in crate::engine) left: Micros,
    stage: Stage,
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The caller's `beforeSend` is running.
    Preparing,
    /// It may leave.
    Prepared,
    /// It has left.
    InFlight,
}

impl Flight {
    /// Whether it has left.
    pub(in crate::engine) fn has_left(&self) -> bool {
        self.stage == Stage::InFlight
    }
}

/// The requests.
#[derive(Debug, Default)]
pub(in crate::engine) struct Flights {
    list: Vec<Flight>,
    begun: u32,
    in_flight: usize,
}

impl Flights {
    /// Adds a request that is being prepared; returns its number.
    pub(in crate::engine) fn prepare(&mut self, account: AccountId, items: Vec<Id>) -> u32 {
        self.begun = self.begun.wrapping_add(1);
        let stage = Stage::Preparing;
        self.list.push(Flight { id: self.begun, account, items, generation: 0, left: 0, stage });
        self.begun
    }

    /// Notes that a request is prepared. Unknown numbers are ignored.
    pub(in crate::engine) fn prepared(&mut self, id: u32) {
        if let Some(flight) = self.get_mut(id)
            && !flight.has_left()
        {
            flight.stage = Stage::Prepared;
        }
    }

    /// Notes that a request leaves now.
    pub(in crate::engine) fn leave(&mut self, id: u32, generation: u32, now: Micros) {
        if let Some(flight) = self.get_mut(id) {
            (flight.generation, flight.left, flight.stage) = (generation, now, Stage::InFlight);
            self.in_flight += 1;
        }
    }

    /// The prepared request that has waited longest.
    pub(in crate::engine) fn next_prepared(&self) -> Option<u32> {
        self.list.iter().find(|flight| flight.stage == Stage::Prepared).map(|flight| flight.id)
    }

    /// Removes a request that has left; `None` for an unknown number.
    pub(in crate::engine) fn land(&mut self, id: u32) -> Option<Flight> {
        let at = self.list.iter().position(|flight| flight.id == id && flight.has_left())?;
        self.in_flight -= 1;
        Some(self.list.remove(at))
    }

    /// Removes the requests that have not left, of one account or of all.
    pub(in crate::engine) fn ground(&mut self, account: Option<AccountId>) -> Vec<Flight> {
        let (mut grounded, mut at) = (Vec::new(), 0);
        while let Some(flight) = self.list.get(at) {
            if !flight.has_left() && account.is_none_or(|account| flight.account == account) {
                grounded.push(self.list.remove(at));
            } else {
                at += 1;
            }
        }
        grounded
    }

    /// Removes all requests.
    pub(in crate::engine) fn drain(&mut self) -> Vec<Flight> {
        self.in_flight = 0;
        std::mem::take(&mut self.list)
    }

    /// Messages of a request; none for an unknown number.
    pub(in crate::engine) fn messages(&self, id: u32) -> &[Id] {
        self.get(id).map_or(&[], |flight| &flight.items)
    }

    /// Number of the account of a request.
    pub(in crate::engine) fn account(&self, id: u32) -> Option<AccountId> {
        self.get(id).map(|flight| flight.account)
    }

    fn get(&self, id: u32) -> Option<&Flight> {
        self.list.iter().find(|flight| flight.id == id)
    }

    fn get_mut(&mut self, id: u32) -> Option<&mut Flight> {
        self.list.iter_mut().find(|flight| flight.id == id)
    }

    /// The number of requests in flight.
    pub(in crate::engine) fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// The number of requests at any stage.
    pub(in crate::engine) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
