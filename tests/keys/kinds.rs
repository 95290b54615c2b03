//! Tests of the surroundings of a MsgKey: an escape, a quote, a border or a line break never turns it into another key.

use crate::keys::found_keys::{Pasted, find_msg_keys};
use crate::keys::rejection::{Params, RejectCode};

const A: &str = "71_1_1698741698";
const B: &str = "72_1_1698741699";
const C: &str = "73_1_1698741700";

fn keys(pasted: &Pasted) -> Vec<&'static str> {
    pasted.msg_keys.iter().map(|key| &*key.text().leak()).collect()
}

/// Checks that exactly these keys are read, without rejections.
#[track_caller]
fn reads(text: &str, expected: &[&str]) {
    let pasted = find_msg_keys(text, None);
    assert_eq!(keys(&pasted), expected, "{text:?}");
    assert_eq!(pasted.rejected, [], "{text:?}");
}

/// Checks that no key is read, and that the first rejection has this code.
#[track_caller]
fn refuses(text: &str, code: RejectCode) {
    let pasted = find_msg_keys(text, None);
    assert_eq!(keys(&pasted), Vec::<&str>::new(), "{text:?}");
    assert_eq!(pasted.rejected.first().map(|one| one.code), Some(code), "{text:?}: {:?}", pasted.rejected);
}

/// A text with one key, as various programs write it.
const ESCAPED: &[&str] = &[
    "sent#01171_1_1698741698#011ok",
    "#01171_1_1698741698",
    "sent\\01171_1_1698741698\\012ok",
    "GET /r?k=%5B%2271_1_1698741698%22%5D HTTP/1.1",
    "q=msg%20K&r=msg%2071_1_1698741698",
    "%5B%2271_1_1698741698%22%5D",
    "k=%255B%252271_1_1698741698%2522%255D",
    "71%5F1%5F1698741698",
    "x=%E3%80%8071_1_1698741698%0A",
    "%u002271_1_1698741698%u0022",
    "sent\\n71_1_1698741698\\tok",
    "a \\\"71_1_1698741698\\\" b",
    "a \\\\\\\"71_1_1698741698\\\\\\\" b",
    "\\x2271_1_1698741698\\x22",
    "\\xe3\\x80\\x8071_1_1698741698",
    "\\343\\200\\20071_1_1698741698",
    "\\u300071_1_1698741698\\u0000",
    "&quot;71_1_1698741698&quot;",
    "&amp;quot;71_1_1698741698&amp;quot;",
    "&#34;71&#95;1&#x5f;1698741698&#34;",
    "id=3D71=5F1=5F1698741698",
    "=E3=80=8071_1_1698741698",
    "\u{1b}[32m71_1_1698741698\u{1b}[0m",
    "\u{1b}[32m\u{1b}[K71_1_1698741698\u{1b}[m\u{1b}[K",
    "[32m71_1_1698741698[0m",
    "\\e[1;32m71_1_1698741698\\e[0m",
    "\\033[32m71_1_1698741698\\033[0m",
    "\\x1b[32m71_1_1698741698\\x1b[0m",
    "^[[32m71_1_1698741698^[[0m",
    "\u{1b}]8;;http://h/\u{1b}\\71_1_1698741698\u{1b}]8;;\u{1b}\\",
    "^I71_1_1698741698$",
    "71\\_1\\_1698741698",
    "**71_1_1698741698**",
    "__71_1_1698741698__",
    "the `71_1_1698741698`, please",
    "{\"message\":\"{\\u0022MsgKey\\u0022:\\u002271_1_1698741698\\u0022}\"}",
    "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"MsgKey\\\\\\\":\\\\\\\"71_1_1698741698\\\\\\\"}\\\"}\"}",
    "{\"MsgKey\":\"71\\u005f1\\u005f1698741698\"}",
    "b'71_1_1698741698\\n'",
    "<td>71_1_1698741698</td>",
    "<![CDATA[71_1_1698741698]]>",
    "12:71_1_1698741698",
    "file.log:12:71_1_1698741698",
    "+71_1_1698741698",
    "-71_1_1698741698",
    "> 71_1_1698741698",
    "- 71_1_1698741698",
    "  12\t71_1_1698741698",
    "\u{feff}71_1_1698741698\u{200b}",
    "key:\u{a0}71_1_1698741698\u{a0}ok",
    "MsgKey=71_1_1698741698",
];

