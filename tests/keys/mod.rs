//! Tests of `src/keys/`, by source file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what it expects by failing"
)]

mod accounts;
mod csv_reader;
mod found_keys;
mod hostile;
mod kinds;
mod marks;
mod msg_key_reader;
mod found_key;
mod utf8_chunks;
