//! A run with its report: the outcomes of its messages, their counts, and what the service said.

use crate::client::pace::{Micros, SECOND};
use crate::client::session::Session;
use crate::engine::messages::dedup::{Folded, Settled, StreamDedup};
use crate::engine::messages::message::{Outcome, Status};
use crate::engine::phase::Phase;
use crate::engine::run::{Options, Run};
use crate::error::Error;
use crate::input::accounts::{AccountId, Accounts};
use crate::input::issues::Issues;
use crate::input::message_list::Row;
use crate::input::text_index::TextIndex;
use crate::text::decimal;
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

/// The outcome of a message of a stream, for the caller.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// Its account. Not its number, which another account may have by now.
    pub account: OfficialAccount,
    /// Its key.
    pub key: MsgKey,
    /// Number of its positions in the input.
    pub positions: u32,
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcomes that the caller has not collected yet.
#[derive(Debug)]
pub enum Outcomes {
    /// Of a list: by number of the distinct message, and for each message the number of its positions in the input.
    List(Vec<Option<Outcome>>, Vec<u32>),
    /// Of a stream.
    Stream(StreamDedup, Vec<Leaving>),
}

/// A run in progress.
#[derive(Debug)]
pub struct RunTracker {
    /// Its state.
    pub run: Run,
    /// The accounts of its messages.
    pub accounts: Accounts,
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
    /// A run without messages. `in_doubt` holds messages that may be recalled already, whose accounts are held.
    #[must_use]
    pub fn new(
        options: Options,
        accounts: Accounts,
        reason: Option<Reason>,
        in_doubt: TextIndex,
        outcomes: Outcomes,
    ) -> Self {
        let mut run = Run::new(options);
        run.in_doubt = in_doubt;
        Self {
            run,
            accounts,
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

    /// Adds the distinct messages of a list and closes the input.
    pub fn fill(&mut self, messages: Vec<(AccountId, MsgKey)>, total: usize, now: Micros, session: &mut Session) {
        self.total = total as u32;
        for (tag, (account, key)) in messages.into_iter().enumerate() {
            self.run.push(account, key, tag as u32, now, session);
        }
        self.run.close_input();
    }

    /// Takes the row of a stream at a position, unless it has issues.
    pub fn take(&mut self, row: &Row, position: usize, now: Micros, session: &mut Session, issues: &mut Issues) {
        let name = if self.run.has_many() { "messages" } else { "msgKeys" };
        let Some((account, key)) = row.parse(&mut self.accounts, name, position, issues) else { return };
        self.total = self.total.saturating_add(1);
        let Outcomes::Stream(folder, leaving) = &mut self.outcomes else { return };
        match folder.fold(account, &key) {
            Folded::New(tag) => {
                self.accounts.hold(account);
                self.run.push(account, key, tag, now, session);
            }
            Folded::Waiting => {}
            Folded::Known(outcome) => {
                if let Some(account) = self.accounts.get(account).cloned() {
                    leaving.push(Leaving { account, key, positions: 1, outcome });
                }
                self.count(outcome.status, 1);
            }
        }
    }

    /// How many more messages of a stream it takes now. None after the end, or an endless source would be read for ever.
    #[must_use]
    pub fn room(&self) -> usize {
        let is_full = matches!(&self.outcomes, Outcomes::Stream(_, leaving) if leaving.len() > UNCOLLECTED);
        if is_full { 0 } else { self.run.room() }
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
            let positions = self.settle(outcome);
            self.count(outcome.status, positions);
        }
    }

    /// Records an outcome; returns the number of its positions in the input.
    fn settle(&mut self, outcome: Outcome) -> u32 {
        match &mut self.outcomes {
            Outcomes::List(outcomes, positions) => {
                let at = outcome.tag as usize;
                if let Some(place) = outcomes.get_mut(at) {
                    *place = Some(outcome);
                }
                positions.get(at).copied().unwrap_or(0)
            }
            Outcomes::Stream(folder, leaving) => {
                let Some(Settled { account, key, positions, forgotten }) = folder.settle(outcome) else { return 0 };
                if let Some(account) = self.accounts.get(account).cloned() {
                    leaving.push(Leaving { account, key, positions, outcome });
                }
                if let Some(account) = forgotten {
                    self.run.leave(account, &mut self.accounts);
                }
                positions
            }
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
                run.fresh_batches().min(room)
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
