//! Recalls (revokes) Tencent Cloud Chat official-account messages: any number of them, with the truth about each one.
//!
//! Layers, lowest first; a file imports only from lower layers (`tests/layers.rs` holds the table and checks it).

pub mod decimal;
pub mod text;
pub mod excerpt;
pub mod mispaste;
pub mod error;
pub mod masking;
pub mod code_row;
pub mod code;
pub mod json;
pub mod identifier;
pub mod index;
pub mod container;
pub mod user_sig_info;
pub mod user_sig;
pub mod user_sig_check;
pub mod webhook;
pub mod rejection;
pub mod escape_byte;
pub mod escape;
pub mod markup;
pub mod boundary;
pub mod hex_dump;
pub mod line_break;
pub mod spot;
pub mod frame;
pub mod row;
pub mod table;
pub mod json_members;
pub mod json_text;
pub mod text_form;
pub mod list;
pub mod paste_reader;
pub mod paste;
pub mod loose;
pub mod endpoint;
pub mod pace;
pub mod batch;
pub mod retry;
pub mod phase;
pub mod request;
pub mod response;
pub mod session;
pub mod item;
pub mod fold;
pub mod options;
pub mod run;
pub mod verdict;
pub mod plan;
pub mod credential;
pub mod job;
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod door;
#[cfg(target_arch = "wasm32")]
pub mod view;
#[cfg(target_arch = "wasm32")]
pub mod transport;
#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod entry;
#[cfg(target_arch = "wasm32")]
pub mod words;
#[cfg(all(target_arch = "wasm32", feature = "run"))]
pub mod run_bindings;
#[cfg(all(target_arch = "wasm32", feature = "run"))]
pub mod page_bindings;
#[cfg(all(target_arch = "wasm32", feature = "run"))]
pub mod bindings;
#[cfg(all(target_arch = "wasm32", feature = "offline"))]
pub mod offline;
#[cfg(all(target_arch = "wasm32", feature = "offline"))]
pub mod intake;

/// Of what was compared the smallest that finds room in the same time however much is in use: the one of the library takes three
/// kilobytes more.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
