//! Tests of `src/vendor/`, by source file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what it expects by failing"
)]

mod code;
mod endpoint;
mod msg_key;
mod official_account;
mod reason;
mod region;
mod user_id;
