//! Why a message is recalled: the reason that the service stores.

use crate::vendor::limits::{MAX_REASON_BYTES, max_reason_bytes};
use crate::vendor::mismatch::too_long;

/// Reason of a recall, as the service stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(Box<str>);

impl Reason {
    /// What a reason has to be, for a message about another value.
    pub const EXPECTED: &str = concat!("1 to ", max_reason_bytes!(), " bytes of text, or no reason at all");

    /// From text.
    ///
    /// # Errors
    /// A sentence when it is empty or longer than 100 bytes of UTF-8.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err(
                concat!("empty, expected 1 to ", max_reason_bytes!(), " bytes of text, or no reason at all").into()
            );
        }
        if text.len() > MAX_REASON_BYTES {
            let mut message =
                too_long("a text of", text.len(), concat!("at most ", max_reason_bytes!(), " bytes of UTF-8"));
            message.push_str(" (a Chinese character takes 3)");
            return Err(message);
        }
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
