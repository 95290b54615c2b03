//! A request in the form that the global `fetch` of a browser takes, by gloo-net. What sends it is lib/transport.js.

use gloo_net::http::{Method, RequestBuilder};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Request, RequestRedirect};

use crate::request::CONTENT_TYPE;

/// A request for the global `fetch`.
///
/// # Errors
/// What the browser has against it.
pub fn request(url: &str, body: &str, signal: &AbortSignal) -> Result<Request, JsValue> {
    let built = RequestBuilder::new(url)
        .method(Method::POST)
        .header("content-type", CONTENT_TYPE)
        // A redirect would carry the UserSig to wherever the answer says.
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(signal))
        .body(body);
    Ok(built.map_err(|_| JsValue::NULL)?.into())
}
