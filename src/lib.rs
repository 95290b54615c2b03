//! Recalls (revokes) Tencent Cloud Chat official-account messages: any number of them, with the truth about each one.
//!
//! Layers, lowest first; a file imports only from lower layers (`tests/layers.rs` holds the table and checks it).

pub mod error;
pub mod code;
pub mod json;
pub mod identifier;
pub mod container;
pub mod user_sig_info;
pub mod user_sig;
pub mod loose;
pub mod endpoint;
pub mod pace;
pub mod batch;
pub mod retry;
pub mod request;
pub mod response;
pub mod session;
pub mod item;
pub mod fold;
pub mod options;
pub mod run;
pub mod verdict;
pub mod plan;
#[cfg(target_arch = "wasm32")]
pub mod door;
#[cfg(target_arch = "wasm32")]
pub mod transport;
#[cfg(target_arch = "wasm32")]
pub mod credential;
#[cfg(target_arch = "wasm32")]
pub mod job;
#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod guard;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod entry;
#[cfg(target_arch = "wasm32")]
pub mod bindings;
#[cfg(target_arch = "wasm32")]
pub mod offline;
