//! Recalls (revokes) Tencent Cloud Chat official-account messages: any number of them, with the outcome of each.
//!
//! The layers ("floors"), lowest first. A file imports only from lower floors and from files listed before it in its own floor's
//! `mod.rs` (checked by `tests/layers.rs`).

pub mod text;
pub mod issue;
pub mod error;
pub mod vendor;
pub mod user_sig;
pub mod wire;
pub mod input;
pub mod client;
pub mod engine;
pub mod keys;
#[cfg(target_arch = "wasm32")]
mod wasm;

// Unit tests next to the code also refer to the crate by its public name.
#[cfg(test)]
extern crate self as tencent_chat_recall;
#[cfg(test)]
#[path = "../tests/support/host.rs"]
mod host;
#[cfg(test)]
#[path = "../tests/support/said.rs"]
mod said;

/// The smallest of the compared allocators with constant-time allocation. The default one adds 3 KB.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
