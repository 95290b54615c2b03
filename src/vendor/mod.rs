//! The vendor's facts, each in one place: limits, formats of identifiers, regions and commands, error codes.

pub mod code_table;
pub mod code;
pub mod limits;
pub mod user_id;
pub mod official_account;
pub mod msg_key;
pub mod reason;
pub mod region;
pub mod endpoint;

#[cfg(test)]
#[path = "../../tests/vendor/mod.rs"]
mod tests;
