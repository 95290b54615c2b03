//! Tests of refusals that concern one account, or one of its keys: the other accounts are not affected.

use super::rig::{LOST, OPTIONS, Rig, good, key, refusal, rows};
use crate::client::retry::ROW_THROTTLES;
use crate::engine::messages::message::Status;
use crate::engine::run::{Options, Step};
use crate::error::ErrorCode;
use crate::wire::response::RequestOutcome;

const MANY: Options = Options { many: true, ..OPTIONS };

/// A run with this many messages in each account, numbered from a thousand times its number.
fn accounts(options: Options, counts: &[u32]) -> Rig {
    let mut rig = Rig::streaming(options, 200, true);
    for (account, count) in (0..).zip(counts) {
        rig.push_to(account, account * 1000..account * 1000 + count);
    }
    rig.run.close_input();
    rig
}

/// Refuses every request of an account with a code; all others are good.
fn refusing(account: u32, code: i32) -> impl FnMut(&[u32]) -> RequestOutcome {
    move |tags| if tags[0] / 1000 == account { refusal(code, tags.len()) } else { good(tags) }
}

#[test]
fn a_refused_account_fails_with_its_code_and_the_others_go_on() {
    for code in [10010, 10015, 130_004, 130_007] {
        let mut rig = accounts(MANY, &[25, 25, 25]);
        let requests = rig.finish(refusing(1, code));
        assert_eq!((requests, rig.counts(), rig.error()), (7, [50, 0, 0, 25, 0, 0], None), "{code}");
        assert!((1000..1025).all(|tag| rig.ended(tag) == (Status::Failed, Some(code))), "{code}");
        assert_eq!((rig.attempts(1000), rig.attempts(1010)), (1, 0));
    }
}

#[test]
fn a_refusal_of_the_app_ends_the_run_of_many_accounts() {
    let mut rig = accounts(MANY, &[25, 25, 25]);
    rig.finish(refusing(1, 60010));
    assert_eq!(rig.error(), Some((ErrorCode::Permission, Some(60010))));
    assert_eq!(rig.counts(), [10, 0, 0, 10, 0, 55]);
}

#[test]
fn the_refusal_of_the_only_account_is_the_error_of_the_run() {
    for many in [false, true] {
        let mut rig = accounts(Options { many, ..OPTIONS }, &[25]);
        assert_eq!(rig.finish(refusing(0, 10015)), 1);
        assert_eq!(rig.error(), Some((ErrorCode::OfficialAccount, Some(10015))));
        assert_eq!(rig.ended(0), (Status::Failed, Some(10015)));
    }
}

#[test]
fn the_only_account_of_a_run_need_not_be_the_first_that_was_named() {
    let mut rig = Rig::streaming(MANY, 200, true);
    // The first number is of an account of which only an earlier run had messages.
    rig.run.in_doubt.get_or_insert(0, key(1).text(), 0);
    rig.push_to(1, 1000..1025);
    rig.run.close_input();
    rig.finish(refusing(1, 10010));
    assert_eq!(rig.error(), Some((ErrorCode::OfficialAccount, Some(10010))));
}

#[test]
fn requests_of_a_refused_account_that_are_in_flight_are_waited_for() {
    let mut rig = accounts(MANY, &[40, 10]);
    rig.exchange(good);
    let (flights, others): (Vec<_>, Vec<_>) = rig.send_all().into_iter().partition(|(_, tags)| tags[0] < 1000);
    assert_eq!((flights.len(), others.len()), (3, 1));
    rig.deliver(others[0].0, good(&others[0].1));
    rig.deliver(flights[0].0, refusal(10010, 10));
    // Recalled while the refusal was on its way.
    rig.deliver(flights[1].0, rows(&[vec![Some(0); 9], vec![Some(10002)]].concat()));
    rig.deliver(flights[2].0, LOST);
    rig.finish(good);
    assert_eq!(rig.ended(20), (Status::Recalled, None));
    // What would have been retried is not sent, and may have been recalled.
    assert_eq!(rig.ended(29), (Status::Unconfirmed, Some(10010)));
    assert_eq!(rig.ended(30), (Status::Unconfirmed, Some(10010)));
    assert_eq!(rig.counts(), [29, 0, 0, 10, 11, 0]);
}

#[test]
fn a_prepared_request_of_a_refused_account_does_not_leave() {
    let mut rig = accounts(MANY, &[20, 10]);
    let first = rig.run.prepare(rig.now, &mut rig.session);
    let others: Vec<u32> = (0..2).map(|_| rig.run.prepare(rig.now, &mut rig.session)).collect();
    rig.run.prepared(first);
    assert_eq!(rig.poll(), Step::Prepared(first));
    rig.run.launch(first, rig.now, &mut rig.session);
    rig.run.prepared(others[0]);
    rig.run.prepared(others[1]);
    rig.deliver(first, refusal(10010, 10));
    let accounts: Vec<u32> = others.iter().map(|request| rig.run.account(*request)).collect();
    assert_eq!((accounts, rig.counts()), (vec![1, 0], [0, 0, 0, 20, 0, 0]));
    rig.now += 1_000_000;
    assert_eq!(rig.poll(), Step::Prepared(others[0]));
    rig.run.launch(others[0], rig.now, &mut rig.session);
    rig.deliver(others[0], good(&[0; 10]));
    assert_eq!((rig.poll(), rig.counts()), (Step::Done, [10, 0, 0, 20, 0, 0]));
}

