//! JavaScript input to checked input: reads the members of the caller's objects and has all of them checked at once.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::input::client_options::{self, ClientConfig, ClientInput};
use crate::input::issues::Issues;
use crate::input::key_index::KeyIndex;
use crate::input::key_list::KeyList;
use crate::input::raw_value::RawValue;
use crate::text::excerpt::brief;
use crate::user_sig::sign::SecretKey;
use crate::vendor::identifier::{OfficialAccount, Reason, UserId};
use crate::wasm::clock;
use crate::wasm::js_value;
use crate::wasm::json;
use crate::wasm::mispaste::{self, Wanted};

/// What to recall, checked.
pub struct Request {
    /// The account.
    pub account: OfficialAccount,
    /// The reason.
    pub reason: Option<Reason>,
    /// Keys that an earlier run left unconfirmed.
    pub unconfirmed: KeyIndex,
}

#[wasm_bindgen]
extern "C" {
    // The one of js-sys looks for it under the names that it had before 2020 too.
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: JsValue;
}

/// What JavaScript needs of an input, as it was when it was checked: a getter, or an array with an iterator of its own, might give
/// something else the next time.
pub struct Held(JsValue);

impl Default for Held {
    fn default() -> Self {
        Self(js_value::object([]))
    }
}

impl Held {
    /// A plain object with these members.
    #[must_use]
    pub fn value(&self) -> JsValue {
        self.0.clone()
    }

    /// Reads a member of the input and keeps it.
    fn read(&self, input: &JsValue, name: &str) -> RawValue {
        let (value, found) = js_value::read(input, name);
        self.set(name, &value);
        found
    }

    fn get(&self, name: &str) -> JsValue {
        js_value::member(&self.0, name)
    }

    fn set(&self, name: &str, value: &JsValue) {
        js_value::set(&self.0, name, value);
    }
}

/// Whether this is a browser, a page or a worker of one. Everything else names itself otherwise.
fn in_browser() -> bool {
    let navigator = GLOBAL.with(|global| js_value::member(global, "navigator"));
    js_value::member(&navigator, "userAgent").as_string().is_some_and(|name| name.starts_with("Mozilla/"))
}

/// Notes when an input is no object at all, or an array: a list of keys in its place.
pub fn expect_object(input: &JsValue, what: &str, issues: &mut Issues) {
    if !input.is_object() || js_value::is_array(input) {
        issues.unexpected("", &js_value::loose(input).describe(), what);
    }
}

/// Members of a client's options.
const CLIENT: [&str; 16] = [
    "sdkAppId",
    "identifier",
    "secretKey",
    "userSig",
    "userSigExpire",
    "region",
    "standby",
    "baseUrl",
    "fetch",
    "timeout",
    "retries",
    "rateLimit",
    "concurrency",
    "limiter",
    "deadline",
    "allowSecretKeyInBrowser",
];
/// Members of what is to be recalled.
const REQUEST: [&str; 6] = ["officialAccount", "msgKeys", "unconfirmed", "reason", "signal", "onProgress"];
/// Members of the options of a history.
const WANTED: [&str; 5] = ["since", "until", "from", "includeRecalled", "signal"];

/// Notes members that nobody reads: an option with a slip of the pen would silently have its default.
fn expect_members(input: &JsValue, known: &[&[&str]], issues: &mut Issues) {
    // The values of a list are no options that somebody misspelt.
    if js_value::is_array(input) {
        return;
    }
    // Of no object there are none; of one that refuses to tell, nothing is read but what is known.
    let names = Reflect::own_keys(input).unwrap_or_default();
    let known = known.concat();
    for name in names.iter().filter_map(|name| name.as_string()) {
        if known.contains(&name.as_str()) || js_value::member(input, &name).is_undefined() {
            continue;
        }
        let expected = match known.iter().find(|known| known.eq_ignore_ascii_case(&name)) {
            Some(meant) => ["the name ", meant].concat(),
            None if CLIENT.contains(&name.as_str()) => "it in the options of the client or nowhere".into(),
            None => "no member of this name".into(),
        };
        issues.unexpected(&brief(&name), "an unknown option", &expected);
    }
}

/// Options of a client.
pub fn client_options(input: &JsValue, held: &Held, issues: &mut Issues) -> Option<ClientConfig> {
    expect_object(input, "an object with the options of a client", issues);
    // One object may serve for the client and for what it is to recall.
    expect_members(input, &[&CLIENT, &REQUEST], issues);
    config(input, held, issues)
}

/// What to recall, and nothing else.
pub fn recall_request(input: &JsValue, held: &Held, issues: &mut Issues) -> Option<Request> {
    expect_object(input, "an object with officialAccount and msgKeys", issues);
    expect_members(input, &[&REQUEST], issues);
    request(input, held, issues)
}

/// Both in one object.
pub fn whole(input: &JsValue, held: &Held, issues: &mut Issues) -> (Option<ClientConfig>, Option<Request>) {
    expect_object(input, "an object with options, officialAccount and msgKeys", issues);
    expect_members(input, &[&CLIENT, &REQUEST], issues);
    (config(input, held, issues), request(input, held, issues))
}

/// Notes when options are there and are no object.
pub fn expect_options(input: &JsValue, issues: &mut Issues) {
    if !input.is_undefined() {
        expect_object(input, "an object with options, or nothing", issues);
    }
}

