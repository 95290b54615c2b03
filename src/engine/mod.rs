//! The sans-IO engine: what to send and when, and what became of each message.

pub mod queue;
mod phase;
pub mod message;
pub mod dedup;
pub mod run;
mod outcome_rules;
pub mod plan;
pub mod run_tracker;
pub mod history_page;

#[cfg(test)]
#[path = "../../tests/engine/mod.rs"]
mod tests;
