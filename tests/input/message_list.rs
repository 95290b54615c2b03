//! Tests of lists of messages: duplicates, rows, and values that are not valid.

use crate::input::accounts::Accounts;
use crate::input::issues::Issues;
use crate::input::message_list::{MessageList, Row};
use crate::input::raw_value::RawValue;
use crate::issue::word::Word;
use crate::said;
use crate::vendor::msg_key::MsgKey;

fn text(value: &str) -> RawValue {
    RawValue::Text(value.into())
}

fn list(values: &[RawValue]) -> (MessageList, Vec<(String, String)>) {
    let (mut keys, mut issues) = (MessageList::new("msgKeys", 7), Issues::default());
    for value in values {
        keys.add(&Row::Key(value.clone()), &mut Accounts::default(), &mut issues);
    }
    keys.finish(Some(Word::OneMsgKey), &mut issues);
    (keys, issues.list.into_iter().map(|issue| (issue.path, said::problem(&issue.problem))).collect())
}

#[test]
fn each_key_is_sent_once_and_every_position_maps_to_its_key() {
    let (keys, issues) = list(&["1_1_1", "2_1_1", "1_1_1", "3_1_1", "2_1_1", "1_1_1"].map(text));
    assert!(issues.is_empty());
    let distinct: Vec<&str> = keys.distinct.iter().map(|(_, key)| MsgKey::as_str(key)).collect();
    assert_eq!(distinct, ["1_1_1", "2_1_1", "3_1_1"]);
    assert_eq!(keys.places, [0, 1, 0, 2, 1, 0]);
}

#[test]
fn an_empty_list_is_a_problem() {
    assert_eq!(list(&[]).1, [("msgKeys".to_owned(), "empty one-msg-key".to_owned())]);
}

#[test]
fn every_value_that_is_not_a_key_is_reported_with_its_position() {
    let values =
        [text("1_1_1"), RawValue::Number(5.0), text("x"), text("1_1_1"), RawValue::Other(Word::Null), RawValue::Absent];
    let (_, issues) = list(&values);
    let expected = [
        ("msgKeys[1]", "unexpected-value msg-key-text number 5"),
        ("msgKeys[2]", "msg-key-form \"x\""),
        ("msgKeys[4]", "unexpected-value msg-key-text null -"),
        ("msgKeys[5]", "unexpected-value msg-key-text nothing -"),
    ];
    assert_eq!(issues, expected.map(|(path, message)| (path.to_owned(), message.to_owned())));
}

#[test]
fn the_error_for_a_list_of_only_invalid_values_is_short() {
    let (_, issues) = list(&vec![text("x"); 5000]);
    assert_eq!(issues.len(), 1001);
    assert_eq!(issues[999].0, "msgKeys[999]");
    assert_eq!(list(&vec![text("x"); 1000]).1.len(), 1000);
    assert_eq!(issues[1000], ("msgKeys".to_owned(), "more-bad-keys 4000".to_owned()));
}

fn row(account: &str, key: &str) -> Row {
    Row::Message(text(account), text(key))
}

fn rows(rows: &[Row]) -> (MessageList, Accounts, Vec<(String, String)>) {
    let (mut list, mut accounts, mut issues) =
        (MessageList::new("messages", 7), Accounts::seeded(7), Issues::default());
    for row in rows {
        list.add(row, &mut accounts, &mut issues);
    }
    list.finish(Some(Word::OneMessage), &mut issues);
    let issues = issues.list.into_iter().map(|issue| (issue.path, said::problem(&issue.problem))).collect();
    (list, accounts, issues)
}

#[test]
fn equal_keys_of_two_accounts_are_two_messages() {
    let (list, accounts, issues) =
        rows(&[row("@TOA#_a", "1_1_1"), row("@TOA#_b", "1_1_1"), row("@TOA#_a", "1_1_1"), row("@TOA#_b", "2_1_1")]);
    assert!(issues.is_empty(), "{issues:?}");
    assert_eq!(list.places, [0, 1, 0, 2]);
    let named: Vec<(&str, &str)> =
        list.distinct.iter().map(|(account, key)| (accounts.get(*account).unwrap().as_str(), key.as_str())).collect();
    assert_eq!(named, [("@TOA#_a", "1_1_1"), ("@TOA#_b", "1_1_1"), ("@TOA#_b", "2_1_1")]);
}

#[test]
fn every_invalid_member_of_a_row_is_reported_with_its_path() {
    let (list, _, issues) = rows(&[
        row("@TOA#_a", "1_1_1"),
        row("a", "x"),
        Row::Other(RawValue::Other(Word::Null)),
        Row::Message(RawValue::Absent, text("1_1_1")),
        row("@TOA#_a", ""),
    ]);
    assert_eq!(list.places, [0]);
    let expected = [
        ("messages[1].officialAccount", "account-prefix \"a\""),
        ("messages[1].msgKey", "msg-key-form \"x\""),
        ("messages[2]", "unexpected-value message-ref null -"),
        ("messages[3].officialAccount", "unexpected-value official-account nothing -"),
        ("messages[4].msgKey", "empty msg-key"),
    ];
    assert_eq!(issues, expected.map(|(path, message)| (path.to_owned(), message.to_owned())));
}

#[test]
fn an_empty_list_of_messages_is_a_problem() {
    assert_eq!(rows(&[]).2, [("messages".to_owned(), "empty one-message".to_owned())]);
}
