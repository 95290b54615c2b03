//! One run and all that is told of it: the outcomes of its messages, their counts, what the service said. Sans-IO, as the run is.

use crate::client::pace::{Micros, SECOND};
use crate::client::session::Session;
use crate::engine::messages::dedup::{Folded, StreamDedup};
use crate::engine::messages::message::{Outcome, Status};
use crate::engine::messages::queue::MAX_KEYS;
use crate::engine::phase::Phase;
use crate::engine::run::{Options, Run};
use crate::error::Error;
use crate::input::key_index::KeyIndex;
use crate::input::key_list;
use crate::input::raw_value::RawValue;
use crate::text::decimal;
use crate::vendor::identifier::{MsgKey, OfficialAccount, Reason};
use crate::wire::response::{self, Reply, RequestOutcome};

/// Microseconds between two progress events at least.
const PROGRESS_EVERY: Micros = SECOND / 10;
/// Codes whose ErrorInfo is kept.
const MOST_SAID: usize = 20;
/// Outcomes that may wait for a slow consumer before no more input is taken.
const UNCOLLECTED: usize = 5_000;

/// Permits that are asked for or held at once at most. A limiter that is itself the narrow place answers the later the more it
/// is asked; without an end the asking would grow with it.
const AHEAD: usize = 16;

/// Where outcomes go until the caller has them.
#[derive(Debug)]
pub enum Outcomes {
    /// Of a list: by number of the distinct key, with how many positions of the input have it.
    List(Vec<Option<Outcome>>, Vec<u32>),
    /// Of a stream: those not collected yet, with key and positions.
    Stream(StreamDedup, Vec<(MsgKey, u32, Outcome)>),
}

impl Outcomes {
    /// Writes an outcome down; for how many positions of the input it counts.
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

/// A run on its way.
#[derive(Debug)]
pub struct RunTracker {
    /// Its state.
    pub run: Run,
    /// The account of its messages.
    pub account: OfficialAccount,
    /// The reason for all of them.
    pub reason: Option<Reason>,
    /// What has become of its messages.
    pub outcomes: Outcomes,
    /// Messages by status so far, each counted for all of its positions.
    pub counts: [u32; Status::ALL.len()],
    /// Messages of the input so far.
    pub total: u32,
    /// How the last request ended that was not answered for every message, for people.
    pub last_loss: Option<String>,
    /// What the service said with an ErrorCode, the first time, by code.
    pub said: Vec<(i32, String)>,
    /// When it began.
    pub began: Micros,
    told: Option<Micros>,
}

impl RunTracker {
    /// A job without messages. `in_doubt` are those that may be recalled already.
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
        }
    }

    /// Begins with the distinct keys of a list, which is all there is.
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
    /// A sentence when it is no MsgKey.
    pub fn take(&mut self, value: &RawValue, now: Micros, session: &mut Session) -> Result<(), String> {
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

    /// How many keys of a stream would be welcome now. None after the end, or a source without end would be read for ever.
    #[must_use]
    pub fn room(&self) -> usize {
        let is_full = matches!(&self.outcomes, Outcomes::Stream(_, leaving) if leaving.len() > UNCOLLECTED);
        if is_full || self.run.has_ended() { 0 } else { self.run.appetite().saturating_sub(self.run.waiting()) }
    }

    /// Notes what became of a request. `words` say how it ended, where JavaScript knows more than the kind of loss.
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

    /// Why the run ended early by itself. When nobody answers, how its last request ended is the half of it.
    #[must_use]
    pub fn error(&self) -> Option<Error> {
        self.run.error().map(|error| response::no_reply_but(error, self.last_loss.as_deref()))
    }

    /// Writes down the outcomes that have become known.
    pub fn collect(&mut self) {
        for outcome in self.run.take_settled() {
            let positions = self.outcomes.settle(outcome);
            self.count(outcome.status, positions);
        }
    }

    /// How many permits of a limiter are wanted that takes so many milliseconds to answer, at so many requests a second: as many as leave
    /// meanwhile, and no more than will leave without another answer if nothing goes wrong, or one might be asked for in vain.
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

    /// Whether a progress event is due: the first at once, the next not before some time has passed.
    pub fn is_progress_due(&mut self, now: Micros) -> bool {
        let is_due = self.told.is_none_or(|told| now >= told + PROGRESS_EVERY);
        if is_due {
            self.told = Some(now);
        }
        is_due
    }

    fn count(&mut self, status: Status, positions: u32) {
        if let Some(count) = self.counts.get_mut(status as usize) {
            *count += positions;
        }
    }

    /// Keeps what the service said with an ErrorCode: for some codes it alone says which parameter is wrong.
    fn hear(&mut self, reply: &Reply) {
        let code = reply.error_code;
        let is_new = self.said.len() < MOST_SAID && self.said.iter().all(|(known, _)| *known != code);
        if code != 0 && !reply.error_info.is_empty() && is_new {
            self.said.push((code, response::words(reply)));
        }
    }
}

/// What good answers did not say.
fn no_rows(messages: u32) -> String {
    let noun = if messages == 1 { " message" } else { " messages" };
    ["no rows for ", &decimal::text(messages.into()), noun].concat()
}