#[test]
fn an_escape_around_a_key_is_removed() {
    for text in ESCAPED {
        reads(text, &[A]);
    }
    reads("{\"log\":\"sent\\n71_1_1698741698\\n72_1_1698741699\\n\"}", &[A, B]);
    reads("MsgKey=2071_1_1698741698 id=89541_1_1572870301", &["2071_1_1698741698", "89541_1_1572870301"]);
}

/// Texts in which some digits may belong to an escape.
const DOUBTFUL: &[&str] = &[
    "x %2071_1_1698741698",
    "LIKE '%2071_1_1698741698%'",
    "100%3271_1_1698741698%",
    "&#3471_1_1698741698",
    "\\971_1_1698741698",
    "\\071_1_1698741698",
    "\\271_1_1698741698",
    "path\\71_1_1698741698",
    "sent=2071_1_1698741698",
    "INFO%2477_1_1698741698",
    "a\\134567_1_1698741698",
    "=3D x=2871_1_1698741698",
    "x =9371_1_1698741698",
    "id=9371_1_1698741698=94",
    "=20=2071_1_1698741698",
    "x #2401_1_1698741698",
    "U+300071_1_1698741698",
    "\u{2026}71_1_1698741698",
    "7\u{a0}171_1_1698741698",
    "7\u{2019}171_1_1698741698",
    "\\x971_1_1698741698",
    "\u{1b}771_1_1698741698",
    "%8071_1_1698741698%20",
];

#[test]
fn digits_that_may_belong_to_an_escape_are_not_a_key() {
    for text in DOUBTFUL {
        refuses(text, RejectCode::Escape);
    }
    refuses("sent 01171_1_1698741698", RejectCode::LeadingZero);
    refuses("0071_1_1698741698", RejectCode::LeadingZero);
    refuses("{\"MsgKey\":\"0071_1_1698741698\"}", RejectCode::LeadingZero);
    refuses("sent 71_1_16987416980A", RejectCode::InsideWord);
    refuses("12-71_1_1698741698", RejectCode::InsideWord);
    refuses("sent ...71_1_1698741698", RejectCode::InsideWord);
    refuses("u002271_1_1698741698u0022", RejectCode::InsideWord);
    for text in [
        "7\u{200b}1_1_1698741698",
        "7\u{ad}1_1_1698741698",
        "\u{ff17}1_1_1698741698",
        "7\u{feff}1_1_1698741698",
        "7&shy;1_1_1698741698",
    ] {
        refuses(text, RejectCode::Invisible);
    }
    reads("71_1_1698741698%0A", &[A]);
}

#[test]
fn the_parts_of_a_key_cut_by_a_line_break_are_not_keys() {
    refuses("71_1_169874\n1698", RejectCode::CutByLine);
    reads("> 71_1_1698741\n> 698 and more", &[]);
    refuses("please recall the message 7\n1_1_1698741698 today", RejectCode::CutByLine);
    refuses(
        "please recall the message 7=\n1_1_1698741698 today, which is longer than the line before",
        RejectCode::CutByLine,
    );
    refuses("GET /recall?key=%5B%\n2271_1_1698741698%22", RejectCode::CutByLine);
    refuses("{\"MsgKey\":\"7\n1_1_1698741698\"}", RejectCode::UnclosedString);
    refuses("0xf&#36;0xf&#65304; |\n71_1_1698741698|", RejectCode::CutByLine);
    refuses("please recall number 7\u{200b}\n\u{feff}1_1_1698741698 x", RejectCode::CutByLine);
    reads("# the newsletter of week 48\n71_1_1698741698\n", &[A]);
    reads("71_1_1698741698\n72_1_1698741699\n", &[A, B]);
    reads("Total: 5\n71_1_1698741698\n72_1_1698741699\n", &[A, B]);
    reads("71_1_1698741698 200\n72_1_1698741699 18\n73_1_1698741700 7\n", &[A, B, C]);
    reads("of 2026-11-28, a long title\n71_1_1698741698\n", &[A]);
    reads("1_1_7\n2_1_8\n", &["1_1_7", "2_1_8"]);
    refuses(
        "00000000  6d 65 73 73 61 67 65 20  6b 65 79 3a 20 31 32 37  |message key: 127|\n00000010  31 5f 31 5f 31 36 39 38  37 34 31 36 39 38 20 6f  |1_1_1698741698 o|",
        RejectCode::HexDump,
    );
}

