//! How many requests of a run may be in flight, and what changes that: one at a time until the service answers, and again when it falls
//! silent.

use crate::client::pace::Micros;
use crate::client::retry::{self, Rng};

/// Where a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// One request at a time, the next not before a moment.
    Probing { losses: u32, not_before: Micros },
    /// All that `concurrency` allows.
    Open { losses: u32 },
}

impl Phase {
    /// Of a run whose requests have not been answered yet.
    pub(crate) const START: Phase = Phase::Probing { losses: 0, not_before: 0 };
    /// Of a run whose last request was answered.
    pub(crate) const OPEN: Phase = Phase::Open { losses: 0 };

    /// Requests in flight at most, and the moment before which none leaves.
    pub(crate) fn allows(self, concurrency: usize) -> (usize, Micros) {
        match self {
            Phase::Probing { not_before, .. } => (1, not_before),
            Phase::Open { .. } => (concurrency, 0),
        }
    }

    /// After a request without a readable answer: losses in a row close a run down to probes, and probes in a row end it (`None`).
    pub(crate) fn after_loss(self, others_in_flight: bool, now: Micros, rng: &mut Rng) -> Option<Phase> {
        let mut probing = |losses: u32| {
            let not_before = now + retry::probe_backoff(losses, rng);
            Phase::Probing { losses, not_before }
        };
        Some(match self {
            Phase::Open { losses } if losses + 1 < retry::SILENCE => Phase::Open { losses: losses + 1 },
            Phase::Open { .. } => probing(1),
            // Losses of requests that left before the probing began tell nothing new.
            Phase::Probing { .. } if others_in_flight => self,
            Phase::Probing { losses, .. } if losses + 1 < retry::PROBES => probing(losses + 1),
            Phase::Probing { .. } => return None,
        })
    }
}
