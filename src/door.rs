//! JavaScript values on their way in and out: any value in, plain objects out. For the bindings.

use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Error;
use crate::loose::Loose;

/// A member of an input; `undefined` when the input is no object or its getter throws.
#[must_use]
pub fn member(input: &JsValue, name: &str) -> JsValue {
    if !input.is_object() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(input, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Any value, before it is checked.
#[must_use]
pub fn loose(value: &JsValue) -> Loose {
    if value.is_undefined() {
        Loose::Absent
    } else if let Some(number) = value.as_f64() {
        Loose::Number(number)
    } else if let Some(flag) = value.as_bool() {
        Loose::Flag(flag)
    } else if value.is_string() {
        // A lone surrogate has no UTF-8: it would become another character on the wire.
        match value.as_string().filter(|text| value == text.as_str()) {
            Some(text) => Loose::Text(text),
            None => Loose::Other("a string with half a surrogate pair"),
        }
    } else if value.is_function() {
        Loose::Function
    } else if let Some(date) = value.dyn_ref::<Date>() {
        Loose::Moment(date.get_time())
    } else {
        Loose::Other(kind(value))
    }
}

fn kind(value: &JsValue) -> &'static str {
    if value.is_null() {
        "null"
    } else if Array::is_array(value) {
        "an array"
    } else if value.is_object() {
        "an object"
    } else if value.is_bigint() {
        "a bigint"
    } else {
        "a symbol"
    }
}

/// A member of an input, before it is checked.
#[must_use]
pub fn loose_member(input: &JsValue, name: &str) -> Loose {
    loose(&member(input, name))
}

/// A function, if it is one.
#[must_use]
pub fn function(value: JsValue) -> Option<Function> {
    value.dyn_into::<Function>().ok()
}

/// A plain object.
#[must_use]
pub fn object<const N: usize>(members: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A plain new object takes any member.
        drop(Reflect::set(&object, &name.into(), &value));
    }
    object.into()
}

/// An error for the JavaScript side to make a RecallError of.
#[must_use]
pub fn error(error: &Error, cause: &JsValue) -> JsValue {
    let issues: Array = error
        .issues()
        .iter()
        .map(|issue| object([("path", issue.path.as_str().into()), ("message", issue.message.as_str().into())]))
        .collect();
    object([
        ("code", error.code().as_str().into()),
        ("message", error.message().into()),
        ("apiCode", error.api_code().map_or(JsValue::UNDEFINED, JsValue::from)),
        ("issues", issues.into()),
        ("cause", cause.clone()),
    ])
}
