//! Builds the Request that a browser's global `fetch` sends; lib/request/transport.js sends it.

use gloo_net::http::{Headers, Method};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Request, RequestInit, RequestRedirect};

use crate::wire::request::CONTENT_TYPE;

/// A request for the global `fetch`. Not made with gloo-net's builder, which includes code to extend the URL.
///
/// # Errors
/// If the browser rejects it.
pub fn request(url: &str, body: &str, signal: &AbortSignal) -> Result<Request, JsValue> {
    let headers = Headers::new();
    headers.set("content-type", CONTENT_TYPE);
    let init = RequestInit::new();
    init.set_method(Method::POST.as_str());
    init.set_headers(&headers.into_raw());
    init.set_body(&body.into());
    // A redirect would send the UserSig to another host.
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(signal));
    Request::new_with_str_and_init(url, &init)
}
