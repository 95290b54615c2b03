//! Parses JSON with `JSON.parse`, and reads the claims of UserSigs with it.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::text::json::Json;
use crate::user_sig::sign::{self, Opaque, UserSigClaims};

#[wasm_bindgen]
extern "C" {
    #[cfg(feature = "offline")]
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn json_parse(text: &str) -> Result<JsValue, JsValue>;

    type Object;
    // Results of JSON.parse have no getters that could throw.
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn get(this: &Object, name: &str) -> JsValue;
}

/// A result of `JSON.parse`.
pub struct JsJson(JsValue);

impl Json for JsJson {
    fn member(&self, name: &str) -> Option<Self> {
        if !self.0.is_object() {
            return None;
        }
        let member = self.0.unchecked_ref::<Object>().get(name);
        (!member.is_null_or_undefined()).then_some(Self(member))
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn list(&self) -> Option<Vec<Self>> {
        let values = self.0.dyn_ref::<Array>()?;
        let mut list = Vec::new();
        for at in 0..values.length() {
            list.push(Self(values.get(at)));
        }
        Some(list)
    }
}

/// Parses a text; `None` when it is not JSON.
#[cfg(feature = "offline")]
pub fn parse(text: &str) -> Option<JsJson> {
    json_parse(text).ok().map(JsJson)
}

/// The claims of a UserSig.
///
/// # Errors
/// Why its claims are unknown.
pub fn claims(user_sig: &str) -> Result<UserSigClaims, Opaque> {
    sign::claims_of(open(user_sig))
}

#[cfg(feature = "offline")]
fn open(user_sig: &str) -> Option<JsJson> {
    parse(&sign::unwrap(user_sig).ok()?)
}

/// In the module for runs, JavaScript decodes UserSigs with the code that also decompresses the module.
#[cfg(not(feature = "offline"))]
fn open(user_sig: &str) -> Option<JsJson> {
    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = openUserSig)]
        fn open_user_sig(user_sig: &str) -> JsValue;
    }
    let parsed = open_user_sig(user_sig);
    (!parsed.is_undefined()).then_some(JsJson(parsed))
}
