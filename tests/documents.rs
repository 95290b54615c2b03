//! Tests of type declarations and documents: every number, name and list that they repeat equals that of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects by failing")]

use std::path::Path;

use tencent_chat_recall::engine::messages::message::Status;
use tencent_chat_recall::error::{CODES_OF_JAVASCRIPT, ErrorCode};
use tencent_chat_recall::input::client_options::{
    CONCURRENCY, CONCURRENCY_RANGE, RATE_LIMIT_RANGE, RETRIES, RETRIES_RANGE, TIMEOUT, TIMEOUT_RANGE,
};
use tencent_chat_recall::user_sig::sign::EXPIRE;
use tencent_chat_recall::vendor::code::LANGUAGES;
use tencent_chat_recall::vendor::limits::{
    MAX_KEYS, MAX_MSG_KEY_CHARS, MAX_OFFICIAL_ACCOUNT_BYTES, MAX_REASON_BYTES, MAX_USER_ID_BYTES, RATE_LIMIT,
    SERVICE_TIMEOUT, USER_SIG_EXPIRE_RANGE,
};
use tencent_chat_recall::vendor::official_account::OFFICIAL_ACCOUNT_PREFIX as PREFIX;
use tencent_chat_recall::vendor::region::REGIONS;
use tencent_chat_recall::wire::webhook::MAX_AGE;

const TYPES: &str = "pkg-template/index.d.ts";

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    std::fs::read_to_string(path).expect(file)
}

fn range((least, most): (u32, u32)) -> String {
    format!("{least} to {most}")
}

#[test]
fn the_types_name_the_limits_of_the_crate() {
    let types = read(TYPES);
    for sentence in [
        format!("1 to {MAX_USER_ID_BYTES} bytes of UTF-8, no control characters"),
        format!("{} (50 years). Default {EXPIRE}.", range(USER_SIG_EXPIRE_RANGE)),
        format!("Validity in seconds: {}. Default {EXPIRE}.", range(USER_SIG_EXPIRE_RANGE)),
        format!("{}. Default {TIMEOUT}; the service's own limit is {SERVICE_TIMEOUT}.", range(TIMEOUT_RANGE)),
        format!("better next time: {}. Default {RETRIES}.", range(RETRIES_RANGE)),
        format!("{}. Default {RATE_LIMIT}, the service's limit for a whole app", range(RATE_LIMIT_RANGE)),
        format!("over one run: {}. Default {CONCURRENCY}.", range(CONCURRENCY_RANGE)),
        format!("begins with `{PREFIX}`, at most {MAX_OFFICIAL_ACCOUNT_BYTES} bytes."),
        format!("(`Seq_1_ServerTime`, at most {MAX_MSG_KEY_CHARS} characters)"),
        format!("at most {MAX_REASON_BYTES} bytes of UTF-8"),
        format!("each of at most {MAX_KEYS} messages of one account"),
        format!("one request of 1 to {MAX_KEYS} keys"),
        format!("may differ from now. Default {MAX_AGE}."),
    ] {
        assert!(types.contains(&sentence), "{TYPES} lacks: {sentence}");
    }
}

#[test]
fn the_documents_name_the_limits_of_the_crate() {
    for (file, sentence) in [
        ("README.md", format!("At most {MAX_KEYS} messages of one account a request")),
        ("README.md", format!("`rateLimit` ({RATE_LIMIT})")),
        ("README.md", format!("at most {MAX_REASON_BYTES} bytes")),
        ("CONTRIBUTING.md", format!("Scope of the {RATE_LIMIT} calls a second")),
        ("www/languages/en.js", format!("begins with {PREFIX} and has at most {MAX_OFFICIAL_ACCOUNT_BYTES} bytes.")),
        ("www/languages/zh.js", format!("以 {PREFIX} 开头，最长 {MAX_OFFICIAL_ACCOUNT_BYTES} 字节。")),
        ("www/languages/ja.js", format!("{PREFIX} で始まり、{MAX_OFFICIAL_ACCOUNT_BYTES} バイト以内です。")),
    ] {
        assert!(read(file).contains(&sentence), "{file} lacks: {sentence}");
    }
}

/// The members of a string union in the type declarations, in order.
fn union(declaration: &str) -> Vec<String> {
    let types = read(TYPES);
    let (_, rest) = types.split_once(declaration).expect(declaration);
    let is_code = |line: &&str| !line.trim_start().starts_with(['*', '/']);
    let code = rest.lines().filter(is_code).collect::<Vec<_>>().join("\n");
    let (code, _) = code.split_once(';').expect("the end of a declaration");
    code.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_types_list_the_names_of_the_crate_in_its_order() {
    assert_eq!(union("export type Region ="), REGIONS.iter().map(|region| region.name).collect::<Vec<_>>());
    assert_eq!(union("export type RecallStatus ="), Status::ALL.map(Status::as_str));
    assert_eq!(union("explainCode(code: number, options?: {"), LANGUAGES);
    let mut codes: Vec<&str> =
        ErrorCode::ALL.iter().map(|code| code.as_str()).chain(CODES_OF_JAVASCRIPT.iter().copied()).collect();
    let mut declared = union("export type RecallErrorCode =");
    codes.sort_unstable();
    declared.sort_unstable();
    assert_eq!(declared, codes);
}
