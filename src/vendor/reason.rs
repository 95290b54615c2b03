//! The reason of a recall, which the service stores.

use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::vendor::limits::MAX_REASON_BYTES;

/// Reason of a recall, as the service stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(Box<str>);

impl Reason {
    /// From text.
    ///
    /// # Errors
    /// The problem if it is empty or longer than `MAX_REASON_BYTES`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Err(Problem::empty(Word::Reason));
        }
        if text.len() > MAX_REASON_BYTES {
            return Err(Problem::new(IssueCode::ReasonTooLong, [text.len().into(), MAX_REASON_BYTES.into()]));
        }
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
