//! What JavaScript sees of the synchronous functions: signatures, single requests and answers, codes.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::engine::message::{Message, Outcome, Status};
use crate::engine::queue::MAX_KEYS;
use crate::error::{Error, ErrorCode};
use crate::input::client_options::{self, Credential};
use crate::input::issues::Issues;
use crate::input::raw_value::RawValue;
use crate::session::retry::{self, ForMessage};
use crate::session::user_sig_cache::UserSigs;
use crate::user_sig::sign::{self, Claims, Expected, SecretKey, UserSigInfo};
use crate::vendor::code;
use crate::vendor::endpoint;
use crate::vendor::identifier::{MsgKey, SdkAppId, UserId};
use crate::wasm::client_context;
use crate::wasm::input::{self, Held};
use crate::wasm::js_value::{self, error, object};
use crate::wasm::plain_object::view;
use crate::wire::request;
use crate::wire::response::{self, Reply, RequestOutcome};

/// What `signUserSig` and `verifyUserSig` have in common.
struct Signer {
    sdk_app_id: SdkAppId,
    identifier: UserId,
    key: SecretKey,
    user_buf: Option<Vec<u8>>,
    /// Unix seconds.
    now: u64,
}

fn signer(input: &JsValue, issues: &mut Issues) -> Option<Signer> {
    input::expect_object(input, "an object with sdkAppId, identifier and secretKey", issues);
    let sdk_app_id = client_options::sdk_app_id(issues, &js_value::loose_member(input, "sdkAppId"));
    let found = js_value::loose_member(input, "identifier");
    let identifier = issues.text("identifier", &found, "the UserID to sign for", UserId::parse);
    let key = input::secret_key(input, issues);
    let (user_buf, found) = js_value::read(input, "userBuf");
    let bytes = user_buf.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
    if bytes.is_none() && found != RawValue::Absent {
        issues.unexpected("userBuf", found.kind(), "a Uint8Array");
    }
    let now = issues.moment("now", &js_value::loose_member(input, "now")).unwrap_or_else(js_sys::Date::now);
    Some(Signer {
        sdk_app_id: sdk_app_id?,
        identifier: identifier?,
        key: key?,
        user_buf: bytes,
        now: (now / 1000.0) as u64,
    })
}

/// Makes a UserSig.
#[wasm_bindgen(js_name = signUserSig)]
pub fn sign_user_sig(input: &JsValue) -> Result<String, JsValue> {
    let mut issues = Issues::default();
    let signer = signer(input, &mut issues);
    let found = js_value::loose_member(input, "expire");
    let expire = issues.integer("expire", &found, sign::EXPIRE_RANGE, sign::EXPIRE, "seconds");
    input::check(issues)?;
    let signer = signer.ok_or(JsValue::NULL)?;
    let claims = Claims {
        sdk_app_id: signer.sdk_app_id,
        identifier: &signer.identifier,
        time: signer.now,
        expire,
        user_buf: signer.user_buf.as_deref(),
    };
    Ok(sign::sign(&signer.key, &claims))
}

fn info(info: &UserSigInfo) -> JsValue {
    let buf = info.user_buf.as_deref().map_or(JsValue::UNDEFINED, |bytes| Uint8Array::from(bytes).into());
    object([
        ("identifier", info.identifier.as_str().into()),
        ("sdkAppId", info.sdk_app_id.into()),
        ("issuedAt", (info.time as f64).into()),
        ("expiresAt", (info.time.saturating_add(info.expire) as f64).into()),
        ("expire", (info.expire as f64).into()),
        ("userBuf", buf),
    ])
}

/// Decodes a UserSig.
#[wasm_bindgen(js_name = inspectUserSig)]
pub fn inspect_user_sig(user_sig: &JsValue) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    let found = match user_sig.as_string() {
        Some(text) => sign::inspect(&text).map_err(|message| issues.refuse("userSig", message)).ok(),
        None => {
            issues.unexpected("userSig", js_value::loose(user_sig).kind(), "a UserSig, a string");
            None
        }
    };
    input::check(issues)?;
    Ok(found.as_ref().map_or(JsValue::UNDEFINED, info))
}

/// Checks a UserSig.
#[wasm_bindgen(js_name = verifyUserSig)]
pub fn verify_user_sig(user_sig: &JsValue, input: &JsValue) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    let signer = signer(input, &mut issues);
    if !user_sig.is_string() {
        issues.unexpected("userSig", js_value::loose(user_sig).kind(), "a UserSig, a string");
    }
    input::check(issues)?;
    let signer = signer.ok_or(JsValue::NULL)?;
    let expected = Expected {
        sdk_app_id: signer.sdk_app_id,
        identifier: &signer.identifier,
        user_buf: signer.user_buf.as_deref(),
        now: signer.now,
    };
    let text = user_sig.as_string().unwrap_or_default();
    Ok(match sign::verify(&text, &signer.key, &expected) {
        Ok(found) => object([("valid", true.into()), ("info", info(&found))]),
        Err((check, found)) => object([
            ("valid", false.into()),
            ("failed", check.as_str().into()),
            ("code", check.code().into()),
            ("message", check.message().into()),
            ("info", found.as_ref().map_or(JsValue::UNDEFINED, info)),
        ]),
    })
}

