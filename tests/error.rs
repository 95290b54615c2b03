//! Tests of errors: the closed list of codes, and the message for several problems.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeSet;

use tencent_chat_recall::error::{Error, ErrorCode, Issue};

#[test]
fn the_declarations_of_the_package_list_every_code() {
    let declared = include_str!("../pkg-template/index.d.ts");
    let named: BTreeSet<&str> =
        declared.lines().filter_map(|line| line.trim().strip_prefix("| \"")?.split('"').next()).collect();
    let codes: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    let missing: Vec<_> = codes.difference(&named).collect();
    assert!(missing.is_empty(), "index.d.ts lacks {missing:?}");
    assert_eq!(codes.len(), ErrorCode::ALL.len());
}

#[test]
fn the_message_has_five_problems_and_the_list_has_all() {
    let issues = |count: usize| (0..count).map(|at| Issue::new(format!("msgKeys[{at}]"), "wrong")).collect::<Vec<_>>();
    let error = Error::invalid(issues(2));
    assert_eq!(error.to_string(), "msgKeys[0]: wrong; msgKeys[1]: wrong");
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    let five = Error::invalid(issues(5));
    assert!(five.message().ends_with("msgKeys[4]: wrong"), "{five}");
    let seven = Error::invalid(issues(7));
    assert!(seven.message().ends_with("msgKeys[4]: wrong; and 2 more in `issues`"), "{seven}");
    assert_eq!(seven.issues().len(), 7);
}

#[test]
fn a_problem_of_the_whole_input_has_no_path() {
    let error = Error::invalid(vec![Issue::new("", "found neither"), Issue::new("region", "unknown")]);
    assert_eq!(error.message(), "found neither; region: unknown");
    assert_eq!(error.api_code(), None);
}

#[test]
fn a_rejected_request_has_the_vendors_code() {
    let error = Error::refusal(ErrorCode::Permission, 60010, "no");
    assert_eq!((error.code(), error.api_code(), error.message()), (ErrorCode::Permission, Some(60010), "no"));
}
