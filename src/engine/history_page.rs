//! One page of history, asked for until there is an answer: the same pace, UserSig and retry rules as a run. Sans-IO, as the run is.

use crate::error::{Error, ErrorCode};
use crate::session::pace::Micros;
use crate::session::retry::{self, ForRequest, Rng};
use crate::session::session::{Refusal, Session};
use crate::wire::response::{self, Loss, Reply, RequestOutcome};

/// Messages asked for in one call; the document speaks of ranges over 20 that are not answered in full. Source: 1047/60812.
pub const COUNT: u32 = 20;

/// What follows from what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// The answer is the page.
    Answered,
    /// Ask again after so many microseconds.
    Again(Micros),
    /// Asking again is of no use.
    Failed(Error),
}

/// A page that is asked for.
#[derive(Debug)]
pub struct HistoryPage {
    retries: u32,
    rng: Rng,
    failures: u32,
    resigned: u8,
    generation: u32,
}

impl HistoryPage {
    /// A page that is asked for again so many times; the seed is for its jitter.
    #[must_use]
    pub fn new(retries: u32, seed: u64) -> Self {
        Self { retries, rng: Rng::new(seed), failures: 0, resigned: 0, generation: 0 }
    }

    /// Notes that a request leaves now; the number for its `random`.
    pub fn send(&mut self, now: Micros, session: &mut Session) -> u32 {
        let now = session.monotonic(now);
        session.pace.take(now);
        self.generation = session.user_sig.number();
        self.rng.next_u32()
    }

    /// Notes what became of the request.
    pub fn on_outcome(&mut self, outcome: &RequestOutcome, now: Micros, session: &mut Session) -> Next {
        if matches!(outcome, RequestOutcome::Reply(reply) if reply.error_code == 0) {
            return Next::Answered;
        }
        self.failures += 1;
        if let Some(error) = self.refused(outcome, now, session) {
            return Next::Failed(error);
        }
        if self.failures > self.retries {
            return Next::Failed(gave_up(outcome));
        }
        Next::Again(retry::backoff(self.failures, &mut self.rng))
    }

    /// The error when asking again is of no use; else what the shared state learns from the outcome.
    fn refused(&mut self, outcome: &RequestOutcome, now: Micros, session: &mut Session) -> Option<Error> {
        let reply = match outcome {
            RequestOutcome::Reply(reply) => reply,
            RequestOutcome::Foreign(status) => return Some(response::foreign(*status)),
            RequestOutcome::Throttled => {
                session.slow_down(now);
                return None;
            }
            RequestOutcome::Lost(Loss::Unreachable) => return Some(response::no_reply()),
            RequestOutcome::Lost(_) => return None,
        };
        match retry::for_request(reply.error_code) {
            ForRequest::Again => None,
            ForRequest::Slower => {
                session.slow_down(now);
                None
            }
            ForRequest::Resign => {
                self.resigned += 1;
                let refusal = session.user_sig.refused(self.generation);
                let hopeless = refusal == Refusal::Final || self.resigned > retry::RESIGNS;
                hopeless.then(|| response::refusal(ErrorCode::UserSig, reply))
            }
            ForRequest::Lockout => {
                session.be_silent(now);
                session.user_sig.doubt(self.generation, ErrorCode::UserSig);
                Some(response::refusal(ErrorCode::UserSig, reply))
            }
            ForRequest::Isolate | ForRequest::Stranger => Some(response::refusal(ErrorCode::Refused, reply)),
            ForRequest::End(kind) => {
                session.user_sig.doubt(self.generation, kind);
                Some(response::refusal(kind, reply))
            }
        }
    }
}

fn gave_up(outcome: &RequestOutcome) -> Error {
    match outcome {
        RequestOutcome::Reply(reply) => response::refusal(kind(reply), reply),
        RequestOutcome::Lost(_) => response::no_reply(),
        _ => Error::new(ErrorCode::RateLimited, "refused for rate after all retries"),
    }
}

fn kind(reply: &Reply) -> ErrorCode {
    match retry::for_request(reply.error_code) {
        ForRequest::Slower => ErrorCode::RateLimited,
        _ => ErrorCode::NoReply,
    }
}
