//! JavaScript input to checked input: reads the members of the caller's objects and has all of them checked at once.

use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

use crate::client::{Client, Limiter};
use crate::door;
use crate::error::Error;
use crate::fold::KeyList;
use crate::identifier::{OfficialAccount, Reason};
use crate::loose::{Door, Loose};
use crate::options::{self, ClientConfig, ClientInput};
use crate::user_sig::SecretKey;

/// What to recall, checked.
pub struct Request {
    /// The account.
    pub account: OfficialAccount,
    /// The reason.
    pub reason: Option<Reason>,
    /// Signals that end the run.
    pub signals: Vec<JsValue>,
    /// Called with progress.
    pub on_progress: Option<Function>,
}

/// Whether this is a browser, a page or a worker of one. Everything else names itself otherwise.
fn in_browser() -> bool {
    let navigator = door::member(&js_sys::global(), "navigator");
    door::member(&navigator, "userAgent").as_string().is_some_and(|name| name.starts_with("Mozilla/"))
}

/// Notes when an input is no object at all.
pub fn expect_object(input: &JsValue, what: &str, door: &mut Door) {
    if !input.is_object() {
        door.unexpected("", &door::loose(input).describe(), what);
    }
}

/// Options of a client.
pub fn config(input: &JsValue, door: &mut Door) -> Option<ClientConfig> {
    let limiter = door::member(input, "limiter");
    let acquire = door::loose_member(&limiter, "acquire");
    options::client(
        &ClientInput {
            sdk_app_id: door::loose_member(input, "sdkAppId"),
            identifier: door::loose_member(input, "identifier"),
            secret_key: door::loose_member(input, "secretKey"),
            user_sig: door::loose_member(input, "userSig"),
            user_sig_expire: door::loose_member(input, "userSigExpire"),
            region: door::loose_member(input, "region"),
            standby: door::loose_member(input, "standby"),
            base_url: door::loose_member(input, "baseUrl"),
            fetch: door::loose_member(input, "fetch"),
            timeout: door::loose_member(input, "timeout"),
            retries: door::loose_member(input, "retries"),
            rate_limit: door::loose_member(input, "rateLimit"),
            concurrency: door::loose_member(input, "concurrency"),
            limiter: if acquire == Loose::Function || limiter.is_undefined() {
                acquire
            } else {
                Loose::Other("something else")
            },
            deadline: door::loose_member(input, "deadline"),
            allow_secret_key: door::loose_member(input, "allowSecretKeyInBrowser"),
            in_browser: in_browser(),
        },
        door,
    )
}

/// `secretKey` of the synchronous functions.
pub fn secret_key(input: &JsValue, door: &mut Door) -> Option<SecretKey> {
    let allow = door::loose_member(input, "allowSecretKeyInBrowser");
    options::secret_key(door, &door::loose_member(input, "secretKey"), in_browser(), &allow)
}

/// A client of checked options.
#[must_use]
pub fn client(input: &JsValue, config: ClientConfig) -> Rc<Client> {
    let owner = door::member(input, "limiter");
    let limiter = door::function(door::member(&owner, "acquire")).map(|acquire| Limiter { owner, acquire });
    let fetch = door::function(door::member(input, "fetch"));
    let provider = door::function(door::member(input, "userSig"));
    Rc::new(Client::new(config, fetch, limiter, provider))
}

/// What to recall, but for its keys.
pub fn request(input: &JsValue, door: &mut Door) -> Option<Request> {
    let account = options::official_account(door, &door::loose_member(input, "officialAccount"));
    let reason = options::reason(door, &door::loose_member(input, "reason"));
    let signals = signal(input, door).into_iter().collect();
    let on_progress = door::member(input, "onProgress");
    if !on_progress.is_undefined() && !on_progress.is_function() {
        door.unexpected("onProgress", &door::loose(&on_progress).describe(), "a function");
    }
    Some(Request { account: account?, reason, signals, on_progress: door::function(on_progress) })
}

/// `signal`, which may be absent.
pub fn signal(input: &JsValue, door: &mut Door) -> Option<JsValue> {
    let signal = door::member(input, "signal");
    if signal.is_undefined() {
        return None;
    }
    let fits =
        door::member(&signal, "aborted").as_bool().is_some() && door::member(&signal, "addEventListener").is_function();
    if !fits {
        door.unexpected("signal", &door::loose(&signal).describe(), "an AbortSignal");
    }
    fits.then_some(signal)
}

/// The list of keys.
pub fn keys(input: &JsValue, door: &mut Door) -> KeyList {
    let value = door::member(input, "msgKeys");
    let mut keys = KeyList::default();
    if !Array::is_array(&value) {
        door.unexpected("msgKeys", &door::loose(&value).describe(), "an array of MsgKeys");
        return keys;
    }
    for value in Array::from(&value).iter() {
        keys.add(&door::loose(&value), door);
    }
    keys.finish(door);
    keys
}

/// Nothing wrong, or all that was.
///
/// # Errors
/// Every issue, as JavaScript sees it.
pub fn check(door: Door) -> Result<(), JsValue> {
    if door.issues.is_empty() {
        return Ok(());
    }
    Err(door::error(&Error::invalid(door.issues), &JsValue::UNDEFINED))
}
