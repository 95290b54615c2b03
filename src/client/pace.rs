//! Paces the requests of a client: at most `rateLimit` in any one-second window, fewer after a refusal for rate.

use std::collections::VecDeque;

/// Microseconds of a monotonic clock.
pub type Micros = u64;

/// One second.
pub const SECOND: Micros = 1_000_000;

/// The sending window exceeds the service's second by this much.
///
/// Network jitter compresses the window: requests sent over 1.020 s can arrive within 1.000 s if the first is delayed 20 ms more than the
/// last. Without the margin the service would count too many and refuse. A healthy connection has up to 20 ms of jitter; on a worse one
/// the pace slows after a refusal.
pub const WINDOW_MARGIN: Micros = 20_000;

/// The spacing assumes a window that exceeds one second by this much.
///
/// With the tightest spacing, a request that leaves late delays the one a window later, which delays the next: late timers add up. The 3 ms
/// beyond `WINDOW_MARGIN` absorb that, and delays at the service. The cost is 2.2 % of the rate.
pub const SPACING_MARGIN: Micros = 23_000;

/// After a late timer the next requests may leave up to this much early, so that no slot is lost.
const CATCH_UP: Micros = 25_000;
/// Pause after a refusal for rate, in which the service's window drains.
const REFUSAL_PAUSE: Micros = 200_000;
/// A refusal this soon after a cut answers a request that left before it.
const REACTION: Micros = SECOND;
/// Time before a cut rate grows again.
const HOLD: Micros = 2 * SECOND;
/// Growth of a cut rate per second, as a share of the limit.
const RECOVERY: f64 = 0.01;
/// The rate after a refusal, as a share of what the service accepted in the last second.
const SETTLE: f64 = 0.95;

/// Decides when the next request may leave, over all runs of a client.
#[derive(Debug)]
pub struct Pace {
    limit: f64,
    rate: f64,
    /// When the last `limit` requests left; later for those that may have waited for a connection.
    left: VecDeque<Micros>,
    /// Time to open a connection, and the end of the period in which requests may wait for one.
    opening: (Micros, Micros),
    /// When the next request is due.
    due: Micros,
    paused_until: Micros,
    /// When the answers of the last second came, without refusals for rate.
    accepted: VecDeque<Micros>,
    cut_at: Option<Micros>,
    grown_at: Micros,
}

impl Pace {
    /// A pace of at most `limit` requests a second.
    #[must_use]
    pub fn new(limit: u32) -> Self {
        let limit = f64::from(limit.max(1));
        Self {
            limit,
            rate: limit,
            left: VecDeque::new(),
            opening: (0, 0),
            due: 0,
            paused_until: 0,
            accepted: VecDeque::new(),
            cut_at: None,
            grown_at: 0,
        }
    }

    /// The current rate in requests a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// The earliest moment at which the next request may leave; `now` when it may leave at once.
    #[must_use]
    pub fn ready_at(&self, now: Micros) -> Micros {
        let windowed = if self.left.len() >= self.limit as usize {
            self.left.front().map_or(0, |first| first + SECOND + WINDOW_MARGIN)
        } else {
            0
        };
        self.due.max(windowed).max(self.paused_until).max(now)
    }

    /// Notes that the probe was answered after `took`; the other requests follow.
    ///
    /// Each needs a connection, and opening one takes at most `took`. A request that waits for its connection arrives late, among those
    /// that leave a second later over open connections, so it counts as having left later. So does the probe: as late as its answer.
    pub fn opened(&mut self, now: Micros, took: Micros) {
        self.opening = (took.min(SECOND), now + SECOND);
        if let Some(probe) = self.left.back_mut() {
            *probe = now;
        }
        // The wait for the probe is not a late timer.
        self.due = self.due.max(now);
    }

    /// Notes that a request leaves now.
    pub fn take(&mut self, now: Micros) {
        let earliest = now.saturating_sub(CATCH_UP);
        self.due = self.due.max(earliest) + self.spacing();
        if self.left.len() >= self.limit as usize {
            self.left.pop_front();
        }
        let (held_up, until) = self.opening;
        self.left.push_back(if now < until { now + held_up } else { now });
    }

    /// Notes an answer that was not a refusal for rate. A rate that was cut grows again, slowly.
    pub fn accepted(&mut self, now: Micros) {
        self.accepted.push_back(now);
        self.forget(now);
        let Some(cut_at) = self.cut_at else { return };
        if now >= cut_at + HOLD {
            let since = now.saturating_sub(self.grown_at.max(cut_at + HOLD)).min(SECOND);
            self.grown_at = now;
            self.rate = (self.rate + self.limit * RECOVERY * since as f64 / SECOND as f64).min(self.limit);
            if self.rate >= self.limit {
                self.cut_at = None;
            }
        }
    }

    /// Notes a refusal for rate: the number of answers in the last second tells what the service allows.
    pub fn refused(&mut self, now: Micros) {
        if self.cut_at.is_some_and(|cut_at| now < cut_at + REACTION) {
            return;
        }
        self.forget(now);
        let proven = self.accepted.len() as f64 * SETTLE;
        // Not `clamp`, whose panic would bring the formatting of floats into the package.
        self.rate = proven.max(self.rate * 0.5).min(self.rate * SETTLE).max(1.0);
        self.cut_at = Some(now);
        self.grown_at = now;
        self.due = self.due.max(now);
        self.pause(now + REFUSAL_PAUSE);
    }

    /// Nothing leaves before this moment.
    pub fn pause(&mut self, until: Micros) {
        self.paused_until = self.paused_until.max(until);
    }

    fn spacing(&self) -> Micros {
        ((SECOND + SPACING_MARGIN) as f64 / self.rate) as Micros
    }

    fn forget(&mut self, now: Micros) {
        while self.accepted.front().is_some_and(|then| then + SECOND < now) {
            self.accepted.pop_front();
        }
    }
}
