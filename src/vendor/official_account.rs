//! Which account a message is of: the id of an official account.

use crate::vendor::limits::{MAX_OFFICIAL_ACCOUNT_BYTES, max_official_account_bytes};
use crate::vendor::mismatch::{found, too_long};

/// What every official account id begins with. Source: 1047/60813.
pub const OFFICIAL_ACCOUNT_PREFIX: &str = "@TOA#_";

/// Official account id. Ids made by the service begin with `@TOA#_@TOA#` and are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialAccount(Box<str>);

impl OfficialAccount {
    /// From text.
    ///
    /// # Errors
    /// A sentence when the prefix is missing, nothing follows it, it is longer than 48 bytes, or it holds anything but
    /// printable ASCII.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("empty, expected an official account id like \"@TOA#_2J4SZEAEL\"".into());
        }
        if !text.starts_with(OFFICIAL_ACCOUNT_PREFIX) || text.len() == OFFICIAL_ACCOUNT_PREFIX.len() {
            return Err(found(text, "an official account id that begins with \"@TOA#_\""));
        }
        if text.len() > MAX_OFFICIAL_ACCOUNT_BYTES {
            return Err(too_long(
                "an official account id of",
                text.len(),
                concat!("at most ", max_official_account_bytes!(), " bytes"),
            ));
        }
        if !text.bytes().all(|byte| (0x20..=0x7e).contains(&byte)) {
            return Err(found(text, "printable ASCII only"));
        }
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
