//! Tests of pasted texts: which MsgKeys are found, on which lines, and what is rejected.

use crate::keys::formats::text_format::Format;
use crate::keys::found_keys::{Pasted, find_msg_keys};
use crate::keys::rejection::{Params, RejectCode};

const A: &str = "71_1_1698741698";
const B: &str = "72_1_1698741698";
const C: &str = "89541_1_1572870301";

fn found(pasted: &Pasted) -> Vec<(&str, u32)> {
    pasted.msg_keys.iter().map(|key| &*key.text().leak()).zip(pasted.lines.iter().copied()).collect()
}

/// The codes of what was rejected.
fn codes(pasted: &Pasted) -> Vec<RejectCode> {
    pasted.rejected.iter().map(|one| one.code).collect()
}

/// Checks the keys with their lines, the lines of rejected texts, and the format.
#[track_caller]
fn reads(text: &str, keys: &[(&str, u32)], rejected: &[u32], format: Format) -> Pasted {
    let pasted = find_msg_keys(text, None);
    assert_eq!(found(&pasted), keys, "{text:?}: {pasted:?}");
    assert_eq!(
        pasted.rejected.iter().map(|one| one.line).collect::<Vec<_>>(),
        rejected,
        "{text:?}: {:?}",
        pasted.rejected
    );
    assert_eq!(pasted.format, format, "{text:?}");
    pasted
}

#[test]
fn keys_in_lines_are_found_whatever_surrounds_them() {
    reads(&format!("{A}\n{B}"), &[(A, 1), (B, 2)], &[], Format::Lines);
    reads(&format!("\u{feff}{A}\r\n\r\n# {C}\r\n  {B}  \r\n"), &[(A, 1), (B, 4)], &[], Format::Lines);
    reads(&format!("\"{A}\",\n'{B}',\n`{C}`;\n"), &[(A, 1), (B, 2), (C, 3)], &[], Format::Lines);
    reads(&format!("{A}  # and not {C}\n- {B}\n* {C}"), &[(A, 1), (B, 2), (C, 3)], &[], Format::Lines);
    reads(&format!("{A}\n{B} {C}\n"), &[(A, 1), (B, 2), (C, 2)], &[], Format::Lines);
    let pasted = reads(&format!("{A}\noops\n{A}\n\n{A}x\n"), &[(A, 1), (A, 3)], &[2, 5], Format::Lines);
    assert_eq!(pasted.duplicates, 1);
    assert_eq!((pasted.rejected[0].text.as_str(), pasted.rejected[1].text.as_str()), ("oops", "71_1_1698741698x"));
    assert_eq!(codes(&pasted), [RejectCode::NotAKey, RejectCode::InsideWord]);
    reads("", &[], &[], Format::Lines);
    reads("\n\n  \r\n#\n", &[], &[], Format::Lines);
}

#[test]
fn a_one_to_one_msg_key_is_rejected_with_its_own_reason() {
    let other = "44739199_12_1665388280";
    for (text, line) in [
        (other.to_owned(), 1),
        (format!("{A}\n{other}\n"), 2),
        (format!("[\"{other}\"]"), 1),
        (format!("{{\"MsgKey\":\"{other}\"}}"), 1),
        (format!("MsgKey,Text\n{other},x"), 2),
        (format!("{A},x\n{other},x"), 2),
        (format!("INFO sent {other} to x"), 1),
    ] {
        let pasted = find_msg_keys(&text, None);
        assert!(pasted.msg_keys.iter().all(|key| key.text() == A), "{text}");
        assert_eq!(pasted.rejected.len(), 1, "{text}: {pasted:?}");
        let rejected = &pasted.rejected[0];
        assert_eq!((rejected.line, rejected.text.as_str()), (line, other), "{text}");
        assert_eq!(rejected.code, RejectCode::OneToOne, "{text}");
    }
}

#[test]
fn a_table_is_read_by_its_header() {
    for name in ["MsgKey", "msg_key", "msgkey", "MSGKEY", "\"MsgKey\"", "key", "Msg Key"] {
        let text = format!("id,{name},text\n1,{A},\"a, \"\"b\"\"\n{C}\"\n2,\"{B}\",\n");
        let pasted = find_msg_keys(&text, None);
        assert_eq!(found(&pasted), [(A, 2), (B, 4)], "{name}");
        // A key inside the quoted text of another column is rejected.
        assert_eq!(pasted.rejected.iter().map(|one| one.line).collect::<Vec<_>>(), [3], "{name}");
    }
    for delimiter in ["\t", ";", "|", ","] {
        let text = format!("MsgKey,id\n{A},{C}\n,\nbad,1\n,2\n").replace(',', delimiter);
        reads(&text, &[(A, 2)], &[4, 5], Format::Csv);
    }
    reads(&format!("MsgKey\n{A}\n{B}\n"), &[(A, 2), (B, 3)], &[], Format::Csv);
    reads(&format!("text,MsgKey\n\"say \"\"a, b\"\", c\",{A}\n\"\",{B}\n"), &[(A, 2), (B, 3)], &[], Format::Csv);
    let short = reads(&format!("id,MsgKey\n1,{A}\n2\n"), &[(A, 2)], &[3], Format::Csv);
    assert_eq!(codes(&short), [RejectCode::MissingCell]);
}

