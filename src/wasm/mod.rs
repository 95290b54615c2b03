//! The JavaScript bindings: the only floor that depends on JavaScript.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public items only, and Rust has no callers for them")]

mod js_value;
mod json;
mod clock;
mod mispaste;
mod input;
mod code_texts;
#[cfg(feature = "run")]
mod run;
#[cfg(feature = "offline")]
mod offline;
