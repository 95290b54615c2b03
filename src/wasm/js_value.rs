//! Converts JavaScript values: reads any value, creates plain objects. For the bindings.

use js_sys::{Array, Object, Reflect, Symbol};
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::input::raw_value::RawValue;
use crate::issue::code::DetailCode;
use crate::issue::problem::{Issue, Param, Problem};
use crate::issue::word::Word;
#[cfg(feature = "run")]
use crate::text::decimal;
use crate::vendor::code;

#[wasm_bindgen]
extern "C" {
    // The js-sys versions do not catch exceptions. A revoked proxy, a proxy of a Date and some iterators throw, and an exception
    // from a caller's object must not unwind through the core, whose state would stay half updated.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn array_is_array(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Array, js_name = from)]
    fn array_from(value: &JsValue) -> Result<Array, JsValue>;
    // Checks the internal slot, not the class: a Date of another realm has another class.
    #[wasm_bindgen(catch, js_namespace = ["Date", "prototype", "getTime"], js_name = call)]
    fn time_of(value: &JsValue) -> Result<f64, JsValue>;

    // Those of Reflect take a JavaScript string as the name, which adds code at every use.
    type Members;
    #[wasm_bindgen(catch, method, structural, indexing_getter)]
    fn get(this: &Members, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, indexing_setter)]
    fn set(this: &Members, name: &str, value: &JsValue);
}

/// A member whose getter throws. It is not treated as absent.
const THROWS: RawValue = RawValue::Other(Word::ThrowingGetter);

/// A member of an input; `undefined` if the input is not an object or its getter throws.
#[must_use]
#[inline(never)]
pub fn member(input: &JsValue, name: &str) -> JsValue {
    if !input.is_object() {
        return JsValue::UNDEFINED;
    }
    get(input, name).unwrap_or(JsValue::UNDEFINED)
}

/// A member of any object.
///
/// # Errors
/// The exception of its getter.
#[inline(never)]
pub fn get(target: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    target.unchecked_ref::<Members>().get(name)
}

/// Sets a member of a plain object created here, which cannot fail.
#[inline(never)]
pub fn set(target: &JsValue, name: &str, value: &JsValue) {
    target.unchecked_ref::<Members>().set(name, value);
}

/// Whether it is an array. False for a revoked proxy.
#[must_use]
pub fn is_array(value: &JsValue) -> bool {
    array_is_array(value) == Ok(true)
}

/// Any unchecked value.
#[must_use]
#[inline(never)]
pub fn loose(value: &JsValue) -> RawValue {
    // Strings first: in a list of a hundred thousand values nearly all are strings.
    if let Some(text) = value.as_string() {
        // A lone surrogate has no UTF-8 encoding: it would be sent as this replacement character.
        if text.chars().any(|symbol| symbol == '\u{fffd}') && value != text.as_str() {
            return RawValue::Other(Word::HalfSurrogate);
        }
        RawValue::Text(text)
    } else if value.is_undefined() {
        RawValue::Absent
    } else if let Some(number) = value.as_f64() {
        RawValue::Number(number)
    } else if let Some(flag) = value.as_bool() {
        RawValue::Flag(flag)
    } else if value.is_function() {
        RawValue::Function
    } else if value.is_object()
        && let Ok(ms) = time_of(value)
    {
        RawValue::Moment(ms)
    } else {
        RawValue::Other(kind(value))
    }
}

fn kind(value: &JsValue) -> Word {
    if value.is_null() {
        Word::Null
    } else if is_array(value) {
        Word::Array
    } else if value.is_object() {
        Word::Object
    } else if value.is_bigint() {
        Word::BigInt
    } else {
        Word::Symbol
    }
}

/// A member of an input, as the JavaScript value and as the unchecked value.
#[must_use]
#[inline(never)]
pub fn read(input: &JsValue, name: &str) -> (JsValue, RawValue) {
    if !input.is_object() {
        return (JsValue::UNDEFINED, RawValue::Absent);
    }
    match get(input, name) {
        Ok(value) => {
            let found = loose(&value);
            (value, found)
        }
        Err(_) => (JsValue::UNDEFINED, THROWS),
    }
}

