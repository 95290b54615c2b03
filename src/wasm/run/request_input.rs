//! Checks snapshots of the caller's options and requests.

use wasm_bindgen::prelude::*;

use crate::input::accounts::Accounts;
use crate::input::client_options::CLIENT;
use crate::input::client_options::ClientConfig;
use crate::input::issues::Issues;
use crate::input::member_names::{HISTORY, REQUEST};
use crate::input::message_list::MessageList;
use crate::input::raw_value::RawValue;
use crate::issue::word::Word;
use crate::vendor::user_id::UserId;
use crate::wasm::clock;
use crate::wasm::input::{self, Request};
use crate::wasm::js_value;

/// Checks the options of a client.
pub fn client_options(input: &JsValue, issues: &mut Issues) -> Option<ClientConfig> {
    input::expect_object(input, Word::ClientOptions, issues);
    // One object may hold both the client options and the request.
    input::expect_members(input, &[CLIENT, REQUEST], issues);
    input::config(input, issues)
}

/// Checks a recall request.
pub fn recall_request(input: &JsValue, accounts: &mut Accounts, issues: &mut Issues) -> Option<Request> {
    input::expect_object(input, Word::RecallRequest, issues);
    input::expect_members(input, &[REQUEST], issues);
    input::request(input, accounts, issues)
}

/// Checks a recall request with its list of messages.
///
/// # Errors
/// All issues, as they cross to JavaScript.
#[inline(never)]
pub fn recall_of_list(input: &JsValue) -> Result<((Request, Accounts), MessageList), JsValue> {
    let (mut accounts, mut issues) = (Accounts::seeded(clock::seed()), Issues::default());
    let request = recall_request(input, &mut accounts, &mut issues);
    let messages = input::messages(input, &mut accounts, &mut issues);
    input::check(issues)?;
    Ok(((request.ok_or(JsValue::NULL)?, accounts), messages))
}

/// Checks the iterable of a stream.
pub fn source(input: &JsValue, issues: &mut Issues) {
    let (name, expected) = match input::has_messages(input) {
        true => ("messages", Word::MessageSource),
        false => ("msgKeys", Word::MsgKeySource),
    };
    let (source, found) = js_value::read(input, name);
    if !js_value::is_iterable(&source) {
        issues.unexpected(name, &found, expected);
    }
}

/// Checks the options of `history` and returns whether recalled messages are included. `lib/history.js` applies the times and the
/// sender.
pub fn history_options(input: &JsValue, issues: &mut Issues) -> bool {
    input::expect_options(input, issues);
    input::expect_members(input, &[HISTORY], issues);
    for name in ["since", "until"] {
        issues.moment(name, &js_value::loose_member(input, name));
    }
    let from = js_value::loose_member(input, "from");
    if from != RawValue::Absent {
        issues.text("from", &from, Word::Sender, UserId::parse);
    }
    let with_recalled = issues.flag("includeRecalled", &js_value::loose_member(input, "includeRecalled"));
    input::signal(input, "signal", issues);
    with_recalled
}
