//! Reads the members of the caller's JavaScript objects and checks all of them at once.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::input::accounts::Accounts;
use crate::input::client_options::{self, CLIENT, ClientConfig, ClientInput};
use crate::input::issues::Issues;
use crate::input::member_names::REQUEST;
use crate::input::message_list::{MessageList, Row};
use crate::input::raw_value::RawValue;
use crate::input::text_index::TextIndex;
use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::text::excerpt::brief;
use crate::vendor::reason::Reason;
use crate::wasm::clock;
use crate::wasm::js_value;
use crate::wasm::json;
use crate::wasm::mispaste::{self, Wanted};

/// A checked recall request without its messages.
pub struct Request {
    /// The reason.
    pub reason: Option<Reason>,
    /// Messages that an earlier run left unconfirmed.
    #[cfg_attr(not(feature = "run"), expect(dead_code, reason = "buildRequest checks it alone"))]
    pub unconfirmed: TextIndex,
    /// Whether there is a `beforeSend` function.
    #[cfg_attr(not(feature = "run"), expect(dead_code, reason = "buildRequest checks it alone"))]
    pub before_send: bool,
    /// Whether there is an `onProgress` function.
    #[cfg_attr(not(feature = "run"), expect(dead_code, reason = "buildRequest checks it alone"))]
    pub progress: bool,
}

#[wasm_bindgen]
extern "C" {
    // The js-sys version also looks for the names used before 2020.
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: JsValue;
}

/// Whether this is a page or a worker of a browser. Other runtimes have another user agent.
pub fn in_browser() -> bool {
    let navigator = GLOBAL.with(|global| js_value::member(global, "navigator"));
    js_value::member(&navigator, "userAgent").as_string().is_some_and(|name| name.starts_with("Mozilla/"))
}

/// Adds an issue if an input is not an object, or is an array (a list of keys in its place).
pub fn expect_object(input: &JsValue, what: Word, issues: &mut Issues) {
    if !input.is_object() || js_value::is_array(input) {
        issues.unexpected("", &js_value::loose(input), what);
    }
}

/// Adds an issue for each unknown member: a misspelt option would silently have its default.
pub fn expect_members(input: &JsValue, known: &[&[&str]], issues: &mut Issues) {
    // Elements of a list are not misspelt options.
    if js_value::is_array(input) {
        return;
    }
    // None if it is not an object or refuses to list its members (a proxy); then only the known members are read.
    let names = Reflect::own_keys(input).unwrap_or_default();
    for name in names.iter().filter_map(|name| name.as_string()) {
        let mut meant = None;
        for names in known {
            for one in *names {
                if one.eq_ignore_ascii_case(&name) {
                    meant = Some(*one);
                }
            }
        }
        if meant == Some(&name) || js_value::member(input, &name).is_undefined() {
            continue;
        }
        let problem = match meant {
            Some(meant) => Problem::new(IssueCode::MisspeltOption, [meant.into()]),
            None if CLIENT.contains(&name.as_str()) => IssueCode::ClientOption.into(),
            None => IssueCode::UnknownOption.into(),
        };
        issues.refuse(&brief(&name), problem);
    }
}

/// Client options and request in one object.
pub fn whole(input: &JsValue, accounts: &mut Accounts, issues: &mut Issues) -> (Option<ClientConfig>, Option<Request>) {
    expect_object(input, Word::RecallOptions, issues);
    expect_members(input, &[CLIENT, REQUEST], issues);
    (config(input, issues), request(input, accounts, issues))
}

/// Adds an issue if options are given and are not an object.
pub fn expect_options(input: &JsValue, issues: &mut Issues) {
    if !input.is_undefined() {
        expect_object(input, Word::Options, issues);
    }
}

pub fn config(input: &JsValue, issues: &mut Issues) -> Option<ClientConfig> {
    let (limiter, found) = js_value::read(input, "limiter");
    let limiter = match (found, js_value::loose_member(&limiter, "acquire")) {
        (RawValue::Other(Word::Object), RawValue::Function) => RawValue::Function,
        (RawValue::Other(Word::Object), _) => RawValue::Other(Word::NoAcquire),
        (RawValue::Function, _) => RawValue::Other(Word::Function),
        (found, _) => found,
    };
    let read = |name| match name {
        "identifier" => credential(input, name, Wanted::Identifier),
        "secretKey" => credential(input, name, Wanted::SecretKey),
        "userSig" => credential(input, name, Wanted::UserSig),
        "baseUrl" => credential(input, name, Wanted::BaseUrl),
        "limiter" => limiter.clone(),
        _ => js_value::loose_member(input, name),
    };
    client_options::client(&ClientInput::read(read, in_browser(), json::claims), issues)
}

