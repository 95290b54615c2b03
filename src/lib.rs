//! Recalls (revokes) Tencent Cloud Chat official-account messages: any number of them, with the truth about each one.
//!
//! Floors, lowest first; a file imports only from floors below its own and from files above it in its own floor's list
//! (`tests/layers.rs` checks it).

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

// Tests name the crate as its users do, those beside the code too.
#[cfg(test)]
extern crate self as tencent_chat_recall;
#[cfg(test)]
#[path = "../tests/support/host.rs"]
mod host;
#[cfg(test)]
#[path = "../tests/support/said.rs"]
mod said;

/// The smallest allocator of those compared whose allocation time is constant; the default one adds 3 KB.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
