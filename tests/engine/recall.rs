//! Tests of the contract between a recall and its driver.

use super::client::{answer, at, config, lost, signing};
use super::rig::key;
use crate::client::pace::Micros;
use crate::client::state::ClientState;
use crate::engine::contract::{Command, Input};
use crate::engine::messages::message::Status;
use crate::engine::recall::{Hooks, Recall};
use crate::engine::run::Options;
use crate::engine::run_tracker::{Outcomes, RunTracker};
use crate::error::ErrorCode;
use crate::host;
use crate::input::accounts::Accounts;
use crate::input::client_options::Credential;
use crate::input::text_index::TextIndex;

use crate::said;

fn recall(messages: u32, hooks: Hooks, client: &mut ClientState) -> Recall {
    let options = Options { retries: 5, concurrency: 64, seed: 7, many: false };
    let outcomes = Outcomes::List(vec![None; messages as usize], vec![1; messages as usize]);
    let mut accounts = Accounts::seeded(7);
    accounts.enter("@TOA#_1").unwrap();
    let mut tracker = RunTracker::new(options, accounts, None, TextIndex::default(), outcomes);
    tracker.fill((0..messages).map(|tag| (0, key(tag))).collect(), messages as usize, 0, &mut client.session);
    Recall::new(tracker, hooks)
}

fn rows(body: &str, code: i32) -> String {
    let keys = body.split('[').nth(1).unwrap().split(']').next().unwrap().replace('"', "");
    let rows: String = keys.split(',').map(|key| format!("{key}\0{code}\0")).collect();
    format!("OK\0{}\0\0{rows}", 0)
}

