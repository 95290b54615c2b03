//! The bindings: the only floor that knows JavaScript.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public items only, and Rust has no callers for them")]

mod js_value;
mod plain_object;
mod fetch_request;
mod client_context;
mod input;
mod code_texts;
#[cfg(feature = "run")]
mod run;
#[cfg(feature = "run")]
mod history;
#[cfg(feature = "run")]
mod client;
#[cfg(feature = "offline")]
mod offline;
#[cfg(feature = "offline")]
mod keys;
