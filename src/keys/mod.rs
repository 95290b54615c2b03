//! Finds MsgKeys in pasted text: logs, CSV, JSON, plain lists.

pub mod rejection;
pub mod found_key;
pub mod owners;
pub mod scanner;
pub mod formats;
mod mode;
pub mod msg_key_reader;
pub mod found_keys;
pub mod utf8_chunks;

#[cfg(test)]
#[path = "../../tests/keys/mod.rs"]
mod tests;