#[test]
fn a_named_column_is_the_only_one_read() {
    let text = format!("id,MsgKey,old\n1,{A},{B}\n2,{C},oops\n");
    assert_eq!(found(&find_msg_keys(&text, Some("MsgKey"))), [(A, 2), (C, 3)]);
    let old = find_msg_keys(&text, Some(" OLD "));
    assert_eq!(found(&old), [(B, 2)]);
    assert_eq!((old.rejected[0].line, old.rejected[0].text.as_str()), (3, "oops"));
    let none = find_msg_keys(&text, Some("neu"));
    assert_eq!((found(&none), none.rejected.len(), none.format), (vec![], 1, Format::Csv));
    assert_eq!(none.rejected[0].params, Params::Column("neu".into()));
    let json = format!("[{{\"a\":\"{A}\",\"old\":\"{B}\"}},{{\"old\":\"x\"}}]");
    let member = find_msg_keys(&json, Some("old"));
    assert_eq!((found(&member), member.rejected.len()), (vec![(B, 1)], 1));
}

#[test]
fn every_key_cell_of_a_table_without_header_is_read() {
    reads(&format!("1,{A},x\n2,{B},\"see {C}\"\n3,none,x\n"), &[(A, 1), (B, 2)], &[3], Format::Csv);
    // A number that looks like a date is accepted as a message time only in a key column.
    reads(&format!("1,{A},5_1_20231101\n"), &[(A, 1)], &[], Format::Csv);
    reads("MsgKey\n5_1_20231101\n", &[("5_1_20231101", 2)], &[], Format::Csv);
    reads(&format!("{A}\t{B}\n{C}\n"), &[(A, 1), (B, 1), (C, 2)], &[], Format::Lines);
    reads(&format!("time,id,what\n1,{A},x\n"), &[(A, 2)], &[], Format::Csv);
}

#[test]
fn an_unclosed_quote_is_rejected_with_the_text_it_encloses() {
    let text = format!("MsgKey,Text\n{A},\"open\n{B},x\n{C},y\n");
    let pasted = reads(&text, &[(A, 2)], &[3, 4, 2], Format::Csv);
    assert_eq!(codes(&pasted), [RejectCode::QuotedCell, RejectCode::QuotedCell, RejectCode::UnclosedCell]);
    assert_eq!(pasted.rejected[0].params, Params::Opened(2));
}

#[test]
fn in_a_log_three_numbers_are_a_key_only_with_a_plausible_time() {
    let text =
        format!("12:00 sent {A} for job 5_1_20231101\n12:01 job 5_1_999999999 has 5_1_1000000000\n12:02 sent {B}\n");
    reads(&text, &[(A, 1), ("5_1_1000000000", 2), (B, 3)], &[], Format::Log);
}

#[test]
fn json_is_read_as_arrays_objects_and_whole_replies() {
    reads(&format!("[\"{A}\",\"{B}\"]"), &[(A, 1), (B, 1)], &[], Format::Json);
    reads(&format!("[\n  \"{A}\",\n  \"oops\",\n  \"{B}\",\n]\n"), &[(A, 2), (B, 4)], &[3], Format::Json);
    reads(&format!("{{\"msgKeys\":[\"{A}\",\"\"],\"x\":[\"y\"]}}"), &[(A, 1)], &[1], Format::Json);
    let reply = format!(
        "{{\"ActionStatus\":\"OK\",\"ErrorCode\":0,\"RecallRetList\":[{{\"MsgKey\":\"{A}\",\"RetCode\":10030}},\n\
         {{\"RetCode\":0,\"MsgKey\" : \"{B}\"}}],\"ErrorInfo\":\"of {C}\"}}"
    );
    reads(&reply, &[(A, 1), (B, 2)], &[], Format::Json);
    let history = format!(
        "{{\"RspMsgList\":[{{\"MsgBody\":[{{\"MsgType\":\"TIMTextElem\",\"MsgContent\":{{\"Text\":\"replaces \\\"{C}\\\"\"}}}}],\n\
         \"MsgKey\":\"{A}\",\"MsgSeq\":71,\"MsgTimeStamp\":1698741698}}],\"LastMsgKey\":\"\"}}"
    );
    reads(&history, &[(A, 2)], &[], Format::Json);
    let webhook =
        format!("{{\"CallbackCommand\":\"x\",\"WithdrawMsgList\":[{{\"MsgKey\":\"{A}\"}},{{\"MsgKey\":\"{B}\"}}]}}");
    reads(&webhook, &[(A, 1), (B, 1)], &[], Format::Json);
    reads(&format!("{{\"{A}\":{{\"code\":10030}},\"{B}\":{{}}}}"), &[(A, 1), (B, 1)], &[], Format::Json);
    reads(&format!("['{A}', '{B}']"), &[(A, 1), (B, 1)], &[], Format::Log);
    reads("{}", &[], &[], Format::Json);
    reads("{\"key\":\"value\",\"n\":71_1}", &[], &[], Format::Json);
}