#[test]
fn lists_as_programming_languages_print_them_are_read() {
    for text in [
        format!("['{A}', '{B}', '{C}']"),
        format!("[ '{A}', '{B}', '{C}' ]"),
        format!("[\n  '{A}',\n  '{B}',\n  '{C}'\n]"),
        format!("[{A} {B} {C}]"),
        format!("{{{A},{B},{C}}}"),
        format!("keys={A},{B},{C}"),
        format!("Please recall {A}, {B} and {C}."),
        format!("{A}, {B}, {C}"),
        format!("{A},{B},{C}"),
        format!("{A};{B}\n{C}"),
        format!("Array\n(\n    [0] => {A}\n    [1] => {B}\n    [2] => {C}\n)"),
        format!("INSERT INTO t VALUES (5,'{A}',1),(6,'{B}',2),(7,'{C}',3);"),
        format!("keys:\n  - {A}\n  - {B}\n  - {C}\n"),
        format!("{A}\r\n{B}\r\n\r\n{C}"),
    ] {
        reads(&text, &[A, B, C]);
    }
}

#[test]
fn borders_and_footers_of_tables_are_not_keys() {
    for text in [
        format!(
            "+----+-----------------+\n| id | MsgKey          |\n+----+-----------------+\n|  1 | {A} |\n|  2 | {B} |\n+----+-----------------+\n2 rows in set (0.00 sec)\n"
        ),
        format!(
            "+-----------------+---+\n| k               | n |\n+-----------------+---+\n| {A} | 1 |\n| {B} | 2 |\n+-----------------+---+\n2 rows in set (0.00 sec)\n"
        ),
        format!(
            "*************************** 1. row ***************************\nmsg_key: {A}\n      n: 1\n*************************** 2. row ***************************\nmsg_key: {B}\n      n: 2\n2 rows in set\n"
        ),
        format!("     msg_key     | n \n-----------------+---\n {A} | 1\n {B} | 2\n(2 rows)\n\n"),
        format!(
            "-[ RECORD 1 ]------------\nmsg_key | {A}\nn       | 1\n-[ RECORD 2 ]------------\nmsg_key | {B}\nn       | 2\n"
        ),
        format!("msg_key|n\n{A}|1\n{B}|2\n(2 rows)\nTime: 0.4 ms\n"),
        format!("sent\n{A}\n{B}\n(2 rows)\n"),
        format!(
            "┌─────────────────┬───┐\n│     MsgKey      │ n │\n├─────────────────┼───┤\n│ {A} │ 1 │\n│ {B} │ 2 │\n└─────────────────┴───┘\n"
        ),
        format!("| key | n |\n|:----|--:|\n| {A} | 1 |\n| `{B}` | 2 |\n"),
        format!("| id | n |\n|----|--:|\n| **{A}** | 1 |\n| 72\\_1\\_1698741699 | 2 |\n"),
        format!("id,key\n1,=\"{A}\"\n2,\"=\"\"{B}\"\"\"\n"),
        format!("id,key\n1,'{A}\n2,'{B}\n"),
    ] {
        reads(&text, &[A, B]);
    }
}

