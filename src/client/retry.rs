//! Retry rules: attempts, backoff with full jitter, and what each code says about its message and its request.

use crate::client::pace::{Micros, SECOND};
use crate::error::ErrorCode;
use crate::vendor::code::{self, Class};
use crate::vendor::limits;

/// Longest backoff before the first retry; doubles with each further one.
const BASE: Micros = 250_000;
/// Longest backoff.
const CAP: Micros = 10 * SECOND;
/// Longest pause between probes of a silent service.
const PROBE_CAP: Micros = 5 * SECOND;
/// Backoffs end on this grid, so that messages that failed at different moments are retried in full batches.
const GRID: Micros = 128_000;

/// Consecutive losses after which the run goes back to probing.
pub const SILENCE: u32 = 8;
/// Consecutive lost probes that end the run.
pub const PROBES: u32 = 12;
/// The run ends when every request was refused for rate for this long.
pub const RATE_PATIENCE: Micros = 60 * SECOND;
/// Pause after 70050.
pub const LOCKOUT: Micros = limits::LOCKOUT as Micros * SECOND;
/// Longest `Retry-After` that is honoured in full.
pub const RETRY_AFTER: Micros = 30 * SECOND;
/// Retries of one message after a refused UserSig; more would be a loop.
pub const RESIGNS: u8 = 4;
/// Retries of a key that is missing from an otherwise good answer.
pub const MISSING: u8 = 2;
/// Rows that may throttle a message while others in the same answer pass; beyond that, each counts as a failed attempt.
pub const ROW_THROTTLES: u8 = 5;
/// Consecutive refusals of single keys that end the run: before anything was accepted, and after.
pub const SINGLES: (u32, u32) = (2, 10);
/// Consecutive refusals with undocumented codes that end the run.
pub const UNKNOWN_CODES: u32 = 3;

/// A small generator for jitter and for the `random` of a request. Not for secrets.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// Seeded by the caller, so that a run can be reproduced.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number (SplitMix64).
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The next number over all of u32.
    pub fn next_u32(&mut self) -> u32 {
        (self.next_u64() >> 32) as u32
    }

    /// A number from 0 up to `most`.
    pub fn up_to(&mut self, most: u64) -> u64 {
        self.next_u64() % most.saturating_add(1).max(1)
    }
}

/// Backoff of one message before retry number `failures` (1 for the first): full jitter, on the grid.
pub fn backoff(failures: u32, rng: &mut Rng) -> Micros {
    let most = BASE.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(CAP);
    rng.up_to(most)
}

/// Pause before the next probe after `failures` consecutive losses.
pub fn probe_backoff(failures: u32, rng: &mut Rng) -> Micros {
    let most = BASE.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(PROBE_CAP);
    rng.up_to(most)
}

/// The first grid point at or after a moment.
#[must_use]
pub fn on_grid(moment: Micros) -> Micros {
    moment.div_ceil(GRID) * GRID
}

/// What a RetCode says about its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForMessage {
    /// Recalled.
    Done,
    /// Transient: retry.
    Again,
    /// Too fast: slow down, then retry.
    Slower,
    /// Gone: recalled by an earlier attempt, if one went unanswered.
    Gone,
    /// Will not be recalled.
    Never,
}

/// Reads a RetCode.
#[must_use]
pub fn for_message(code: i32) -> ForMessage {
    // Most codes are 0: skip the table.
    if code == 0 {
        return ForMessage::Done;
    }
    match code::class_of(code) {
        _ if code == code::DOES_NOT_EXIST => ForMessage::Gone,
        Class::Rate => ForMessage::Slower,
        Class::Transient => ForMessage::Again,
        _ => ForMessage::Never,
    }
}

/// What an ErrorCode other than 0 says about its request and the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForRequest {
    /// Transient: retry.
    Again,
    /// Too fast: slow down, then retry.
    Slower,
    /// The UserSig has expired: sign again, then retry.
    Resign,
    /// Too many invalid UserSigs: pause, then sign again.
    Lockout,
    /// One of its keys, or the request itself, is invalid: halve the batch to find out.
    Isolate,
    /// An undocumented code: final for these messages, and for the run when it repeats.
    UnknownCode,
    /// Ends the run.
    End(ErrorCode),
}

/// Reads an ErrorCode.
#[must_use]
pub fn for_request(code: i32) -> ForRequest {
    match code::class_of(code) {
        // The documents name 10004 for any wrong parameter, a single MsgKey included.
        _ if code == code::INVALID_PARAMETER => ForRequest::Isolate,
        _ if code == code::LOCKED_OUT => ForRequest::Lockout,
        Class::Rate => ForRequest::Slower,
        Class::Transient => ForRequest::Again,
        Class::Resign => ForRequest::Resign,
        // The document lists these beside the others without saying where they appear: isolate the message they mean.
        Class::Message => ForRequest::Isolate,
        Class::UserSig => ForRequest::End(ErrorCode::UserSig),
        Class::Permission => ForRequest::End(ErrorCode::Permission),
        Class::Region => ForRequest::End(ErrorCode::Region),
        Class::Account => ForRequest::End(ErrorCode::OfficialAccount),
        Class::Plan => ForRequest::End(ErrorCode::Plan),
        Class::Request => ForRequest::End(ErrorCode::Refused),
        Class::Other => ForRequest::UnknownCode,
    }
}

/// Retries of a message after this code, given the caller's limit.
#[must_use]
pub fn limit(code: Option<i32>, retries: u32) -> u32 {
    let own = code.and_then(code::find).and_then(|row| row.retry_limit);
    own.map_or(retries, |own| retries.min(u32::from(own)))
}
