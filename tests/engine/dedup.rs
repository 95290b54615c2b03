//! Tests of duplicates, and of lists with values that are not MsgKeys.

use crate::engine::messages::dedup::{Folded, StreamDedup};
use crate::engine::messages::message::{Outcome, Status};
use crate::input::issues::Issues;
use crate::input::key_list::{self, KeyList};
use crate::input::raw_value::RawValue;
use crate::issue::word::Word;
use crate::said;
use crate::vendor::msg_key::MsgKey;

fn text(value: &str) -> RawValue {
    RawValue::Text(value.into())
}

fn key(tag: u32) -> MsgKey {
    MsgKey::parse(&format!("{tag}_1_1700000000")).unwrap()
}

fn list(values: &[RawValue]) -> (KeyList, Vec<(String, String)>) {
    let (mut keys, mut issues) = (KeyList::new("msgKeys", 7), Issues::default());
    for value in values {
        keys.add(value, &mut issues);
    }
    keys.finish(1, &mut issues);
    (keys, issues.list.into_iter().map(|issue| (issue.path, said::problem(&issue.problem))).collect())
}

#[test]
fn each_key_is_sent_once_and_every_position_maps_to_its_key() {
    let (keys, issues) = list(&["1_1_1", "2_1_1", "1_1_1", "3_1_1", "2_1_1", "1_1_1"].map(text));
    assert!(issues.is_empty());
    let distinct: Vec<&str> = keys.distinct.iter().map(MsgKey::as_str).collect();
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

fn settled(tag: u32, status: Status) -> Outcome {
    Outcome { tag, status, code: None, attempts: 1 }
}

#[test]
fn a_stream_counts_copies_of_a_key_in_flight() {
    let mut folder = StreamDedup::new(10, 7);
    assert_eq!(folder.fold(&key(1)), Folded::New(0));
    assert_eq!(folder.fold(&key(2)), Folded::New(1));
    assert_eq!(folder.fold(&key(1)), Folded::Waiting);
    assert_eq!(folder.fold(&key(1)), Folded::Waiting);
    let outcome = settled(0, Status::Recalled);
    assert_eq!(folder.settle(outcome), Some((key(1), 3)));
    assert_eq!(folder.settle(outcome), None);
    assert_eq!(folder.fold(&key(1)), Folded::Known(outcome));
    assert_eq!(folder.settle(settled(1, Status::Failed)), Some((key(2), 1)));
    assert_eq!(folder.settle(settled(99, Status::Failed)), None);
}

/// Adds a key that must be new, and returns its number.
fn new(folder: &mut StreamDedup, key: &MsgKey) -> u32 {
    match folder.fold(key) {
        Folded::New(tag) => tag,
        other => panic!("{key:?}: {other:?}"),
    }
}

#[test]
fn a_stream_remembers_a_limited_number_of_keys_and_forgets_the_oldest() {
    for remember in [0, 1, 3] {
        let mut folder = StreamDedup::new(remember, 7);
        for number in 0..10 {
            let tag = new(&mut folder, &key(number));
            folder.settle(settled(tag, Status::Recalled)).unwrap();
        }
        for number in 0..10 {
            let known = (10 - number) as usize <= remember;
            let found = folder.fold(&key(number));
            assert_eq!(matches!(found, Folded::Known(_)), known, "{number} of {remember}: {found:?}");
        }
    }
}

#[test]
fn numbers_are_reused_but_never_for_two_keys_at_once() {
    let mut folder = StreamDedup::new(5, 7);
    let mut waiting = std::collections::BTreeMap::new();
    for number in 0..10_000 {
        let tag = new(&mut folder, &key(number));
        assert!(waiting.insert(tag, key(number)).is_none(), "{tag} is given twice");
        assert!(tag < 60, "{tag} for 50 keys under way and 5 remembered");
        if waiting.len() == 50 {
            // Not in the order of their arrival.
            let tag = *waiting.keys().nth(number as usize % 50).unwrap();
            let outcome = settled(tag, Status::Recalled);
            assert_eq!(folder.settle(outcome), waiting.remove(&tag).map(|key| (key, 1)));
        }
    }
}

#[test]
fn a_forgotten_key_is_deduplicated_again_when_it_returns() {
    let mut folder = StreamDedup::new(1, 7);
    for round in 0..3 {
        let tag = new(&mut folder, &key(7));
        assert_eq!(folder.fold(&key(7)), Folded::Waiting);
        assert_eq!(folder.settle(settled(tag, Status::Recalled)), Some((key(7), 2)));
        assert!(matches!(folder.fold(&key(7)), Folded::Known(_)));
        let other = new(&mut folder, &key(100 + round));
        folder.settle(settled(other, Status::Recalled)).unwrap();
    }
}

#[test]
fn a_position_has_a_path() {
    assert_eq!(key_list::path("msgKeys", 0), "msgKeys[0]");
    assert_eq!(key_list::path("unconfirmed", usize::MAX), "unconfirmed[18446744073709551615]");
}
