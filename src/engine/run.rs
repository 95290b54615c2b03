//! One recall, without clock, randomness or IO: it says what to send and how long to wait, and is told what came back.
//!
//! ```text
//!            push                    poll -> Ready, send
//!   caller ------>  Queue  ------------------------------>  in flight
//!                     ^                                         |
//!                     |  again (backoff), halves (10004)        |  on_outcome
//!                     +------------------------------------ <---+---> settled
//!
//!   Probing ----------------- a request is accepted ---------> Open
//!      ^  one request in flight                                 |  `concurrency` in flight
//!      +---------------- SILENCE losses in a row ---------------+
//!      |
//!      +-- PROBES losses in a row --> ended        refusal of the whole run, stop() --> ended
//!
//!   ended: nothing leaves, what is in flight is waited for; then Done.
//! ```
//! The first request goes alone (Probing), so that a wrong key, region or account costs one request and not fifty.

use crate::client::pace::Micros;
use crate::client::retry::Rng;
use crate::client::session::Session;
use crate::engine::messages::message::{Message, Outcome};
use crate::engine::messages::queue::{Id, MAX_KEYS, Queue};
use crate::engine::phase::Phase;
use crate::error::Error;
use crate::input::key_index::KeyIndex;
use crate::vendor::identifier::MsgKey;
use crate::wire::response::no_reply;

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A request may leave now: call `send`.
    Ready,
    /// Nothing before so many microseconds have passed, unless an outcome or a key comes first.
    Wait(Micros),
    /// Nothing before an outcome or a key comes.
    Idle,
    /// The run has ended and nothing is in flight.
    Done,
}

/// How a run is to go.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How often a message is tried again.
    pub retries: u32,
    /// Requests in flight at most.
    pub concurrency: usize,
    /// Start of the randomness for jitter.
    pub seed: u64,
}

/// Requests so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Requests that left.
    pub requests: u32,
    /// Those of them that carried a message again.
    pub retries: u32,
}

/// A request in flight.
#[derive(Debug)]
pub(crate) struct Flight {
    id: u32,
    pub(crate) items: Vec<Id>,
    pub(crate) generation: u32,
    left: Micros,
}

/// The state of one recall.
#[derive(Debug)]
pub struct Run {
    pub(crate) options: Options,
    /// Keys that an earlier run sent without learning what came of it. Their numbers say nothing.
    pub in_doubt: KeyIndex,
    pub(crate) items: Vec<Option<Message>>,
    free: Vec<Id>,
    pub(crate) queue: Queue,
    flights: Vec<Flight>,
    flights_begun: u32,
    input_open: bool,
    settled: Vec<Outcome>,
    end: Option<Error>,
    ended: bool,
    pub(crate) phase: Phase,
    /// Whether any answer of the service was read.
    pub(crate) answered: bool,
    pub(crate) accepted_any: bool,
    /// Messages that a good answer did not name.
    pub unnamed: u32,
    pub(crate) refused_singles: u32,
    pub(crate) unknown_codes: u32,
    pub(crate) limited_since: Option<Micros>,
    pub(crate) rng: Rng,
    traffic: Traffic,
}

