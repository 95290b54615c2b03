//! What the outcome of a request does to its run. Each rule is one early return with its reason.

use crate::client::pace::Micros;
use crate::client::retry::{self, ForMessage, ForRequest};
use crate::client::session::{Refusal, Session};
use crate::engine::messages::flights::Flight;
use crate::engine::messages::message::Status;
use crate::engine::messages::queue::Id;
use crate::engine::run::Run;
use crate::error::{Error, ErrorCode};
use crate::issue::code::DetailCode;
use crate::issue::problem::Param;
use crate::vendor::code;
use crate::wire::response::{Loss, PROXY_AUTHENTICATION, Reply, RequestOutcome, foreign, no_reply, refusal};

impl Run {
    /// Applies the outcome of a request. Unknown numbers, such as those of an aborted run, are ignored.
    pub fn on_outcome(&mut self, flight: u32, outcome: RequestOutcome, now: Micros, session: &mut Session) {
        let now = session.monotonic(now);
        let Some(flight) = self.flights.land(flight) else { return };
        self.answered |= matches!(outcome, RequestOutcome::Reply(_));
        match outcome {
            RequestOutcome::Lost(loss) => self.on_lost(&flight, loss, now),
            RequestOutcome::Throttled => self.on_limited(&flight, None, now, session),
            RequestOutcome::Foreign(status) => self.on_foreign(&flight, status),
            RequestOutcome::Reply(reply) if reply.error_code == 0 => self.on_accepted(&flight, &reply, now, session),
            RequestOutcome::Reply(reply) => self.on_refused(flight, &reply, now, session),
        }
        if self.has_ended() {
            // Messages that come back after the end are not sent again.
            self.end_with(None);
        }
    }

    /// Whether the service acted is unknown, unless the request never left. A retry is safe: a message cannot be recalled twice.
    fn on_lost(&mut self, flight: &Flight, loss: Loss, now: Micros) {
        for id in &flight.items {
            self.note(*id, |item| match loss {
                Loss::Unsent | Loss::Unreachable => item.attempts = item.attempts.saturating_sub(1),
                _ => item.ambiguous = true,
            });
            match loss {
                Loss::Unreachable => self.give_up(*id),
                _ => self.again_or_give_up(*id, None, now),
            }
        }
        match loss {
            // Every other request would fail alike.
            Loss::Unreachable => self.end_with(Some(no_reply())),
            _ => self.count_loss(now, no_reply),
        }
    }

    /// An answer in the service's form: its rows decide.
    fn on_accepted(&mut self, flight: &Flight, reply: &Reply, now: Micros, session: &mut Session) {
        session.user_sig.accepted(flight.generation);
        self.open(flight, now, session);
        self.accepted_any = true;
        self.refused_singles = 0;
        self.accounts.accepted(flight.account);
        self.unknown_codes = 0;
        let slower = |code: &Option<i32>| code.is_none_or(|code| retry::for_message(code) == ForMessage::Slower);
        let every = reply.codes.iter().all(slower);
        // Where other requests pass, the messages are the problem: the last ones of an account have no others beside them.
        let is_pace = every && self.limited_since.is_some();
        let mut limited = false;
        for (at, id) in flight.items.iter().enumerate() {
            limited |= self.on_row(*id, reply.codes.get(at).copied().flatten(), is_pace, now);
        }
        if limited {
            session.pace.refused(now);
            if every {
                return self.bear_limit(None, now);
            }
        } else {
            session.pace.accepted(now);
        }
        self.limited_since = None;
    }

    /// Applies one row; `is_pace` says that everything is refused for rate. Returns whether this row asks for a slower pace.
    fn on_row(&mut self, id: Id, code: Option<i32>, is_pace: bool, now: Micros) -> bool {
        let Some(code) = code else {
            let mut again = false;
            let mut is_first = false;
            self.note(id, |item| {
                is_first = item.missing == 0;
                again = item.note_missing();
            });
            self.unnamed += u32::from(is_first);
            if again {
                self.again_or_give_up(id, None, now)
            } else {
                self.give_up(id)
            }
            return false;
        };
        if code::is_outcome_unknown(code) {
            self.note(id, |item| item.ambiguous = true);
        }
        match retry::for_message(code) {
            ForMessage::Done => {
                if let Some(item) = self.items.get(id) {
                    self.settle(id, item.settle(Status::Recalled, None));
                }
            }
            ForMessage::Gone | ForMessage::Never => self.refuse_message(id, code),
            ForMessage::Again => self.again_or_give_up(id, Some(code), now),
            ForMessage::Slower => {
                let mut row_throttles = 0;
                self.note(id, |item| {
                    item.row_throttles = item.row_throttles.saturating_add(u8::from(!is_pace));
                    row_throttles = item.row_throttles;
                });
                if row_throttles <= retry::ROW_THROTTLES {
                    self.again(id, Some(code), now);
                    return true;
                }
                // The message is the problem, not the pace: the others must not wait for it.
                self.again_or_give_up(id, Some(code), now);
            }
        }
        false
    }