/// Builds one request.
#[wasm_bindgen(js_name = buildRequest)]
pub fn build_request(input: &JsValue) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    let held = Held::default();
    let (config, request) = input::whole(input, &held, &mut issues);
    let keys = input::keys(input, &held, &mut issues);
    if keys.distinct.len() > MAX_KEYS {
        issues.unexpected(
            "msgKeys",
            &[&keys.distinct.len().to_string(), " distinct keys"].concat(),
            "at most 10 in one request",
        );
    }
    if config.as_ref().is_some_and(|config| matches!(config.credential, Credential::Provider)) {
        issues.unexpected("userSig", "a function", "a string here, or a secretKey");
    }
    input::check(issues)?;
    let (config, request) = (config.ok_or(JsValue::NULL)?, request.ok_or(JsValue::NULL)?);
    let mut user_sigs = UserSigs::default();
    let user_sig = user_sigs.at_hand(&config, 0, client_context::unix()).ok_or(JsValue::NULL)?;
    Ok(object([
        ("method", "POST".into()),
        ("url", request::url(&config.caller, endpoint::RECALL, user_sig, client_context::random()).into()),
        ("headers", object([("content-type", request::CONTENT_TYPE.into())])),
        ("body", request::recall_body(&request.account, keys.distinct.iter(), request.reason.as_ref()).into()),
    ]))
}

/// Reads one answer.
#[wasm_bindgen(js_name = decodeResponse)]
pub fn decode_response(reply: &JsValue, keys: &JsValue) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    input::expect_object(reply, "an object with status and body", &mut issues);
    let status = match js_value::loose_member(reply, "status") {
        // An answer without one may be any.
        RawValue::Absent => RawValue::Other("nothing"),
        found => found,
    };
    let status = issues.integer("status", &status, (100, 599), 0, "");
    let body = issues
        .text("body", &js_value::loose_member(reply, "body"), "the text of the answer", |text| Ok(text.to_owned()));
    let held = Held::default();
    let (keys, index) = input::indexed_keys(&object([("msgKeys", keys.clone())]), &held, &mut issues);
    input::check(issues)?;
    let place = |key: &MsgKey| index.get(key);
    let reply = match response::read_many(status as u16, &body.unwrap_or_default(), keys.distinct.len(), &place) {
        RequestOutcome::Reply(reply) => reply,
        RequestOutcome::Lost(loss) => {
            return Err(refusal(ErrorCode::UnreadableReply, &["found ", &loss.to_string()].concat()));
        }
        RequestOutcome::Throttled => {
            return Err(refusal(ErrorCode::RateLimited, &["found HTTP ", &status.to_string()].concat()));
        }
        RequestOutcome::Foreign(status) => return Err(error(&response::foreign(status))),
    };
    let rows: Vec<Outcome> =
        keys.distinct.iter().zip(&reply.codes).map(|(key, code)| row(key, *code, &reply)).collect();
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
        ("held", held.value()),
        ("rows", rows.collect::<Array>().into()),
        ("unexpected", unexpected.into()),
    ]))
}

fn refusal(kind: ErrorCode, message: &str) -> JsValue {
    let text = [message, ", expected an answer of the service"].concat();
    error(&Error::new(kind, text))
}

/// What one answer says about one key.
fn row(key: &MsgKey, code: Option<i32>, reply: &Reply) -> Outcome {
    let mut item = Message::new(key.clone(), 0);
    item.attempts = 1;
    if reply.error_code != 0 {
        item.code = Some(reply.error_code);
        // A refusal that names a key as recalled contradicts itself.
        item.ambiguous = code::is_outcome_unknown(reply.error_code) || code == Some(0);
        return item.give_up();
    }
    match code.map(|code| (code, retry::for_message(code))) {
        None => item.give_up(),
        Some((_, ForMessage::Done)) => item.settle(Status::Recalled, None),
        Some((code, _)) => {
            item.ambiguous = code::is_outcome_unknown(code);
            item.refused(code)
        }
    }
}

/// Explains a code.
#[wasm_bindgen(js_name = explainCode)]
pub fn explain_code(number: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    input::expect_options(options, &mut issues);
    let found = js_value::loose(number);
    let whole = match found {
        RawValue::Number(number) if f64::from(number as i32) == number => number as i32,
        _ => {
            issues.unexpected("code", &found.describe(), "an ErrorCode or RetCode of the service, an integer");
            0
        }
    };
    let chinese = match js_value::loose_member(options, "locale") {
        RawValue::Absent => false,
        RawValue::Text(text) if text == "en" => false,
        RawValue::Text(text) if text == "zh" => true,
        other => {
            issues.unexpected("locale", &other.describe(), "\"en\" or \"zh\"");
            false
        }
    };
    input::check(issues)?;
    Ok(explanation(whole, usize::from(chinese)))
}

/// What is known of a code, as JavaScript sees it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Explanation {
    code: i32,
    known: bool,
    name: &'static str,
    meaning: &'static str,
    who_can_fix: &'static str,
    advice: &'static str,
    class: &'static str,
    retryable: bool,
    source: &'static str,
}

fn explanation(number: i32, locale: usize) -> JsValue {
    let found = code::find(number);
    let row = found.unwrap_or(&code::UNKNOWN);
    let text = |texts: &code::Text| texts.get(locale).copied().unwrap_or_default();
    view(&Explanation {
        code: number,
        known: found.is_some(),
        name: row.name,
        meaning: text(&row.meaning),
        who_can_fix: row.fixer.as_str(),
        advice: text(row.advice),
        class: row.class.as_str(),
        retryable: row.retryable(),
        source: row.source,
    })
}
