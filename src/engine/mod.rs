//! The sans-IO engine: what to send and when, and what became of each message.

pub mod messages;
pub mod contract;
pub mod crossing;
mod phase;
pub mod run;
mod rules;
pub mod plan;
pub mod run_tracker;
pub mod recall;
pub mod history_page;

#[cfg(test)]
#[path = "../../tests/engine/mod.rs"]
mod tests;
