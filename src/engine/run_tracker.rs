//! A run with its report: the outcomes of its messages, their counts, and what the service said.

use crate::client::pace::{Micros, SECOND};
use crate::client::session::Session;
use crate::engine::messages::dedup::{Folded, StreamDedup};
use crate::engine::messages::message::{Outcome, Status};
use crate::engine::phase::Phase;
use crate::engine::run::{Options, Run};
use crate::error::Error;
use crate::input::key_index::KeyIndex;
use crate::input::key_list;
use crate::input::raw_value::RawValue;
use crate::issue::problem::Problem;
use crate::text::decimal;
use crate::vendor::limits::MAX_KEYS;
use crate::vendor::msg_key::MsgKey;
use crate::vendor::official_account::OfficialAccount;
use crate::vendor::reason::Reason;
use crate::wire::response::{self, Reply, RequestOutcome};

/// Least microseconds between two progress events.
const PROGRESS_EVERY: Micros = SECOND / 10;
/// The most codes whose ErrorInfo is kept.
const MOST_SAID: usize = 20;
/// Uncollected outcomes after which no more input is taken.
const UNCOLLECTED: usize = 5_000;

/// The most permits asked for or held at once. A limiter that is the bottleneck answers the later the more it is asked; without a bound the
/// number would keep growing.
const AHEAD: usize = 16;

/// The outcomes that the caller has not collected yet.
#[derive(Debug)]
pub enum Outcomes {
    /// Of a list: by number of the distinct key, and for each key the number of its positions in the input.
    List(Vec<Option<Outcome>>, Vec<u32>),
    /// Of a stream: with key and number of positions.
    Stream(StreamDedup, Vec<(MsgKey, u32, Outcome)>),
}

impl Outcomes {
    /// Records an outcome; returns the number of its positions in the input.
    fn settle(&mut self, outcome: Outcome) -> u32 {
        match self {
            Outcomes::List(outcomes, positions) => {
                let at = outcome.tag as usize;
                if let Some(place) = outcomes.get_mut(at) {
                    *place = Some(outcome);
                }
                positions.get(at).copied().unwrap_or(0)
            }
            Outcomes::Stream(folder, leaving) => folder.settle(outcome).map_or(0, |(key, positions)| {
                leaving.push((key, positions, outcome));
                positions
            }),
        }
    }
}

/// A run in progress.
#[derive(Debug)]
pub struct RunTracker {
    /// Its state.
    pub run: Run,
    /// The account of its messages.
    pub account: OfficialAccount,
    /// The reason for all of them.
    pub reason: Option<Reason>,
    /// Outcomes of its messages.
    pub outcomes: Outcomes,
    /// Messages by status, each counted once per position.
    pub counts: [u32; Status::ALL.len()],
    /// Messages of the input so far.
    pub total: u32,
    /// How the last request that left messages unanswered ended, for people.
    pub last_loss: Option<String>,
    /// The first ErrorInfo of each ErrorCode.
    pub said: Vec<(i32, String)>,
    /// When the run began.
    pub began: Micros,
    told: Option<Micros>,
    told_traffic: (u32, usize),
}

impl RunTracker {
    /// A run without messages. `in_doubt` holds keys that may be recalled already.
    #[must_use]
    pub fn new(
        options: Options,
        account: OfficialAccount,
        reason: Option<Reason>,
        in_doubt: KeyIndex,
        outcomes: Outcomes,
    ) -> Self {
        let mut run = Run::new(options);
        run.in_doubt = in_doubt;
        Self {
            run,
            account,
            reason,
            outcomes,
            counts: [0; Status::ALL.len()],
            total: 0,
            last_loss: None,
            said: Vec::new(),
            began: 0,
            told: None,
            told_traffic: (0, 0),
        }
    }

    /// Adds the distinct keys of a list and closes the input.
    pub fn fill(&mut self, keys: Vec<MsgKey>, total: usize, now: Micros, session: &mut Session) {
        self.total = total as u32;
        for (tag, key) in keys.into_iter().enumerate() {
            self.run.push(key, tag as u32, now, session);
        }
        self.run.close_input();
    }

    /// Takes the next value of a stream.
    ///
    /// # Errors
    /// The problem when it is no MsgKey.
    pub fn take(&mut self, value: &RawValue, now: Micros, session: &mut Session) -> Result<(), Problem> {
        let key = key_list::parse(value)?;
        self.total = self.total.saturating_add(1);
        let Outcomes::Stream(folder, leaving) = &mut self.outcomes else { return Ok(()) };
        match folder.fold(&key) {
            Folded::New(tag) => self.run.push(key, tag, now, session),
            Folded::Waiting => {}
            Folded::Known(outcome) => {
                leaving.push((key, 1, outcome));
                self.count(outcome.status, 1);
            }
        }
        Ok(())
    }

