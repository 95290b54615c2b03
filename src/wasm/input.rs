//! JavaScript input to checked input: reads the members of the caller's objects and has all of them checked at once.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use crate::client;
use crate::door;
use crate::error::Error;
use crate::excerpt::brief;
use crate::fold::KeyList;
use crate::identifier::{OfficialAccount, Reason, UserId};
use crate::index::Index;
use crate::loose::{Door, Loose};
use crate::options::{self, ClientConfig, ClientInput};
use crate::user_sig::SecretKey;

/// What to recall, checked.
pub struct Request {
    /// The account.
    pub account: OfficialAccount,
    /// The reason.
    pub reason: Option<Reason>,
    /// Keys that an earlier run left unconfirmed.
    pub unconfirmed: Index,
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
        Self(door::object([]))
    }
}

impl Held {
    /// A plain object with these members.
    #[must_use]
    pub fn value(&self) -> JsValue {
        self.0.clone()
    }

    /// Reads a member of the input and keeps it.
    fn read(&self, input: &JsValue, name: &str) -> Loose {
        let (value, found) = door::read(input, name);
        self.set(name, &value);
        found
    }

    fn get(&self, name: &str) -> JsValue {
        door::member(&self.0, name)
    }

    fn set(&self, name: &str, value: &JsValue) {
        door::set(&self.0, name, value);
    }
}

/// Whether this is a browser, a page or a worker of one. Everything else names itself otherwise.
fn in_browser() -> bool {
    let navigator = GLOBAL.with(|global| door::member(global, "navigator"));
    door::member(&navigator, "userAgent").as_string().is_some_and(|name| name.starts_with("Mozilla/"))
}

