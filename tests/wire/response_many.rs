//! Tests of answers with more keys than a request may have, which `decodeResponse` also accepts.

use std::cell::Cell;

use crate::host;
use crate::vendor::msg_key::MsgKey;
use crate::wire::response::{self, RequestOutcome};

fn row(key: &str, code: &str) -> String {
    format!("{{\"MsgKey\":\"{key}\",\"RetCode\":{code}}}")
}

/// Reads the answer as a run does, for few keys.
fn read(status: u16, body: &str, texts: &[&str]) -> RequestOutcome {
    let keys: Vec<MsgKey> = texts.iter().map(|text| MsgKey::parse(text).unwrap()).collect();
    response::read(status, host::envelope_of(body).as_deref(), &mut keys.iter())
}

#[test]
fn many_keys_are_joined_like_ten_and_each_row_is_looked_up_once() {
    for count in [1_u32, 10, 2000, 4000] {
        let texts: Vec<String> = (0..count).map(|seq| format!("{}_1_1698741698", seq + 1)).collect();
        let mut rows: Vec<String> = texts.iter().skip(1).map(|key| row(key, "10031")).collect();
        rows.extend([
            row(&texts[0], "10030"),
            row(&texts[0], "0"),
            row(&texts[0], "10030"),
            row("99999_1_1", "0"),
            row("no key", "0"),
        ]);
        let rows_text = rows.join(",");
        let body = format!("{{\"ActionStatus\":\"OK\",\"ErrorCode\":0,\"RecallRetList\":[{rows_text}]}}");
        let steps = Cell::new(0);
        let place = |key: &MsgKey| {
            steps.set(steps.get() + 1);
            texts.iter().position(|text| text == key.as_str()).map(|at| at as u32)
        };
        let RequestOutcome::Reply(found) =
            response::read_many(200, host::envelope_of(&body).as_deref(), texts.len(), &place)
        else {
            panic!("{count}")
        };
        assert_eq!(steps.get(), rows.len() - 1, "a step for each row that has a key");
        assert_eq!((found.codes[0], found.codes.len()), (Some(0), texts.len()));
        assert!(found.codes.iter().skip(1).all(|code| *code == Some(10031)));
        assert_eq!(found.unexpected, ["99999_1_1", "no key"]);
        let few: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(read(200, &body, &few), RequestOutcome::Reply(found));
    }
    assert_eq!(response::read_many(502, None, 1, &|_| None), read(502, "", &["1_1_1"]));
}
