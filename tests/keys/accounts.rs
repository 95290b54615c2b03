//! Claims about the official accounts of keys: each key has the account that its own row, object or line names, or none.

use crate::keys::found_keys::{Pasted, find_msg_keys, find_with_accounts};
use crate::keys::msg_key_reader::MsgKeyReader;
use crate::keys::rejection::RejectCode;
use crate::keys::scanner::msg_key_scanner::Found;

const A: &str = "71_1_1698741698";
const B: &str = "72_1_1698741698";
const C: &str = "89541_1_1572870301";
const NEWS: Option<&str> = Some("@TOA#_news");
const SHOP: Option<&str> = Some("@TOA#_@TOA#011shop");

/// The keys with their accounts.
fn owned(pasted: &Pasted) -> Vec<(&'static str, Option<&'static str>)> {
    let keys = pasted.msg_keys.iter().enumerate();
    keys.map(|(at, key)| (&*key.text().leak(), pasted.owners.of(at).map(|account| &*account.to_owned().leak())))
        .collect()
}

/// Checks the keys with their accounts, and the codes of rejections.
#[track_caller]
fn reads(text: &str, keys: &[(&str, Option<&str>)], rejected: &[RejectCode]) -> Pasted {
    let pasted = find_msg_keys(text, None);
    assert_eq!(owned(&pasted), keys, "{text}: {pasted:?}");
    assert_eq!(pasted.rejected.iter().map(|one| one.code).collect::<Vec<_>>(), rejected, "{text}: {pasted:?}");
    pasted
}

#[test]
fn a_table_has_its_accounts_in_a_column_with_a_known_name() {
    for name in [
        "Official_Account",
        "officialAccount",
        "OFFICIAL ACCOUNT",
        "OfficialAccount",
        "公众号",
        "account",
        "\"Account\"",
    ] {
        for delimiter in [",", "\t", ";", " | "] {
            let text = format!("id,{name},MsgKey\n1,@TOA#_news,{A}\n2,,{B}\n3,\"@TOA#_@TOA#011shop\",{C}\n");
            let pasted = reads(&text.replace(',', delimiter), &[(A, NEWS), (B, None), (C, SHOP)], &[]);
            assert!(pasted.traits.account_column.is_some(), "{pasted:?}");
        }
    }
    // After the key, in a short row, with a guard of a spreadsheet, and as a database writes no value.
    let text = format!(
        "MsgKey,Official_Account\n{A},@TOA#_news\n{B}\n{C},\"=\"\"@TOA#_news\"\"\"\n{A},NULL\n{A},'@TOA#_news\n"
    );
    reads(&text, &[(A, NEWS), (B, None), (C, NEWS), (A, None), (A, NEWS)], &[]);
    // A cell of several lines between a key and its account.
    let text = format!("MsgKey,Text,Official_Account\n{A},\"one\ntwo\",@TOA#_news\n{B},x,\n");
    reads(&text, &[(A, NEWS), (B, None)], &[]);
}

#[test]
fn a_row_whose_account_is_invalid_is_rejected() {
    let bad = RejectCode::NotAnAccount;
    let text = format!("Official_Account,MsgKey\nnews,{A}\n@TOA#_,{B}\n@TOA#_news,{C}\n@TOA_news,{C}\n@TOA#_né,{C}\n");
    let pasted = reads(&text, &[(C, NEWS)], &[bad; 4]);
    assert_eq!(pasted.rejected.iter().map(|one| (one.line, one.text.as_str())).nth(1), Some((3, "@TOA#_")));
    // A column `account` may hold accounts of another kind.
    reads(&format!("MsgKey,account\n{A},admin\n{B},#TOA#_news\n"), &[(A, None)], &[bad]);
    reads(&format!("account,Official_Account,MsgKey\n@TOA#_x,@TOA#_news,{A}\n"), &[(A, NEWS)], &[]);
    let doubtful = RejectCode::DoubtfulAccount;
    reads(&format!("officialAccount,Official_Account,MsgKey\n@TOA#_x,@TOA#_news,{A}\n"), &[], &[doubtful]);
    reads(&format!("{{\"officialAccount\":\"news\",\"msgKey\":\"{A}\"}}"), &[], &[bad]);
    reads(&format!("{{\"Official_Account\":7,\"MsgKeyList\":[\"{A}\",\"{B}\"]}}"), &[], &[bad, bad]);
    reads(&format!("sent Official_Account=news MsgKey={A}\n"), &[], &[bad]);
    // The end of the quoted cell, and so the account, is unclear.
    let text = format!("MsgKey,t,Official_Account\n{A},\"open,@TOA#_news\n{B},\"x\",@TOA#_news\n{C},y,@TOA#_news\n");
    reads(&text, &[(C, NEWS)], &[RejectCode::QuotedCell, doubtful]);
}

