//! Tests of `src/engine/`, by source file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what it expects by failing"
)]

mod account_rules;
mod client;
mod crossing;
mod dedup;
mod history_page;
mod outcome_rules;
mod plan;
mod queue;
mod queue_accounts;
mod rig;
mod recall;
mod run;
mod run_tracker;
mod run_tracker_accounts;
mod session;
