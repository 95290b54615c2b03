//! Text of JSON to a typed value, for the readers of replies and UserSigs: the host's parser in wasm, serde_json elsewhere.

use serde::de::DeserializeOwned;

/// Reads JSON text into a value. `None` when it is not JSON or has another shape.
///
/// In wasm the host's own parser is used: serde_json would add some 20 KB for what every JavaScript engine has.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    let value = js_sys::JSON::parse(text).ok()?;
    serde_wasm_bindgen::from_value(value).ok()
}

/// Reads JSON text into a value. `None` when it is not JSON or has another shape.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
