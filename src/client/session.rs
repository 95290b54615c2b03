//! What all runs of one client share: a clock that never steps back, the pace, and which UserSig is in use.

use crate::client::pace::{Micros, Pace};
use crate::client::retry;
use crate::error::ErrorCode;

/// Shared state of a client's runs.
#[derive(Debug)]
pub struct Session {
    /// The pace of all runs together.
    pub pace: Pace,
    /// Which UserSig is in use.
    pub user_sig: Generation,
    last: Micros,
    lag: Micros,
}

impl Session {
    /// A session of so many requests a second; `renewable` when a refused UserSig can be replaced.
    #[must_use]
    pub fn new(rate_limit: u32, renewable: bool) -> Self {
        Self { pace: Pace::new(rate_limit), user_sig: Generation::new(renewable), last: 0, lag: 0 }
    }

    /// The time by a clock that stands still while the caller's clock repeats itself.
    pub fn monotonic(&mut self, now: Micros) -> Micros {
        let shifted = now.saturating_add(self.lag);
        if shifted < self.last {
            self.lag = self.lag.saturating_add(self.last - shifted);
        } else {
            self.last = shifted;
        }
        self.last
    }

    /// Notes a refusal for rate.
    pub fn slow_down(&mut self, now: Micros) {
        let now = self.monotonic(now);
        self.pace.refused(now);
    }

    /// Heeds a `Retry-After`, up to half a minute: no document of the vendor speaks of it, and a gateway may ask for any.
    pub fn wait(&mut self, wait: Micros, now: Micros) {
        let now = self.monotonic(now);
        self.pace.pause(now + wait.min(retry::RETRY_AFTER));
    }

    /// Notes a refusal that asks for a minute without requests.
    pub fn be_silent(&mut self, now: Micros) {
        let now = self.monotonic(now);
        self.pace.pause(now + retry::LOCKOUT);
    }
}

/// Counts the UserSigs in use: a request carries the number of the one it was sent with, so that of fifty refusals of
/// the same UserSig only the first asks for a new one.
#[derive(Debug)]
pub struct Generation {
    number: u32,
    renewable: bool,
    /// The one in use replaced a refused one and has not been accepted yet.
    on_trial: bool,
}

/// What follows from a refused UserSig.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A newer UserSig is, or will be, in use: send again.
    Renewed,
    /// There is no newer one to hope for.
    Final,
}

impl Generation {
    fn new(renewable: bool) -> Self {
        Self { number: 0, renewable, on_trial: false }
    }

    /// Number of the UserSig to send with now.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// A request sent with this UserSig passed the check of signatures.
    pub fn accepted(&mut self, number: u32) {
        if number == self.number {
            self.on_trial = false;
        }
    }

    /// A refusal ended the run: if it speaks of the UserSig, or of whose it is, the next run begins with another one, since the
    /// caller may have put it right by then.
    pub fn doubt(&mut self, number: u32, kind: ErrorCode) {
        if matches!(kind, ErrorCode::UserSig | ErrorCode::Permission) {
            self.refused(number);
        }
    }

    /// A request sent with this UserSig was refused for it.
    pub fn refused(&mut self, number: u32) -> Refusal {
        if number < self.number {
            return Refusal::Renewed;
        }
        if !self.renewable {
            return Refusal::Final;
        }
        // Even after the last word on this one: the next run is to begin with another and not with what was refused.
        self.number += 1;
        let is_final = self.on_trial;
        self.on_trial = true;
        if is_final { Refusal::Final } else { Refusal::Renewed }
    }
}
