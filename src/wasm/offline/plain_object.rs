//! Structs as plain JavaScript objects, for the functions that work offline. Errors and what runs need are put together by `door.rs`,
//! which takes less.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// A plain object of a struct.
#[must_use]
pub fn view(value: &impl Serialize) -> JsValue {
    // Fails for numbers beyond JavaScript's and for maps alone, and no view has any.
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::UNDEFINED)
}
