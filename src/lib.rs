//! Recalls (revokes) Tencent Cloud Chat official-account messages: any number of them, with the truth about each one.
//!
//! Layers, lowest first; a file imports only from lower layers (`tests/layers.rs` holds the table and checks it).

pub mod error;
pub mod identifier;
pub mod json;