#[test]
fn a_key_is_not_given_part_of_an_account() {
    let (bad, doubtful) = (RejectCode::NotAnAccount, RejectCode::DoubtfulAccount);
    // An account with a bar in a table of bars, and one with a comma in a CSV without quotes.
    reads(&format!("| MsgKey | Official_Account |\n|---|---|\n| {A} | @TOA#_a\\|b |\n"), &[], &[bad]);
    let text = format!("MsgKey,Official_Account\n{A},@TOA#_a,b\n{B},@TOA#_news,\n");
    reads(&text, &[(B, NEWS)], &[doubtful]);
    // A text with commas after the account.
    let text = format!("MsgKey,Official_Account,Text\n{A},@TOA#_news,one, two\n");
    reads(&text, &[(A, NEWS)], &[]);
}

#[test]
fn a_key_below_the_name_of_an_account_is_not_taken_for_one_of_another_account() {
    let doubtful = RejectCode::DoubtfulAccount;
    reads(&format!("{{\"@TOA#_news\":[\"{A}\"]}}"), &[], &[doubtful]);
    reads(&format!("x {{\"@TOA#_news\":[\"{A}\"],\"@TOA#_b\":[\"{B}\"]}}\n"), &[], &[doubtful; 2]);
    // Which object of a list of Python is whose is as clear as in JSON.
    let text =
        format!("[{{'Official_Account': '@TOA#_news', 'MsgKey': '{A}'}}, {{'Text': '@TOA#_x', 'MsgKey': '{B}'}}]\n");
    reads(&text, &[(A, NEWS), (B, None)], &[]);
}

#[test]
fn a_column_of_accounts_can_be_named() {
    let text = format!("sender,MsgKey,Official_Account\n@TOA#_news,{A},@TOA#_x\n,{B},@TOA#_x\n");
    for name in ["sender", " SENDER ", "1"] {
        let pasted = find_with_accounts(&text, None, Some(name));
        assert_eq!(owned(&pasted), [(A, NEWS), (B, None)], "{name}: {pasted:?}");
        assert_eq!(pasted.traits.account_column.as_deref(), Some("sender"));
    }
    let json = format!("[{{\"from\":\"@TOA#_news\",\"MsgKey\":\"{A}\",\"Official_Account\":\"x\"}}]");
    assert_eq!(owned(&find_with_accounts(&json, None, Some("From"))), [(A, NEWS)]);
    for (text, name) in [
        (text, "4"),
        (format!("{A}\n"), "sender"),
        (format!("x sent {A}\n"), "sender"),
        (format!("@TOA#_x,{A}\n"), "a"),
    ] {
        let pasted = find_with_accounts(&text, None, Some(name));
        assert_eq!(owned(&pasted), [], "{text}");
        assert_eq!(pasted.rejected.iter().map(|one| one.code).collect::<Vec<_>>(), [RejectCode::MissingColumn]);
    }
}

#[test]
fn without_a_header_the_column_of_valid_accounts_is_read() {
    for delimiter in [",", "\t", ";", " | ", ", "] {
        let text = format!("@TOA#_news,{A}\n@TOA#_@TOA#011shop,{B}\n,{B}\nnews,{C}\n").replace(',', delimiter);
        reads(&text, &[(A, NEWS), (B, SHOP), (B, None)], &[RejectCode::NotAnAccount]);
    }
    reads(&format!("1,{A},x,@TOA#_news\n2,{B},y,@TOA#_@TOA#011shop\n"), &[(A, NEWS), (B, SHOP)], &[]);
    reads(&format!("time,id,account\n1,{A},@TOA#_news\n2,{B},\n"), &[(A, NEWS), (B, None)], &[]);
}

