//! Claims about one page of history: the pace and the UserSig are those of the client's runs, and asking ends by itself.

use super::rig::{LOST, refusal, rows};
use crate::engine::history_page::{HistoryPage, Next};
use crate::error::{Error, ErrorCode};
use crate::session::pace::{Micros, SECOND};
use crate::session::retry::LOCKOUT;
use crate::session::session::Session;
use crate::wire::response::RequestOutcome;

const NOW: Micros = 10 * SECOND;

fn failed(next: Next) -> Error {
    match next {
        Next::Failed(error) => error,
        other => panic!("expected a failure, found {other:?}"),
    }
}

/// Asks and is given the same answer again and again: how often, and how it ended.
fn ask(page: &mut HistoryPage, session: &mut Session, outcome: &RequestOutcome) -> (u32, Next) {
    let mut requests = 0;
    let mut now = NOW;
    loop {
        page.send(now, session);
        requests += 1;
        match page.on_outcome(outcome, now, session) {
            Next::Again(wait) => now += wait,
            end => return (requests, end),
        }
    }
}

#[test]
fn an_answer_that_says_ok_is_the_page() {
    let (mut page, mut session) = (HistoryPage::new(5, 1), Session::new(200, true));
    assert_eq!(ask(&mut page, &mut session, &rows(&[])), (1, Next::Answered));
}

#[test]
fn what_is_transient_is_asked_again_as_often_as_the_caller_allows() {
    for (outcome, kind, text) in [
        (LOST, ErrorCode::NoReply, "no readable answer from the service"),
        (refusal(10002, 0), ErrorCode::NoReply, "the service answered 10002"),
        (refusal(60007, 0), ErrorCode::RateLimited, "the service answered 60007"),
        (RequestOutcome::Throttled, ErrorCode::RateLimited, "refused for rate after all retries"),
    ] {
        for retries in [0, 3] {
            let (mut page, mut session) = (HistoryPage::new(retries, 1), Session::new(200, true));
            let (requests, end) = ask(&mut page, &mut session, &outcome);
            let error = failed(end);
            assert_eq!((requests, error.code()), (retries + 1, kind), "{outcome:?}");
            assert!(error.message().starts_with(text), "{}", error.message());
        }
    }
}

#[test]
fn each_request_takes_its_place_in_the_pace() {
    let (mut page, mut session) = (HistoryPage::new(5, 1), Session::new(1, true));
    assert_eq!(session.pace.ready_at(NOW), NOW);
    page.send(NOW, &mut session);
    assert!(session.pace.ready_at(NOW) > NOW + SECOND);
}

#[test]
fn a_refusal_for_rate_slows_the_runs_of_the_client_too() {
    for outcome in [refusal(60007, 0), RequestOutcome::Throttled] {
        let (mut page, mut session) = (HistoryPage::new(5, 1), Session::new(200, true));
        page.send(NOW, &mut session);
        page.on_outcome(&outcome, NOW, &mut session);
        assert!(session.pace.rate() < 200.0, "{outcome:?}");
    }
}

#[test]
fn an_old_user_sig_is_replaced_once_and_a_second_refusal_is_the_last() {
    let (mut page, mut session) = (HistoryPage::new(5, 1), Session::new(200, true));
    let (requests, end) = ask(&mut page, &mut session, &refusal(70001, 0));
    assert_eq!((requests, failed(end).code()), (2, ErrorCode::UserSig));
    assert_eq!(session.user_sig.number(), 2);
    let (mut page, mut session) = (HistoryPage::new(5, 1), Session::new(200, false));
    assert_eq!(ask(&mut page, &mut session, &refusal(70001, 0)).0, 1);
}

#[test]
fn what_asking_again_would_not_mend_ends_it_at_once() {
    for (outcome, kind) in [
        (refusal(60010, 0), ErrorCode::Permission),
        (refusal(70020, 0), ErrorCode::Region),
        (refusal(10010, 0), ErrorCode::OfficialAccount),
        (refusal(10004, 0), ErrorCode::Refused),
        (refusal(99_999, 0), ErrorCode::Refused),
        (RequestOutcome::Foreign(404), ErrorCode::UnreadableReply),
        (refusal(70050, 0), ErrorCode::UserSig),
    ] {
        let (mut page, mut session) = (HistoryPage::new(5, 1), Session::new(200, true));
        let (requests, end) = ask(&mut page, &mut session, &outcome);
        assert_eq!((requests, failed(end).code()), (1, kind), "{outcome:?}");
    }
}

#[test]
fn after_70050_nothing_leaves_for_a_minute_and_then_with_another_user_sig() {
    let (mut page, mut session) = (HistoryPage::new(5, 1), Session::new(200, true));
    page.send(NOW, &mut session);
    page.on_outcome(&refusal(70050, 0), NOW, &mut session);
    assert_eq!(session.pace.ready_at(NOW), NOW + LOCKOUT);
    assert_eq!(session.user_sig.number(), 1);
}
