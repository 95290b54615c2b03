//! One page of history, requested until there is an answer: the same pace, UserSig and retry rules as a run.

use crate::client::pace::Micros;
use crate::client::permits::{Permission, Permits};
use crate::client::retry::{self, ForRequest, Rng};
use crate::client::session::{Refusal, Session};
use crate::client::state::ClientState;
use crate::engine::contract::{Clock, Command, Input};
use crate::error::{Error, ErrorCode};
use crate::issue::code::DetailCode;
use crate::issue::problem::Param;
use crate::vendor::endpoint;
use crate::wire::response::{self, Loss, Reply, RequestOutcome};

/// A page that is being requested.
#[derive(Debug)]
pub struct HistoryPage {
    body: String,
    retries: u32,
    rng: Rng,
    permits: Permits,
    /// Requests that were refused or lost.
    failures: u32,
    /// Requests that were refused for their UserSig.
    resigned: u8,
    /// Number of the UserSig of the request in flight.
    generation: u32,
    state: State,
}

#[derive(Debug)]
enum State {
    /// The next request leaves at this moment, or later.
    Due(Micros),
    /// The caller's function has been asked for a UserSig.
    AskingForUserSig,
    InFlight,
    /// With why there is no page, if there is none.
    Finished(Option<Error>),
}

impl HistoryPage {
    /// A page whose request has this body. The seed is for the jitter of its retries.
    #[must_use]
    pub fn new(body: String, retries: u32, limiter: bool, seed: u64) -> Self {
        let (rng, permits) = (Rng::new(seed), Permits::new(limiter));
        Self { body, retries, rng, permits, failures: 0, resigned: 0, generation: 0, state: State::Due(0) }
    }

    /// What the driver is to do now.
    pub fn next(&mut self, client: &mut ClientState, clock: Clock) -> Command {
        match self.state {
            State::Finished(_) if self.permits.cancel() => Command::CancelPermits,
            State::Finished(_) => Command::Finish,
            State::AskingForUserSig | State::InFlight => Command::Idle,
            State::Due(moment) => self.launch(moment, client, clock),
        }
    }

    fn launch(&mut self, due: Micros, client: &mut ClientState, clock: Clock) -> Command {
        let now = client.session.monotonic(clock.now);
        let ready = due.max(client.session.pace.ready_at(now));
        if ready > now {
            return Command::Wait(ready - now);
        }
        let Some(url) = client.url(endpoint::HISTORY, clock.unix, || self.rng.next_u32()) else {
            self.state = State::AskingForUserSig;
            return Command::AskForUserSig;
        };
        match self.permits.take(|_| 1) {
            Permission::Granted => {}
            Permission::Pending => return Command::Idle,
            Permission::Wanted(count) => return Command::AcquirePermits(count),
        }
        client.session.pace.take(now);
        self.generation = client.session.user_sig.number();
        self.state = State::InFlight;
        Command::Send { request: 0, url, body: self.body.clone() }
    }

    /// Takes what the driver has to tell.
    pub fn input(&mut self, input: Input<'_>, client: &mut ClientState, clock: Clock) {
        match input {
            Input::Answer { status, retry_after, envelope, .. } => {
                client.wait(retry_after, clock.now);
                let mut outcome = response::read(status, envelope, &mut std::iter::empty());
                if let RequestOutcome::Reply(reply) = &mut outcome {
                    reply.error_info = client.masked(&reply.error_info);
                }
                self.on_outcome(&outcome, None, clock.now, &mut client.session);
            }
            Input::Loss { loss, words, .. } => {
                self.on_outcome(&RequestOutcome::Lost(loss), words, clock.now, &mut client.session);
            }
            Input::UserSig => self.state = State::Due(clock.now),
            Input::Permit { took } => self.permits.granted(took),
            Input::Stop | Input::Abort | Input::EndOfKeys | Input::Prepared { .. } => self.finish(None),
        }
    }

    /// Why there is no page.
    #[must_use]
    pub fn failure(&self) -> Option<&Error> {
        match &self.state {
            State::Finished(failure) => failure.as_ref(),
            _ => None,
        }
    }

    fn finish(&mut self, failure: Option<Error>) {
        if !matches!(self.state, State::Finished(_)) {
            self.state = State::Finished(failure);
        }
    }

    fn on_outcome(&mut self, outcome: &RequestOutcome, words: Option<String>, now: Micros, session: &mut Session) {
        if matches!(self.state, State::Finished(_)) {
            return;
        }
        if matches!(outcome, RequestOutcome::Reply(reply) if reply.error_code == 0) {
            return self.finish(None);
        }
        self.failures += 1;
        let now = session.monotonic(now);
        let failure = self.refused(outcome, now, session);
        let failure = failure.or_else(|| (self.failures > self.retries).then(|| gave_up(outcome)));
        match failure {
            Some(failure) => {
                let words = match outcome {
                    RequestOutcome::Lost(loss) => words.or_else(|| Some(loss.text())),
                    _ => None,
                };
                self.finish(Some(failure.with_loss(words.as_deref())));
            }
            None => self.state = State::Due(now + retry::backoff(self.failures, &mut self.rng)),
        }
    }

    /// The error when another request is of no use; else what the shared state learns from the outcome.
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
            ForRequest::Isolate | ForRequest::UnknownCode => Some(response::refusal(ErrorCode::Refused, reply)),
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
        _ => Error::new(ErrorCode::RateLimited, DetailCode::RateRetries, Param::Absent),
    }
}

fn kind(reply: &Reply) -> ErrorCode {
    match retry::for_request(reply.error_code) {
        ForRequest::Slower => ErrorCode::RateLimited,
        _ => ErrorCode::NoReply,
    }
}
