//! Text of JSON, for the readers of replies, UserSigs and webhooks: read member by member, and written string by string.

use crate::text::ascii;
use crate::text::decimal;

/// Greatest number of which no smaller one is rounded in JavaScript, 2^53 - 1.
const MAX_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Stands behind each part of what crosses together. No MsgKey has it.
const SEPARATOR: u8 = 0;

/// A value of JSON; what its readers do not ask for is never looked at.
///
/// In wasm it is a value of the host's own parser: serde_json would add some 20 KB for what every JavaScript engine has,
/// and typed deserialization twice as much, for naming what it did not expect in texts that nobody sees.
pub struct Json(host::Value);

/// A member is there, and is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherType;

impl Json {
    /// Reads text; `None` when it is not JSON.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        host::parse(text).map(Self)
    }

    /// What the host has parsed already.
    #[cfg(target_arch = "wasm32")]
    #[must_use]
    pub fn of(value: wasm_bindgen::JsValue) -> Self {
        Self(value)
    }

    /// A member; `None` when it is absent or `null`, or when this is no object.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<Self> {
        host::member(&self.0, name).map(Self)
    }

    /// A member that may be absent, read.
    ///
    /// # Errors
    /// When it is there and is something else.
    pub fn optional<T>(&self, name: &str, read: fn(&Self) -> Option<T>) -> Result<Option<T>, OtherType> {
        self.member(name).map(|member| read(&member).ok_or(OtherType)).transpose()
    }

    /// The text of a string.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        host::text(&self.0)
    }

    /// A number without a fraction, and not too large for JavaScript to be exact.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        let number = host::number(&self.0).filter(|number| number.abs() <= MAX_INTEGER)?;
        let whole = number as i64;
        (whole as f64 == number).then_some(whole)
    }

    /// The same, which some writers put down as text.
    #[must_use]
    pub fn integer_or_text(&self) -> Option<i64> {
        self.integer().or_else(|| whole(&self.text()?))
    }

    /// The same, and not negative.
    #[must_use]
    pub fn whole_or_text(&self) -> Option<u64> {
        self.integer_or_text()?.try_into().ok()
    }

    /// Of an array of objects a text and a whole number of each, which may be text too; `None` when one of them lacks one. In one
    /// crossing to the host: an answer has ten of them.
    #[must_use]
    pub fn pairs(&self, text: &str, number: &str) -> Option<Vec<(String, i64)>> {
        let all = host::pairs(&self.0, text, number)?;
        let (mut pairs, mut rest) = (Vec::new(), all.as_str());
        while let Some((text, after)) = ascii::cut(rest, SEPARATOR) {
            let (number, after) = ascii::cut(after, SEPARATOR)?;
            pairs.push((text.into(), whole(number)?));
            rest = after;
        }
        Some(pairs)
    }

    /// The values of an array.
    #[must_use]
    pub fn list(&self) -> Option<Vec<Self>> {
        host::list(&self.0)
    }
}

/// What a text says that is a whole number, and not too large for JavaScript to be exact.
fn whole(text: &str) -> Option<i64> {
    let (digits, sign) = text.strip_prefix('-').map_or((text, 1), |digits| (digits, -1));
    let whole = decimal::parse(digits).filter(|whole| *whole <= MAX_INTEGER as u64)?;
    Some(whole as i64 * sign)
}

#[cfg(target_arch = "wasm32")]
mod host {
    use wasm_bindgen::prelude::*;

    pub(super) type Value = JsValue;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
        fn json_parse(text: &str) -> Result<JsValue, JsValue>;

        // Texts and numbers in turn, each with the separator behind it; lib/pairs.js has it.
        #[wasm_bindgen(js_name = pairsOf)]
        fn pairs_of(list: &JsValue, text: &str, number: &str) -> Option<String>;

        type Object;
        // What JSON.parse makes has no getters that could throw.
        #[wasm_bindgen(method, structural, indexing_getter)]
        fn get(this: &Object, name: &str) -> JsValue;
    }

    pub(super) fn parse(text: &str) -> Option<Value> {
        json_parse(text).ok()
    }

    pub(super) fn member(value: &Value, name: &str) -> Option<Value> {
        if !value.is_object() {
            return None;
        }
        let member = value.unchecked_ref::<Object>().get(name);
        (!member.is_null_or_undefined()).then_some(member)
    }

    pub(super) fn text(value: &Value) -> Option<String> {
        value.as_string()
    }

    pub(super) fn number(value: &Value) -> Option<f64> {
        value.as_f64()
    }

    pub(super) fn pairs(value: &Value, text: &str, number: &str) -> Option<String> {
        pairs_of(value, text, number)
    }

    pub(super) fn list(value: &Value) -> Option<Vec<super::Json>> {
        let values = value.dyn_ref::<js_sys::Array>()?;
        let mut list = Vec::new();
        for at in 0..values.length() {
            list.push(super::Json(values.get(at)));
        }
        Some(list)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    pub(super) use serde_json::Value;

    pub(super) fn parse(text: &str) -> Option<Value> {
        serde_json::from_str(text).ok()
    }

    pub(super) fn member(value: &Value, name: &str) -> Option<Value> {
        value.get(name).filter(|member| !member.is_null()).cloned()
    }

    pub(super) fn text(value: &Value) -> Option<String> {
        value.as_str().map(str::to_owned)
    }

    pub(super) fn number(value: &Value) -> Option<f64> {
        value.as_f64()
    }

    pub(super) fn pairs(value: &Value, text: &str, number: &str) -> Option<String> {
        let mut all = String::new();
        for row in value.as_array()? {
            // As lib/pairs.js does.
            let plain = |text: &str| text.replace(super::SEPARATOR as char, "\u{fffd}");
            let number = match row.get(number)? {
                Value::String(text) => plain(text),
                other => super::Json(other.clone()).integer()?.to_string(),
            };
            for part in [plain(row.get(text)?.as_str()?), number] {
                all.push_str(&part);
                all.push(super::SEPARATOR as char);
            }
        }
        Some(all)
    }

    pub(super) fn list(value: &Value) -> Option<Vec<super::Json>> {
        value.as_array().map(|values| values.iter().cloned().map(super::Json).collect())
    }
}

/// Appends text to JSON as a string with its quotes.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    // Nearly every string: MsgKeys and names have nothing to escape.
    if text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        out.push_str(text);
        out.push('"');
        return;
    }
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}' => {
                out.push_str(if character < '\u{10}' { "\\u000" } else { "\\u00" });
                decimal::push(out, character.into(), 16);
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}
