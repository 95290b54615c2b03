//! Shared by the runs of one client: a monotonic clock, the pace, and the number of the UserSig in use.

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
    /// A session with a rate in requests a second; `renewable` when a refused UserSig can be replaced.
    #[must_use]
    pub fn new(rate_limit: u32, renewable: bool) -> Self {
        Self { pace: Pace::new(rate_limit), user_sig: Generation::new(renewable), last: 0, lag: 0 }
    }

    /// The caller's time made monotonic: it pauses while the caller's clock is behind.
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

    /// Honours a `Retry-After` of up to 30 seconds: the vendor documents none, and a gateway may ask for any.
    pub fn wait(&mut self, wait: Micros, now: Micros) {
        let now = self.monotonic(now);
        self.pace.pause(now + wait.min(retry::RETRY_AFTER));
    }

    /// Pauses for the minute that a lockout lasts.
    pub fn be_silent(&mut self, now: Micros) {
        let now = self.monotonic(now);
        self.pace.pause(now + retry::LOCKOUT);
    }
}

/// Numbers the UserSigs in use. A request remembers the number of its UserSig, so that of fifty refusals of the same UserSig only the first
/// asks for a new one.
#[derive(Debug)]
pub struct Generation {
    number: u32,
    renewable: bool,
    /// The UserSig in use replaced a refused one and has not been accepted yet.
    on_trial: bool,
}

/// What follows from a refused UserSig.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A newer UserSig is, or will be, in use: retry.
    Renewed,
    /// There is no newer one.
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

    /// The service accepted the UserSig of a request.
    pub fn accepted(&mut self, number: u32) {
        if number == self.number {
            self.on_trial = false;
        }
    }

    /// A refusal ended the run: if it concerns the UserSig or its user, the next run asks for another UserSig, since the caller may have
    /// corrected it by then.
    pub fn doubt(&mut self, number: u32, kind: ErrorCode) {
        if matches!(kind, ErrorCode::UserSig | ErrorCode::Permission) {
            self.refused(number);
        }
    }

    /// The service refused the UserSig of a request.
    pub fn refused(&mut self, number: u32) -> Refusal {
        if number < self.number {
            return Refusal::Renewed;
        }
        if !self.renewable {
            return Refusal::Final;
        }
        // After a final refusal too: the next run must not begin with the refused UserSig.
        self.number += 1;
        let is_final = self.on_trial;
        self.on_trial = true;
        if is_final { Refusal::Final } else { Refusal::Renewed }
    }
}
