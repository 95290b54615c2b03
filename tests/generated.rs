//! The generated files, which repeat facts of the crate for JavaScript: rendered here, and compared with the committed files.
//! `npm run generate` writes them. Facts are changed in `src/`, most of them in `src/vendor/limits.rs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::fmt::Write;
use std::path::Path;

use tencent_chat_recall::engine::crossing;
use tencent_chat_recall::engine::messages::message::Status;
use tencent_chat_recall::error::{CODES_OF_JAVASCRIPT, ErrorCode};
use tencent_chat_recall::input::client_options as options;
use tencent_chat_recall::input::member_names;
use tencent_chat_recall::issue::code::{DetailCode, IssueCode};
use tencent_chat_recall::issue::javascript;
use tencent_chat_recall::issue::word::Word;
use tencent_chat_recall::user_sig::sign;
use tencent_chat_recall::vendor::code::{CODES, Class, LANGUAGES, LOCKED_OUT};
use tencent_chat_recall::vendor::limits;
use tencent_chat_recall::vendor::official_account::OFFICIAL_ACCOUNT_PREFIX;
use tencent_chat_recall::vendor::region::REGIONS;
use tencent_chat_recall::wire::response::Loss;
use tencent_chat_recall::wire::webhook;

/// The copies of the package and of the page, which uses only the public parts of the package.
const FACTS: [&str; 2] = ["pkg-template/lib/generated/facts.js", "www/generated/facts.js"];
/// The form in which commands and inputs cross.
const CROSSING: [&str; 1] = ["pkg-template/lib/generated/crossing.js"];

const HEAD: &str =
    "// Facts of the service and of the crate. Written by `npm run generate` from src/: change them there.\n";

/// Appends a constant with its comment.
fn constant(out: &mut String, name: &str, about: &str, value: &str) {
    write!(out, "\n/** {about} */\nexport const {name} = {value};\n").unwrap();
}

fn texts<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = values.into_iter().map(|value| format!("  \"{value}\",\n")).collect();
    format!("/** @type {{const}} */ ([\n{}])", quoted.concat())
}

fn push_limits(out: &mut String) {
    for (name, about, value) in [
        ("MAX_KEYS", "MsgKeys in one request at most.", limits::MAX_KEYS as u64),
        ("RATE_LIMIT", "Requests of one app a second.", limits::RATE_LIMIT.into()),
        ("MAX_REASON_BYTES", "Bytes of UTF-8 in a reason at most.", limits::MAX_REASON_BYTES as u64),
        ("MAX_MSG_KEY_CHARS", "Characters in a MsgKey at most.", limits::MAX_MSG_KEY_CHARS as u64),
        (
            "MAX_OFFICIAL_ACCOUNT_BYTES",
            "Bytes in an official account id at most.",
            limits::MAX_OFFICIAL_ACCOUNT_BYTES as u64,
        ),
        ("LOCKED_OUT", "ErrorCode after too many invalid UserSigs.", LOCKED_OUT as u64),
        ("HISTORY_PAGE", "Messages in a full page of the history.", limits::HISTORY_PAGE.into()),
        ("FIRST_TIME", "Server time before which no message was sent, Unix seconds.", limits::FIRST_TIME.into()),
        ("MAX_BODY_BYTES", "Bytes of an answer or of a webhook that are read at most.", limits::MAX_BODY_BYTES as u64),
    ] {
        constant(out, name, about, &value.to_string());
    }
}

fn push_options(out: &mut String) {
    let mut members = String::new();
    for (name, unit, (least, most), default) in [
        ("timeout", "milliseconds", options::TIMEOUT_RANGE, options::TIMEOUT),
        ("retries", "times", options::RETRIES_RANGE, options::RETRIES),
        ("rateLimit", "requests a second", options::RATE_LIMIT_RANGE, limits::RATE_LIMIT),
        ("concurrency", "requests", options::CONCURRENCY_RANGE, options::CONCURRENCY),
        ("userSigExpire", "seconds", limits::USER_SIG_EXPIRE_RANGE, sign::EXPIRE),
        ("maxAge", "seconds", webhook::MAX_AGE_RANGE, webhook::MAX_AGE),
    ] {
        let row = format!("  /** In {unit}. */\n  {name}: {{ default: {default}, least: {least}, most: {most} }},\n");
        members.push_str(&row);
    }
    constant(out, "OPTIONS", "Options that are whole numbers.", &format!("{{\n{members}}}"));
}

/// The package alone needs these, most of them in its tests: rows of codes, each a code and the names of its parameters.
const PROBLEMS: [&str; 1] = ["pkg-template/lib/generated/problems.js"];

