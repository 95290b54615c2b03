//! The MsgKey of an official-account message as two numbers, 8 bytes per key. For every reader of texts.

use crate::text::decimal;
use crate::vendor::limits::FIRST_TIME;
use crate::vendor::msg_key::MsgKey;

/// Smallest server time of a key in free text: shorter numbers are dates, versions and counters.
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
    /// Parses a text that is exactly a key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::at_start(text.as_bytes()).filter(|(_, length)| *length == text.len()).map(|(key, _)| key)
    }

    /// The key at the start of a text, and its length. The word may continue after the key.
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

    /// Whether the server time is plausible, so that `2023_1_15` is not taken for a key.
    #[must_use]
    pub fn is_plausible(&self) -> bool {
        self.time >= LEAST_TIME
    }

    /// Whether the send time is impossible. `now` is the caller's clock in Unix seconds.
    #[must_use]
    pub fn is_odd(self, now: f64) -> bool {
        self.time < FIRST_TIME || f64::from(self.time) > now + CLOCK_SLACK
    }
}
