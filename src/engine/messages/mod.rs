//! The messages of a run: what each has been through, which of them are equal, which wait to be sent, and which are in flight.

pub mod message;
pub mod dedup;
pub mod queue;
pub(super) mod flights;
