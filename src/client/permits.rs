//! Permits of the caller's limiter, prefetched to hide its latency: those asked for, and those held.

use crate::client::pace::Micros;

/// The permits of one run, or of one page of history.
#[derive(Debug)]
pub(crate) struct Permits {
    /// Whether there is a limiter.
    is_limited: bool,
    asked: u32,
    held: u32,
    /// How long the latest permit took.
    took: Micros,
}

/// Whether a request may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    /// It may, and its permit is used up.
    Granted,
    /// Not before one of the permits asked for has come.
    Pending,
    /// So many permits have to be asked for.
    Wanted(u32),
}

impl Permits {
    /// None held; every request may leave when there is no limiter.
    pub(crate) fn new(is_limited: bool) -> Self {
        Self { is_limited, asked: 0, held: 0, took: 0 }
    }

    /// How long the latest permit took, in milliseconds.
    pub(crate) fn took_ms(&self) -> f64 {
        self.took as f64 / 1000.0
    }

    /// Takes the permit for one request; `wanted` is how many there should be, asked for or held.
    pub(crate) fn take(&mut self, wanted: impl FnOnce(&Self) -> u32) -> Permission {
        if !self.is_limited {
            return Permission::Granted;
        }
        let missing = wanted(self).saturating_sub(self.held + self.asked);
        if missing > 0 {
            self.asked += missing;
            return Permission::Wanted(missing);
        }
        if self.held == 0 {
            return Permission::Pending;
        }
        self.held -= 1;
        Permission::Granted
    }

    /// A permit has come.
    pub(crate) fn granted(&mut self, took: Micros) {
        self.took = took;
        self.asked = self.asked.saturating_sub(1);
        self.held += 1;
    }

    /// Forgets the permits that were asked for; whether there were any.
    pub(crate) fn cancel(&mut self) -> bool {
        std::mem::take(&mut self.asked) > 0
    }
}
