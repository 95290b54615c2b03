//! Bindings of `explainCode`.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::input::issues::Issues;
use crate::input::raw_value::RawValue;
use crate::issue::word::Word;
use crate::vendor::code;
use crate::wasm::input::{self};
use crate::wasm::js_value::{self};
use crate::wasm::offline::plain_object::view;

/// Explains a code.
#[wasm_bindgen(js_name = explainCode)]
pub fn explain_code(number: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    input::expect_options(options, &mut issues);
    let found = js_value::loose(number);
    let whole = match found {
        RawValue::Number(number) if f64::from(number as i32) == number => number as i32,
        _ => {
            issues.unexpected("code", &found, Word::ApiCode);
            0
        }
    };
    let locale = locale(&js_value::loose_member(options, "locale"), &mut issues);
    input::check(issues)?;
    Ok(explanation(whole, locale))
}

/// The index of the requested language; English by default.
fn locale(value: &RawValue, issues: &mut Issues) -> usize {
    let found = match value {
        RawValue::Absent => Some(0),
        RawValue::Text(text) => code::LANGUAGES.iter().position(|language| language == text),
        _ => None,
    };
    found.unwrap_or_else(|| {
        issues.unexpected("locale", value, Word::Locale);
        0
    })
}

/// A `CodeExplanation` of the JavaScript API.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Explanation {
    code: i32,
    known: bool,
    name: &'static str,
    meaning: &'static str,
    who_can_fix: &'static str,
    advice: &'static str,
    class: &'static str,
    retryable: bool,
    source: &'static str,
}

fn explanation(number: i32, locale: usize) -> JsValue {
    let found = code::find(number);
    let row = found.unwrap_or(&code::UNKNOWN);
    let text = |texts: &code::Text| texts.get(locale).copied().unwrap_or_default();
    view(&Explanation {
        code: number,
        known: found.is_some(),
        name: row.name,
        meaning: text(&row.meaning),
        who_can_fix: row.fixer.as_str(),
        advice: text(row.advice),
        class: row.class.as_str(),
        retryable: row.retryable(),
        source: row.source,
    })
}