#[test]
fn the_first_refusal_of_an_account_counts() {
    let mut rig = Rig::streaming(MANY, 200, true);
    rig.push_to(0, 0..10);
    rig.exchange(good);
    rig.push_to(1, 1000..1020);
    let flights = rig.send_all();
    rig.deliver(flights[0].0, refusal(10010, 10));
    rig.deliver(flights[1].0, refusal(10015, 10));
    rig.push_to(1, [1020]);
    assert_eq!(rig.ended(1019), (Status::Failed, Some(10015)));
    assert_eq!((rig.ended(1020), rig.attempts(1020)), ((Status::Failed, Some(10010)), 0));
}

#[test]
fn a_later_message_of_a_refused_account_keeps_its_own_doubt() {
    let mut rig = Rig::streaming(MANY, 200, true);
    rig.run.in_doubt.get_or_insert(1, key(1001).text(), 0);
    rig.run.in_doubt.get_or_insert(0, key(1002).text(), 0);
    rig.push_to(0, 0..10);
    rig.exchange(good);
    rig.push_to(1, 1010..1020);
    rig.exchange(|_| refusal(10010, 10));
    rig.push_to(1, 1001..1003);
    assert_eq!(rig.ended(1001), (Status::Unconfirmed, Some(10010)));
    // The same key is in doubt in another account only.
    assert_eq!(rig.ended(1002), (Status::Failed, Some(10010)));
}

#[test]
fn two_single_keys_refused_before_anything_of_an_account_was_accepted_end_the_account() {
    let mut rig = accounts(MANY, &[30, 30, 30]);
    rig.finish(refusing(1, 10004));
    assert_eq!((rig.counts()[0], rig.error()), (60, None));
    let of = |status| (1000..1030).filter(|tag| rig.ended(*tag).0 == status).count();
    assert_eq!((of(Status::Failed), of(Status::NotAttempted)), (10, 20));
}

#[test]
fn after_an_account_was_accepted_ten_single_keys_in_a_row_end_it() {
    for (bad, ends) in [(9, false), (10, true)] {
        let mut rig = Rig::streaming(MANY, 200, true);
        rig.push_to(0, 0..10);
        rig.push_to(1, 1000..1010);
        rig.exchange(good);
        rig.exchange(good);
        for tag in 0..bad {
            rig.push_to(1, [2000 + tag]);
            rig.exchange(|_| refusal(10004, 1));
        }
        rig.push_to(1, [3000]);
        if ends {
            assert_eq!(rig.ended(3000), (Status::NotAttempted, None));
        } else {
            rig.exchange(good);
            assert_eq!(rig.ended(3000), (Status::Recalled, None));
        }
        assert_eq!(rig.error(), None);
    }
}

#[test]
fn each_account_counts_its_own_refused_keys() {
    let mut rig = accounts(MANY, &[1; 40]);
    // Every second account has a key that is refused: twenty in all, two of them never in one account.
    let requests = rig.finish(|tags| if tags[0] / 1000 % 2 == 1 { refusal(10004, 1) } else { good(tags) });
    assert_eq!((requests, rig.counts(), rig.error()), (40, [20, 0, 0, 20, 0, 0], None));
}

#[test]
fn ten_single_keys_refused_before_anything_was_accepted_end_the_run() {
    let mut rig = accounts(MANY, &[1; 40]);
    assert_eq!(rig.finish(|_| refusal(10004, 1)), 10);
    assert_eq!(rig.error(), Some((ErrorCode::Refused, Some(10004))));
    assert_eq!(rig.counts(), [0, 0, 0, 10, 0, 30]);
}

#[test]
fn a_message_that_is_always_throttled_is_given_up_while_other_accounts_pass() {
    let mut rig = accounts(Options { retries: 3, ..MANY }, &[1, 20_000]);
    let began = rig.now;
    rig.finish(|tags| if tags[0] == 0 { rows(&[Some(10006)]) } else { good(tags) });
    assert_eq!((rig.counts(), rig.ended(0)), ([20_000, 0, 0, 1, 0, 0], (Status::Failed, Some(10006))));
    assert!(rig.attempts(0) <= u32::from(ROW_THROTTLES) + 4, "{} attempts", rig.attempts(0));
    // 2000 requests one after the other take 20 ms each.
    assert!(rig.now - began < 120_000_000, "{} us", rig.now - began);
}