#[test]
fn a_json_object_names_the_account_of_the_keys_in_it() {
    reads(
        &format!("[{{\"officialAccount\":\"@TOA#_news\",\"msgKey\":\"{A}\"}},{{\"msgKey\":\"{B}\"}}]"),
        &[(A, NEWS), (B, None)],
        &[],
    );
    let lines = format!("{{\"MsgKey\":\"{A}\",\"Official_Account\":\"@TOA#_news\"}}\n{{\"MsgKey\":\"{B}\"}}\n");
    reads(&lines, &[(A, NEWS), (B, None)], &[]);
    let request =
        format!("{{\n \"MsgKeyList\": [\n  \"{A}\",\n  \"{B}\"\n ],\n \"Official_Account\": \"@TOA#_news\"\n}}\n");
    reads(&request, &[(A, NEWS), (B, NEWS)], &[]);
    let nested = format!(
        "{{\"accounts\":[{{\"Official_Account\":\"@TOA#_news\",\"list\":[{{\"MsgKey\":\"{A}\"}},\
         {{\"MsgKey\":\"{B}\",\"OfficialAccount\":\"\\u0040TOA#_@TOA#011shop\"}}]}},{{\"MsgKey\":\"{C}\",\"Official_Account\":null}}]}}"
    );
    reads(&nested, &[(A, NEWS), (B, SHOP), (C, None)], &[]);
    // Keys of other members, and in texts of a structured log.
    reads(&format!("{{\"id\":\"{A}\",\"account\":\"@TOA#_news\"}}"), &[(A, NEWS)], &[]);
    reads(&format!("{{\"msg\":\"sent {A}\",\"officialAccount\":\"@TOA#_news\"}}\n"), &[(A, NEWS)], &[]);
    let both = format!("{{\"Official_Account\":\"@TOA#_news\",\"MsgKey\":\"{A}\",\"officialAccount\":\"@TOA#_x\"}}");
    reads(&both, &[], &[RejectCode::DoubtfulAccount]);
}

#[test]
fn a_line_names_the_account_of_its_keys() {
    reads(
        &format!("@TOA#_news {A}\n@TOA#_@TOA#011shop\t{B}\n{C} @TOA#_news\n{C}\n"),
        &[(A, NEWS), (B, SHOP), (C, NEWS), (C, None)],
        &[],
    );
    reads(&format!("{A}\n@TOA#_news  {B}\n@TOA#_news, {C}\n"), &[(A, None), (B, NEWS), (C, NEWS)], &[]);
    reads(&format!("12:00 INFO @TOA#_news: sent {A}\n12:01 {B} to (@TOA#_news).\n"), &[(A, NEWS), (B, NEWS)], &[]);
    reads(&format!("GET /r?Official_Account=%40TOA%23_news&MsgKey={A} 200\n"), &[(A, NEWS)], &[]);
    reads(&format!("2026 OfficialAccount: sent {A}\n"), &[(A, None)], &[]);
    let doubtful = RejectCode::DoubtfulAccount;
    reads(&format!("x @TOA#_news {A} @TOA#_shop {B}\n"), &[], &[doubtful, doubtful]);
    for text in ["@TOA#_news={}", "@TOA#_news/{}", "a@TOA#_news {}", "@TOA#_\u{200b}news {}", "@TOA#_new\u{e9} {}"] {
        reads(&format!("x {}\n", text.replace("{}", A)), &[], &[doubtful]);
    }
}

/// Ways in which a program may write a body into a line of its log.
fn logged(body: &str) -> Vec<String> {
    let escaped = body.replace('\\', "\\\\").replace('"', "\\\"");
    let twice = escaped.replace('\\', "\\\\").replace('"', "\\\"");
    let percent: String = body
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    vec![
        format!("12:00 INFO body={body}\n"),
        format!("12:00 INFO body=\"{escaped}\" ok\n"),
        format!("12:00 INFO {escaped}\n"),
        format!("12:00 {{\"level\":\"info\",\"body\":\"{escaped}\"}}\n"),
        format!("12:00 {{\"log\":\"{{\\\"body\\\":\\\"{twice}\\\"}}\"}}\n"),
        format!("12:00 body={percent}\n"),
        format!("12:00 '{}'\n", body.replace('\\', "\\x5C").replace('"', "\\x22")),
        format!("12:00 {}\n", body.replace('"', "'")),
        format!("{{\"level\":\"info\",\"body\":\"{escaped}\"}}\n"),
    ]
}

#[test]
fn the_body_of_a_webhook_in_a_log_names_the_account_of_its_keys() {
    let sent = format!(
        "{{\"CallbackCommand\":\"OfficialAccount.CallbackAfterSendMsg\",\"Official_Account\":\"@TOA#_news\",\"MsgKey\":\"{A}\",\
         \"MsgTime\":1698741698,\"MsgBody\":[{{\"MsgType\":\"TIMTextElem\",\"MsgContent\":{{\"Text\":\"hi\"}}}}]}}"
    );
    let recalled = format!(
        "{{\"CallbackCommand\":\"OfficialAccount.CallbackAfterMsgWithDraw\",\"WithdrawMsgList\":[{{\"MsgKey\":\"{A}\"}},{{\"MsgKey\":\"{B}\"}}],\
         \"Official_Account\":\"@TOA#_news\"}}"
    );
    for text in logged(&sent) {
        reads(&text, &[(A, NEWS)], &[]);
    }
    for text in logged(&recalled) {
        reads(&text, &[(A, NEWS), (B, NEWS)], &[]);
    }
    let two = format!("[{sent},{{\"MsgKey\":\"{C}\"}}]");
    for text in logged(&two) {
        reads(&text, &[(A, NEWS), (C, None)], &[]);
    }
    // The end of the line is missing.
    reads(&format!("12:00 body={}", &sent[..sent.len() - 12]), &[(A, NEWS)], &[]);
}

