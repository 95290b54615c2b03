//! Tests of `src/user_sig/`, by source file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what it expects by failing"
)]

mod check;
mod codec;
mod sign;
mod vectors;

use crate::host;
use crate::said;
use crate::user_sig::sign::{Check, Expected, SecretKey, UserSigInfo};

fn inspect(user_sig: &str) -> Result<UserSigInfo, String> {
    crate::user_sig::sign::inspect(user_sig, host::parse).map_err(|problem| said::problem(&problem))
}

fn verify(
    user_sig: &str,
    key: &SecretKey,
    expected: &Expected<'_>,
) -> Result<UserSigInfo, (Check, Option<UserSigInfo>)> {
    crate::user_sig::sign::verify(user_sig, host::parse, key, expected)
}
