//! Tests of `src/engine/`, by source file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what it expects by failing"
)]

mod client;
mod crossing;
mod dedup;
mod history_page;
mod outcome_rules;
mod plan;
mod queue;
mod rig;
mod recall;
mod run;
mod run_tracker;
mod session;
