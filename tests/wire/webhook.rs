//! Tests of webhooks, with a known Sign of the vendor's scheme and with every kind of invalid request.

use crate::host;
use crate::said;
use crate::vendor::user_id::SdkAppId;
use crate::wire::webhook::{self, Event, Expected, Kind, MAX_AGE};
use sha2::{Digest, Sha256};

const TOKEN: &str = "xxxxyyyy";
const TIME: u64 = 1_669_872_112;
const SIGN: &str = "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061";
const SENT: &str = "OfficialAccount.CallbackAfterSendMsg";
const RECALLED: &str = "OfficialAccount.CallbackAfterMsgWithDraw";
const SENT_BODY: &str = r##"{"CallbackCommand":"OfficialAccount.CallbackAfterSendMsg","Official_Account":"@TOA#_2J4SZEAEL",
    "MsgKey":"71_1_1698741698","MsgTime":1490686222,"OnlineOnlyFlag":1,"CloudCustomData":"x","EventTime":1670574414123,
    "MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}],"New":{"a":[]}}"##;
const RECALLED_BODY: &str = r##"{"CallbackCommand":"OfficialAccount.CallbackAfterMsgWithDraw","Official_Account":"#TOA#_123",
    "WithdrawMsgList":[{"MsgKey":"71_1_1698741698"},{"MsgKey":"72_1_1698741698"}],"EventTime":1670574414123}"##;

fn url(command: &str) -> String {
    format!(
        "https://example.com/hook?SdkAppid=1400000000&CallbackCommand={command}&contenttype=json\
         &ClientIP=127.0.0.1&OptPlatform=RESTAPI&Sign={SIGN}&RequestTime={TIME}"
    )
}

fn expected(now: u64) -> Expected<'static> {
    Expected { token: TOKEN, sdk_app_id: SdkAppId::parse(1_400_000_000).unwrap(), now, max_age: MAX_AGE.into() }
}

fn read(url: &str, body: &str) -> Result<Event, String> {
    let outcome = webhook::read(url, body, &expected(TIME), host::parse).map_err(|issue| said::issue(&issue));
    if let Err(message) = &outcome {
        assert!(!message.contains(TOKEN) && !message.contains(SIGN), "{message}");
    }
    outcome
}

#[track_caller]
fn refused(url: &str, body: &str, start: &str) {
    let message = read(url, body).unwrap_err();
    assert!(message.starts_with(start), "{message}");
}

#[test]
fn an_after_send_webhook_is_read() {
    let event = read(&url(SENT), SENT_BODY).unwrap();
    assert_eq!((event.kind, event.official_account.as_str()), (Kind::Sent, "@TOA#_2J4SZEAEL"));
    assert_eq!(event.msg_keys.iter().map(|key| key.as_str()).collect::<Vec<_>>(), ["71_1_1698741698"]);
    assert_eq!((event.event_time, event.msg_time), (1_670_574_414_123, Some(1_490_686_222)));
    assert_eq!((event.online_only, event.kind.as_str()), (Some(true), "sent"));
    let to_all = read(&url(SENT), &SENT_BODY.replace("\"OnlineOnlyFlag\":1,", "")).unwrap();
    assert_eq!(to_all.online_only, Some(false));
}

#[test]
fn an_after_recall_webhook_is_read_with_every_key() {
    let event = read(&url(RECALLED), RECALLED_BODY).unwrap();
    assert_eq!((event.kind, event.official_account.as_str()), (Kind::Recalled, "#TOA#_123"));
    let keys: Vec<_> = event.msg_keys.iter().map(|key| key.as_str()).collect();
    assert_eq!(keys, ["71_1_1698741698", "72_1_1698741698"]);
    assert_eq!((event.msg_time, event.online_only, event.kind.as_str()), (None, None, "recalled"));
}

#[test]
fn the_order_of_parameters_and_the_spelling_of_json_do_not_matter() {
    let other =
        format!("/hook?RequestTime={TIME}&contenttype=JSON&Sign={SIGN}&CallbackCommand={SENT}&SdkAppid=1400000000#x");
    assert!(read(&other, SENT_BODY).is_ok());
    assert!(read(&url(SENT).replace("After", "%41fter"), SENT_BODY).is_ok());
}

#[test]
fn any_other_sign_is_rejected() {
    for at in 0..SIGN.len() {
        let (before, rest) = SIGN.split_at(at);
        let other = if rest.starts_with('0') { "1" } else { "0" };
        let changed = format!("{before}{other}{}", rest.split_at(1).1);
        refused(&url(SENT).replace(SIGN, &changed), SENT_BODY, "Sign: sign-mismatch");
        refused(&url(SENT).replace(SIGN, before), SENT_BODY, "Sign: sign-form");
    }
    refused(&url(SENT).replace(SIGN, &SIGN.to_uppercase()), SENT_BODY, "Sign: sign-form");
    refused(&url(SENT).replace(SIGN, &format!("{SIGN}0")), SENT_BODY, "Sign: sign-form");
    refused(&url(SENT).replace(&TIME.to_string(), "1669872113"), SENT_BODY, "Sign: sign-mismatch");
    refused(&url(SENT).replace("Sign=", "sign="), SENT_BODY, "Sign: parameter-of-token-missing");
    refused(&url(SENT).replace("RequestTime", "Time"), SENT_BODY, "RequestTime: parameter-of-token-missing");
    let other_token = Expected { token: "xxxxyyyz", ..expected(TIME) };
    let issue = webhook::read(&url(SENT), SENT_BODY, &other_token, host::parse).unwrap_err();
    assert_eq!(said::issue(&issue), "Sign: sign-mismatch");
}