    /// How many more keys of a stream it takes now. None after the end, or an endless source would be read for ever.
    #[must_use]
    pub fn room(&self) -> usize {
        let is_full = matches!(&self.outcomes, Outcomes::Stream(_, leaving) if leaving.len() > UNCOLLECTED);
        if is_full || self.run.has_ended() { 0 } else { self.run.appetite().saturating_sub(self.run.waiting()) }
    }

    /// Applies the outcome of a request. `words` say how it ended, where JavaScript knows more than the kind of loss.
    pub fn on_outcome(
        &mut self,
        flight: u32,
        outcome: RequestOutcome,
        words: Option<String>,
        now: Micros,
        session: &mut Session,
    ) {
        match &outcome {
            RequestOutcome::Lost(loss) => self.last_loss = Some(words.unwrap_or_else(|| loss.text())),
            RequestOutcome::Throttled => self.last_loss = Some(response::http(429)),
            RequestOutcome::Foreign(status) => self.last_loss = Some(response::http(*status)),
            RequestOutcome::Reply(reply) => {
                self.hear(reply);
                if words.is_some() {
                    self.last_loss = words;
                }
            }
        }
        let unnamed = self.run.unnamed;
        self.run.on_outcome(flight, outcome, now, session);
        if self.run.unnamed > unnamed {
            self.last_loss = Some(no_rows(self.run.unnamed));
        }
        self.collect();
    }

    /// Why the run ended early by itself; without any answer, also how its last request ended.
    #[must_use]
    pub fn error(&self) -> Option<Error> {
        self.run.error().map(|error| error.with_loss(self.last_loss.as_deref()))
    }

    /// Records the outcomes that have become known.
    pub fn collect(&mut self) {
        for outcome in self.run.take_settled() {
            let positions = self.outcomes.settle(outcome);
            self.count(outcome.status, positions);
        }
    }

    /// How many permits to prefetch from a limiter that takes `took` milliseconds, at `rate` requests a second: as many as requests leave
    /// meanwhile, but no more than can leave before the next answer, so that none is asked for in vain.
    #[must_use]
    pub fn permits(&self, took: f64, rate: f64) -> u32 {
        let run = &self.run;
        let departures = match run.phase {
            Phase::Probing { .. } => 1,
            Phase::Open { .. } => {
                let room = run.options.concurrency.saturating_sub(run.in_flight());
                run.waiting().div_ceil(MAX_KEYS).min(room)
            }
        };
        let meanwhile = (took / 1000.0 * rate).ceil() as usize;
        meanwhile.min(AHEAD).min(departures).max(1) as u32
    }

    /// Whether a progress event is due: the first at once, then at most ten a second.
    pub fn is_progress_due(&mut self, now: Micros) -> bool {
        let is_due = self.told.is_none_or(|told| now >= told + PROGRESS_EVERY);
        if is_due {
            self.told = Some(now);
            self.told_traffic = self.requests();
        }
        is_due
    }

    /// Time until the next progress event; `None` if no request has left or ended since the last one.
    #[must_use]
    pub fn until_progress(&self, now: Micros) -> Option<Micros> {
        let told = self.told.filter(|_| self.told_traffic != self.requests())?;
        Some((told + PROGRESS_EVERY).saturating_sub(now))
    }

    /// The requests so far, and those in flight.
    fn requests(&self) -> (u32, usize) {
        (self.run.traffic().requests, self.run.in_flight())
    }

    fn count(&mut self, status: Status, positions: u32) {
        if let Some(count) = self.counts.get_mut(status as usize) {
            *count += positions;
        }
    }

    /// Keeps the ErrorInfo of an answer: for some codes only that names the invalid parameter.
    fn hear(&mut self, reply: &Reply) {
        let code = reply.error_code;
        let is_new = self.said.len() < MOST_SAID && self.said.iter().all(|(known, _)| *known != code);
        if code != 0 && !reply.error_info.is_empty() && is_new {
            self.said.push((code, response::words(reply)));
        }
    }
}

/// Messages that good answers did not list, in words.
fn no_rows(messages: u32) -> String {
    ["no-rows count ", &decimal::text(messages.into())].concat()
}
