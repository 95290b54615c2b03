//! What JavaScript sees of the synchronous functions: signatures, single requests and answers, codes.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::batch::MAX_KEYS;
use crate::client;
use crate::code;
use crate::credential::UserSigs;
use crate::door::{self, error, object};
use crate::endpoint;
use crate::entry::{self, Held};
use crate::error::{Error, ErrorCode};
use crate::identifier::{MsgKey, SdkAppId, UserId};
use crate::item::{Item, Settled, Status};
use crate::loose::{Door, Loose};
use crate::options::{self, Credential};
use crate::request;
use crate::response::{self, Outcome, Reply};
use crate::retry::{self, ForMessage};
use crate::user_sig::{self, Claims, Expected, SecretKey, UserSigInfo};
use crate::view::view;

/// What `signUserSig` and `verifyUserSig` have in common.
struct Signer {
    sdk_app_id: SdkAppId,
    identifier: UserId,
    key: SecretKey,
    user_buf: Option<Vec<u8>>,
    /// Unix seconds.
    now: u64,
}

fn signer(input: &JsValue, door: &mut Door) -> Option<Signer> {
    entry::expect_object(input, "an object with sdkAppId, identifier and secretKey", door);
    let sdk_app_id = options::sdk_app_id(door, &door::loose_member(input, "sdkAppId"));
    let found = door::loose_member(input, "identifier");
    let identifier = door.text("identifier", &found, "the UserID to sign for", UserId::parse);
    let key = entry::secret_key(input, door);
    let (user_buf, found) = door::read(input, "userBuf");
    let bytes = user_buf.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
    if bytes.is_none() && found != Loose::Absent {
        door.unexpected("userBuf", found.kind(), "a Uint8Array");
    }
    let now = door.moment("now", &door::loose_member(input, "now")).unwrap_or_else(js_sys::Date::now);
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
    let mut door = Door::default();
    let signer = signer(input, &mut door);
    let found = door::loose_member(input, "expire");
    let expire = door.integer("expire", &found, user_sig::EXPIRE_RANGE, user_sig::EXPIRE, "seconds");
    entry::check(door)?;
    let signer = signer.ok_or(JsValue::NULL)?;
    let claims = Claims {
        sdk_app_id: signer.sdk_app_id,
        identifier: &signer.identifier,
        time: signer.now,
        expire,
        user_buf: signer.user_buf.as_deref(),
    };
    Ok(user_sig::sign(&signer.key, &claims))
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
    let mut door = Door::default();
    let found = match user_sig.as_string() {
        Some(text) => user_sig::inspect(&text).map_err(|message| door.refuse("userSig", message)).ok(),
        None => {
            door.unexpected("userSig", door::loose(user_sig).kind(), "a UserSig, a string");
            None
        }
    };
    entry::check(door)?;
    Ok(found.as_ref().map_or(JsValue::UNDEFINED, info))
}

/// Checks a UserSig.
#[wasm_bindgen(js_name = verifyUserSig)]
pub fn verify_user_sig(user_sig: &JsValue, input: &JsValue) -> Result<JsValue, JsValue> {
    let mut door = Door::default();
    let signer = signer(input, &mut door);
    if !user_sig.is_string() {
        door.unexpected("userSig", door::loose(user_sig).kind(), "a UserSig, a string");
    }
    entry::check(door)?;
    let signer = signer.ok_or(JsValue::NULL)?;
    let expected = Expected {
        sdk_app_id: signer.sdk_app_id,
        identifier: &signer.identifier,
        user_buf: signer.user_buf.as_deref(),
        now: signer.now,
    };
    let text = user_sig.as_string().unwrap_or_default();
    Ok(match user_sig::verify(&text, &signer.key, &expected) {
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
    let mut door = Door::default();
    let held = Held::default();
    let (config, request) = entry::whole(input, &held, &mut door);
    let keys = entry::keys(input, &held, &mut door);
    if keys.distinct.len() > MAX_KEYS {
        door.unexpected(
            "msgKeys",
            &[&keys.distinct.len().to_string(), " distinct keys"].concat(),
            "at most 10 in one request",
        );
    }
    if config.as_ref().is_some_and(|config| matches!(config.credential, Credential::Provider)) {
        door.unexpected("userSig", "a function", "a string here, or a secretKey");
    }
    entry::check(door)?;
    let (config, request) = (config.ok_or(JsValue::NULL)?, request.ok_or(JsValue::NULL)?);
    let mut user_sigs = UserSigs::default();
    let user_sig = user_sigs.at_hand(&config, 0, client::unix()).ok_or(JsValue::NULL)?;
    Ok(object([
        ("method", "POST".into()),
        ("url", request::url(&config.caller, endpoint::RECALL, user_sig, client::random()).into()),
        ("headers", object([("content-type", request::CONTENT_TYPE.into())])),
        ("body", request::recall_body(&request.account, keys.distinct.iter(), request.reason.as_ref()).into()),
    ]))
}

/// Reads one answer.
#[wasm_bindgen(js_name = decodeResponse)]
pub fn decode_response(reply: &JsValue, keys: &JsValue) -> Result<JsValue, JsValue> {
    let mut door = Door::default();
    entry::expect_object(reply, "an object with status and body", &mut door);
    let status = match door::loose_member(reply, "status") {
        // An answer without one may be any.
        Loose::Absent => Loose::Other("nothing"),
        found => found,
    };
    let status = door.integer("status", &status, (100, 599), 0, "");
    let body =
        door.text("body", &door::loose_member(reply, "body"), "the text of the answer", |text| Ok(text.to_owned()));
    let held = Held::default();
    let (keys, index) = entry::indexed_keys(&object([("msgKeys", keys.clone())]), &held, &mut door);
    entry::check(door)?;
    let place = |key: &MsgKey| index.get(key);
    let reply = match response::read_many(status as u16, &body.unwrap_or_default(), keys.distinct.len(), &place) {
        Outcome::Reply(reply) => reply,
        Outcome::Lost(loss) => {
            return Err(refusal(ErrorCode::UnreadableReply, &["found ", &loss.to_string()].concat()));
        }
        Outcome::Throttled => {
            return Err(refusal(ErrorCode::RateLimited, &["found HTTP ", &status.to_string()].concat()));
        }
        Outcome::Foreign(status) => return Err(error(&response::foreign(status))),
    };
    let rows: Vec<Settled> =
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
fn row(key: &MsgKey, code: Option<i32>, reply: &Reply) -> Settled {
    let mut item = Item::new(key.clone(), 0);
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
    let mut door = Door::default();
    entry::expect_options(options, &mut door);
    let found = door::loose(number);
    let whole = match found {
        Loose::Number(number) if f64::from(number as i32) == number => number as i32,
        _ => {
            door.unexpected("code", &found.describe(), "an ErrorCode or RetCode of the service, an integer");
            0
        }
    };
    let chinese = match door::loose_member(options, "locale") {
        Loose::Absent => false,
        Loose::Text(text) if text == "en" => false,
        Loose::Text(text) if text == "zh" => true,
        other => {
            door.unexpected("locale", &other.describe(), "\"en\" or \"zh\"");
            false
        }
    };
    entry::check(door)?;
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
