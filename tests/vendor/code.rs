//! Tests of the table of codes, against the codes in the vendor's documents.

use crate::vendor::code::{self, CODES, Class, Fixer};
use std::collections::HashSet;

/// Every documented code with its class.
const DOCUMENTED: &[(Class, &[i32])] = &[
    (Class::Rate, &[10006, 60007, 60011, 60018, 60019]),
    (Class::Transient, &[10002, 60004, 60005, 60008, 60013, 60014, 70169, 70500]),
    (Class::Resign, &[70001, 70052]),
    (Class::UserSig, &[70002, 70003, 70005, 70009, 70013, 70014, 70050]),
    (Class::Permission, &[10007, 60010, 60021, 70051, 70107, 70114, 70403, 130002]),
    (Class::Region, &[60006, 60026, 70016, 70020]),
    (Class::Account, &[10010, 10015, 130004, 130007]),
    (Class::Plan, &[10026, 60016, 60017, 60020, 60027, 60028, 70398, 131000]),
    (Class::Plan, &[71000, 72000, 72001, 72002, 72010, 72011, 72012]),
    (Class::Message, &[10030, 10031, 10032, 10033, 10041, 130009]),
    (Class::Request, &[10003, 10004, 10005, 10008, 10011, 60002, 60003, 60009, 60012, 60015, 60025, 70206, 70402]),
    (Class::Other, &[0, 10018, 10023, 70399, 70404, 80001, 80002, 80003, 80004, 80005]),
    (Class::Other, &[130005, 130006, 130008, 130010, 131003, 131005]),
];

#[test]
fn rows_are_sorted_and_unique() {
    for pair in CODES.windows(2) {
        assert!(pair[0].number < pair[1].number, "{} stands before {}", pair[0].number, pair[1].number);
    }
}

#[test]
fn the_documented_codes_are_the_rows_and_have_their_class() {
    let mut documented = HashSet::new();
    for (class, numbers) in DOCUMENTED {
        for number in *numbers {
            assert!(documented.insert(*number), "{number} is listed twice in this test");
            let row = code::find(*number).unwrap_or_else(|| panic!("{number} has no row"));
            assert_eq!((row.number, row.class), (*number, *class));
            assert_eq!(code::class_of(*number), *class);
        }
    }
    let rows: HashSet<i32> = CODES.iter().map(|row| row.number).collect();
    assert_eq!(rows, documented);
}

#[test]
fn names_are_distinct() {
    let names: HashSet<&str> = CODES.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), CODES.len());
    for name in names {
        assert!(name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'), "{name}");
    }
}

#[test]
fn texts_are_short_sentences_in_every_language() {
    for row in CODES {
        for [english, chinese, japanese] in [row.meaning, *row.advice] {
            assert!(english.is_ascii() && english.ends_with('.'), "{}: {english}", row.number);
            assert!((8..=100).contains(&english.len()), "{}: {english}", row.number);
            assert!(chinese.ends_with('。') && chinese.chars().count() <= 60, "{}: {chinese}", row.number);
            let han = chinese.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
            assert!(han >= 2, "{}: {chinese}", row.number);
            assert!(japanese.ends_with('。') && japanese.chars().count() <= 100, "{}: {japanese}", row.number);
            assert!(japanese.chars().any(|c| ('\u{3041}'..='\u{30ff}').contains(&c)), "{}: {japanese}", row.number);
        }
    }
}

#[test]
fn texts_stay_within_what_a_browser_should_load() {
    let mut seen = HashSet::new();
    let bytes: usize = CODES
        .iter()
        .flat_map(|row| row.meaning.into_iter().chain(*row.advice).chain([row.name]))
        .filter(|text| seen.insert(*text))
        .map(str::len)
        .sum();
    assert!(bytes <= 25_000, "{bytes} bytes of text");
}

#[test]
fn only_codes_that_may_succeed_later_are_retryable() {
    let retryable: Vec<i32> = CODES.iter().filter(|row| row.retryable()).map(|row| row.number).collect();
    let expected =
        [10002, 10006, 60004, 60005, 60007, 60008, 60011, 60013, 60014, 60018, 60019, 70001, 70052, 70169, 70500];
    assert_eq!(retryable, expected);
}

#[test]
fn the_outcome_is_unknown_after_five_codes() {
    let unknown: Vec<i32> = CODES.iter().filter(|row| row.outcome_unknown).map(|row| row.number).collect();
    assert_eq!(unknown, [10002, 60008, 60013, 70169, 70500]);
}

#[test]
fn two_codes_are_retried_at_most_twice() {
    let limited: Vec<_> = CODES.iter().filter_map(|row| Some((row.number, row.retry_limit?))).collect();
    assert_eq!(limited, [(60004, 2), (60005, 2)]);
}

#[test]
fn undocumented_codes_are_other_and_not_found() {
    for number in [i32::MIN, -1, 1, 10001, 10034, 60001, 70000, 99999, 130001, i32::MAX] {
        assert_eq!(code::find(number), None, "{number}");
        assert_eq!(code::class_of(number), Class::Other, "{number}");
    }
}

#[test]
fn the_named_codes_are_rows() {
    let name = |number| code::find(number).map(|row| row.name);
    assert_eq!(name(code::DOES_NOT_EXIST), Some("MESSAGE_NOT_FOUND"));
    assert_eq!(name(code::INVALID_PARAMETER), Some("INVALID_PARAMETER"));
    assert_eq!(name(code::LOCKED_OUT), Some("USER_SIG_LOCKED_OUT"));
}

#[test]
fn each_row_names_a_document() {
    for row in CODES {
        let known = ["1047/34348", "1047/34620", "1047/60811", "V2TIMErrorCode.h"].contains(&row.source);
        assert!(known, "{}: {}", row.number, row.source);
    }
    // Exactly the table of the recall document.
    let recall: Vec<i32> = CODES.iter().filter(|row| row.source == "1047/60811").map(|row| row.number).collect();
    assert_eq!(recall, [10002, 10003, 10004, 10007, 10010, 10015, 10030, 10031, 10032]);
}

#[test]
fn class_names_match_the_type_declarations() {
    let declarations = include_str!("../../pkg-template/index.d.ts");
    let union = |member: &str| {
        let (_, rest) = declarations.split_once(member).expect("member is declared");
        let line = rest.lines().next().expect("a line");
        line.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let fixers = [Fixer::Caller, Fixer::Library, Fixer::Service, Fixer::AccountOwner, Fixer::Nobody, Fixer::Unknown];
    assert_eq!(union("whoCanFix: "), fixers.map(Fixer::as_str));
    let classes = [
        Class::Rate,
        Class::Transient,
        Class::Resign,
        Class::UserSig,
        Class::Permission,
        Class::Region,
        Class::Account,
        Class::Plan,
        Class::Message,
        Class::Request,
        Class::Other,
    ];
    assert_eq!(union("class: "), classes.map(Class::as_str));
}
