//! Bindings for the code columns of results. Both modules contain them.
#![allow(clippy::must_use_candidate, reason = "called from JavaScript only")]

use wasm_bindgen::prelude::*;

use crate::vendor::code;

/// The meaning of a code, in English.
#[wasm_bindgen(js_name = meaningOf)]
pub fn meaning_of(code: i32) -> String {
    code::meaning_of(code).into()
}

/// Whether a code concerns the message itself, so that no later run will recall it.
#[wasm_bindgen(js_name = isAboutMessage)]
pub fn is_about_message(code: i32) -> bool {
    code::class_of(code) == code::Class::Message
}

/// Whether a message with this code may be tried again.
#[wasm_bindgen(js_name = isRetryable)]
pub fn is_retryable(code: i32) -> bool {
    code::find(code).is_some_and(code::Code::retryable)
}