/// An unchecked member of an input.
#[must_use]
#[inline(never)]
pub fn loose_member(input: &JsValue, name: &str) -> RawValue {
    read(input, name).1
}

/// Copies an array, a set or any other iterable object, since the caller may change it during the run.
///
/// # Errors
/// The unchecked value, if it is none of these or cannot be read.
pub fn list(input: &JsValue, name: &str) -> Result<Array, RawValue> {
    let (value, found) = read(input, name);
    if !value.is_object() || !has_method(&value, &Symbol::iterator()) {
        return Err(found);
    }
    array_from(&value).map_err(|_| RawValue::Other(Word::ThrowingIterable))
}

#[cfg(feature = "run")]
/// Whether `for` or `for await` can iterate it.
#[must_use]
pub fn is_iterable(value: &JsValue) -> bool {
    value.is_object() && [Symbol::iterator(), Symbol::async_iterator()].iter().any(|name| has_method(value, name))
}

fn has_method(value: &JsValue, name: &JsValue) -> bool {
    Reflect::get(value, name).is_ok_and(|method| method.is_function())
}

/// A plain object, without the members that are `undefined`.
#[must_use]
pub fn object<const N: usize>(members: [(&str, JsValue); N]) -> JsValue {
    fill(&members)
}

#[cfg(feature = "run")]
/// A plain object of the given members; `undefined` if there are none.
#[must_use]
pub fn record(members: &[(i32, String)]) -> JsValue {
    if members.is_empty() {
        return JsValue::UNDEFINED;
    }
    let object = Object::new();
    for (name, value) in members {
        set(&object, &decimal::signed((*name).into()), &value.into());
    }
    object.into()
}

/// Not generic, so that it is compiled once for objects of every size.
#[inline(never)]
fn fill(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members.iter().filter(|(_, value)| !value.is_undefined()) {
        set(&object, name, value);
    }
    object.into()
}

/// An error in the form in which it crosses: its code, the vendor's code and, as arrays, its detail (index of the code, parameters) and its
/// issues (path, index of the code, parameters). A word crosses as its index in `Word::ALL`. `lib/errors/problems.js` takes the names from
/// the keys of the English tables, which are in the same order, and makes the sentences. The meaning of a refusal is in the table of
/// codes, so it crosses in English for the message.
#[must_use]
pub fn error(error: &Error) -> JsValue {
    let detail = error.detail();
    let explained = detail.filter(|detail| detail.code == DetailCode::ServiceRefusal);
    let row = explained.and(error.api_code()).and_then(code::find);
    object([
        ("code", error.code().as_str().into()),
        ("apiCode", error.api_code().map_or(JsValue::UNDEFINED, JsValue::from)),
        (
            "detail",
            detail.map_or(JsValue::UNDEFINED, |detail| {
                problem(None, detail.code as u32, std::slice::from_ref(&detail.param)).into()
            }),
        ),
        ("issues", issues(error.issues(), 0).into()),
        ("words", row.map_or(JsValue::UNDEFINED, |row| [row.meaning[0], " ", row.advice[0]].concat().into())),
    ])
}

/// Issues in the form in which they cross, with the indexes of their codes relative to `first`.
#[must_use]
pub fn issues(issues: &[Issue], first: u32) -> Array {
    let rows = Array::new();
    for Issue { path, problem: Problem { code, params } } in issues {
        rows.push(&problem(Some(path), *code as u32 - first, params));
    }
    rows
}

fn problem(path: Option<&str>, code: u32, params: &[Param]) -> Array {
    let fields = Array::new();
    if let Some(path) = path {
        fields.push(&path.into());
    }
    fields.push(&code.into());
    for param in params {
        fields.push(&match param {
            Param::Absent => JsValue::UNDEFINED,
            Param::Number(number) => (*number).into(),
            Param::Text(text) => text.as_str().into(),
            Param::Word(word) => (*word as u32).into(),
        });
    }
    fields
}
