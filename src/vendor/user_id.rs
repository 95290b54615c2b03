//! Who calls: the SDKAppID of an app and the UserID of its administrator.

use crate::vendor::limits::{MAX_USER_ID_BYTES, max_user_id_bytes};
use crate::vendor::mismatch::{found, too_long};

/// SDKAppID of an app: any u32 above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SdkAppId(u32);

impl SdkAppId {
    /// From a number.
    ///
    /// # Errors
    /// A sentence when it is 0.
    pub fn parse(number: u32) -> Result<Self, String> {
        if number == 0 {
            return Err("found 0, expected the SDKAppID from the console, 1 to 4294967295".into());
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
    /// A sentence when it is empty, longer than 32 bytes of UTF-8, or holds a control character (a newline would
    /// add a line to what a UserSig signs).
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("empty, expected the UserID of an app administrator".into());
        }
        if text.len() > MAX_USER_ID_BYTES {
            return Err(too_long(
                "a UserID of",
                text.len(),
                concat!("at most ", max_user_id_bytes!(), " bytes of UTF-8"),
            ));
        }
        if text.chars().any(char::is_control) {
            return Err(found(text, "a UserID without control characters"));
        }
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it keeps to the characters that every document allows.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    }
}
