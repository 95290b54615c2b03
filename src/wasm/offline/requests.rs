//! Bindings of `buildRequest` and `decodeResponse`.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::client::user_sig_cache::UserSigs;
use crate::engine::messages::message::{Message, Outcome, Status};
use crate::error::{Error, ErrorCode};
use crate::input::accounts::{Accounts, FIRST};
use crate::input::client_options::Credential;
use crate::input::issues::{Issues, Range};
use crate::input::raw_value::RawValue;
use crate::issue::code::{DetailCode, IssueCode};
use crate::issue::problem::{Param, Problem};
use crate::issue::word::Word;
use crate::vendor::code;
use crate::vendor::endpoint;
use crate::vendor::limits::MAX_KEYS;
use crate::vendor::msg_key::MsgKey;
use crate::wasm::clock;
use crate::wasm::input;
use crate::wasm::js_value::{self, error, object};
use crate::wire::request;
use crate::wire::response::{self, Reply, RequestOutcome};

/// Builds one request.
#[wasm_bindgen(js_name = buildRequest)]
pub fn build_request(input: &JsValue) -> Result<JsValue, JsValue> {
    let (mut accounts, mut issues) = (Accounts::default(), Issues::default());
    let (config, request) = input::whole(input, &mut accounts, &mut issues);
    let keys = input::messages(input, &mut accounts, &mut issues);
    if input::has_messages(input) {
        issues.refuse("messages", IssueCode::UnknownOption);
    }
    if keys.distinct.len() > MAX_KEYS {
        let params = [keys.distinct.len().into(), MAX_KEYS.into()];
        issues.refuse("msgKeys", Problem::new(IssueCode::TooManyKeys, params));
    }
    if config.as_ref().is_some_and(|config| matches!(config.credential, Credential::Provider)) {
        issues.unexpected("userSig", &RawValue::Function, Word::UserSigOrKey);
    }
    input::check(issues)?;
    let (config, request) = (config.ok_or(JsValue::NULL)?, request.ok_or(JsValue::NULL)?);
    let account = accounts.get(FIRST).ok_or(JsValue::NULL)?;
    let msg_keys = keys.distinct.iter().map(|(_, key)| key);
    let mut user_sigs = UserSigs::default();
    let user_sig = user_sigs.at_hand(&config, 0, clock::unix()).ok_or(JsValue::NULL)?;
    Ok(object([
        ("method", "POST".into()),
        ("url", request::url(&config.caller, endpoint::RECALL, user_sig, clock::random()).into()),
        ("headers", object([("content-type", request::CONTENT_TYPE.into())])),
        ("body", request::recall_body(account, msg_keys, request.reason.as_ref()).into()),
    ]))
}

/// Reads one answer. JavaScript has extracted the envelope from the body.
#[wasm_bindgen(js_name = decodeResponse)]
pub fn decode_response(reply: &JsValue, keys: &JsValue, envelope: Option<String>) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    input::expect_object(reply, Word::Answer, &mut issues);
    let status = match js_value::loose_member(reply, "status") {
        // The status has no default: a missing one is an issue.
        RawValue::Absent => RawValue::Other(Word::Nothing),
        found => found,
    };
    let status = issues.integer("status", &status, Range { limits: (100, 599), unit: None }, 0);
    issues.text("body", &js_value::loose_member(reply, "body"), Word::AnswerText, |text| Ok(text.to_owned()));
    let input = object([("msgKeys", keys.clone())]);
    let (keys, index) = input::list(&input, "msgKeys", &mut Accounts::default(), &mut issues);
    input::check(issues)?;
    let place = |key: &MsgKey| index.get(FIRST, key.as_str());
    let reply = match response::read_many(status as u16, envelope.as_deref(), keys.distinct.len(), &place) {
        RequestOutcome::Reply(reply) => reply,
        RequestOutcome::Lost(loss) => {
            return Err(refusal(ErrorCode::UnreadableReply, loss.text()));
        }
        RequestOutcome::Throttled => {
            return Err(refusal(ErrorCode::RateLimited, response::http(status as u16)));
        }
        RequestOutcome::Foreign(status) => return Err(error(&response::foreign(status))),
    };
    let rows: Vec<Outcome> =
        keys.distinct.iter().zip(&reply.codes).map(|((_, key), code)| row(key, *code, &reply)).collect();
    let rows = keys
        .places
        .iter()
        .filter_map(|place| rows.get(*place as usize))
        .map(|row| Array::of3(&(row.status as u32).into(), &row.code.unwrap_or(0).into(), &row.attempts.into()));
    let unexpected: Array = reply.unexpected.iter().map(|key| JsValue::from_str(key)).collect();
    Ok(object([
        ("ok", (reply.error_code == 0).into()),
        ("errorCode", reply.error_code.into()),
        ("errorInfo", reply.error_info.as_str().into()),
        ("rows", rows.collect::<Array>().into()),
        ("unexpected", unexpected.into()),
    ]))
}

fn refusal(kind: ErrorCode, loss: String) -> JsValue {
    error(&Error::new(kind, DetailCode::UnreadableAnswer, Param::Text(loss)))
}

/// The outcome of one key in one answer.
fn row(key: &MsgKey, code: Option<i32>, reply: &Reply) -> Outcome {
    let mut item = Message::new(FIRST, key.clone(), 0);
    item.attempts = 1;
    if reply.error_code != 0 {
        item.code = Some(reply.error_code);
        // A refusal with a row that reports success is contradictory.
        item.ambiguous = code::is_outcome_unknown(reply.error_code) || code == Some(0);
        return item.give_up();
    }
    match code {
        None => item.give_up(),
        Some(0) => item.settle(Status::Recalled, None),
        Some(code) => {
            item.ambiguous = code::is_outcome_unknown(code);
            item.refused(code)
        }
    }
}