fn sent(command: Command) -> (u32, String, String) {
    match command {
        Command::Send { request, url, body } => (request, url, body),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_request_goes_alone_and_the_rest_follow_once_it_is_answered() {
    let mut client = signing();
    let mut recall = recall(25, Hooks::default(), &mut client);
    let (first, url, body) = sent(recall.next(&mut client, at(0)));
    assert!(url.starts_with("https://console.tim.qq.com/v4/") && body.contains("\"0_1_1700000000\""), "{url} {body}");
    assert_eq!(recall.next(&mut client, at(0)), Command::Idle);
    recall.input(answer(first, &rows(&body, 0)), &mut client, at(50_000));
    let (mut now, mut requests): (Micros, u32) = (50_000, 0);
    while requests < 2 {
        match recall.next(&mut client, at(now)) {
            Command::Wait(wait) => now += wait,
            command => {
                let (request, _, body) = sent(command);
                requests += 1;
                recall.input(answer(request, &rows(&body, 0)), &mut client, at(now));
            }
        }
    }
    assert_eq!(recall.next(&mut client, at(now)), Command::Finish);
    assert_eq!((recall.tracker.counts[Status::Recalled as usize], recall.failure()), (25, None));
}

#[test]
fn each_permit_is_requested_once_and_cancelled_when_not_needed() {
    let mut client = signing();
    let mut recall = recall(10, Hooks { limiter: true, ..Hooks::default() }, &mut client);
    assert_eq!(recall.next(&mut client, at(0)), Command::AcquirePermits(1));
    assert_eq!(recall.next(&mut client, at(0)), Command::Idle);
    recall.input(Input::Stop, &mut client, at(0));
    assert_eq!(recall.next(&mut client, at(0)), Command::CancelPermits);
    assert_eq!(recall.next(&mut client, at(0)), Command::Finish);
    assert_eq!(recall.tracker.counts[Status::NotAttempted as usize], 10);
}

#[test]
fn a_permit_allows_one_request() {
    let mut client = signing();
    let mut recall = recall(10, Hooks { limiter: true, ..Hooks::default() }, &mut client);
    recall.next(&mut client, at(0));
    recall.input(Input::Permit { took: 3000 }, &mut client, at(3000));
    let (request, _, body) = sent(recall.next(&mut client, at(3000)));
    recall.input(answer(request, &rows(&body, 0)), &mut client, at(4000));
    assert_eq!(recall.next(&mut client, at(4000)), Command::Finish);
}

#[test]
fn a_user_sig_is_requested_once_and_again_if_the_first_was_not_kept() {
    let mut client = ClientState::new(config(Credential::Provider));
    let mut recall = recall(1, Hooks::default(), &mut client);
    assert_eq!(recall.next(&mut client, at(0)), Command::AskForUserSig);
    assert_eq!(recall.next(&mut client, at(0)), Command::Idle);
    recall.input(Input::UserSig, &mut client, at(0));
    assert_eq!(recall.next(&mut client, at(0)), Command::AskForUserSig);
    client.user_sigs.keep(&client.config, 0, 1.0, "of-an-unknown-form".into(), host::claims).unwrap();
    recall.input(Input::UserSig, &mut client, at(0));
    assert!(sent(recall.next(&mut client, at(0))).1.contains("usersig=of-an-unknown-form"));
}

#[test]
fn progress_is_reported_at_once_and_then_at_most_ten_times_a_second() {
    let mut client = signing();
    let mut recall = recall(1, Hooks { progress: true, ..Hooks::default() }, &mut client);
    assert_eq!(recall.next(&mut client, at(0)), Command::ReportProgress);
    sent(recall.next(&mut client, at(0)));
    assert_eq!(recall.next(&mut client, at(99_999)), Command::Wait(1));
    assert_eq!(recall.next(&mut client, at(100_000)), Command::ReportProgress);
}

#[test]
fn progress_tells_of_the_last_request_that_left_or_ended_even_in_silence() {
    let mut client = signing();
    let mut recall = recall(1, Hooks { progress: true, ..Hooks::default() }, &mut client);
    assert_eq!(recall.next(&mut client, at(0)), Command::ReportProgress);
    sent(recall.next(&mut client, at(10)));
    assert_eq!(recall.next(&mut client, at(20)), Command::Wait(99_980));
    assert_eq!(recall.next(&mut client, at(100_000)), Command::ReportProgress);
    assert_eq!(recall.next(&mut client, at(100_010)), Command::Idle);
}

#[test]
fn an_abort_leaves_what_is_in_flight_unconfirmed_and_a_stop_waits_for_it() {
    for (input, status) in [(Input::Abort, Status::Unconfirmed), (Input::Stop, Status::Recalled)] {
        let mut client = signing();
        let mut recall = recall(10, Hooks::default(), &mut client);
        let (request, _, body) = sent(recall.next(&mut client, at(0)));
        let is_stop = input == Input::Stop;
        recall.input(input, &mut client, at(0));
        assert_eq!(recall.next(&mut client, at(0)), if is_stop { Command::Idle } else { Command::Finish });
        recall.input(answer(request, &rows(&body, 0)), &mut client, at(1000));
        assert_eq!(recall.next(&mut client, at(1000)), Command::Finish);
        assert_eq!(recall.tracker.counts[status as usize], 10, "{status:?}");
    }
}

#[test]
fn a_run_without_any_answer_ends_with_the_reason() {
    let mut client = signing();
    let mut recall = recall(1, Hooks::default(), &mut client);
    let mut now = 0;
    loop {
        match recall.next(&mut client, at(now)) {
            Command::Wait(wait) => now += wait,
            Command::Send { request, .. } => recall.input(lost(request), &mut client, at(now)),
            Command::Finish => break,
            other => panic!("{other:?}"),
        }
    }
    let failure = recall.failure().unwrap();
    assert_eq!(failure.code(), ErrorCode::NoReply);
    assert_eq!(said::detail(&failure), "no-reply \"network\"");
}

#[test]
fn a_request_leaves_after_it_is_prepared_and_counts_for_the_pace_then() {
    let mut client = signing();
    let mut recall = recall(10, Hooks { before_send: true, ..Hooks::default() }, &mut client);
    let Command::Prepare { request, account, keys } = recall.next(&mut client, at(0)) else {
        panic!("nothing to prepare")
    };
    assert_eq!((account.as_str(), keys.lines().count()), ("@TOA#_1", 10));
    assert_eq!(recall.next(&mut client, at(0)), Command::Idle);
    assert_eq!(client.session.pace.ready_at(0), 0, "the pace is not charged");
    recall.input(Input::Prepared { request }, &mut client, at(900));
    let (sent, _, body) = sent(recall.next(&mut client, at(900)));
    assert_eq!(sent, request);
    assert!(client.session.pace.ready_at(900) > 900);
    recall.input(answer(request, &rows(&body, 0)), &mut client, at(1000));
    assert_eq!(recall.next(&mut client, at(1000)), Command::Finish);
    assert_eq!(recall.tracker.counts[Status::Recalled as usize], 10);
}

#[test]
fn a_request_stopped_during_its_preparation_was_never_sent() {
    for input in [Input::Stop, Input::Abort] {
        let mut client = signing();
        let mut recall = recall(10, Hooks { before_send: true, ..Hooks::default() }, &mut client);
        let Command::Prepare { request, .. } = recall.next(&mut client, at(0)) else { panic!("nothing to prepare") };
        recall.input(input, &mut client, at(0));
        assert_eq!(recall.next(&mut client, at(0)), Command::Finish);
        recall.input(Input::Prepared { request }, &mut client, at(1));
        assert_eq!(recall.next(&mut client, at(1)), Command::Finish);
        assert_eq!(recall.tracker.counts[Status::NotAttempted as usize], 10);
        assert_eq!(recall.tracker.run.traffic().requests, 0);
    }
}
