//! The pace of a client: never more requests than the rate in any one-second window, and slower when the service says so.

use std::collections::VecDeque;

/// Microseconds on a clock that never steps back.
pub type Micros = u64;

/// One second.
pub const SECOND: Micros = 1_000_000;

/// The window in which at most `rateLimit` requests leave is longer than the service's second by this much.
///
/// At the sender the window is exact. On the way, requests that left over 1.020 s can arrive within 1.000 s when the
/// first is delayed 20 ms more than the last; without the margin the service would count more than its limit and
/// refuse. 20 ms is the jitter of a healthy connection; a worse one is met by slowing down after a refusal.
pub const WINDOW_MARGIN: Micros = 20_000;

/// Requests are spaced as if the window were longer by this much.
///
/// Spaced as tightly as the window allows, a request that left late would delay the one a window after it, and that the
/// next, for ever: the lateness of timers would add up. The 3 ms beyond the window's margin are what it recovers in,
/// and what lateness at the service itself is paid from. The whole costs 2.2 % of the rate.
pub const SPACING_MARGIN: Micros = 23_000;

/// A timer that fires late may be made up for by the next requests leaving up to this much sooner, so that no slot is lost.
const CATCH_UP: Micros = 25_000;
/// After a refusal for rate nothing leaves for this long, so that the service's window can drain.
const REFUSAL_PAUSE: Micros = 200_000;
/// Refusals within this time of a cut belong to requests that left before it.
const REACTION: Micros = SECOND;
/// How long a cut rate is held before it grows again.
const HOLD: Micros = 2 * SECOND;
/// Share of the limit by which a cut rate grows in a second.
const RECOVERY: f64 = 0.01;
/// Share of what the service accepted in the last second that is tried after a refusal.
const SETTLE: f64 = 0.95;

/// Decides when the next request may leave, over all runs of a client.
#[derive(Debug)]
pub struct Pace {
    limit: f64,
    rate: f64,
    /// When the last `limit` requests left, or later where they may have been held up on the way.
    left: VecDeque<Micros>,
    /// What opening a connection takes, and until when requests may wait for one.
    opening: (Micros, Micros),
    /// When the next request is due on an even spacing.
    due: Micros,
    paused_until: Micros,
    /// Answers of the last second that were not refused for rate.
    accepted: VecDeque<Micros>,
    cut_at: Option<Micros>,
    grown_at: Micros,
}

impl Pace {
    /// A pace of so many requests a second at most.
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

    /// Requests a second that are allowed now.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// The earliest moment at which the next request may leave; not later than `now` when it may leave at once.
    #[must_use]
    pub fn ready_at(&self, now: Micros) -> Micros {
        let windowed = if self.left.len() >= self.limit as usize {
            self.left.front().map_or(0, |first| first + SECOND + WINDOW_MARGIN)
        } else {
            0
        };
        self.due.max(windowed).max(self.paused_until).max(now)
    }

    /// Notes that a first request, which went alone, was answered after so long: now the others leave.
    ///
    /// They need connections of their own, and opening one takes no longer than that answer took. A request that waits
    /// for it arrives late, and would meet those that leave a second after it over connections that are open by then.
    pub fn opened(&mut self, now: Micros, took: Micros) {
        self.opening = (took.min(SECOND), now + SECOND);
        // The wait for that answer is not a timer's lateness.
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

    /// Notes a refusal for rate: what was accepted in the last second tells what is allowed.
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