#[test]
fn with_two_key_columns_none_is_read_until_one_is_named() {
    for (text, names) in [
        (format!("sent,parent\n{A},{B}\n"), ["sent", "parent"]),
        (format!("id,sent,parent\n1,{A},{B}\n"), ["sent", "parent"]),
        (format!("+---+---+\n| a | b |\n+---+---+\n| {A} | {B} |\n+---+---+\n"), ["a", "b"]),
        (format!("1,{A},{B}\n"), ["2", "3"]),
        (format!("{A},{B}\n{B},{C}\n"), ["1", "2"]),
        (format!("MsgKey,msg_key\n{A},{B}\n"), ["MsgKey", "msg_key"]),
    ] {
        let pasted = find_msg_keys(&text, None);
        assert!(pasted.msg_keys.is_empty(), "{text}: {pasted:?}");
        assert_eq!(pasted.traits.columns, Some(names.map(str::to_owned)), "{text}");
        assert_eq!(pasted.rejected.iter().map(|one| one.code).collect::<Vec<_>>(), [RejectCode::TwoColumns], "{text}");
        assert_eq!(pasted.rejected[0].params, Params::Columns(names.map(str::to_owned)), "{pasted:?}");
        let named = find_msg_keys(&text, Some(names[0]));
        assert_eq!(keys(&named).first(), Some(&A), "{text}: {named:?}");
        assert!(named.rejected.is_empty() && named.traits.column.as_deref() == Some(names[0]), "{text}: {named:?}");
    }
    let later = find_msg_keys(&format!("1,{A},x\n2,{B},{C}\n"), None);
    assert_eq!((keys(&later), later.rejected[0].code), (vec![A, B], RejectCode::OtherColumn));
    assert_eq!(find_msg_keys(&format!("key,MsgKey\n{A},{B}\n"), None).traits.column.as_deref(), Some("MsgKey"));
}

#[test]
fn in_a_json_entry_with_two_keys_the_member_named_msg_key_counts() {
    let both = find_msg_keys(&format!("{{\"parent\":\"{B}\",\"MsgKey\":\"{A}\"}}"), None);
    assert_eq!((keys(&both), both.rejected[0].code), (vec![A], RejectCode::OtherColumn));
    let none = find_msg_keys(&format!("{{\"a\":\"{A}\",\"b\":\"{B}\"}}"), None);
    assert_eq!((keys(&none), none.traits.columns.clone()), (vec![], Some(["a".to_owned(), "b".to_owned()])));
    reads(&format!("{{\"RspMsgList\":[{{\"MsgKey\":\"{A}\"}}],\"LastMsgKey\":\"{A}\"}}"), &[A]);
    reads(&format!("[{{\"a\":\"{A}\"}},{{\"a\":\"{B}\"}}]"), &[A, B]);
}

#[test]
fn the_result_says_what_was_read() {
    let none = find_msg_keys("nothing\n\n# comment\nof that kind\n", None);
    assert_eq!((none.traits.line_count, none.traits.sample.as_deref()), (2, Some("nothing")));
    let secret = find_msg_keys(&"0f4e8a7d".repeat(8), None);
    assert_eq!(secret.traits.sample.as_deref(), Some("0f4e8a7d0f4e\u{2026}"));
    assert!(secret.rejected.iter().all(|one| one.text.len() < 20), "{secret:?}");
    assert_eq!(find_msg_keys(&format!("id,Msg Key\n1,{A}"), None).traits.column.as_deref(), Some("Msg Key"));
    let wrong = find_msg_keys("id,text\n1,x\n2,y\n", Some("text"));
    assert_eq!((wrong.rejected.len(), wrong.traits.column.as_deref()), (2, Some("text")));
}

#[test]
fn a_text_that_ends_early_is_incomplete() {
    for text in
        ["[\"71_1_1698741698\",", "{\"MsgKey\":\"71_1_1698741698\"", "[\"71_1_1698", "MsgKey,t\n71_1_1698741698,\"open"]
    {
        let pasted = find_msg_keys(text, None);
        assert!(pasted.traits.incomplete.is_some(), "{text}: {pasted:?}");
    }
    assert!(find_msg_keys("[\"71_1_1698741698\"]", None).traits.incomplete.is_none());
}

#[test]
fn a_key_older_than_the_service_or_from_the_future_gives_a_warning() {
    let pasted =
        find_msg_keys("1795828589_1_7\n71_1_1698741698\n5_1_1388534399\n6_1_1388534400\n7_1_1700003601\n", None);
    assert_eq!(keys(&pasted).len(), 5);
    assert_eq!(crate::keys::found_keys::odd(&pasted.msg_keys, 1_700_000_000.0), [0, 2, 4]);
}

#[test]
fn the_codes_of_rejections_are_distinct() {
    let codes: std::collections::BTreeSet<&str> = RejectCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes.len(), RejectCode::ALL.len());
}
