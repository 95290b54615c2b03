//! Tests of the effect of each request outcome on its messages and on the run.

use super::rig::{LOST, OPTIONS, Rig, good, refusal, rows};
use crate::client::pace::SECOND;
use crate::client::retry::RATE_PATIENCE;
use crate::engine::messages::message::Status;
use crate::engine::run::{Options, Step};
use crate::error::ErrorCode;
use crate::said;
use crate::wire::response::{Loss, RequestOutcome};

#[test]
fn only_a_retcode_0_means_recalled() {
    let mut rig = Rig::new(OPTIONS, 10);
    let codes = [0, 10030, 10031, 10032, 10033, 99_999, 0, 0, 0, 0].map(Some);
    rig.exchange(|_| rows(&codes));
    assert_eq!(rig.poll(), Step::Done);
    for (tag, code) in codes.into_iter().enumerate() {
        let expected = match code {
            Some(0) => (Status::Recalled, None),
            Some(10030) => (Status::NotFound, code),
            _ => (Status::Failed, code),
        };
        assert_eq!(rig.ended(tag as u32), expected);
    }
    assert_eq!(rig.error(), None);
}

#[test]
fn not_found_after_a_lost_answer_is_presumed_recalled_and_other_final_codes_are_failed() {
    let mut rig = Rig::new(OPTIONS, 3);
    rig.exchange(|_| LOST);
    rig.finish(|keys| rows(&keys.iter().map(|tag| Some([10030, 10031, 0][*tag as usize])).collect::<Vec<_>>()));
    assert_eq!(rig.ended(0), (Status::PresumedRecalled, Some(10030)));
    assert_eq!(rig.ended(1), (Status::Failed, Some(10031)));
    assert_eq!(rig.ended(2), (Status::Recalled, None));
    assert!((0..3).all(|tag| rig.attempts(tag) == 2));
}

#[test]
fn failed_account_checks_are_retried_at_most_twice() {
    for code in [60004, 60005] {
        let mut rig = Rig::new(OPTIONS, 1);
        assert_eq!(rig.finish(|keys| refusal(code, keys.len())), 3);
        assert_eq!(rig.ended(0), (Status::Failed, Some(code)));
    }
}

#[test]
fn an_error_has_code_meaning_advice_and_the_services_text() {
    let mut rig = Rig::new(OPTIONS, 1);
    rig.exchange(|_| refusal(60010, 1));
    let error = rig.run.error().unwrap();
    assert_eq!((error.api_code(), said::detail(error)), (Some(60010), "service-refusal \"err=60010\"".into()));
}

#[test]
fn a_rejected_key_is_isolated_and_the_others_are_sent() {
    let mut rig = Rig::new(OPTIONS, 100);
    let answer = |keys: &[u32]| if keys.contains(&37) { refusal(10004, keys.len()) } else { good(keys) };
    let requests = rig.finish(answer);
    assert_eq!(rig.ended(37), (Status::Failed, Some(10004)));
    assert_eq!(rig.counts(), [99, 0, 0, 1, 0, 0]);
    // Ten requests, and a binary search in one of them.
    assert!(requests <= 18, "{requests} requests");
    assert_eq!(rig.error(), None);
}

#[test]
fn a_request_rejected_as_a_whole_costs_only_a_few_requests() {
    let mut rig = Rig::new(OPTIONS, 100_000);
    let mut requests = 0;
    while rig.run.error().is_none() {
        for (flight, keys) in rig.send_all() {
            requests += 1;
            rig.deliver(flight, refusal(10004, keys.len()));
        }
    }
    assert_eq!(rig.error(), Some((ErrorCode::Refused, Some(10004))));
    assert!(requests <= 9, "{requests} requests to learn that none is accepted");
}

#[test]
fn three_undocumented_codes_in_a_row_end_the_run() {
    let mut rig = Rig::new(OPTIONS, 100);
    let mut count = 0;
    let requests = rig.finish(|keys| {
        count += 1;
        if count == 3 { good(keys) } else { refusal(88_888, keys.len()) }
    });
    assert_eq!(requests, 6);
    assert_eq!(rig.error(), Some((ErrorCode::Refused, Some(88_888))));
    assert_eq!(rig.counts(), [10, 0, 0, 50, 0, 40]);
}