#[test]
fn the_text_of_a_message_names_no_account() {
    for text in [
        "see @TOA#_x",
        "\"Official_Account\":\"@TOA#_x\"",
        "\"}}],\"Official_Account\":\"@TOA#_x",
        "\"}}]} {\"Official_Account\":\"@TOA#_x\",\"y\":{\"z\":[{",
        "{\"Official_Account\":\"@TOA#_x\",{{",
        "%22}}]}{%22Official_Account%22:%22@TOA#_x%22,{{",
    ] {
        let inside = text.replace('"', "\\\"");
        let body = format!(
            "{{\"Official_Account\":\"@TOA#_news\",\"MsgBody\":[{{\"MsgContent\":{{\"Text\":\"{inside}\"}}}}],\"MsgKey\":\"{A}\"}}"
        );
        for text in std::iter::once(body.clone()).chain(logged(&body)) {
            let pasted = find_msg_keys(&text, None);
            // A text with broken quotes may hide whose key it is.
            let is_other = |account: Option<&str>| account.is_some_and(|account| Some(account) != NEWS);
            assert!(!owned(&pasted).iter().any(|(_, account)| is_other(*account)), "{text}: {pasted:?}");
            assert!(pasted.msg_keys.len() + pasted.rejected.len() > 0, "{text}");
        }
    }
}

/// Random rows, with the account that each of them names.
fn random_text(next: &mut impl FnMut(usize) -> usize) -> (String, Vec<(String, Option<String>)>) {
    let kind = next(7);
    let (mut text, mut rows) = (String::new(), Vec::new());
    let row_count = 1 + next(12);
    for row in 0..row_count {
        let key = format!("{}_1_{}", next(50), 1_698_741_698 + next(3));
        let account = (next(3) > 0).then(|| format!("@TOA#_{}", ["a", "b-c", "@TOA#011x", "d"][next(4)]));
        let shown = account.clone().unwrap_or_default();
        let object = |name: &str, first: bool| match &account {
            None => format!("{{\"n\":{row},\"MsgKey\":\"{key}\"}}"),
            Some(account) if first => format!("{{\"{name}\":\"{account}\",\"MsgKey\":\"{key}\"}}"),
            Some(account) => format!("{{\"MsgKey\":\"{key}\",\"t\":{{\"x\":\"{{\"}},\"{name}\":\"{account}\"}}"),
        };
        let json = object(["Official_Account", "officialAccount"][next(2)], next(2) == 0);
        text += &match kind {
            0 => format!("{row},{shown},{key}\n"),
            1 => format!("{key}\t{shown}\n"),
            2 => format!("{json}\n"),
            3 => format!("{}{json}{}", if row == 0 { "[" } else { "," }, if row + 1 == row_count { "]" } else { "\n" }),
            4 => format!("12:00 x {json} ok\n"),
            5 => format!("12:00 x \"{}\"\n", json.replace('\\', "\\\\").replace('"', "\\\"")),
            _ => format!("{shown} {key}\n"),
        };
        rows.push((key, account));
    }
    let header = ["id,Official_Account,MsgKey\n", "MsgKey\tofficial_account\n"].get(kind).copied().unwrap_or_default();
    (format!("{header}{text}"), rows)
}

#[test]
fn each_key_of_a_random_text_has_the_account_of_its_own_row_wherever_the_text_is_cut() {
    let seed: u64 = std::env::var("SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(60_804);
    let mut state = seed;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for round in 0..6_000 {
        let (text, rows) = random_text(&mut next);
        let at = format!("SEED={seed}, round {round}: {text}");
        let (mut reader, mut rest, mut found) = (MsgKeyReader::new(None), text.as_str(), Vec::new());
        let mut add = |part: Found| part.each(|key, _, account| found.push((key.text(), account.map(str::to_owned))));
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at((1 + next(40)).min(rest.len()));
            reader.push(piece);
            add(reader.take());
            rest = behind;
        }
        let (last, ..) = reader.finish();
        assert!(last.rejected.is_empty(), "{:?}, {at}", last.rejected);
        add(last);
        assert_eq!(found, rows, "{at}");
    }
}
