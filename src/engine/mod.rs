//! The sans-IO engine: what to send and when, and what became of each message.

pub mod messages;
pub mod contract;
pub mod crossing;
mod permits;
mod phase;
pub mod account_states;
pub mod run;
mod account_rules;
mod outcome_rules;
pub mod plan;
pub mod run_tracker;
pub mod recall;
pub mod history_page;

#[cfg(test)]
#[path = "../../tests/engine/mod.rs"]
mod tests;