#[test]
fn a_rate_limit_error_costs_no_attempt_and_slows_the_pace() {
    let mut rig = Rig::new(Options { retries: 0, ..OPTIONS }, 10);
    let before = rig.session.pace.rate();
    for code in [60007, 60011, 60018, 60019, 10006] {
        rig.exchange(|keys| refusal(code, keys.len()));
        rig.now += SECOND;
    }
    rig.exchange(|_| RequestOutcome::Throttled);
    assert!(rig.session.pace.rate() < before / 2.0, "{}", rig.session.pace.rate());
    rig.finish(good);
    assert_eq!((rig.counts(), rig.attempts(0)), ([10, 0, 0, 0, 0, 0], 7));
    assert_eq!(rig.run.traffic().requests - rig.run.traffic().retries, 1, "all but the first carried them again");
}

#[test]
fn a_minute_of_only_rate_limit_errors_ends_the_run() {
    let mut rig = Rig::new(OPTIONS, 10);
    let began = rig.now;
    rig.finish(|keys| refusal(60007, keys.len()));
    assert!(rig.now - began >= RATE_PATIENCE && rig.now - began < RATE_PATIENCE + 5 * SECOND);
    assert_eq!(rig.error(), Some((ErrorCode::RateLimited, Some(60007))));
    assert_eq!(said::detail(rig.run.error().unwrap()), "rate-patience -");
    assert_eq!(rig.counts(), [0, 0, 0, 10, 0, 0]);
}

#[test]
fn other_answers_between_rate_limit_errors_keep_the_run_alive() {
    for between in [LOST, refusal(10002, 10), RequestOutcome::Lost(Loss::Http(502))] {
        let mut rig = Rig::new(Options { retries: 100, ..OPTIONS }, 10);
        rig.exchange(|keys| refusal(60007, keys.len()));
        rig.exchange(|_| between);
        rig.now += 2 * RATE_PATIENCE;
        rig.exchange(|keys| refusal(60007, keys.len()));
        assert_eq!(rig.error(), None);
        rig.finish(good);
        assert_eq!(rig.counts(), [10, 0, 0, 0, 0, 0]);
    }
}

#[test]
fn rate_limit_codes_in_every_row_never_cost_an_attempt() {
    let mut rig = Rig::new(Options { retries: 0, ..OPTIONS }, 10);
    for _ in 0..20 {
        rig.exchange(|keys| rows(&vec![Some(10006); keys.len()]));
    }
    rig.finish(good);
    assert_eq!((rig.counts(), rig.error()), ([10, 0, 0, 0, 0, 0], None));
}

#[test]
fn one_message_that_is_always_rate_limited_does_not_slow_the_others() {
    let mut rig = Rig::new(OPTIONS, 40_000);
    let began = rig.now;
    while rig.poll() != Step::Done {
        for (flight, keys) in rig.send_all() {
            rig.deliver(
                flight,
                rows(&keys.iter().map(|tag| Some(if *tag == 5 { 10006 } else { 0 })).collect::<Vec<_>>()),
            );
        }
    }
    assert_eq!(rig.ended(5), (Status::Failed, Some(10006)));
    assert_eq!(rig.counts(), [39_999, 0, 0, 1, 0, 0]);
    assert_eq!(rig.error(), None);
    let seconds = (rig.now - began) / SECOND;
    assert!(seconds < 200, "{seconds} s for 4000 requests");
}

#[test]
fn an_expired_user_sig_is_replaced_once_for_all_requests() {
    let mut rig = Rig::new(OPTIONS, 100);
    rig.exchange(good);
    let all = rig.send_all();
    for (flight, keys) in &all {
        rig.deliver(*flight, refusal(70001, keys.len()));
    }
    assert_eq!(rig.session.user_sig.number(), 1);
    rig.finish(good);
    assert_eq!((rig.counts(), rig.session.user_sig.number()), ([100, 0, 0, 0, 0, 0], 1));
}

#[test]
fn a_second_rejected_user_sig_ends_the_run() {
    let mut rig = Rig::new(OPTIONS, 30);
    rig.exchange(|keys| refusal(70001, keys.len()));
    rig.exchange(|keys| refusal(70001, keys.len()));
    assert_eq!(rig.poll(), Step::Done);
    assert_eq!(rig.error(), Some((ErrorCode::UserSig, Some(70001))));
}