    fn on_refused(&mut self, flight: Flight, reply: &Reply, now: Micros, session: &mut Session) {
        let code = reply.error_code;
        self.note_effects(&flight, reply);
        match retry::for_request(code) {
            ForRequest::Slower => self.on_limited(&flight, Some(code), now, session),
            ForRequest::Again => {
                for id in &flight.items {
                    self.again_or_give_up(*id, Some(code), now);
                }
                self.count_loss(now, || refusal(ErrorCode::NoReply, reply));
            }
            ForRequest::Resign => self.on_user_sig(&flight, reply, now, session),
            ForRequest::Lockout => {
                session.pace.pause(now + retry::LOCKOUT);
                self.on_user_sig(&flight, reply, now, session);
            }
            ForRequest::Isolate => {
                session.user_sig.accepted(flight.generation);
                session.pace.accepted(now);
                self.on_isolate(flight, reply);
            }
            ForRequest::UnknownCode => self.on_unknown_code(&flight, reply),
            ForRequest::End(ErrorCode::OfficialAccount) if self.options.many => {
                session.user_sig.accepted(flight.generation);
                session.pace.accepted(now);
                self.open(&flight, now, session);
                self.on_account_refused(&flight, reply);
            }
            ForRequest::End(kind) => {
                session.user_sig.doubt(flight.generation, kind);
                self.refuse(&flight, refusal(kind, reply), code);
            }
        }
    }

    /// A refusal that lists a key as recalled contradicts itself, and a timeout inside the service may have recalled it.
    fn note_effects(&mut self, flight: &Flight, reply: &Reply) {
        let unknown = code::is_outcome_unknown(reply.error_code);
        for (id, row) in flight.items.iter().zip(&reply.codes) {
            if unknown || *row == Some(0) {
                self.note(*id, |item| item.ambiguous = true);
            }
        }
    }

    /// A refusal for rate: the service did nothing. The pace slows; the messages wait and keep their attempts.
    fn on_limited(&mut self, flight: &Flight, code: Option<i32>, now: Micros, session: &mut Session) {
        session.pace.refused(now);
        for id in &flight.items {
            self.again(*id, code, now);
        }
        self.bear_limit(code, now);
    }

    /// Ends the run when every request was refused for rate for too long.
    fn bear_limit(&mut self, code: Option<i32>, now: Micros) {
        let since = *self.limited_since.get_or_insert(now);
        if now.saturating_sub(since) > retry::RATE_PATIENCE {
            let error = Error::new(ErrorCode::RateLimited, DetailCode::RatePatience, Param::Absent);
            self.end_with(Some(error.with_api_code(code)));
        }
    }

    /// One new UserSig for all waiting messages; a second refusal is final.
    fn on_user_sig(&mut self, flight: &Flight, reply: &Reply, now: Micros, session: &mut Session) {
        let code = reply.error_code;
        self.limited_since = None;
        if session.user_sig.refused(flight.generation) == Refusal::Final {
            return self.refuse(flight, refusal(ErrorCode::UserSig, reply), code);
        }
        for id in &flight.items {
            let mut looping = false;
            self.note(*id, |item| {
                item.code = Some(code);
                item.resigns = item.resigns.saturating_add(1);
                looping = item.resigns > retry::RESIGNS;
            });
            if looping { self.give_up(*id) } else { self.queue_again(*id, now) }
        }
    }

    /// An undocumented code is final for these messages; several in a row end the run.
    fn on_unknown_code(&mut self, flight: &Flight, reply: &Reply) {
        self.refuse_messages(flight, reply.error_code);
        self.limited_since = None;
        self.unknown_codes += 1;
        if self.unknown_codes >= retry::UNKNOWN_CODES {
            self.end_with(Some(refusal(ErrorCode::Refused, reply)));
        }
    }

    /// Another server answers at this address: the run ends.
    fn on_foreign(&mut self, flight: &Flight, status: u16) {
        for id in &flight.items {
            self.note(*id, |item| match status {
                PROXY_AUTHENTICATION => item.attempts = item.attempts.saturating_sub(1),
                _ => item.ambiguous = true,
            });
            self.give_up(*id);
        }
        self.end_with(Some(foreign(status)));
    }

    fn refuse(&mut self, flight: &Flight, error: Error, code: i32) {
        for id in &flight.items {
            self.note(*id, |item| item.code = Some(code));
            self.give_up(*id);
        }
        self.end_with(Some(error));
    }

    fn count_loss(&mut self, now: Micros, error: impl FnOnce() -> Error) {
        self.limited_since = None;
        match self.phase.after_loss(self.in_flight() > 0, now, &mut self.rng) {
            Some(phase) => self.phase = phase,
            None => self.end_with(Some(error())),
        }
    }

    fn again_or_give_up(&mut self, id: Id, code: Option<i32>, now: Micros) {
        let mut spent = false;
        let most = retry::limit(code, self.options.retries);
        self.note(id, |item| {
            item.failures += 1;
            item.code = code.or(item.code);
            spent = item.failures > most;
        });
        if spent { self.give_up(id) } else { self.again(id, code, now) }
    }

    fn again(&mut self, id: Id, code: Option<i32>, now: Micros) {
        let mut failures = 1;
        self.note(id, |item| {
            item.code = code.or(item.code);
            failures = item.failures.max(1);
        });
        let due = retry::on_grid(now + retry::backoff(failures, &mut self.rng));
        self.queue_again(id, due);
    }

    pub(in crate::engine) fn note(
        &mut self,
        id: Id,
        change: impl FnOnce(&mut crate::engine::messages::message::Message),
    ) {
        if let Some(item) = self.items.get_mut(id) {
            change(item);
        }
    }

    /// A code is final for every message of a request.
    pub(in crate::engine) fn refuse_messages(&mut self, flight: &Flight, code: i32) {
        for id in &flight.items {
            self.refuse_message(*id, code);
        }
    }

    fn refuse_message(&mut self, id: Id, code: i32) {
        if let Some(item) = self.items.get(id) {
            self.settle(id, item.refused(code));
        }
    }
}
