//! Signs, reads and verifies UserSigs (TLSSigAPI v2) offline.

mod codec;
mod claims;
pub mod sign;
pub mod check;

#[cfg(test)]
#[path = "../../tests/user_sig/mod.rs"]
mod tests;
