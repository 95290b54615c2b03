//! One request out, what came back in: through gloo-net or the caller's `fetch`, with a timeout, a size limit, and no
//! way to panic, whatever a foreign `fetch` throws, rejects with or answers.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use gloo_net::http::{Method, RequestBuilder};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{AbortController, AbortSignal, Request, RequestRedirect};

use crate::door;
use crate::error::{Error, ErrorCode};
use crate::request::CONTENT_TYPE;
use crate::response::{Loss, MAX_BODY_BYTES};

#[wasm_bindgen]
extern "C" {
    // gloo-net's own `send` unwraps what a foreign `fetch` rejects with, and a panic in a promise ends a Node process.
    // Not an async binding: that one crashes when the function throws before it returns.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(request: &Request) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = fetch)]
    fn node_fetch(url: &str, init: &JsValue) -> Result<JsValue, JsValue>;

    // Setters, since a name that goes through memory each time costs more than the member.
    #[wasm_bindgen(js_name = Object)]
    type Init;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Init;
    #[wasm_bindgen(method, setter)]
    fn set_method(this: &Init, value: &str);
    #[wasm_bindgen(method, setter)]
    fn set_headers(this: &Init, value: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_body(this: &Init, value: &str);
    #[wasm_bindgen(method, setter)]
    fn set_redirect(this: &Init, value: &str);
    #[wasm_bindgen(method, setter)]
    fn set_signal(this: &Init, value: &AbortSignal);
}

/// What is in the names that Node.js gives when there was no connection by which a request could leave: refused, no such host, too slow
/// to open, or a certificate that it does not trust. An alert that the other side does not trust ours comes after the request: it says CERTIFICATE.
const UNSENT: [&str; 7] = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "CONNECT_TIMEOUT", "CERT_", "SELF_", "UNABLE_TO"];

/// An answer, or why there is none.
pub enum Exchange {
    /// Status and text.
    Answer(u16, String),
    /// Nothing that could be read.
    Lost(Loss),
}

/// Sends requests for one client.
pub struct Transport {
    fetch: Option<Function>,
    /// Node.js, or one of those that name themselves so.
    is_node: bool,
    timeout: u32,
    /// The name of the latest network error, if it was the latest outcome and has one.
    trouble: RefCell<Option<String>>,
}

/// What was ready first.
pub enum First<A, B> {
    /// The first of the two.
    One(A),
    /// The second of the two.
    Other(B),
}

/// Waits for whichever of two is ready first, the first one before the second.
pub async fn first<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> First<A, B> {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(move |context| {
        if let Poll::Ready(value) = one.as_mut().poll(context) {
            return Poll::Ready(First::One(value));
        }
        other.as_mut().poll(context).map(First::Other)
    })
    .await
}

/// A promise of ours for a value that may be one. A race of one: what the members of a foreign promise throw becomes a rejection
/// there, while `Promise.resolve` and `then` would throw it, through this module.
pub fn promised(value: &JsValue) -> Promise {
    Promise::race(&Array::of1(value))
}

/// Waits for a value that may be a promise, of any library, for what it was rejected with too. It listens from now on and
/// not from when it is awaited: a rejection that nobody takes would end a Node process.
#[must_use]
pub fn settled(value: &JsValue) -> JsFuture {
    JsFuture::from(promised(value))
}

/// Begins work that nobody waits for. Boxed, so that the machinery that runs it exists once and not for each kind of work.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    spawn_local(work);
}

/// Begins work whose end is a promise; boxed for the same reason.
pub fn promise(work: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    let work: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> = Box::pin(work);
    future_to_promise(work)
}

impl Transport {
    /// A transport over the caller's `fetch`, or the global one.
    #[must_use]
    pub fn new(fetch: Option<Function>, timeout: u32) -> Self {
        let is_node = door::member(&js_sys::global(), "process").is_object();
        Self { fetch, is_node, timeout, trouble: RefCell::new(None) }
    }

    /// Waits for the answer to a call. Aborting the controller ends the request.
    pub async fn answer(&self, called: Result<JsFuture, JsValue>, controller: &AbortController) -> Exchange {
        let answer = async {
            let response = called?.await?;
            read(&response).await
        };
        let outcome = match first(answer, TimeoutFuture::new(self.timeout)).await {
            First::One(outcome) => outcome,
            First::Other(()) => Ok(Exchange::Lost(Loss::Timeout)),
        };
        *self.trouble.borrow_mut() = outcome.as_ref().err().and_then(name_of);
        let exchange = outcome.unwrap_or_else(|_| Exchange::Lost(self.loss()));
        if matches!(exchange, Exchange::Lost(_)) {
            controller.abort();
        }
        exchange
    }

    /// Whether the latest network error left the request unsent. Of an error without a name nothing is known.
    fn loss(&self) -> Loss {
        let is_unsent = |name: &String| UNSENT.iter().any(|part| name.contains(part));
        if self.trouble.borrow().as_ref().is_some_and(is_unsent) { Loss::Unsent } else { Loss::Network }
    }

    /// How a request without an answer ended, with the name of the network error if it was one and has one.
    #[must_use]
    pub fn name(&self, loss: Loss) -> String {
        match &*self.trouble.borrow() {
            Some(name) if matches!(loss, Loss::Network | Loss::Unsent) => [&loss.to_string(), " (", name, ")"].concat(),
            _ => loss.to_string(),
        }
    }

    /// An error for want of an answer, with the name of the network error that it ended with, and who was asked.
    #[must_use]
    pub fn explain(&self, error: &Error, host: &str) -> Error {
        if error.code() != ErrorCode::NoReply || error.api_code().is_some() {
            return error.clone();
        }
        let trouble = self.trouble.borrow();
        let (name, comma) = trouble.as_ref().map_or(("", ""), |name| (name.as_str(), ", "));
        Error::new(ErrorCode::NoReply, [error.message(), " (", name, comma, host, ")"].concat())
    }

