//! Bindings of `signUserSig`, `inspectUserSig` and `verifyUserSig`.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use crate::input::client_options;
use crate::input::issues::Issues;
use crate::input::raw_value::RawValue;
use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::user_sig::sign::{self, Claims, Expected, SecretKey, UserSigInfo};
use crate::vendor::user_id::{SdkAppId, UserId};
use crate::wasm::input::{self};
use crate::wasm::js_value::{self, object};
use crate::wasm::json;
use crate::wasm::mispaste::{self, Wanted};

/// The common options of `signUserSig` and `verifyUserSig`.
struct Signer {
    sdk_app_id: SdkAppId,
    identifier: UserId,
    key: SecretKey,
    user_buf: Option<Vec<u8>>,
    /// Unix seconds.
    now: u64,
}

fn signer(input: &JsValue, issues: &mut Issues) -> Option<Signer> {
    input::expect_object(input, Word::SignerOptions, issues);
    let sdk_app_id = client_options::sdk_app_id(issues, &js_value::loose_member(input, "sdkAppId"));
    let found = js_value::loose_member(input, "identifier");
    let identifier = issues.text("identifier", &found, Word::SignedUserId, UserId::parse);
    let key = secret_key(input, issues);
    let (user_buf, found) = js_value::read(input, "userBuf");
    let bytes = user_buf.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
    if bytes.is_none() && found != RawValue::Absent {
        issues.unexpected_kind("userBuf", &found, Word::Bytes);
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

/// `secretKey` of the synchronous functions.
fn secret_key(input: &JsValue, issues: &mut Issues) -> Option<SecretKey> {
    let allow = js_value::loose_member(input, "allowSecretKeyInBrowser");
    client_options::secret_key(
        issues,
        &input::credential(input, "secretKey", Wanted::SecretKey),
        input::in_browser(),
        &allow,
    )
}

/// Makes a UserSig.
#[wasm_bindgen(js_name = signUserSig)]
pub fn sign_user_sig(input: &JsValue) -> Result<String, JsValue> {
    let mut issues = Issues::default();
    let signer = signer(input, &mut issues);
    let found = js_value::loose_member(input, "expire");
    let expire = issues.integer("expire", &found, client_options::EXPIRE, sign::EXPIRE);
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

fn inspected(text: &str) -> Result<UserSigInfo, Problem> {
    match mispaste::find(text, Wanted::UserSig) {
        Some(found) => Err(Problem::new(IssueCode::InspectedMispaste, [found.into()])),
        None => sign::inspect(text, json::parse),
    }
}

/// Decodes a UserSig.
#[wasm_bindgen(js_name = inspectUserSig)]
pub fn inspect_user_sig(user_sig: &JsValue) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    let found = match user_sig.as_string() {
        Some(text) => inspected(&text).map_err(|problem| issues.refuse("userSig", problem)).ok(),
        None => {
            issues.unexpected_kind("userSig", &js_value::loose(user_sig), Word::UserSigText);
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
        issues.unexpected_kind("userSig", &js_value::loose(user_sig), Word::UserSigText);
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
    Ok(match sign::verify(&text, json::parse, &signer.key, &expected) {
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
