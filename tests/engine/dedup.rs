//! Tests of duplicates in a stream.

use crate::engine::messages::dedup::{Folded, Settled, StreamDedup};
use crate::engine::messages::message::{Outcome, Status};
use crate::vendor::msg_key::MsgKey;

fn key(tag: u32) -> MsgKey {
    MsgKey::parse(&format!("{tag}_1_1700000000")).unwrap()
}

/// What `settle` returns for a message of the first account when it forgets none.
fn left(key: MsgKey, positions: u32) -> Option<Settled> {
    Some(Settled { account: 0, key, positions, forgotten: None })
}

fn settled(tag: u32, status: Status) -> Outcome {
    Outcome { tag, status, code: None, attempts: 1 }
}

#[test]
fn a_stream_counts_copies_of_a_key_in_flight() {
    let mut folder = StreamDedup::new(10, 7);
    assert_eq!(folder.fold(0, &key(1)), Folded::New(0));
    assert_eq!(folder.fold(0, &key(2)), Folded::New(1));
    assert_eq!(folder.fold(0, &key(1)), Folded::Waiting);
    assert_eq!(folder.fold(0, &key(1)), Folded::Waiting);
    let outcome = settled(0, Status::Recalled);
    assert_eq!(folder.settle(outcome), left(key(1), 3));
    assert_eq!(folder.settle(outcome), None);
    assert_eq!(folder.fold(0, &key(1)), Folded::Known(outcome));
    assert_eq!(folder.settle(settled(1, Status::Failed)), left(key(2), 1));
    assert_eq!(folder.settle(settled(99, Status::Failed)), None);
}

/// Adds a key that must be new, and returns its number.
fn new(folder: &mut StreamDedup, key: &MsgKey) -> u32 {
    match folder.fold(0, key) {
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
            let found = folder.fold(0, &key(number));
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
            assert_eq!(folder.settle(outcome).unwrap().key, waiting.remove(&tag).unwrap());
        }
    }
}

#[test]
fn a_forgotten_key_is_deduplicated_again_when_it_returns() {
    let mut folder = StreamDedup::new(1, 7);
    for round in 0..3 {
        let tag = new(&mut folder, &key(7));
        assert_eq!(folder.fold(0, &key(7)), Folded::Waiting);
        assert_eq!(folder.settle(settled(tag, Status::Recalled)).unwrap().positions, 2);
        assert!(matches!(folder.fold(0, &key(7)), Folded::Known(_)));
        let other = new(&mut folder, &key(100 + round));
        folder.settle(settled(other, Status::Recalled)).unwrap();
    }
}

#[test]
fn equal_keys_of_two_accounts_are_two_messages() {
    let mut folder = StreamDedup::new(2, 7);
    assert_eq!((folder.fold(3, &key(1)), folder.fold(4, &key(1))), (Folded::New(0), Folded::New(1)));
    assert_eq!(folder.settle(settled(0, Status::Recalled)).unwrap().account, 3);
    assert!(matches!(folder.fold(3, &key(1)), Folded::Known(_)));
    assert_eq!(folder.fold(4, &key(1)), Folded::Waiting);
}

#[test]
fn the_account_of_a_forgotten_message_is_named() {
    let mut folder = StreamDedup::new(1, 7);
    for (account, forgotten) in [(3, None), (4, Some(3)), (5, Some(4))] {
        let Folded::New(tag) = folder.fold(account, &key(1)) else { panic!("{account} is not new") };
        assert_eq!(folder.settle(settled(tag, Status::Recalled)).unwrap().forgotten, forgotten);
    }
}

#[test]
fn a_message_in_doubt_is_remembered_to_the_end() {
    let mut folder = StreamDedup::new(1, 7);
    let doubtful = settled(new(&mut folder, &key(7)), Status::Unconfirmed);
    folder.settle(doubtful).unwrap();
    for number in 100..110 {
        let tag = new(&mut folder, &key(number));
        folder.settle(settled(tag, Status::Recalled)).unwrap();
    }
    assert_eq!(folder.fold(0, &key(7)), Folded::Known(doubtful));
}
