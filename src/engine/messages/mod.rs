//! The messages of a run: what each has been through, which of them are equal, which wait to be sent, and which are on their way.

pub mod message;
pub(super) mod account_states;
pub mod dedup;
pub mod queue;
pub(super) mod slab;
pub(super) mod flights;