/// A credential, id or URL, checked for copy mistakes.
pub fn credential(input: &JsValue, name: &str, wanted: Wanted) -> RawValue {
    mispaste::checked(js_value::loose_member(input, name), wanted)
}

/// Whether a request has messages, each with its account, instead of an account with MsgKeys.
pub fn has_messages(input: &JsValue) -> bool {
    js_value::loose_member(input, "messages") != RawValue::Absent
}

/// A recall request without its messages. Its account, if it has one, becomes the first one.
pub fn request(input: &JsValue, accounts: &mut Accounts, issues: &mut Issues) -> Option<Request> {
    let has_account = if has_messages(input) {
        expect_no_account(input, issues);
        true
    } else {
        let id = credential(input, "officialAccount", Wanted::OfficialAccount);
        let account = client_options::official_account(issues, &id);
        account.is_some_and(|account| accounts.enter(account.as_str()).is_ok())
    };
    let reason = client_options::reason(issues, &js_value::loose_member(input, "reason"));
    let (doubtful, unconfirmed) = list(input, "unconfirmed", accounts, issues);
    for (account, _) in doubtful.distinct {
        accounts.hold(account);
    }
    for name in ["signal", "stopSignal"] {
        signal(input, name, issues);
    }
    let before_send = function(input, "beforeSend", issues);
    let progress = function(input, "onProgress", issues);
    has_account.then_some(Request { reason, unconfirmed, before_send, progress })
}

/// The account of a message is in its row: another one beside it would be ambiguous.
fn expect_no_account(input: &JsValue, issues: &mut Issues) {
    for name in ["officialAccount", "msgKeys"] {
        if js_value::loose_member(input, name) != RawValue::Absent {
            issues.refuse("", Problem::new(IssueCode::Both, ["messages".into(), name.into()]));
        }
    }
}

/// An optional signal.
pub fn signal(input: &JsValue, name: &str, issues: &mut Issues) {
    let (signal, found) = js_value::read(input, name);
    let fits = js_value::member(&signal, "aborted").as_bool().is_some()
        && js_value::member(&signal, "addEventListener").is_function();
    if !fits && found != RawValue::Absent {
        issues.unexpected(name, &found, Word::Signal);
    }
}

/// An optional function; returns whether it is given.
fn function(input: &JsValue, name: &str, issues: &mut Issues) -> bool {
    let found = js_value::loose_member(input, name);
    if !matches!(found, RawValue::Absent | RawValue::Function) {
        issues.unexpected(name, &found, Word::Listener);
    }
    found == RawValue::Function
}

/// The list of messages, checked.
pub fn messages(input: &JsValue, accounts: &mut Accounts, issues: &mut Issues) -> MessageList {
    list(input, if has_messages(input) { "messages" } else { "msgKeys" }, accounts, issues).0
}

/// A list of MsgKeys of the first account, or of messages with their accounts if the request has such.
pub fn list(
    input: &JsValue,
    name: &'static str,
    accounts: &mut Accounts,
    issues: &mut Issues,
) -> (MessageList, TextIndex) {
    let mut messages = MessageList::new(name, clock::seed());
    let is_optional = name == "unconfirmed";
    if is_optional && js_value::loose_member(input, name) == RawValue::Absent {
        return (messages, TextIndex::default());
    }
    let (least, expected) = match has_messages(input) {
        true => (Word::OneMessage, Word::MessageList),
        false => (Word::OneMsgKey, Word::MsgKeyList),
    };
    match js_value::list(input, name) {
        Ok(values) => rows(&values, has_messages(input)).for_each(|row| messages.add(&row, accounts, issues)),
        Err(found) => {
            issues.unexpected(name, &found, expected);
            return (messages, TextIndex::default());
        }
    }
    let index = messages.finish((!is_optional).then_some(least), issues);
    (messages, index)
}

/// The rows of a snapshot: MsgKeys, or account and MsgKey of each message in turn. A symbol in place of a MsgKey says that the value before it
/// is the row, and no object.
pub fn rows(values: &Array, are_messages: bool) -> impl Iterator<Item = Row> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= values.length() {
            return None;
        }
        let (value, key) = (js_value::loose(&values.get(at)), values.get(at + 1));
        at += if are_messages { 2 } else { 1 };
        Some(match are_messages {
            false => Row::Key(value),
            true if key.is_symbol() => Row::Other(value),
            true => Row::Message(value, js_value::loose(&key)),
        })
    })
}

/// Ends the checks.
///
/// # Errors
/// All issues, as they cross to JavaScript.
pub fn check(issues: Issues) -> Result<(), JsValue> {
    if issues.list.is_empty() {
        return Ok(());
    }
    Err(js_value::error(&Error::invalid(issues.list)))
}