impl Run {
    /// An empty run that is open for input.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            in_doubt: KeyIndex::default(),
            items: Vec::new(),
            free: Vec::new(),
            queue: Queue::default(),
            flights: Vec::new(),
            flights_begun: 0,
            input_open: true,
            settled: Vec::new(),
            end: None,
            ended: false,
            phase: Phase::START,
            answered: false,
            accepted_any: false,
            unnamed: 0,
            refused_singles: 0,
            unknown_codes: 0,
            limited_since: None,
            rng: Rng::new(options.seed),
            traffic: Traffic::default(),
        }
    }

    /// Adds a message. The caller sees to it that no two unsettled messages have the same key.
    pub fn push(&mut self, key: MsgKey, tag: u32, now: Micros, session: &mut Session) {
        let now = session.monotonic(now);
        let mut item = Message::new(key, tag);
        item.ambiguous = self.in_doubt.get(&item.key).is_some();
        if self.ended {
            return self.settled.push(item.give_up());
        }
        let id = self.free.pop().unwrap_or(self.items.len() as Id);
        match self.items.get_mut(id as usize) {
            Some(place) => *place = Some(item),
            None => self.items.push(Some(item)),
        }
        self.queue.push_fresh(id, now);
    }

    /// No more messages will come.
    pub fn close_input(&mut self) {
        self.input_open = false;
    }

    /// What to do now.
    pub fn poll(&mut self, now: Micros, session: &mut Session) -> Step {
        let now = session.monotonic(now);
        if self.ended || (self.queue.is_empty() && !self.input_open) {
            return self.finish();
        }
        let (most, not_before) = self.phase.allows(self.options.concurrency);
        let ready = self.queue.ready_at(now, self.input_open).filter(|_| self.flights.len() < most);
        let Some(ready) = ready else { return Step::Idle };
        let ready = ready.max(not_before).max(session.pace.ready_at(now));
        if ready > now { Step::Wait(ready - now) } else { Step::Ready }
    }

    /// Nothing more leaves. However few messages there were: when nothing that was sent was answered, nobody is there.
    fn finish(&mut self) -> Step {
        let is_done = self.flights.is_empty();
        if is_done && !self.ended && self.traffic.requests > 0 && !self.answered {
            self.end_with(Some(no_reply()));
        }
        if is_done { Step::Done } else { Step::Idle }
    }

    /// Takes the next request: its number. Only after `poll` said `Ready`.
    pub fn send(&mut self, now: Micros, session: &mut Session) -> u32 {
        let now = session.monotonic(now);
        session.pace.take(now);
        let items = self.queue.take(now);
        let mut again = false;
        for id in &items {
            if let Some(Some(item)) = self.items.get_mut(*id as usize) {
                again |= item.attempts > 0 || item.failures > 0;
                item.attempts = item.attempts.saturating_add(1);
            }
        }
        self.traffic.requests += 1;
        self.traffic.retries += u32::from(again);
        self.flights_begun = self.flights_begun.wrapping_add(1);
        let id = self.flights_begun;
        self.flights.push(Flight { id, items, generation: session.user_sig.number(), left: now });
        id
    }

    /// Keys of a request in flight, at most ten.
    pub fn keys(&self, flight: u32) -> impl Iterator<Item = &MsgKey> + '_ {
        let ids = self.flights.iter().filter(move |one| one.id == flight).flat_map(|one| &one.items);
        ids.filter_map(|id| self.items.get(*id as usize)?.as_ref()).map(|item| &item.key)
    }

    /// A number for the `random` of a request.
    pub fn random(&mut self) -> u32 {
        self.rng.next_u32()
    }

    /// Nothing more leaves; what is in flight is waited for.
    pub fn stop(&mut self) {
        self.end_with(None);
    }

    /// Ends the run now: what is in flight is `unconfirmed`, its outcomes are ignored.
    pub fn abort(&mut self) {
        for flight in std::mem::take(&mut self.flights) {
            for id in flight.items {
                if let Some(Some(item)) = self.items.get_mut(id as usize) {
                    item.ambiguous = true;
                }
                self.give_up(id);
            }
        }
        self.end_with(None);
    }

    /// Outcomes since the last call, in the order in which they became known.
    pub fn take_settled(&mut self) -> Vec<Outcome> {
        std::mem::take(&mut self.settled)
    }

    /// Why the run ended early by itself.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.end.as_ref()
    }

    /// Requests so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.traffic
    }

    /// Requests in flight.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.flights.len()
    }

    /// Messages that were never sent, for a caller that feeds the run as it goes.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.fresh_len()
    }

    /// How many to keep waiting so that no request leaves short of keys.
    #[must_use]
    pub fn appetite(&self) -> usize {
        self.options.concurrency.saturating_mul(MAX_KEYS)
    }

    /// The service answers: all that `concurrency` allows may leave.
    pub(crate) fn open(&mut self, flight: &Flight, now: Micros, session: &mut Session) {
        if matches!(self.phase, Phase::Probing { .. }) {
            session.pace.opened(now, now.saturating_sub(flight.left));
        }
        self.phase = Phase::OPEN;
    }

    pub(crate) fn take_flight(&mut self, flight: u32) -> Option<Flight> {
        let at = self.flights.iter().position(|one| one.id == flight)?;
        Some(self.flights.swap_remove(at))
    }

    pub(crate) fn settle(&mut self, id: Id, outcome: Outcome) {
        if let Some(place) = self.items.get_mut(id as usize)
            && place.take().is_some()
        {
            self.free.push(id);
            self.settled.push(outcome);
        }
    }

    pub(crate) fn give_up(&mut self, id: Id) {
        if let Some(Some(item)) = self.items.get(id as usize) {
            let outcome = item.give_up();
            self.settle(id, outcome);
        }
    }

    /// Nothing more leaves; what waits is settled with what is known of it.
    pub(crate) fn end_with(&mut self, error: Option<Error>) {
        if !self.ended {
            self.end = error;
            self.ended = true;
        }
        for id in self.queue.drain() {
            self.give_up(id);
        }
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.ended
    }
}
