//! Claims about errors and issues: their closed lists, and that no sentence is made in `src/`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::collections::BTreeSet;

use tencent_chat_recall::error::{Error, ErrorCode};
use tencent_chat_recall::issue::code::{DetailCode, IssueCode};
use tencent_chat_recall::issue::javascript;
use tencent_chat_recall::issue::problem::Param;
use tencent_chat_recall::issue::word::Word;

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

/// Codes that `index.d.ts` lists in a union.
fn declared(name: &str) -> BTreeSet<&'static str> {
    let declarations = include_str!("../pkg-template/index.d.ts");
    let (_, rest) = declarations.split_once(name).unwrap_or_else(|| panic!("index.d.ts lacks {name}"));
    let (union, _) = rest.split_once(';').unwrap();
    union.split('"').skip(1).step_by(2).collect()
}

fn codes(rows: impl Iterator<Item = &'static str>) -> BTreeSet<&'static str> {
    rows.map(|row| row.split(' ').next().unwrap_or_default()).collect()
}

#[test]
fn the_declarations_list_every_code_of_issues_details_and_losses() {
    let issues = IssueCode::ALL.iter().map(|code| code.row()).chain(javascript::ISSUES.iter().copied());
    assert_eq!(declared("export type IssueCode ="), codes(issues));
    let details = DetailCode::ALL.iter().map(|code| code.row()).chain(javascript::DETAILS.iter().copied());
    assert_eq!(declared("export type DetailCode ="), codes(details));
    assert_eq!(declared("export interface Loss {"), codes(javascript::LOSSES.iter().copied()));
}

#[test]
fn every_code_and_every_word_is_listed_once() {
    let issues = IssueCode::ALL.iter().map(|code| code.row()).chain(javascript::ISSUES.iter().copied());
    assert_eq!(codes(issues.clone()).len(), issues.count());
    let words = Word::ALL.iter().map(|word| word.as_str()).chain(javascript::WORDS.iter().copied());
    assert_eq!(words.clone().collect::<BTreeSet<_>>().len(), words.count());
}

#[test]
fn a_refusal_carries_the_vendors_code_and_a_lost_run_its_loss() {
    let refusal =
        Error::new(ErrorCode::Permission, DetailCode::ServiceRefusal, Param::Absent).with_api_code(Some(60010));
    assert_eq!(
        (refusal.code(), refusal.api_code(), refusal.to_string().as_str()),
        (ErrorCode::Permission, Some(60010), "ERR_PERMISSION")
    );
    assert_eq!(refusal.with_loss(Some("timeout")), refusal, "a refusal is no loss");
    let lost = Error::new(ErrorCode::NoReply, DetailCode::NoReply, Param::Absent);
    assert_eq!(
        lost.with_loss(Some("timeout")).detail().map(|detail| &detail.param),
        Some(&Param::Text("timeout".into()))
    );
}

/// Words that begin a sentence about an input.
const SENTENCES: [&str; 5] = ["\"found ", ", expected ", "\"expected ", "\"empty, ", " expected one"];
/// Their sentences still come from Rust.
const OLD: [&str; 1] = ["src/keys/"];

#[test]
fn no_source_makes_a_sentence_of_a_problem() {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let lines = code.filter(|line| SENTENCES.iter().any(|words| line.contains(words)));
            found.extend(lines.map(|line| format!("{}: {}", path.display(), line.trim())));
        }
    }
    let mut found = Vec::new();
    walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.retain(|line| !OLD.iter().any(|file| line.contains(file)));
    assert!(found.is_empty(), "sentences belong into pkg-template/texts/: {found:#?}");
}
