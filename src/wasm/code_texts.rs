//! The words that JavaScript puts into results: names of statuses and meanings of codes. Both modules have them.
#![allow(clippy::must_use_candidate, reason = "called from JavaScript only")]

use wasm_bindgen::prelude::*;

use crate::engine::messages::message::Status;
use crate::vendor::code;

/// Names of the statuses by number, separated by spaces.
#[wasm_bindgen(js_name = statusNames)]
pub fn status_names() -> String {
    Status::ALL.map(Status::as_str).join(" ")
}

/// What a code means, in English.
#[wasm_bindgen(js_name = meaningOf)]
pub fn meaning_of(code: i32) -> String {
    code::meaning_of(code).into()
}

/// Whether a code speaks of its message, so that no later run recalls it.
#[wasm_bindgen(js_name = isAboutMessage)]
pub fn is_about_message(code: i32) -> bool {
    code::class_of(code) == code::Class::Message
}

/// Whether a message with this code may be tried again.
#[wasm_bindgen(js_name = isRetryable)]
pub fn is_retryable(code: i32) -> bool {
    code::find(code).is_some_and(code::Code::retryable)
}