fn render_problems() -> String {
    let mut out = String::from(HEAD);
    let (run, rest) = IssueCode::ALL.split_at(IssueCode::FIRST_OFFLINE as usize);
    let (offline, plan) = rest.split_at(IssueCode::FIRST_OF_PLANS as usize - run.len());
    let rows = |codes: &[IssueCode]| texts(codes.iter().map(|code| code.row()));
    let (run_words, offline_words) = Word::ALL.split_at(Word::FIRST_OFFLINE as usize);
    let words = |words: &[Word]| texts(words.iter().map(|word| word.as_str()));
    let strings = |list: &[&'static str]| texts(list.iter().copied());
    for (name, about, value) in [
        ("ISSUES", "Rows of issues by number.", rows(run)),
        ("OFFLINE_ISSUES", "Those of the functions that work offline, by number from there on.", rows(offline)),
        ("PLAN_ISSUES", "Those of plans, by number.", rows(plan)),
        ("DETAILS", "Rows of details by number.", texts(DetailCode::ALL.iter().map(|code| code.row()))),
        ("WORDS", "Names that each language has words for, by number.", words(run_words)),
        ("OFFLINE_WORDS", "Those of the functions that work offline, by number from there on.", words(offline_words)),
        ("LOSSES", "Rows of lost requests.", strings(javascript::LOSSES)),
        ("JAVASCRIPT_ISSUES", "Rows of issues that JavaScript alone gives.", strings(javascript::ISSUES)),
        ("JAVASCRIPT_DETAILS", "Rows of details that JavaScript alone gives.", strings(javascript::DETAILS)),
        ("JAVASCRIPT_WORDS", "Names that JavaScript alone gives.", strings(javascript::WORDS)),
    ] {
        constant(&mut out, name, about, &value);
    }
    out
}

fn render() -> String {
    let mut out = String::from(HEAD);
    push_limits(&mut out);
    constant(
        &mut out,
        "OFFICIAL_ACCOUNT_PREFIX",
        "What every official account id begins with.",
        &format!("\"{OFFICIAL_ACCOUNT_PREFIX}\""),
    );
    push_options(&mut out);
    constant(&mut out, "REGIONS", "Regions by name.", &texts(REGIONS.iter().map(|region| region.name)));
    let statuses = Status::ALL.map(Status::as_str);
    constant(&mut out, "STATUSES", "Statuses of a message, by their number.", &texts(statuses));
    let codes = ErrorCode::ALL.iter().map(|code| code.as_str()).chain(CODES_OF_JAVASCRIPT.iter().copied());
    constant(&mut out, "ERROR_CODES", "Every `RecallError.code`.", &texts(codes));
    let of_accounts = CODES.iter().filter(|row| row.class == Class::Account);
    let of_accounts: Vec<String> = of_accounts.map(|row| row.number.to_string()).collect();
    let list = format!("[{}]", of_accounts.join(", "));
    constant(&mut out, "ACCOUNT_CODES", "Codes with which the service refuses an official account.", &list);
    let losses: Vec<String> =
        Loss::BY_NUMBER.iter().enumerate().map(|(number, (name, _))| format!("{name}: {number}")).collect();
    constant(&mut out, "LOSS", "How a request ended without an answer.", &format!("{{ {} }}", losses.join(", ")));
    for (name, about, members) in [
        ("CLIENT_OPTIONS", "Options of a client.", options::CLIENT),
        ("REQUEST_MEMBERS", "Members of a recall request.", member_names::REQUEST),
        ("HISTORY_OPTIONS", "Options of a history.", member_names::HISTORY),
    ] {
        constant(&mut out, name, about, &texts(members.iter().copied()));
    }
    constant(&mut out, "LANGUAGES", "Languages of the texts about codes.", &texts(LANGUAGES));
    out
}

/// Separate constants, which bundlers can inline.
fn render_crossing() -> String {
    let mut out = String::from(
        "// How commands and inputs cross to the core. Written by `npm run generate` from src/engine/crossing.rs.\n",
    );
    for (name, letter) in crossing::LETTERS {
        write!(out, "\nexport const {name} = \"{letter}\";").unwrap();
    }
    out.push('\n');
    for (number, name) in crossing::INPUTS.iter().enumerate() {
        write!(out, "\nexport const {name} = {number};").unwrap();
    }
    out.push('\n');
    constant(
        &mut out,
        "COUNTERS",
        "Counters of a run before those of the statuses, in order.",
        &texts(crossing::COUNTERS),
    );
    out
}

#[test]
fn generated_files_are_up_to_date() {
    check(&FACTS, &render());
    check(&CROSSING, &render_crossing());
    check(&PROBLEMS, &render_problems());
}

fn check(files: &[&str], rendered: &str) {
    for file in files {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var_os("GENERATE").is_some() {
            std::fs::write(&path, rendered).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == *rendered, "{file} differs from the facts in src/: run `npm run generate`");
    }
}
