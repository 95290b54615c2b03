//! Bindings of `readWebhook`.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode};
use crate::input::client_options;
use crate::input::issues::{Issues, Range};
use crate::input::raw_value::RawValue;
use crate::issue::word::Word;
use crate::vendor::msg_key::MsgKey;
use crate::wasm::input;
use crate::wasm::js_value::{self};
use crate::wasm::json;
use crate::wasm::offline::plain_object::view;
use crate::wire::webhook::{self, Expected, MAX_AGE, MAX_AGE_RANGE};

/// A `WebhookEvent` of the JavaScript API.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    kind: &'a str,
    official_account: &'a str,
    msg_keys: Vec<&'a str>,
    event_time: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    msg_time: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    online_only: Option<bool>,
}

/// Verifies and reads a webhook.
#[wasm_bindgen(js_name = readWebhook)]
pub fn read_webhook(url: &JsValue, body: &JsValue, input: &JsValue) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    input::expect_object(input, Word::WebhookOptions, &mut issues);
    let url = issues.text("url", &js_value::loose(url), Word::WebhookUrl, |text| Ok(text.to_owned()));
    let body = issues.text("body", &js_value::loose(body), Word::WebhookBody, |text| Ok(text.to_owned()));
    let token = match js_value::loose_member(input, "token") {
        RawValue::Text(token) if !token.is_empty() => Some(token),
        found => {
            let found = if matches!(found, RawValue::Text(_)) { RawValue::Other(Word::EmptyString) } else { found };
            issues.unexpected_kind("token", &found, Word::Token);
            None
        }
    };
    let sdk_app_id = client_options::sdk_app_id(&mut issues, &js_value::loose_member(input, "sdkAppId"));
    let range = Range { limits: MAX_AGE_RANGE, unit: Some(Word::Seconds) };
    let max_age = issues.integer("maxAge", &js_value::loose_member(input, "maxAge"), range, MAX_AGE);
    let now = issues.moment("now", &js_value::loose_member(input, "now")).unwrap_or_else(js_sys::Date::now);
    input::check(issues)?;
    let (token, sdk_app_id) = (token.unwrap_or_default(), sdk_app_id.ok_or(JsValue::NULL)?);
    let expected = Expected { token: &token, sdk_app_id, now: (now / 1000.0) as u64, max_age: u64::from(max_age) };
    let event = webhook::read(&url.unwrap_or_default(), &body.unwrap_or_default(), &expected, json::parse)
        .map_err(|issue| js_value::error(&Error::of_issues(ErrorCode::Webhook, vec![issue])))?;
    Ok(view(&Event {
        kind: event.kind.as_str(),
        official_account: event.official_account.as_str(),
        msg_keys: event.msg_keys.iter().map(MsgKey::as_str).collect(),
        event_time: event.event_time as f64,
        msg_time: event.msg_time.map(|time| time as f64),
        online_only: event.online_only,
    }))
}
