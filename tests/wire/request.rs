//! Tests of the wire form of requests, against the samples in the vendor's documents.

use crate::vendor::endpoint::{self, Endpoint};
use crate::vendor::msg_key::MsgKey;
use crate::vendor::official_account::OfficialAccount;
use crate::vendor::reason::Reason;
use crate::vendor::user_id::{SdkAppId, UserId};
use crate::wire::request::{self, Caller};
use serde_json::{Value, json};

/// The request of document 1047/60811.
const SAMPLE: &str = r#"{
"Official_Account": "@TOA#_2J4SZEAEL",
"MsgKeyList":[
"71_1_1698741698",
"72_1_1698741698"
],
"Reason":"Revocation Reason"
}"#;

fn account(text: &str) -> OfficialAccount {
    OfficialAccount::parse(text).unwrap()
}

fn body(account: &OfficialAccount, keys: &[&str], reason: Option<&str>) -> String {
    let keys: Vec<MsgKey> = keys.iter().map(|text| MsgKey::parse(text).unwrap()).collect();
    request::recall_body(account, keys.iter(), reason.map(|text| Reason::parse(text).unwrap()).as_ref())
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_body_equals_the_documents_sample() {
    let keys = ["71_1_1698741698", "72_1_1698741698"];
    let built = body(&account("@TOA#_2J4SZEAEL"), &keys, Some("Revocation Reason"));
    assert_eq!(value(&built), value(SAMPLE));
}

#[test]
fn an_absent_reason_is_omitted_and_not_empty() {
    let built = body(&account("@TOA#_a"), &["71_1_1698741698"], None);
    assert_eq!(built, r#"{"Official_Account":"@TOA#_a","MsgKeyList":["71_1_1698741698"]}"#);
}

#[test]
fn texts_with_quotes_line_breaks_and_any_script_arrive_unchanged() {
    for reason in ["a\"b\\c\n\r\t\u{8}\u{c}\0\u{1f}", "撤回👍", "</script>", "\u{2028}\u{7f}\u{feff}", "\\u0041"] {
        let built = body(&account("@TOA#_\"\\"), &["71_1_1698741698"], Some(reason));
        let expected = json!({ "Official_Account": "@TOA#_\"\\", "MsgKeyList": ["71_1_1698741698"], "Reason": reason });
        assert_eq!(value(&built), expected);
    }
}

#[test]
fn the_url_has_the_five_parameters_of_the_document() {
    let caller = Caller {
        endpoint: Endpoint::region("singapore", false).unwrap(),
        sdk_app_id: SdkAppId::parse(88_888_888).unwrap(),
        identifier: UserId::parse("admin").unwrap(),
    };
    assert_eq!(
        request::url(&caller, endpoint::RECALL, "eJw*-_", 99_999_999),
        "https://adminapisgp.im.qcloud.com/v4/official_account_open_http_svc/official_account_msg_recall?\
         sdkappid=88888888&identifier=admin&usersig=eJw*-_&random=99999999&contenttype=json"
    );
    let other = Caller {
        endpoint: Endpoint::base_url("http://127.0.0.1:9000/im/", "").unwrap(),
        sdk_app_id: SdkAppId::parse(u32::MAX).unwrap(),
        identifier: UserId::parse("管 &=?#/+%").unwrap(),
    };
    assert_eq!(
        request::url(&other, endpoint::HISTORY, "x", u32::MAX),
        "http://127.0.0.1:9000/im/v4/official_account_open_http_svc/official_account_msg_get_simple?\
         sdkappid=4294967295&identifier=%E7%AE%A1%20%26%3D%3F%23%2F%2B%25&usersig=x&random=4294967295&contenttype=json"
    );
}

#[test]
fn a_request_for_a_page_of_history_is_as_documented() {
    let account = account("@TOA#_2J4SZEAEL");
    assert_eq!(
        value(&request::history_body(&account, None, 20, false)),
        json!({ "Official_Account": "@TOA#_2J4SZEAEL", "ReqMsgNumber": 20 })
    );
    assert_eq!(
        value(&request::history_body(&account, Some("71_1_1698741698"), 1, true)),
        json!({
            "Official_Account": "@TOA#_2J4SZEAEL", "ReqMsgNumber": 1, "LastMsgKey": "71_1_1698741698",
            "WithRecalledMsg": 1,
        })
    );
}