#[test]
fn an_empty_token_verifies_nothing() {
    let sign: String = Sha256::digest(TIME.to_string()).iter().map(|byte| format!("{byte:02x}")).collect();
    let none = Expected { token: "", ..expected(TIME) };
    let issue = webhook::read(&url(SENT).replace(SIGN, &sign), SENT_BODY, &none, host::parse).unwrap_err();
    assert_eq!(said::issue(&issue), "token: token-empty");
}

#[test]
fn an_old_request_and_one_from_the_future_are_rejected() {
    let at = |now| webhook::read(&url(SENT), SENT_BODY, &expected(now), host::parse);
    assert!(at(TIME + u64::from(MAX_AGE)).is_ok() && at(TIME - u64::from(MAX_AGE)).is_ok());
    let late = at(TIME + u64::from(MAX_AGE) + 1).unwrap_err();
    assert_eq!(said::issue(&late), "RequestTime: request-time-old 61 60");
    let early = at(TIME - u64::from(MAX_AGE) - 1).unwrap_err();
    assert_eq!(said::issue(&early), "RequestTime: request-time-ahead 61 60");
    assert!(at(0).is_err() && at(u64::MAX).is_err());
}

#[test]
fn a_signed_request_time_must_be_a_number() {
    for time in ["soon", "", "-1", "1e9"] {
        let sign: String = Sha256::digest([TOKEN, time].concat()).iter().map(|byte| format!("{byte:02x}")).collect();
        let signed = url(SENT).replace(SIGN, &sign).replace(&format!("={TIME}"), &format!("={time}"));
        refused(&signed, SENT_BODY, "RequestTime: request-time-form");
    }
}

#[test]
fn another_app_or_command_is_rejected() {
    refused(
        &url(SENT).replace("1400000000", "1400000001"),
        SENT_BODY,
        "SdkAppid: parameter-value \"1400000001\" \"1400000000\"",
    );
    refused(&url(SENT).replace("1400000000", "x"), SENT_BODY, "SdkAppid: parameter-value \"x\"");
    refused(&url("OfficialAccount.CallbackBeforeSendMsg"), SENT_BODY, "CallbackCommand: webhook-command");
    refused(&url(RECALLED), SENT_BODY, "body.CallbackCommand: webhook-other-command");
    refused(&url(SENT), RECALLED_BODY, "body.CallbackCommand: webhook-other-command");
    refused(
        &url(SENT).replace("contenttype=json", "contenttype=xml"),
        SENT_BODY,
        "contenttype: parameter-value \"xml\" \"json\"",
    );
}

#[test]
fn a_repeated_parameter_is_rejected() {
    for extra in ["SdkAppid=1", "Sign=0", "RequestTime=1", "CallbackCommand=x", "contenttype=json"] {
        let name = extra.split('=').next().unwrap();
        refused(&format!("{}&{extra}", url(SENT)), SENT_BODY, &format!("{name}: parameter-twice"));
    }
}

#[test]
fn malformed_urls_and_bodies_are_rejected_and_never_panic() {
    for url in
        ["", "?", "&&==", "https://example.com", "?Sign=%", "?Sign=%+1&RequestTime=1", "?Sign=%ff&RequestTime=%zz"]
    {
        assert!(read(url, SENT_BODY).is_err(), "{url}");
    }
    for body in ["", "{}", "[]", "null", "{", "5", "{\"CallbackCommand\":5}"] {
        assert!(read(&url(SENT), body).unwrap_err().starts_with("body: "), "{body}");
    }
    for member in ["MsgKey", "Official_Account", "EventTime", "CallbackCommand"] {
        let without = SENT_BODY.replace(&format!("\"{member}\""), "\"Other\"");
        refused(&url(SENT), &without, &format!("body: webhook-member \"{member}\""));
    }
    refused(&url(SENT), &SENT_BODY.replace("71_1_1698741698", "oops"), "body.MsgKey: msg-key-form \"oops\"");
    refused(&url(RECALLED), &RECALLED_BODY.replace("72_1_1698741698", ""), "body.MsgKey: empty msg-key");
    let empty = "{\"CallbackCommand\":\"OfficialAccount.CallbackAfterMsgWithDraw\",\"WithdrawMsgList\":[]}";
    refused(&url(RECALLED), empty, "body: webhook-member \"MsgKey\"");
}