#[test]
fn json_lines_are_read_and_only_a_broken_line_is_rejected() {
    let text = format!("{{\"MsgKey\":\"{A}\"}}\n{{\"MsgKey\":\"71_1\n{{\"MsgKey\":\"{B}\"}}\n");
    reads(&text, &[(A, 1), (B, 3)], &[2], Format::Jsonl);
    let text = format!("{{\"MsgKey\":\"{A}\"}}\r\n\r\n{{\"MsgKey\":\"{B}\",\"t\":\"{{\"}}\r\n");
    reads(&text, &[(A, 1), (B, 3)], &[], Format::Jsonl);
    // A structured log has the key inside its message.
    let text = format!(
        "{{\"level\":\"info\",\"msg\":\"sent {A} ok\"}}\n{{\"msg\":\"body {{\\\"MsgKey\\\":\\\"{B}\\\"}}\"}}\n"
    );
    reads(&text, &[(A, 1), (B, 2)], &[], Format::Jsonl);
    reads(&format!("{{\"MsgKey\":\"{A}\"}}\nand {B}\n"), &[(A, 1), (B, 2)], &[], Format::Json);
}

#[test]
fn json_that_ends_early_is_shown_and_a_cut_key_is_not_taken() {
    let (quote, array, object) = (RejectCode::UnclosedString, RejectCode::UnclosedArray, RejectCode::UnclosedObject);
    let cut = reads(&format!("[\"{A}\", \"72_1_1"), &[(A, 1)], &[1], Format::Json);
    assert_eq!((cut.rejected[0].text.as_str(), codes(&cut)), ("72_1_1", vec![quote]));
    // Even a whole key: nothing says that it ended here.
    for text in [format!("[\"{B}"), format!("{{\"x\":\"{B}"), format!("{{\"x\":\"sent {B}"), format!("[\"{B}\\\"")] {
        assert_eq!(codes(&reads(&text, &[], &[1], Format::Json)), [quote], "{text}");
    }
    for end in ["", ",", ", ", "\n", ",\n\n", ", 7"] {
        let pasted = find_msg_keys(&format!("\n[\"{A}\"{end}"), None);
        assert_eq!((found(&pasted), codes(&pasted).last()), (vec![(A, 2)], Some(&array)), "{end:?}");
        assert!(pasted.rejected.iter().all(|one| one.line == 2), "{pasted:?}");
    }
    let text = format!("{{\n\"RecallRetList\":[\n{{\"MsgKey\":\"{A}\"}},\n{{\"MsgKey\":\"{B}\"");
    assert_eq!(codes(&reads(&text, &[(A, 3), (B, 4)], &[1], Format::Json)), [object]);
    assert_eq!(codes(&reads(&format!("{{\"MsgKey\":\"{A}\","), &[(A, 1)], &[1], Format::Json)), [object]);
}

#[test]
fn any_other_json_value_in_the_place_of_a_key_is_rejected() {
    for value in ["null", "5", "true", "-1.5e3", "x"] {
        for text in [
            format!("{{\"MsgKey\":{value}}}"),
            format!("[{{\"n\":1,\"msg_key\": {value} ,\"m\":2}}]"),
            format!("[{{}},{value}]"),
        ] {
            let pasted = reads(&text, &[], &[1], Format::Json);
            assert_eq!(pasted.rejected[0].text, value, "{text}");
            assert_eq!(pasted.rejected[0].code, RejectCode::NotAKey, "{pasted:?}");
        }
    }
    reads(&format!("[\"{A}\",\n5,\nnull,\n\"{B}\"]"), &[(A, 1), (B, 4)], &[2, 3], Format::Json);
    reads(&format!("{{\"msgKeys\":[\"{A}\",null],\"n\":null,\"k\":[1]}}"), &[(A, 1)], &[1], Format::Json);
    reads(&format!("{{\"msgKeys\":[{A}, {B}]}}"), &[(A, 1), (B, 1)], &[], Format::Json);
}