/// Notes when an input is no object at all, or an array: a list of keys in its place.
pub fn expect_object(input: &JsValue, what: &str, door: &mut Door) {
    if !input.is_object() || door::is_array(input) {
        door.unexpected("", &door::loose(input).describe(), what);
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
fn expect_members(input: &JsValue, known: &[&[&str]], door: &mut Door) {
    // The values of a list are no options that somebody misspelt.
    if door::is_array(input) {
        return;
    }
    // Of no object there are none; of one that refuses to tell, nothing is read but what is known.
    let names = Reflect::own_keys(input).unwrap_or_default();
    let known = known.concat();
    for name in names.iter().filter_map(|name| name.as_string()) {
        if known.contains(&name.as_str()) || door::member(input, &name).is_undefined() {
            continue;
        }
        let expected = match known.iter().find(|known| known.eq_ignore_ascii_case(&name)) {
            Some(meant) => ["the name ", meant].concat(),
            None if CLIENT.contains(&name.as_str()) => "it in the options of the client or nowhere".into(),
            None => "no member of this name".into(),
        };
        door.unexpected(&brief(&name), "an unknown option", &expected);
    }
}

/// Options of a client.
pub fn client_options(input: &JsValue, held: &Held, door: &mut Door) -> Option<ClientConfig> {
    expect_object(input, "an object with the options of a client", door);
    // One object may serve for the client and for what it is to recall.
    expect_members(input, &[&CLIENT, &REQUEST], door);
    config(input, held, door)
}

/// What to recall, and nothing else.
pub fn recall_request(input: &JsValue, held: &Held, door: &mut Door) -> Option<Request> {
    expect_object(input, "an object with officialAccount and msgKeys", door);
    expect_members(input, &[&REQUEST], door);
    request(input, held, door)
}

/// Both in one object.
pub fn whole(input: &JsValue, held: &Held, door: &mut Door) -> (Option<ClientConfig>, Option<Request>) {
    expect_object(input, "an object with options, officialAccount and msgKeys", door);
    expect_members(input, &[&CLIENT, &REQUEST], door);
    (config(input, held, door), request(input, held, door))
}

/// Notes when options are there and are no object.
pub fn expect_options(input: &JsValue, door: &mut Door) {
    if !input.is_undefined() {
        expect_object(input, "an object with options, or nothing", door);
    }
}

fn config(input: &JsValue, held: &Held, door: &mut Door) -> Option<ClientConfig> {
    let found = held.read(input, "limiter");
    let limiter = match (found, held.read(&held.get("limiter"), "acquire")) {
        (Loose::Other("an object"), Loose::Function) => Loose::Function,
        (Loose::Other("an object"), _) => Loose::Other("an object without acquire"),
        (Loose::Function, _) => Loose::Other("a function"),
        (found, _) => found,
    };
    options::client(
        &ClientInput {
            sdk_app_id: door::loose_member(input, "sdkAppId"),
            identifier: door::loose_member(input, "identifier"),
            secret_key: door::loose_member(input, "secretKey"),
            user_sig: held.read(input, "userSig"),
            user_sig_expire: door::loose_member(input, "userSigExpire"),
            region: door::loose_member(input, "region"),
            standby: door::loose_member(input, "standby"),
            base_url: door::loose_member(input, "baseUrl"),
            fetch: held.read(input, "fetch"),
            timeout: door::loose_member(input, "timeout"),
            retries: door::loose_member(input, "retries"),
            rate_limit: door::loose_member(input, "rateLimit"),
            concurrency: door::loose_member(input, "concurrency"),
            limiter,
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

/// What to recall, but for its keys.
fn request(input: &JsValue, held: &Held, door: &mut Door) -> Option<Request> {
    let account = options::official_account(door, &door::loose_member(input, "officialAccount"));
    let reason = options::reason(door, &door::loose_member(input, "reason"));
    let unconfirmed = match door::loose_member(input, "unconfirmed") {
        Loose::Absent => Index::default(),
        _ => key_list(input, "unconfirmed", 0, &Held::default(), door).1,
    };
    signal(input, held, door);
    let found = held.read(input, "onProgress");
    if !matches!(found, Loose::Absent | Loose::Function) {
        door.unexpected("onProgress", &found.describe(), "a function");
    }
    Some(Request { account: account?, reason, unconfirmed })
}

/// `signal`, which may be absent.
pub fn signal(input: &JsValue, held: &Held, door: &mut Door) {
    let found = held.read(input, "signal");
    let signal = held.get("signal");
    let fits =
        door::member(&signal, "aborted").as_bool().is_some() && door::member(&signal, "addEventListener").is_function();
    if !fits && found != Loose::Absent {
        door.unexpected("signal", &found.describe(), "an AbortSignal");
    }
}

/// The list of keys: as it was at this moment, and checked.
pub fn keys(input: &JsValue, held: &Held, door: &mut Door) -> KeyList {
    key_list(input, "msgKeys", 1, held, door).0
}

/// The same, and the place of each key in the distinct ones.
pub fn indexed_keys(input: &JsValue, held: &Held, door: &mut Door) -> (KeyList, Index) {
    key_list(input, "msgKeys", 1, held, door)
}

fn key_list(input: &JsValue, name: &'static str, least: usize, held: &Held, door: &mut Door) -> (KeyList, Index) {
    let mut keys = KeyList::new(name, client::seed());
    match door::list(input, name) {
        Ok(list) => {
            for value in list.iter() {
                keys.add(&door::loose(&value), door);
            }
            held.set(name, &list);
            let index = keys.finish(least, door);
            (keys, index)
        }
        Err(found) => {
            door.unexpected(name, &found.describe(), "an array of MsgKeys");
            (keys, Index::default())
        }
    }
}

/// What keys are to be taken from one by one.
pub fn source(input: &JsValue, held: &Held, door: &mut Door) {
    let found = held.read(input, "msgKeys");
    if !door::is_iterable(&held.get("msgKeys")) {
        door.unexpected("msgKeys", &found.describe(), "an iterable or async iterable of MsgKeys");
    }
}

/// Options of `history`: whether recalled messages are wanted too. The times and the sender are checked here and applied by whoever
/// reads the pages.
pub fn wanted(input: &JsValue, held: &Held, door: &mut Door) -> bool {
    expect_options(input, door);
    expect_members(input, &[&WANTED], door);
    for name in ["since", "until"] {
        door.moment(name, &door::loose_member(input, name));
    }
    let from = door::loose_member(input, "from");
    if from != Loose::Absent {
        door.text("from", &from, "the UserID of a sender", UserId::parse);
    }
    let with_recalled = door.flag("includeRecalled", &door::loose_member(input, "includeRecalled"));
    signal(input, held, door);
    with_recalled
}

/// Nothing wrong, or all that was.
///
/// # Errors
/// Every issue, as JavaScript sees it.
pub fn check(door: Door) -> Result<(), JsValue> {
    if door.issues.is_empty() {
        return Ok(());
    }
    Err(door::error(&Error::invalid(door.issues)))
}
