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

/// Appends text to JSON as a string with its quotes.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}' => {
                out.push_str("\\u00");
                for digit in [character as u32 >> 4, character as u32 & 0xf] {
                    out.extend(char::from_digit(digit, 16));
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}
