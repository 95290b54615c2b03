//! What all runs of one client share: the clock, the pace, the retry rules and the UserSig in use.

pub mod pace;
pub mod permits;
pub mod retry;
pub mod session;
pub mod user_sig_cache;
pub mod state;

#[cfg(test)]
#[path = "../../tests/client/mod.rs"]
mod tests;
