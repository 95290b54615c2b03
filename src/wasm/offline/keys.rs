//! Bindings of `parseMsgKeys`.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use js_sys::{Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::input::issues::Issues;
use crate::input::raw_value::RawValue;
use crate::keys::found_keys;
use crate::keys::rejection;
use crate::text::excerpt::head;
use crate::vendor::msg_key::MsgKey;
use crate::wasm::input;
use crate::wasm::js_value::{self, object};
use crate::wasm::offline::plain_object::view;

/// A piece of a text that is no MsgKey, as JavaScript sees it.
#[derive(Serialize)]
struct Rejected<'a> {
    line: u32,
    text: String,
    code: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<u32>,
}

/// Why a text is not whole, as JavaScript sees it.
#[derive(Serialize)]
struct Incomplete<'a> {
    line: u32,
    code: &'a str,
    reason: &'a str,
}

/// Finds the MsgKeys of a text.
#[wasm_bindgen(js_name = parseMsgKeys)]
pub fn parse_msg_keys(text: &JsValue, input: &JsValue) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    let text = issues.text("text", &js_value::loose(text), "the pasted text, a string", |text| Ok(text.to_owned()));
    let column = match js_value::loose_member(input, "column") {
        RawValue::Absent => None,
        found => issues.text("column", &found, "the name of a column", |name| Ok(name.to_owned())),
    };
    let now = issues.moment("now", &js_value::loose_member(input, "now")).unwrap_or_else(js_sys::Date::now);
    input::check(issues)?;
    let found = found_keys::find_msg_keys(&text.unwrap_or_default(), column.as_deref());
    let rejected = |one: &rejection::Rejected| {
        let (line, code, opened) = (one.line, one.code.as_str(), one.opened);
        view(&Rejected { line, text: head(&one.text), code, reason: &one.reason, opened })
    };
    let incomplete =
        |one: &rejection::Rejected| view(&Incomplete { line: one.line, code: one.code.as_str(), reason: &one.reason });
    let traits = &found.traits;
    Ok(object([
        ("msgKeys", texts(&found.msg_keys)),
        ("lines", numbers(&found.lines)),
        ("duplicates", (found.duplicates as u32).into()),
        ("format", found.format.as_str().into()),
        ("rejected", found.rejected.iter().map(rejected).collect::<Array>().into()),
        ("odd", numbers(&found.odd((now / 1000.0).floor()))),
        ("lineCount", traits.line_count.into()),
        ("sample", traits.sample.as_deref().map_or(JsValue::UNDEFINED, JsValue::from_str)),
        ("column", traits.column.as_deref().map_or(JsValue::UNDEFINED, JsValue::from_str)),
        ("columns", traits.columns.as_ref().map_or(JsValue::UNDEFINED, view)),
        ("incomplete", found.incomplete().map_or(JsValue::UNDEFINED, incomplete)),
    ]))
}

fn numbers(list: &[u32]) -> JsValue {
    Array::from(&Uint32Array::from(list)).into()
}

fn texts(keys: &[MsgKey]) -> JsValue {
    keys.iter().map(|key| JsValue::from_str(key.as_str())).collect::<Array>().into()
}
