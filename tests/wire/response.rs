//! Tests of reading answers: rows are joined by MsgKey, and no text causes a panic.

use crate::client::retry::Rng;
use crate::error::ErrorCode;
use crate::host;
use crate::said;
use crate::user_sig::sign::{self, Claims, SecretKey};
use crate::vendor::msg_key::MsgKey;
use crate::vendor::user_id::{SdkAppId, UserId};
use crate::wire::response::{self, Loss, Reply, RequestOutcome};

/// The sample answer of document 1047/60811, whose second key is not in the sample request.
const SAMPLE: &str = r#"{
"ActionStatus": "OK",
"ErrorInfo": "",
"ErrorCode": 0,
"RecallRetList":[
{
"MsgKey":"71_1_1698741698",
"RetCode":10030
},
{
"MsgKey":"72_1_1698741699",
"RetCode":0
}
]
}"#;

const UNREADABLE: RequestOutcome = RequestOutcome::Lost(Loss::Unreadable);

fn keys(texts: &[&str]) -> Vec<MsgKey> {
    texts.iter().map(|text| MsgKey::parse(text).unwrap()).collect()
}

fn read(status: u16, body: &str, texts: &[&str]) -> RequestOutcome {
    response::read(status, host::envelope_of(body).as_deref(), &mut keys(texts).iter())
}

fn reply(body: &str, texts: &[&str]) -> Reply {
    match read(200, body, texts) {
        RequestOutcome::Reply(reply) => reply,
        other => panic!("{other:?} for {body}"),
    }
}

fn with_rows(rows: &str) -> String {
    format!("{{\"ActionStatus\":\"OK\",\"ErrorCode\":0,\"ErrorInfo\":\"\",\"RecallRetList\":[{rows}]}}")
}

fn row(key: &str, code: &str) -> String {
    format!("{{\"MsgKey\":\"{key}\",\"RetCode\":{code}}}")
}

#[test]
fn the_documents_sample_has_a_key_that_was_not_sent() {
    let found = reply(SAMPLE, &["71_1_1698741698", "72_1_1698741698"]);
    assert_eq!(found.error_code, 0);
    assert_eq!(found.codes, [Some(10030), None]);
    assert_eq!(found.unexpected, ["72_1_1698741699"]);
}

#[test]
fn rows_are_joined_by_key_in_any_order() {
    let body = with_rows(&[row("3_1_3", "10031"), row("1_1_1", "0"), row("2_1_2", "10032")].join(","));
    let found = reply(&body, &["1_1_1", "2_1_2", "3_1_3"]);
    assert_eq!(found.codes, [Some(0), Some(10032), Some(10031)]);
    assert!(found.unexpected.is_empty());
}

#[test]
fn keys_that_look_alike_are_different_keys() {
    let body =
        with_rows(&[row("01_1_1", "0"), row("1_01_1", "0"), row(" 1_1_1", "0"), row("1_1_1\\u0000", "0")].join(","));
    let found = reply(&body, &["1_1_1"]);
    assert_eq!(found.codes, [None]);
    assert_eq!(found.unexpected.len(), 4);
}

#[test]
fn among_repeated_rows_a_success_wins_in_any_position() {
    for codes in [["0", "10030"], ["10030", "0"]] {
        let body = with_rows(&codes.map(|code| row("1_1_1", code)).join(","));
        assert_eq!(reply(&body, &["1_1_1"]).codes, [Some(0)]);
    }
    let body = with_rows(&["10031", "10030"].map(|code| row("1_1_1", code)).join(","));
    assert_eq!(reply(&body, &["1_1_1"]).codes, [Some(10031)]);
}

#[test]
fn codes_may_be_numbers_or_text_and_unknown_members_are_ignored() {
    for code in ["0", "\"0\"", "0.0", "-0", "0e5"] {
        assert_eq!(reply(&with_rows(&row("1_1_1", code)), &["1_1_1"]).codes, [Some(0)], "{code}");
    }
    let body = r#"{"RequestId":"x","ErrorInfo":null,"ErrorCode":"0","More":{"a":[1]},"ActionStatus":"ok",
        "RecallRetList":[{"RetCode":10030,"ErrorInfo":"gone","MsgKey":"1_1_1"}]}"#;
    assert_eq!(reply(body, &["1_1_1"]).codes, [Some(10030)]);
}

