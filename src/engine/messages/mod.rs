//! The messages of a run: what each has been through, which of them are equal, and which wait to be sent.

pub mod message;
pub mod dedup;
pub mod queue;