    /// Posts a body, now: what it gives is for `answer`.
    ///
    /// # Errors
    /// What `fetch` throws at once, which is as what it rejects with.
    pub fn call(&self, url: &str, body: &str, controller: &AbortController) -> Result<JsFuture, JsValue> {
        let promise = match &self.fetch {
            Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &url.into(), &init(body, controller)),
            None if self.is_node => node_fetch(url, &init(body, controller)),
            None => global_fetch(&request(url, body, controller)?),
        }?;
        Ok(settled(&promise))
    }
}

/// A request for the global `fetch`.
fn request(url: &str, body: &str, controller: &AbortController) -> Result<Request, JsValue> {
    let built = RequestBuilder::new(url)
        .method(Method::POST)
        .header("content-type", CONTENT_TYPE)
        // A redirect would carry the UserSig to wherever the answer says.
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(&controller.signal()))
        .body(body);
    Ok(built.map_err(|_| JsValue::NULL)?.into())
}

/// The same for a `fetch` of another library, which does not know the Request of this realm, and for Node's, which makes
/// another Request of a Request and pipes the body through a stream: that takes longer than all the rest.
fn init(body: &str, controller: &AbortController) -> JsValue {
    let init = Init::new();
    init.set_method("POST");
    init.set_headers(&door::object([("content-type", CONTENT_TYPE.into())]));
    init.set_body(body);
    init.set_redirect("manual");
    init.set_signal(&controller.signal());
    init.into()
}

/// The name of a network error, like ECONNREFUSED. Nothing else of what a `fetch` throws is passed on: some put the URL,
/// and so the UserSig, into their messages.
fn name_of(thrown: &JsValue) -> Option<String> {
    let cause = door::member(thrown, "cause");
    let name = [&cause, thrown].iter().find_map(|error| door::member(error, "code").as_string())?;
    let fits = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    fits.then_some(name)
}

/// Reads anything that looks like a Response: mocks and other realms have no common class.
async fn read(response: &JsValue) -> Result<Exchange, JsValue> {
    let status = get(response, "status")?;
    let status = if status.is_undefined() { Some(200.0) } else { status.as_f64() };
    let Some(status) = status.map(|status| status as u16) else { return Ok(Exchange::Lost(Loss::Unreadable)) };
    // A browser hides the status of a redirect that it does not follow.
    let status = if status == 0 { 302 } else { status };
    let text = if is_plain(response)? { whole(response).await? } else { limited(response).await? };
    Ok(text.map_or(Exchange::Lost(Loss::Unreadable), |text| Exchange::Answer(status, text)))
}

/// Whether the text may be asked for at once: its length is known and small, or it has no stream.
fn is_plain(response: &JsValue) -> Result<bool, JsValue> {
    let body = get(response, "body")?;
    if !body.is_object() || !get(&body, "getReader")?.is_function() {
        return Ok(true);
    }
    let headers = get(response, "headers")?;
    if !headers.is_object() {
        return Ok(false);
    }
    let length = header(&headers, "content-length")?.and_then(|text| text.parse::<usize>().ok());
    Ok(length.is_some_and(|length| length <= MAX_BODY_BYTES) && header(&headers, "content-encoding")?.is_none())
}

/// `text()`, or what mocks have instead.
async fn whole(response: &JsValue) -> Result<Option<String>, JsValue> {
    let text = get(response, "text")?;
    if text.is_function() {
        let text = settled(&text.unchecked_ref::<Function>().call0(response)?).await?;
        return Ok(text.as_string().filter(|text| text.len() <= MAX_BODY_BYTES));
    }
    let json = get(response, "json")?;
    if !json.is_function() {
        return Ok(None);
    }
    let value = settled(&json.unchecked_ref::<Function>().call0(response)?).await?;
    Ok(js_sys::JSON::stringify(&value)?.as_string())
}

/// The stream of the body, up to the limit.
async fn limited(response: &JsValue) -> Result<Option<String>, JsValue> {
    let body = get(response, "body")?;
    let reader = method(&body, "getReader")?;
    let mut bytes = Vec::new();
    loop {
        let part = settled(&method(&reader, "read")?).await?;
        if get(&part, "done")?.is_truthy() {
            let text = String::from_utf8_lossy(&bytes);
            // As `text()` does.
            return Ok(Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()));
        }
        let Some(chunk) = chunk(get(&part, "value")?) else { return Ok(None) };
        if bytes.len() + chunk.length() as usize > MAX_BODY_BYTES {
            return Ok(None);
        }
        bytes.extend(chunk.to_vec());
    }
}

/// Bytes of this realm or of another one.
fn chunk(value: JsValue) -> Option<Uint8Array> {
    let value = match value.dyn_into::<Uint8Array>() {
        Ok(chunk) => return Some(chunk),
        Err(value) => value,
    };
    if !ArrayBuffer::is_view(&value) {
        return None;
    }
    let class = get(&js_sys::global(), "Uint8Array").ok()?.dyn_into::<Function>().ok()?;
    Reflect::construct(&class, &Array::of1(&value)).ok()?.dyn_into().ok()
}

fn header(headers: &JsValue, name: &str) -> Result<Option<String>, JsValue> {
    let getter = get(headers, "get")?;
    if !getter.is_function() {
        return Ok(None);
    }
    Ok(getter.unchecked_ref::<Function>().call1(headers, &name.into())?.as_string())
}

fn get(target: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    door::get(target, name)
}

fn method(target: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    get(target, name)?.dyn_into::<Function>()?.call0(target)
}