#[test]
fn a_json_entry_without_the_named_member_is_rejected() {
    let reads = |text: &str, keys: &[(&str, u32)], lines: &[u32]| {
        let pasted = find_msg_keys(text, Some("id"));
        assert_eq!(found(&pasted), keys, "{text}");
        assert_eq!(pasted.rejected.iter().map(|one| one.line).collect::<Vec<_>>(), lines, "{text}: {pasted:?}");
    };
    reads(&format!("{{\"id\":\"{A}\"}}\n{{\"MsgKey\":\"{B}\"}}\n{{}}\n{{\"ID\":null}}\n"), &[(A, 1)], &[2, 3, 4]);
    reads(
        &format!("[{{\"x\":{{\"id\":\"{A}\"}}}},\n{{\"x\":[{{}}]}},\n{{\"id\":{{}}}},\n\"{B}\",\n7]"),
        &[(A, 1)],
        &[2, 3, 4, 5],
    );
    reads(&format!("[{{\"id\":[\"{A}\",\n\"{B}\",\n7],\"body\":[{{\"text\":\"x\"}}, 1]}}]"), &[(A, 1), (B, 2)], &[3]);
    reads(
        &format!("{{\"n\":0,\"rows\":[{{\"id\":\"{A}\"}},\n{{\"x\":1}},\n{{\"id\":\"{B}\"}}]}}"),
        &[(A, 1), (B, 3)],
        &[2],
    );
    assert_eq!(codes(&find_msg_keys("{}", Some("id"))), [RejectCode::MissingMember]);
}

#[test]
fn a_truncated_json_line_is_rejected_with_its_line_number() {
    let text = format!("{{\"MsgKey\":\"{A}\"}}\n{{\"MsgKey\":\"{C}\"\n{{\"MsgKey\":\"{B}\"}}\n{{\"MsgKey\":\n");
    let cut = reads(&text, &[(A, 1), (C, 2), (B, 3)], &[2, 4], Format::Jsonl);
    assert!(codes(&cut).iter().all(|code| *code == RejectCode::UnclosedObject), "{cut:?}");
    // Objects may begin a line wherever a value is due.
    let text = format!("[\n{{\"MsgKey\":\"{A}\"}},\n{{\n\"x\":\n{{\n\"MsgKey\":\"{B}\"\n}}\n}}\n]\n");
    reads(&text, &[(A, 2), (B, 6)], &[], Format::Json);
}

#[test]
fn keys_are_found_inside_log_lines() {
    let text = format!(
        "[2023-10-31 16:41:38] INFO sent {{\"MsgKey\":\"{A}\"}}\n2023-10-31 16:41:39,120 key={B}, took 3 ms\nnothing here 7_1_2\n\
         消息{C}已发送。\n"
    );
    reads(&text, &[(A, 1), (B, 2), (C, 4)], &[], Format::Log);
    reads(&format!("```json\n[\"{A}\",\n\"{B}\"]\n```"), &[(A, 2), (B, 3)], &[], Format::Json);
    reads(&format!("Please recall {A}. And ({B})!"), &[(A, 1), (B, 1)], &[], Format::Log);
    reads(&format!("POST /hook?k={A}&l={B} 200"), &[(A, 1), (B, 1)], &[], Format::Log);
}

#[test]
fn digits_within_other_words_are_not_a_key() {
    for word in [
        "2023-11-01_1_1698741698x",
        "2023-11-01_1_1698741698",
        "71_1_1698741698x",
        "x71_1_1698741698",
        "71_1_1698741698_2",
        "0_71_1_1698741698",
        "71_1_1698741698.json",
        "v2.71_1_1698741698",
        "%2C71_1_1698741698a",
    ] {
        let text = format!("log {word} end");
        let pasted = find_msg_keys(&text, None);
        assert!(pasted.msg_keys.is_empty(), "{word}: {pasted:?}");
        assert_eq!(pasted.rejected.len(), 1, "{word} is shown: {pasted:?}");
    }
    for word in ["2023_1_15", "71_1_", "_1_1698741698", "a_1_b", "build_12_3_4", "1698741698", "@TOA#_71"] {
        let pasted = find_msg_keys(&format!("log {word} end"), None);
        assert_eq!((pasted.msg_keys.len(), pasted.rejected.len()), (0, 0), "{word}: {pasted:?}");
    }
}

#[test]
fn rejected_texts_are_shortened() {
    let pasted = find_msg_keys(&format!("{A}\n{}\n", "键".repeat(5_000)), None);
    assert_eq!(pasted.rejected[0].text, format!("{}\u{2026}", "键".repeat(12)));
}
