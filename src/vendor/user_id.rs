//! The caller: the SDKAppID of an app and the UserID of its administrator.

use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::text::excerpt::brief;
use crate::vendor::limits::MAX_USER_ID_BYTES;

/// SDKAppID of an app: any u32 above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SdkAppId(u32);

impl SdkAppId {
    /// From a number.
    ///
    /// # Errors
    /// The problem when it is 0.
    pub fn parse(number: u32) -> Result<Self, Problem> {
        if number == 0 {
            let params = [Word::SdkAppId.into(), Word::Number.into(), number.into()];
            return Err(Problem::new(IssueCode::UnexpectedValue, params));
        }
        Ok(Self(number))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }
}

/// Identifier (UserID) of an administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserId(Box<str>);

impl UserId {
    /// From text. Characters outside the documented `a-z A-Z 0-9 _ -` are allowed, since the documents contradict each other.
    ///
    /// # Errors
    /// The problem when it is empty, longer than `MAX_USER_ID_BYTES`, or holds a control character (a newline would
    /// add a line to what a UserSig signs).
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Err(Problem::empty(Word::Identifier));
        }
        if text.len() > MAX_USER_ID_BYTES {
            return Err(Problem::new(IssueCode::IdentifierTooLong, [text.len().into(), MAX_USER_ID_BYTES.into()]));
        }
        if text.chars().any(char::is_control) {
            return Err(Problem::new(IssueCode::IdentifierCharacters, [brief(text).into()]));
        }
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has only characters that all documents allow.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    }
}
