//! The phase of a run: one request at a time until the service answers, `concurrency` requests after that, and one at a time again when it
//! falls silent.
//!
//! ```text
//!   Probing ----------------- a request is accepted ---------> Open
//!      ^  one request in flight                                 |  `concurrency` in flight
//!      +---------------- SILENCE losses in a row ---------------+
//!      |
//!      +-- PROBES losses in a row --> ended        refusal of the whole run, stop() --> ended
//! ```
//! The first request goes alone (Probing): a wrong key, region or account costs one request instead of fifty.

use crate::client::pace::Micros;
use crate::client::retry::{self, Rng};

/// The phase of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// One request at a time, the next not before a moment.
    Probing { losses: u32, not_before: Micros },
    /// All that `concurrency` allows.
    Open { losses: u32 },
}

impl Phase {
    /// Before the first answer.
    pub(super) const START: Phase = Phase::Probing { losses: 0, not_before: 0 };
    /// After an answer.
    pub(super) const OPEN: Phase = Phase::Open { losses: 0 };

    /// The most requests in flight, and the moment before which none leaves.
    pub(super) fn allows(self, concurrency: usize) -> (usize, Micros) {
        match self {
            Phase::Probing { not_before, .. } => (1, not_before),
            Phase::Open { .. } => (concurrency, 0),
        }
    }

    /// The phase after a loss: consecutive losses lead back to probing, consecutive lost probes end the run (`None`).
    pub(super) fn after_loss(self, others_in_flight: bool, now: Micros, rng: &mut Rng) -> Option<Phase> {
        let mut probing = |losses: u32| {
            let not_before = now + retry::probe_backoff(losses, rng);
            Phase::Probing { losses, not_before }
        };
        Some(match self {
            Phase::Open { losses } if losses + 1 < retry::SILENCE => Phase::Open { losses: losses + 1 },
            Phase::Open { .. } => probing(1),
            // Requests that left before the probing began add no information.
            Phase::Probing { .. } if others_in_flight => self,
            Phase::Probing { losses, .. } if losses + 1 < retry::PROBES => probing(losses + 1),
            Phase::Probing { .. } => return None,
        })
    }
}
