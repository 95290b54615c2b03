//! The MsgKey of an official-account message as its two numbers: millions of them take 8 bytes each. For every reader of texts.

use crate::text::decimal;
use crate::vendor::limits::FIRST_TIME;
use crate::vendor::msg_key::MsgKey;

/// Least server time of a key that stands alone in free text: shorter numbers are dates, versions and counters.
const LEAST_TIME: u32 = 1_000_000_000;
/// Seconds that the service's clock may be ahead of the caller's.
const CLOCK_SLACK: f64 = 3600.0;

/// A key `Seq_1_ServerTime` that was found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FoundKey {
    /// Sequence number.
    pub seq: u32,
    /// Unix seconds by the service's clock.
    pub time: u32,
}

impl FoundKey {
    /// Of a text that is such a key and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::at_start(text.as_bytes()).filter(|(_, length)| *length == text.len()).map(|(key, _)| key)
    }

    /// The key at the beginning of a text, and its length. What follows it may be a part of its word.
    #[must_use]
    pub fn at_start(text: &[u8]) -> Option<(Self, usize)> {
        MsgKey::numbers(text).map(|(seq, time, length)| (Self { seq, time }, length))
    }

    /// The key as the service writes it.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = decimal::text(self.seq.into());
        text.push_str("_1_");
        decimal::push(&mut text, self.time.into(), 10);
        text
    }

    /// Whether the key carries a time that a message can have, so that `2023_1_15` is not taken for one.
    #[must_use]
    pub fn is_plausible(&self) -> bool {
        self.time >= LEAST_TIME
    }

    /// Whether no message can have this time by the caller's clock, in Unix seconds.
    #[must_use]
    pub fn is_odd(self, now: f64) -> bool {
        self.time < FIRST_TIME || f64::from(self.time) > now + CLOCK_SLACK
    }
}