fn config(input: &JsValue, held: &Held, issues: &mut Issues) -> Option<ClientConfig> {
    let found = held.read(input, "limiter");
    let limiter = match (found, held.read(&held.get("limiter"), "acquire")) {
        (RawValue::Other("an object"), RawValue::Function) => RawValue::Function,
        (RawValue::Other("an object"), _) => RawValue::Other("an object without acquire"),
        (RawValue::Function, _) => RawValue::Other("a function"),
        (found, _) => found,
    };
    client_options::client(
        &ClientInput {
            sdk_app_id: js_value::loose_member(input, "sdkAppId"),
            identifier: credential(input, "identifier", Wanted::Identifier),
            secret_key: credential(input, "secretKey", Wanted::SecretKey),
            user_sig: mispaste::checked(held.read(input, "userSig"), Wanted::UserSig),
            user_sig_expire: js_value::loose_member(input, "userSigExpire"),
            region: js_value::loose_member(input, "region"),
            standby: js_value::loose_member(input, "standby"),
            base_url: credential(input, "baseUrl", Wanted::BaseUrl),
            fetch: held.read(input, "fetch"),
            timeout: js_value::loose_member(input, "timeout"),
            retries: js_value::loose_member(input, "retries"),
            rate_limit: js_value::loose_member(input, "rateLimit"),
            concurrency: js_value::loose_member(input, "concurrency"),
            limiter,
            deadline: js_value::loose_member(input, "deadline"),
            allow_secret_key: js_value::loose_member(input, "allowSecretKeyInBrowser"),
            in_browser: in_browser(),
            claims: json::claims,
        },
        issues,
    )
}

/// A member that is copied from somewhere.
fn credential(input: &JsValue, name: &str, wanted: Wanted) -> RawValue {
    mispaste::checked(js_value::loose_member(input, name), wanted)
}

/// `secretKey` of the synchronous functions.
pub fn secret_key(input: &JsValue, issues: &mut Issues) -> Option<SecretKey> {
    let allow = js_value::loose_member(input, "allowSecretKeyInBrowser");
    client_options::secret_key(issues, &credential(input, "secretKey", Wanted::SecretKey), in_browser(), &allow)
}

/// What to recall, but for its keys.
fn request(input: &JsValue, held: &Held, issues: &mut Issues) -> Option<Request> {
    let account =
        client_options::official_account(issues, &credential(input, "officialAccount", Wanted::OfficialAccount));
    let reason = client_options::reason(issues, &js_value::loose_member(input, "reason"));
    let unconfirmed = match js_value::loose_member(input, "unconfirmed") {
        RawValue::Absent => KeyIndex::default(),
        _ => key_list(input, "unconfirmed", 0, &Held::default(), issues).1,
    };
    signal(input, held, issues);
    let found = held.read(input, "onProgress");
    if !matches!(found, RawValue::Absent | RawValue::Function) {
        issues.unexpected("onProgress", &found.describe(), "a function");
    }
    Some(Request { account: account?, reason, unconfirmed })
}

/// `signal`, which may be absent.
pub fn signal(input: &JsValue, held: &Held, issues: &mut Issues) {
    let found = held.read(input, "signal");
    let signal = held.get("signal");
    let fits = js_value::member(&signal, "aborted").as_bool().is_some()
        && js_value::member(&signal, "addEventListener").is_function();
    if !fits && found != RawValue::Absent {
        issues.unexpected("signal", &found.describe(), "an AbortSignal");
    }
}

/// The list of keys: as it was at this moment, and checked.
pub fn keys(input: &JsValue, held: &Held, issues: &mut Issues) -> KeyList {
    key_list(input, "msgKeys", 1, held, issues).0
}

/// The same, and the place of each key in the distinct ones.
pub fn indexed_keys(input: &JsValue, held: &Held, issues: &mut Issues) -> (KeyList, KeyIndex) {
    key_list(input, "msgKeys", 1, held, issues)
}

fn key_list(
    input: &JsValue,
    name: &'static str,
    least: usize,
    held: &Held,
    issues: &mut Issues,
) -> (KeyList, KeyIndex) {
    let mut keys = KeyList::new(name, clock::seed());
    match js_value::list(input, name) {
        Ok(list) => {
            for value in list.iter() {
                keys.add(&js_value::loose(&value), issues);
            }
            held.set(name, &list);
            let index = keys.finish(least, issues);
            (keys, index)
        }
        Err(found) => {
            issues.unexpected(name, &found.describe(), "an array of MsgKeys");
            (keys, KeyIndex::default())
        }
    }
}

/// What keys are to be taken from one by one.
pub fn source(input: &JsValue, held: &Held, issues: &mut Issues) {
    let found = held.read(input, "msgKeys");
    if !js_value::is_iterable(&held.get("msgKeys")) {
        issues.unexpected("msgKeys", &found.describe(), "an iterable or async iterable of MsgKeys");
    }
}

/// Options of `history`: whether recalled messages are wanted too. The times and the sender are checked here and applied by whoever
/// reads the pages.
pub fn wanted(input: &JsValue, held: &Held, issues: &mut Issues) -> bool {
    expect_options(input, issues);
    expect_members(input, &[&WANTED], issues);
    for name in ["since", "until"] {
        issues.moment(name, &js_value::loose_member(input, name));
    }
    let from = js_value::loose_member(input, "from");
    if from != RawValue::Absent {
        issues.text("from", &from, "the UserID of a sender", UserId::parse);
    }
    let with_recalled = issues.flag("includeRecalled", &js_value::loose_member(input, "includeRecalled"));
    signal(input, held, issues);
    with_recalled
}

/// Nothing wrong, or all that was.
///
/// # Errors
/// Every issue, as JavaScript sees it.
pub fn check(issues: Issues) -> Result<(), JsValue> {
    if issues.list.is_empty() {
        return Ok(());
    }
    Err(js_value::error(&Error::invalid(issues.list)))
}
