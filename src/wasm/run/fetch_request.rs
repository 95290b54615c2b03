//! A request in the form that the global `fetch` of a browser takes. What sends it is lib/transport.js.

use gloo_net::http::{Headers, Method};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Request, RequestInit, RequestRedirect};

use crate::wire::request::CONTENT_TYPE;

/// A request for the global `fetch`. Put together here, since gloo-net's builder, which can add a query to the URL, brings formatting with it.
///
/// # Errors
/// What the browser has against it.
pub fn request(url: &str, body: &str, signal: &AbortSignal) -> Result<Request, JsValue> {
    let headers = Headers::new();
    headers.set("content-type", CONTENT_TYPE);
    let init = RequestInit::new();
    init.set_method(Method::POST.as_str());
    init.set_headers(&headers.into_raw());
    init.set_body(&body.into());
    // A redirect would carry the UserSig to wherever the answer says.
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(signal));
    Request::new_with_str_and_init(url, &init)
}
