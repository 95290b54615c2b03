//! JavaScript values on their way in and out: any value in, plain objects out. For the bindings.

use js_sys::{Array, Object, Reflect, Symbol};
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::input::raw_value::RawValue;
use crate::issue::code::DetailCode;
use crate::issue::problem::{Issue, Param};
use crate::issue::word::Word;
#[cfg(feature = "run")]
use crate::text::decimal;
use crate::vendor::code;

#[wasm_bindgen]
extern "C" {
    // The ones of js-sys cannot fail, and these do: for a revoked proxy, a proxy of a Date, an iterator that throws.
    // What a foreign object throws must not pass through the core, whose state would be left as it was at that moment.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn array_is_array(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Array, js_name = from)]
    fn array_from(value: &JsValue) -> Result<Array, JsValue>;
    // By what it is and not by its class: a Date of another realm has another one.
    #[wasm_bindgen(catch, js_namespace = ["Date", "prototype", "getTime"], js_name = call)]
    fn time_of(value: &JsValue) -> Result<f64, JsValue>;

    // Those of Reflect want a JavaScript string for every name, which takes more code at every use than it looks.
    type Members;
    #[wasm_bindgen(catch, method, structural, indexing_getter)]
    fn get(this: &Members, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, indexing_setter)]
    fn set(this: &Members, name: &str, value: &JsValue);
}

/// A member whose getter throws: it is not taken for absent.
const THROWS: RawValue = RawValue::Other(Word::ThrowingGetter);

/// A member of an input; `undefined` when the input is no object or its getter throws.
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
/// What its getter throws.
#[inline(never)]
pub fn get(target: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    target.unchecked_ref::<Members>().get(name)
}

/// Gives a plain object of ours, which takes any, a member.
#[inline(never)]
pub fn set(target: &JsValue, name: &str, value: &JsValue) {
    target.unchecked_ref::<Members>().set(name, value);
}

/// Whether it is an array; not when it does not let itself be asked.
#[must_use]
pub fn is_array(value: &JsValue) -> bool {
    array_is_array(value) == Ok(true)
}

/// Any value, before it is checked.
#[must_use]
#[inline(never)]
pub fn loose(value: &JsValue) -> RawValue {
    // Text first: of a hundred thousand values nearly all are.
    if let Some(text) = value.as_string() {
        // A lone surrogate has no UTF-8: it would become this character on the wire.
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

/// A member of an input, as it is and as it is checked.
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

/// A member of an input, before it is checked.
#[must_use]
#[inline(never)]
pub fn loose_member(input: &JsValue, name: &str) -> RawValue {
    read(input, name).1
}

/// A copy of an array, or of a set or any other iterable object, since the caller's may change while a run goes on.
///
/// # Errors
/// What was found, if it is none of these or cannot be read.
pub fn list(input: &JsValue, name: &str) -> Result<Array, RawValue> {
    let (value, found) = read(input, name);
    if !value.is_object() || !has_method(&value, &Symbol::iterator()) {
        return Err(found);
    }
    array_from(&value).map_err(|_| RawValue::Other(Word::ThrowingIterable))
}

#[cfg(feature = "run")]
/// Whether a `for` loop, or a `for await` loop, may go over it.
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
/// A plain object of as many members as there are; `undefined` without any.
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

/// Once for objects of every size.
#[inline(never)]
fn fill(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members.iter().filter(|(_, value)| !value.is_undefined()) {
        set(&object, name, value);
    }
    object.into()
}

/// An error as it crosses: its code, the vendor's code, and as arrays its detail (number of the code, parameters) and its issues (path, number
/// of the code, parameters). A word is the number of its place in `Word::ALL`. `lib/errors/problems.js` has the names from the keys of the
/// English tables, which are in the same order, and makes the sentences. What a refusal means is in the table of codes, so it crosses
/// in English for the message.
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

/// Issues as they cross, with the numbers of their codes counted from `first`.
#[must_use]
pub fn issues(issues: &[Issue], first: u32) -> Array {
    issues
        .iter()
        .map(|issue| problem(Some(&issue.path), issue.problem.code as u32 - first, &issue.problem.params))
        .collect()
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
