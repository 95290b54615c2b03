//! How a run and its messages end: by themselves, at a stop or at an abort.

use crate::engine::messages::message::Outcome;
use crate::engine::messages::queue::Id;
use crate::engine::run::{Run, Step};
use crate::error::Error;
use crate::wire::response::no_reply;

impl Run {
    /// Nothing more leaves. A run without any answer ends with an error, however few messages it had.
    pub(in crate::engine) fn finish(&mut self) -> Step {
        if !self.flights.is_empty() {
            return Step::Idle;
        }
        if !self.ended && self.traffic.requests > 0 && !self.answered {
            self.end_with(Some(no_reply()));
        } else if let Some(error) = self.accounts.error_of_the_only_one() {
            self.end_with(Some(error));
        }
        Step::Done
    }

    /// Nothing more leaves; what is in flight is waited for.
    pub fn stop(&mut self) {
        self.end_with(None);
    }

    /// Ends the run now: what is in flight is `unconfirmed`, its outcomes are ignored.
    pub fn abort(&mut self) {
        for flight in self.flights.drain() {
            let has_left = flight.has_left();
            for id in flight.items {
                if let Some(item) = self.items.get_mut(id) {
                    item.ambiguous |= has_left;
                }
                self.give_up(id);
            }
        }
        self.end_with(None);
    }

    pub(in crate::engine) fn settle(&mut self, id: Id, outcome: Outcome) {
        if self.items.remove(id) {
            self.settled.push(outcome);
        }
    }

    pub(in crate::engine) fn give_up(&mut self, id: Id) {
        if let Some(item) = self.items.get(id) {
            self.settle(id, item.give_up());
        }
    }

    /// Nothing more leaves; waiting messages are settled with what is known of them.
    pub(in crate::engine) fn end_with(&mut self, error: Option<Error>) {
        if !self.ended {
            self.end = error;
            self.ended = true;
        }
        for id in self.queue.drain() {
            self.give_up(id);
        }
        for flight in self.flights.ground(None) {
            for id in flight.items {
                self.give_up(id);
            }
        }
    }
}
