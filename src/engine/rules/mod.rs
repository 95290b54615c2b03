//! What the outcomes of requests do to a run and its messages, and how they end.

mod run_end;
mod account_rules;
mod outcome_rules;
