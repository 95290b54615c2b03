//! Converts structs to plain JavaScript objects, for the offline functions. Errors and runs use the smaller code of `js_value.rs`.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// A plain object of a struct.
#[must_use]
pub fn view(value: &impl Serialize) -> JsValue {
    // Fails only for numbers beyond JavaScript's range and for maps, which no view has.
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::UNDEFINED)
}