#[test]
fn after_a_lock_out_the_run_waits_and_uses_another_user_sig() {
    let mut rig = Rig::new(OPTIONS, 30);
    rig.exchange(|keys| refusal(70050, keys.len()));
    let read = rig.now;
    let (flight, keys) = rig.send();
    assert!(rig.now >= read + 60 * SECOND);
    assert_eq!(rig.session.user_sig.number(), 1);
    rig.deliver(flight, good(&keys));
    rig.finish(good);
    assert_eq!(rig.counts(), [30, 0, 0, 0, 0, 0]);
}

#[test]
fn a_key_missing_from_the_answer_is_retried_twice() {
    let mut rig = Rig::new(OPTIONS, 2);
    let requests = rig.finish(|keys| rows(&keys.iter().map(|tag| (*tag == 0).then_some(0)).collect::<Vec<_>>()));
    assert_eq!(requests, 3);
    assert_eq!(rig.ended(0), (Status::Recalled, None));
    assert_eq!(rig.ended(1), (Status::Unconfirmed, None));
}

#[test]
fn a_reply_with_fewer_rows_than_keys_loses_no_key() {
    let mut rig = Rig::new(OPTIONS, 10);
    rig.exchange(|_| rows(&[Some(0), Some(0)]));
    rig.finish(|keys| rows(&keys.iter().map(|_| Some(10030)).collect::<Vec<_>>()));
    assert_eq!(rig.counts(), [2, 8, 0, 0, 0, 0]);
}

#[test]
fn a_success_row_in_an_error_reply_makes_its_key_uncertain() {
    let mut rig = Rig::new(OPTIONS, 2);
    let RequestOutcome::Reply(mut reply) = refusal(60014, 2) else { panic!("a reply") };
    reply.codes = vec![Some(0), None];
    rig.exchange(|_| RequestOutcome::Reply(reply));
    rig.finish(|keys| rows(&vec![Some(10030); keys.len()]));
    assert_eq!(rig.ended(0), (Status::PresumedRecalled, Some(10030)));
    assert_eq!(rig.ended(1), (Status::NotFound, Some(10030)));
}

#[test]
fn a_timeout_inside_the_service_makes_its_keys_uncertain() {
    for (code, status) in [
        (60008, Status::PresumedRecalled),
        (60013, Status::PresumedRecalled),
        (70169, Status::PresumedRecalled),
        (70500, Status::PresumedRecalled),
        (10002, Status::PresumedRecalled),
        (60014, Status::NotFound),
    ] {
        let mut rig = Rig::new(OPTIONS, 1);
        rig.exchange(|_| refusal(code, 1));
        rig.finish(|_| rows(&[Some(10030)]));
        assert_eq!(rig.ended(0), (status, Some(10030)), "{code}");
    }
}

#[test]
fn a_timeout_code_in_a_row_makes_its_key_uncertain() {
    for code in [10002, 60008, 60013, 70169, 70500] {
        let mut rig = Rig::new(OPTIONS, 3);
        rig.exchange(|_| rows(&[Some(code), Some(code), Some(0)]));
        rig.finish(|keys| rows(&keys.iter().map(|tag| Some(if *tag == 0 { 10030 } else { code })).collect::<Vec<_>>()));
        assert_eq!(rig.ended(0), (Status::PresumedRecalled, Some(10030)), "{code}");
        assert_eq!(rig.ended(1), (Status::Unconfirmed, Some(code)), "{code}");
        assert_eq!(rig.ended(2), (Status::Recalled, None), "{code}");
    }
}

#[test]
fn after_a_run_ended_by_its_user_sig_the_next_run_uses_another() {
    for (code, next) in [(70009, 1), (70003, 1), (70005, 1), (70013, 1), (60010, 1), (70020, 0), (10010, 0)] {
        let mut rig = Rig::new(OPTIONS, 200);
        rig.exchange(good);
        for (flight, keys) in rig.send_all() {
            rig.deliver(flight, refusal(code, keys.len()));
        }
        assert_eq!(rig.poll(), Step::Done, "{code}");
        assert_eq!(rig.session.user_sig.number(), next, "{code}");
    }
}
