//! The id of an official account.

use std::rc::Rc;

use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::text::excerpt::brief;
use crate::vendor::limits::MAX_OFFICIAL_ACCOUNT_BYTES;

/// The prefix of every official account id. Source: 1047/60813.
pub const OFFICIAL_ACCOUNT_PREFIX: &str = "@TOA#_";

/// Official account id. Ids made by the service begin with `@TOA#_@TOA#` and are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialAccount(Rc<str>);

impl OfficialAccount {
    /// From text.
    ///
    /// # Errors
    /// The problem when the prefix is missing, nothing follows it, it is longer than `MAX_OFFICIAL_ACCOUNT_BYTES`, or it holds anything but
    /// printable ASCII.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Err(Problem::empty(Word::OfficialAccount));
        }
        if !text.starts_with(OFFICIAL_ACCOUNT_PREFIX) || text.len() == OFFICIAL_ACCOUNT_PREFIX.len() {
            return Err(Problem::new(IssueCode::AccountPrefix, [brief(text).into()]));
        }
        if text.len() > MAX_OFFICIAL_ACCOUNT_BYTES {
            let params = [text.len().into(), MAX_OFFICIAL_ACCOUNT_BYTES.into()];
            return Err(Problem::new(IssueCode::AccountTooLong, params));
        }
        if !text.bytes().all(|byte| (0x20..=0x7e).contains(&byte)) {
            return Err(Problem::new(IssueCode::AccountCharacters, [brief(text).into()]));
        }
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, shared.
    #[must_use]
    pub fn text(&self) -> &Rc<str> {
        &self.0
    }
}
