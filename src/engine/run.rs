//! The state of one run: what to send and when, and what became of each message of its accounts. It has no clock, randomness or IO.
//!
//! ```text
//!            push                    poll -> Ready, send
//!   caller ------>  Queue  ------------------------------>  in flight
//!                     ^                                         |
//!                     |  again (backoff), halves (10004)        |  on_outcome
//!                     +------------------------------------ <---+---> settled
//!
//!   ended: nothing leaves, what is in flight is waited for; then Done.
//! ```
//! `phase.rs` says how many requests may be in flight.

use crate::client::pace::Micros;
use crate::client::retry::Rng;
use crate::client::session::Session;
use crate::engine::messages::account_states::AccountStates;
use crate::engine::messages::flights::{Flight, Flights};
use crate::engine::messages::message::{Message, Outcome};
use crate::engine::messages::queue::Queue;
use crate::engine::messages::slab::Slab;
use crate::engine::phase::Phase;
use crate::error::Error;
use crate::input::accounts::AccountId;
use crate::input::text_index::TextIndex;
use crate::vendor::msg_key::MsgKey;

/// The most requests that are prepared ahead.
const PREPARED: usize = 16;

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A request may leave now: call `send`, or `prepare` first.
    Ready,
    /// A prepared request may leave now: call `launch`.
    Prepared(u32),
    /// Nothing to do for this many microseconds, unless an outcome or a key comes first.
    Wait(Micros),
    /// Nothing to do before an outcome or a key comes.
    Idle,
    /// The run has ended and nothing is in flight.
    Done,
}

/// Options of a run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Retries of one message.
    pub retries: u32,
    /// The most requests in flight.
    pub concurrency: usize,
    /// Seed of the jitter.
    pub seed: u64,
    /// Whether the messages may have several accounts. If not, the refusal of the account ends the run.
    pub many: bool,
}

/// Requests so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Requests that left.
    pub requests: u32,
    /// Those of them that retried a message.
    pub retries: u32,
    /// Messages that were queued again.
    pub requeued: u32,
}

/// The state of one recall.
#[derive(Debug)]
pub struct Run {
    pub(super) options: Options,
    /// Messages that an earlier run left unconfirmed.
    pub in_doubt: TextIndex,
    pub(super) accounts: AccountStates,
    pub(super) items: Slab,
    pub(super) queue: Queue,
    pub(super) flights: Flights,
    input_open: bool,
    pub(super) settled: Vec<Outcome>,
    pub(super) end: Option<Error>,
    pub(super) ended: bool,
    pub(super) phase: Phase,
    /// Whether any answer of the service was read.
    pub(super) answered: bool,
    pub(super) accepted_any: bool,
    /// Messages that a good answer did not list.
    pub unnamed: u32,
    pub(super) refused_singles: u32,
    pub(super) unknown_codes: u32,
    pub(super) limited_since: Option<Micros>,
    pub(super) rng: Rng,
    pub(super) traffic: Traffic,
}

impl Run {
    /// An empty run that is open for input.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            in_doubt: TextIndex::default(),
            accounts: AccountStates::default(),
            items: Slab::default(),
            queue: Queue::default(),
            flights: Flights::default(),
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

    /// Adds a message. No two unsettled messages of an account may have the same key.
    pub fn push(&mut self, account: AccountId, key: MsgKey, tag: u32, now: Micros, session: &mut Session) {
        let now = session.monotonic(now);
        let mut item = Message::new(account, key, tag);
        item.ambiguous = self.in_doubt.get(account, item.key.as_str()).is_some();
        if self.ended {
            return self.settled.push(item.give_up());
        }
        if let Some(code) = self.accounts.note(account).ended {
            return self.settled.push(item.account_ended(code));
        }
        let id = self.items.insert(item);
        self.queue.push_fresh(account, id, now);
    }

    /// No more messages will come.
    pub fn close_input(&mut self) {
        self.input_open = false;
    }

    /// What to do now.
    pub fn poll(&mut self, now: Micros, session: &mut Session) -> Step {
        let now = session.monotonic(now);
        if self.ended || (self.queue.is_empty() && !self.input_open && self.flights.next_prepared().is_none()) {
            return self.finish();
        }
        let (most, not_before) = self.phase.allows(self.options.concurrency);
        let open = self.flights.len() < most && self.flights.len() - self.flights.in_flight() < PREPARED;
        let (step, ready) = match (self.flights.next_prepared(), self.queue.ready_at(now, self.input_open)) {
            (Some(request), _) => (Step::Prepared(request), now),
            (None, Some(ready)) if open => (Step::Ready, ready),
            _ => return Step::Idle,
        };
        let ready = ready.max(not_before).max(session.pace.ready_at(now));
        if ready > now { Step::Wait(ready - now) } else { step }
    }

    /// Starts the next request and returns its number. Only after `poll` returned `Ready`.
    pub fn send(&mut self, now: Micros, session: &mut Session) -> u32 {
        let request = self.prepare(now, session);
        self.launch(request, now, session);
        request
    }

    /// Takes the messages of the next request, which leaves after `prepared`; returns its number. Only after `poll` returned `Ready`.
    pub fn prepare(&mut self, now: Micros, session: &mut Session) -> u32 {
        let now = session.monotonic(now);
        let (account, items) = self.queue.take(now).unwrap_or_default();
        self.flights.prepare(account, items)
    }

    /// A request that was being prepared may leave. Unknown numbers are ignored.
    pub fn prepared(&mut self, request: u32) {
        self.flights.prepared(request);
    }

    /// Notes that a request leaves now. Only after `poll` returned `Prepared`.
    pub fn launch(&mut self, request: u32, now: Micros, session: &mut Session) {
        let now = session.monotonic(now);
        session.pace.take(now);
        let mut again = false;
        for id in self.flights.messages(request) {
            if let Some(item) = self.items.get_mut(*id) {
                again |= item.attempts > 0 || item.failures > 0;
                item.attempts = item.attempts.saturating_add(1);
            }
        }
        self.traffic.requests += 1;
        self.traffic.retries += u32::from(again);
        self.flights.leave(request, session.user_sig.number(), now);
    }

    /// Number of the account of a request.
    #[must_use]
    pub fn account(&self, flight: u32) -> AccountId {
        self.flights.account(flight).unwrap_or_default()
    }

    /// Keys of a request.
    pub fn keys(&self, flight: u32) -> impl Iterator<Item = &MsgKey> + '_ {
        let ids = self.flights.messages(flight).iter();
        ids.filter_map(|id| self.items.get(*id)).map(|item| &item.key)
    }

    /// A number for the `random` of a request.
    pub fn random(&mut self) -> u32 {
        self.rng.next_u32()
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
        self.flights.in_flight()
    }

    /// Requests that the messages make that were never sent.
    #[must_use]
    pub fn fresh_batches(&self) -> usize {
        self.queue.fresh_batches()
    }

    /// How many more messages of a stream it takes, so that every request leaves full.
    #[must_use]
    pub fn room(&self) -> usize {
        if self.ended { 0 } else { self.queue.room(self.options.concurrency) }
    }

    /// The service answers: opens the run to `concurrency` requests.
    pub(super) fn open(&mut self, flight: &Flight, now: Micros, session: &mut Session) {
        if matches!(self.phase, Phase::Probing { .. }) {
            session.pace.opened(now, now.saturating_sub(flight.left));
        }
        self.phase = Phase::OPEN;
    }

    /// Whether the messages may have several accounts.
    pub(super) fn has_many(&self) -> bool {
        self.options.many
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }
}
