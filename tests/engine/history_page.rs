//! Tests of one page of history: it shares the pace and the UserSig with the client's runs, and stops retrying at some point.

use super::client::{answer, at, config, error_code, lost, signing};
use crate::client::pace::{Micros, SECOND};
use crate::client::retry::LOCKOUT;
use crate::client::state::ClientState;
use crate::engine::contract::{Command, Input};
use crate::engine::history_page::HistoryPage;
use crate::error::{Error, ErrorCode};
use crate::input::client_options::Credential;
use crate::said;

const NOW: Micros = 10 * SECOND;

fn page(retries: u32) -> HistoryPage {
    HistoryPage::new("{}".into(), retries, false, 1)
}

fn status(status: u16) -> Input<'static> {
    Input::Answer { request: 0, status, retry_after: 0, envelope: None }
}

/// Answers every request with the same input. Returns the number of requests, and the error if there is no page.
fn ask(page: &mut HistoryPage, client: &mut ClientState, input: &Input<'_>) -> (u32, Option<Error>) {
    let (mut requests, mut now) = (0, NOW);
    loop {
        match page.next(client, at(now)) {
            Command::Send { url, body, .. } => {
                assert!(url.contains("official_account_msg_get_simple?") && body == "{}", "{url}");
                requests += 1;
                page.input(input.clone(), client, at(now));
            }
            Command::Wait(wait) => now += wait,
            Command::Finish => return (requests, page.failure().map(|error| error.with_loss(None))),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn an_answer_that_says_ok_is_the_page() {
    assert_eq!(ask(&mut page(5), &mut signing(), &answer(0, &error_code(0))), (1, None));
}

#[test]
fn a_transient_failure_is_retried_as_often_as_the_caller_allows() {
    let (busy, fast) = (error_code(10002), error_code(60007));
    for (input, kind, text) in [
        (lost(0), ErrorCode::NoReply, "no-reply \"network\""),
        (answer(0, &busy), ErrorCode::NoReply, "service-refusal"),
        (answer(0, &fast), ErrorCode::RateLimited, "service-refusal"),
        (status(429), ErrorCode::RateLimited, "rate-retries"),
    ] {
        for retries in [0, 3] {
            let (requests, failure) = ask(&mut page(retries), &mut signing(), &input);
            let failure = failure.unwrap();
            assert_eq!((requests, failure.code()), (retries + 1, kind), "{input:?}");
            assert!(said::detail(&failure).starts_with(text), "{failure:?}");
        }
    }
}

#[test]
fn each_request_counts_towards_the_pace() {
    let mut client = ClientState::new({
        let secret = signing().config.credential;
        let mut config = config(secret);
        config.rate_limit = 1;
        config
    });
    assert!(matches!(page(5).next(&mut client, at(NOW)), Command::Send { .. }));
    assert!(matches!(page(5).next(&mut client, at(NOW)), Command::Wait(wait) if wait > SECOND));
}

#[test]
fn a_rate_limit_error_also_slows_the_clients_runs() {
    let fast = error_code(60007);
    for input in [answer(0, &fast), status(429)] {
        let (mut page, mut client) = (page(5), signing());
        page.next(&mut client, at(NOW));
        page.input(input.clone(), &mut client, at(NOW));
        assert!(client.session.pace.rate() < 200.0, "{input:?}");
    }
}

#[test]
fn a_rejected_user_sig_is_replaced_once_and_the_second_rejection_ends_it() {
    let (refused, mut client) = (error_code(70001), signing());
    let (requests, failure) = ask(&mut page(5), &mut client, &answer(0, &refused));
    assert_eq!((requests, failure.unwrap().code()), (2, ErrorCode::UserSig));
    assert_eq!(client.session.user_sig.number(), 2);
    let mut fixed = ClientState::new(config(Credential::Fixed("sig".into())));
    assert_eq!(ask(&mut page(5), &mut fixed, &answer(0, &refused)).0, 1);
}

#[test]
fn an_error_that_a_retry_cannot_fix_ends_it_at_once() {
    for (code, kind) in [
        (60010, ErrorCode::Permission),
        (70020, ErrorCode::Region),
        (10010, ErrorCode::OfficialAccount),
        (10004, ErrorCode::Refused),
        (99_999, ErrorCode::Refused),
        (70050, ErrorCode::UserSig),
    ] {
        let (requests, failure) = ask(&mut page(5), &mut signing(), &answer(0, &error_code(code)));
        assert_eq!((requests, failure.unwrap().code()), (1, kind), "{code}");
    }
    let (requests, failure) = ask(&mut page(5), &mut signing(), &status(404));
    assert_eq!((requests, failure.unwrap().code()), (1, ErrorCode::UnreadableReply));
}

#[test]
fn after_70050_it_waits_a_minute_and_then_uses_another_user_sig() {
    let (locked, mut client) = (error_code(70050), signing());
    ask(&mut page(5), &mut client, &answer(0, &locked));
    assert_eq!(client.session.pace.ready_at(NOW), NOW + LOCKOUT);
    assert_eq!(client.session.user_sig.number(), 1);
}

#[test]
fn a_user_sig_and_a_permit_are_requested_once() {
    let mut client = ClientState::new(config(Credential::Provider));
    let mut page = HistoryPage::new("{}".into(), 5, true, 1);
    assert_eq!(page.next(&mut client, at(NOW)), Command::AskForUserSig);
    assert_eq!(page.next(&mut client, at(NOW)), Command::Idle);
    client.user_sigs.keep(&client.config, 0, 1.0, "of-an-unknown-form".into(), crate::host::claims).unwrap();
    page.input(Input::UserSig, &mut client, at(NOW));
    assert_eq!(page.next(&mut client, at(NOW)), Command::AcquirePermits(1));
    assert_eq!(page.next(&mut client, at(NOW)), Command::Idle);
    page.input(Input::Permit { took: 5 }, &mut client, at(NOW));
    assert!(matches!(page.next(&mut client, at(NOW)), Command::Send { .. }));
}

#[test]
fn a_page_that_ends_while_it_waits_for_a_permit_cancels_it() {
    let (mut client, mut page) = (signing(), HistoryPage::new("{}".into(), 5, true, 1));
    assert_eq!(page.next(&mut client, at(NOW)), Command::AcquirePermits(1));
    page.input(Input::Stop, &mut client, at(NOW));
    assert_eq!(page.next(&mut client, at(NOW)), Command::CancelPermits);
    assert_eq!(page.next(&mut client, at(NOW)), Command::Finish);
    assert_eq!(page.failure(), None);
}