#[test]
fn an_error_keeps_its_code_and_its_text() {
    let found = reply(r#"{"ActionStatus":"FAIL","ErrorCode":60010,"ErrorInfo":"not admin"}"#, &["1_1_1", "2_1_2"]);
    assert_eq!((found.error_code, found.error_info.as_str()), (60010, "not admin"));
    assert_eq!(found.codes, [None, None]);
    for status in [200, 201, 302, 400, 401, 403, 404] {
        let found = read(status, r#"{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"x"}"#, &["1_1_1"]);
        assert!(matches!(found, RequestOutcome::Reply(Reply { error_code: 70001, .. })), "{status}");
    }
}

#[test]
fn an_answer_without_rows_has_no_keys() {
    for body in [
        r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#,
        r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":null}"#,
        r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":[]}"#,
    ] {
        assert_eq!(reply(body, &["1_1_1"]).codes, [None]);
    }
}

/// Bodies with status 200 that are not reliable answers.
const WRONG: &[&str] = &[
    "",
    " ",
    "null",
    "0",
    "[]",
    "{}",
    "OK",
    "<html>502</html>",
    r#"{"ActionStatus":"OK"}"#,
    r#"{"ErrorCode":0}"#,
    r#"{"ActionStatus":"OK","ErrorCode":null}"#,
    r#"{"ActionStatus":"OK","ErrorCode":10002}"#,
    r#"{"ActionStatus":"FAIL","ErrorCode":0}"#,
    r#"{"ActionStatus":"","ErrorCode":0}"#,
    r#"{"ActionStatus":0,"ErrorCode":0}"#,
    r#"{"ActionStatus":"OK","ErrorCode":0.5}"#,
    r#"{"ActionStatus":"OK","ErrorCode":true}"#,
    r#"{"ActionStatus":"OK","ErrorCode":"+0"}"#,
    r#"{"ActionStatus":"OK","ErrorCode":" 0"}"#,
    r#"{"ActionStatus":"OK","ErrorCode":""}"#,
    r#"{"ActionStatus":"FAIL","ErrorCode":4294967296}"#,
    r#"{"ActionStatus":"FAIL","ErrorCode":1e400}"#,
    r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":5}"#,
    r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":{}}"#,
    r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":[5]}"#,
    r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":[{"MsgKey":"1_1_1"}]}"#,
    r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":[{"RetCode":0}]}"#,
    r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":[{"MsgKey":1,"RetCode":0}]}"#,
    r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":[{"MsgKey":"1_1_1","RetCode":"zero"}]}"#,
    r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":[{"MsgKey":"1_1_1","RetCode":null}]}"#,
    r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":[{"MsgKey":"1_1_1","RetCode":0}]"#,
    r#"{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":[{"MsgKey":"1_1_1","RetCode":0}]} trailing"#,
];

#[test]
fn an_answer_not_in_the_documented_form_is_not_used() {
    for body in WRONG {
        assert_eq!(read(200, body, &["1_1_1"]), UNREADABLE, "{body}");
        assert_eq!(read(204, body, &["1_1_1"]), UNREADABLE, "{body}");
        for status in [408, 503] {
            assert_eq!(read(status, body, &["1_1_1"]), RequestOutcome::Lost(Loss::Http(status)));
        }
        assert_eq!(read(429, body, &["1_1_1"]), RequestOutcome::Throttled);
    }
    for status in [100, 301, 302, 400, 401, 403, 404, 499] {
        assert_eq!(read(status, "<html></html>", &["1_1_1"]), RequestOutcome::Foreign(status));
    }
}

#[test]
fn a_complete_answer_is_read_with_any_status() {
    let body = with_rows(&row("1_1_1", "0"));
    for status in [200, 302, 403, 404, 408, 429, 500, 502, 504, 599, 999] {
        let RequestOutcome::Reply(reply) = read(status, &body, &["1_1_1"]) else { panic!("{status}: not read") };
        assert_eq!((reply.error_code, reply.codes), (0, vec![Some(0)]), "{status}");
    }
}

#[test]
fn deep_nesting_and_many_rows_neither_panic_nor_lose_a_key() {
    let deep = "[".repeat(100_000);
    assert_eq!(read(200, &deep, &["1_1_1"]), UNREADABLE);
    let nested =
        format!("{{\"ActionStatus\":\"OK\",\"ErrorCode\":0,\"x\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    drop(read(200, &nested, &["1_1_1"]));
    let flood: Vec<String> = (0..50_000).map(|at| row(&format!("{at}_1_1"), "0")).collect();
    let found = reply(&with_rows(&flood.join(",")), &["7_1_1", "60000_1_1"]);
    assert_eq!(found.codes, [Some(0), None]);
    assert_eq!(found.unexpected.len(), 49_999);
}

#[test]
fn every_truncation_and_every_damaged_byte_gives_an_outcome() {
    let body = with_rows(&[row("1_1_1", "0"), row("2_1_2", "10030")].join(","));
    let texts = ["1_1_1", "2_1_2"];
    for end in 0..body.len() {
        assert_eq!(read(200, &body[..end], &texts), UNREADABLE);
    }
    let mut rng = Rng::new(1);
    for round in 0..20_000 {
        let mut bytes = body.clone().into_bytes();
        for _ in 0..=rng.up_to(2) {
            let at = rng.up_to(bytes.len() as u64 - 1) as usize;
            bytes[at] = rng.up_to(255) as u8;
        }
        let damaged = String::from_utf8_lossy(&bytes);
        if let RequestOutcome::Reply(found) = read(200, &damaged, &texts) {
            assert_eq!(found.codes.len(), 2, "round {round}: {damaged}");
        }
    }
}

#[test]
fn losses_and_other_servers_have_a_description() {
    let words = [Loss::Network, Loss::Unsent, Loss::Unreachable, Loss::Timeout, Loss::Http(502), Loss::Unreadable];
    let expected = ["network", "network", "network", "timeout", "http status 502", "unreadable"];
    assert_eq!(words.map(|loss| loss.text()), expected);
    let error = response::foreign(302);
    assert_eq!(error.code(), ErrorCode::UnreadableReply);
    assert_eq!(said::detail(&error), "unexpected-status 302");
    assert_eq!(said::detail(&response::foreign(407)), "proxy-credentials 407");
}

#[test]
fn the_services_text_is_shortened_and_shown_on_one_line() {
    let info = "line\nand \u{1b}[31mcolour ".to_owned() + &"x ".repeat(50_000);
    let reply = Reply { error_code: 99_999, error_info: info, codes: vec![], unexpected: vec![] };
    let error = response::refusal(ErrorCode::Refused, &reply);
    assert_eq!(error.api_code(), Some(99_999));
    let detail = said::detail(&error);
    assert!(detail.len() < 300 && !detail.chars().any(char::is_control), "{detail}");
    assert!(detail.starts_with("undocumented-refusal \"line and  [31mcolour"), "{detail}");
}

#[test]
fn an_error_info_that_quotes_the_request_shows_no_user_sig() {
    let key = SecretKey::parse("a key").unwrap();
    let identifier = UserId::parse("administrator").unwrap();
    let sdk_app_id = SdkAppId::parse(1_400_000_000).unwrap();
    let signed = |time| {
        let claims = Claims { sdk_app_id, identifier: &identifier, time, expire: 60, user_buf: None };
        sign::sign(&key, &claims)
    };
    let has_each = |text: &String| ['*', '-', '_'].iter().all(|symbol| text.contains(*symbol));
    let user_sig = (1_790_000_000..).map(signed).find(has_each).unwrap();
    let standard = user_sig.replace('*', "+").replace('-', "/").replace('_', "=");
    let percent = standard.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    for info in [
        format!("bad {user_sig} of @TOA#_2J4SZEAEL"),
        format!("?usersig={user_sig}&random=1"),
        user_sig[9..].into(),
        standard.clone(),
        percent.clone(),
    ] {
        let reply = Reply { error_code: 70_003, error_info: info, codes: vec![], unexpected: vec![] };
        let error = said::detail(&response::refusal(ErrorCode::UserSig, &reply));
        for form in [&user_sig, &standard, &percent] {
            let leaked = (0..form.len() - 12).find(|at| error.contains(&form[*at..at + 12]));
            assert_eq!(leaked, None, "{error}");
        }
    }
}

#[test]
fn contradictory_rows_of_one_key_are_not_used() {
    let rows = |codes: &[i32]| {
        let rows: Vec<String> = codes.iter().map(|code| row("1_1_1", &code.to_string())).collect();
        reply(&with_rows(&rows.join(",")), &["1_1_1"]).codes
    };
    assert_eq!([rows(&[0, 10030]), rows(&[10030, 0]), rows(&[0, 0])], [[Some(0)], [Some(0)], [Some(0)]]);
    assert_eq!([rows(&[10031, 10032]), rows(&[10030, 10030])], [[Some(10031)], [Some(10030)]]);
    for codes in [&[0, 10032][..], &[10032, 0], &[10030, 0, 10032], &[10002, 0], &[0, 10032, 0], &[0, -1]] {
        assert_eq!(rows(codes), [None], "{codes:?}");
    }
}
