//! Claims about one run, rule by rule: what leaves, what is said of each message, and when it ends.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by failing"
)]

mod rig;

use rig::{LOST, OPTIONS, Rig, good, refusal, rows};
use tencent_chat_recall::error::ErrorCode;
use tencent_chat_recall::item::Status;
use tencent_chat_recall::pace::SECOND;
use tencent_chat_recall::response::{Loss, Outcome};
use tencent_chat_recall::retry::RATE_PATIENCE;
use tencent_chat_recall::run::{Options, Step};

#[test]
fn the_first_request_goes_alone_and_then_as_many_as_concurrency_allows() {
    let mut rig = Rig::new(Options { concurrency: 3, ..OPTIONS }, 100);
    let first = rig.send_all();
    assert_eq!(first, [(1, (0..10).collect::<Vec<_>>())]);
    rig.deliver(1, good(&first[0].1));
    assert_eq!(rig.send_all().len(), 3);
    assert_eq!(rig.poll(), Step::Idle);
    assert_eq!(rig.run.in_flight(), 3);
}

#[test]
fn an_empty_run_is_done_and_an_open_one_waits() {
    assert_eq!(Rig::new(OPTIONS, 0).poll(), Step::Done);
    let mut open = Rig::streaming(OPTIONS, 200, true);
    assert_eq!(open.poll(), Step::Idle);
    open.run.close_input();
    assert_eq!(open.poll(), Step::Done);
}

#[test]
fn a_batch_that_is_not_full_waits_a_moment_for_more_input() {
    let mut rig = Rig::streaming(OPTIONS, 200, true);
    rig.push(3);
    assert_eq!(rig.poll(), Step::Wait(50_000));
    rig.now += 20_000;
    rig.push(6);
    assert_eq!(rig.poll(), Step::Wait(30_000));
    rig.push(1);
    assert_eq!(rig.poll(), Step::Ready);
    assert_eq!(rig.send().1.len(), 10);
}

#[test]
fn recalled_is_said_after_a_retcode_0_only() {
    let mut rig = Rig::new(OPTIONS, 10);
    let codes = [0, 10030, 10031, 10032, 10033, 99_999, 0, 0, 0, 0].map(Some);
    rig.exchange(|_| rows(&codes));
    assert_eq!(rig.poll(), Step::Done);
    for (tag, code) in codes.into_iter().enumerate() {
        let expected = if code == Some(0) { (Status::Recalled, None) } else { (Status::Failed, code) };
        assert_eq!(rig.ended(tag as u32), expected);
    }
    assert_eq!(rig.error(), None);
}

#[test]
fn gone_after_a_lost_answer_is_presumed_recalled_and_another_final_code_is_failed() {
    let mut rig = Rig::new(OPTIONS, 3);
    rig.exchange(|_| LOST);
    rig.finish(|keys| rows(&keys.iter().map(|tag| Some([10030, 10031, 0][*tag as usize])).collect::<Vec<_>>()));
    assert_eq!(rig.ended(0), (Status::PresumedRecalled, Some(10030)));
    assert_eq!(rig.ended(1), (Status::Failed, Some(10031)));
    assert_eq!(rig.ended(2), (Status::Recalled, None));
    assert!((0..3).all(|tag| rig.attempts(tag) == 2));
}

#[test]
fn retries_bound_the_attempts_of_each_message() {
    for retries in [0, 1, 5] {
        let mut rig = Rig::new(Options { retries, ..OPTIONS }, 10);
        assert!(rig.finish(|keys| rows(&vec![Some(10002); keys.len()])) > retries as usize);
        assert!((0..10).all(|tag| rig.ended(tag) == (Status::Failed, Some(10002))), "{retries}");
        assert!((0..10).all(|tag| rig.attempts(tag) == retries + 1), "{retries}");
        assert_eq!(rig.error(), None);
    }
}

#[test]
fn account_checks_that_fail_are_tried_again_twice_at_most() {
    for code in [60004, 60005] {
        let mut rig = Rig::new(OPTIONS, 1);
        assert_eq!(rig.finish(|keys| refusal(code, keys.len())), 3);
        assert_eq!(rig.ended(0), (Status::Failed, Some(code)));
    }
}

#[test]
fn a_network_that_is_gone_ends_the_run_and_leaves_most_messages_unsent() {
    let mut rig = Rig::new(OPTIONS, 1000);
    let requests = rig.finish(|_| LOST);
    assert_eq!(requests, 12);
    assert_eq!(rig.error(), Some((ErrorCode::NoReply, None)));
    let text = rig.run.error().unwrap().message().to_owned();
    assert_eq!(text, "no readable answer in a row of requests; the last ended with a network error");
    let [recalled, presumed, failed, unconfirmed, not_attempted] = rig.counts();
    assert_eq!([recalled, presumed, failed], [0, 0, 0]);
    assert!((10..=120).contains(&unconfirmed), "{unconfirmed}");
    assert_eq!(unconfirmed + not_attempted, 1000);
}

#[test]
fn eight_losses_in_a_row_close_an_open_run_down_to_one_request_at_a_time() {
    let mut rig = Rig::new(Options { concurrency: 4, ..OPTIONS }, 400);
    rig.exchange(good);
    let mut lost = 0;
    while lost < 8 {
        let all = rig.send_all();
        assert!(all.len() > 1, "closed down after {lost} losses");
        for (flight, _) in all {
            rig.deliver(flight, LOST);
            lost += 1;
        }
    }
    assert_eq!(rig.send_all().len(), 1);
    let (flight, keys) = (rig.run.traffic().requests, rig.run.keys(rig.run.traffic().requests).count());
    rig.deliver(flight, rows(&vec![Some(0); keys]));
    assert_eq!(rig.send_all().len(), 4);
}

#[test]
fn a_code_of_the_whole_run_ends_it_at_once() {
    for (code, kind) in [
        (60010, ErrorCode::Permission),
        (70009, ErrorCode::UserSig),
        (70016, ErrorCode::Region),
        (10010, ErrorCode::OfficialAccount),
        (60020, ErrorCode::Plan),
        (60003, ErrorCode::Refused),
    ] {
        let mut rig = Rig::new(OPTIONS, 1000);
        rig.exchange(|keys| refusal(code, keys.len()));
        assert_eq!(rig.poll(), Step::Done);
        assert_eq!(rig.error(), Some((kind, Some(code))));
        assert_eq!(rig.counts(), [0, 0, 10, 0, 990]);
        assert_eq!(rig.run.traffic().requests, 1);
    }
}

#[test]
fn a_refusal_says_code_meaning_advice_and_the_words_of_the_service() {
    let mut rig = Rig::new(OPTIONS, 1);
    rig.exchange(|_| refusal(60010, 1));
    assert_eq!(
        rig.run.error().unwrap().message(),
        "the service answered 60010: Only an app administrator may do this. Use an identifier that the console lists \
         as app administrator. ErrorInfo: \"err=60010\""
    );
}

#[test]
fn what_is_in_flight_when_a_run_ends_is_waited_for_and_counts() {
    let mut rig = Rig::new(Options { concurrency: 3, ..OPTIONS }, 60);
    rig.exchange(good);
    let all = rig.send_all();
    rig.deliver(all[0].0, refusal(60010, 10));
    assert_eq!(rig.poll(), Step::Idle);
    rig.deliver(all[1].0, good(&all[1].1));
    rig.deliver(all[2].0, LOST);
    assert_eq!(rig.poll(), Step::Done);
    assert_eq!(rig.counts(), [20, 0, 10, 10, 20]);
    assert_eq!(rig.error(), Some((ErrorCode::Permission, Some(60010))));
}

#[test]
fn something_else_at_the_address_ends_the_run() {
    let mut rig = Rig::new(OPTIONS, 30);
    rig.exchange(|_| Outcome::Foreign(404));
    assert_eq!(rig.error(), Some((ErrorCode::UnreadableReply, None)));
    let text = "found HTTP 404 without a reply of the service, expected HTTP 200; check region or baseUrl";
    assert_eq!(rig.run.error().unwrap().message(), text);
    assert_eq!(rig.counts(), [0, 0, 0, 10, 20]);
}

#[test]
fn a_stop_leaves_what_is_in_flight_unconfirmed_and_ignores_its_answers() {
    let mut rig = Rig::new(Options { concurrency: 2, ..OPTIONS }, 100);
    rig.exchange(good);
    let all = rig.send_all();
    rig.stop();
    assert_eq!(rig.poll(), Step::Done);
    assert_eq!(rig.counts(), [10, 0, 0, 20, 70]);
    rig.deliver(all[0].0, good(&all[0].1));
    assert_eq!(rig.counts(), [10, 0, 0, 20, 70]);
    rig.push(1);
    rig.stop();
    assert_eq!(rig.ended(100), (Status::NotAttempted, None));
    assert_eq!(rig.error(), None);
}

#[test]
fn outcomes_of_unknown_requests_change_nothing() {
    let mut rig = Rig::new(OPTIONS, 10);
    let (flight, keys) = rig.send();
    for other in [0, flight + 1, u32::MAX] {
        rig.deliver(other, refusal(60010, 10));
    }
    rig.deliver(flight, good(&keys));
    rig.deliver(flight, LOST);
    assert_eq!((rig.counts(), rig.error()), ([10, 0, 0, 0, 0], None));
}

#[test]
fn a_poisoned_key_is_found_and_the_others_go() {
    let mut rig = Rig::new(OPTIONS, 100);
    let answer = |keys: &[u32]| if keys.contains(&37) { refusal(10004, keys.len()) } else { good(keys) };
    let requests = rig.finish(answer);
    assert_eq!(rig.ended(37), (Status::Failed, Some(10004)));
    assert_eq!(rig.counts(), [99, 0, 1, 0, 0]);
    // Ten, and a binary search in one of them.
    assert!(requests <= 18, "{requests} requests");
    assert_eq!(rig.error(), None);
}

#[test]
fn a_request_that_is_malformed_as_a_whole_costs_a_handful_of_requests() {
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
fn codes_that_nobody_documents_end_the_run_when_three_come_in_a_row() {
    let mut rig = Rig::new(OPTIONS, 100);
    let mut count = 0;
    let requests = rig.finish(|keys| {
        count += 1;
        if count == 3 { good(keys) } else { refusal(88_888, keys.len()) }
    });
    assert_eq!(requests, 6);
    assert_eq!(rig.error(), Some((ErrorCode::Refused, Some(88_888))));
    assert_eq!(rig.counts(), [10, 0, 50, 0, 40]);
}

#[test]
fn a_refusal_for_rate_costs_no_attempt_and_slows_the_pace() {
    let mut rig = Rig::new(Options { retries: 0, ..OPTIONS }, 10);
    let before = rig.session.pace.rate();
    for code in [60007, 60011, 60018, 60019, 10006] {
        rig.exchange(|keys| refusal(code, keys.len()));
        rig.now += SECOND;
    }
    rig.exchange(|_| Outcome::Throttled);
    assert!(rig.session.pace.rate() < before / 2.0, "{}", rig.session.pace.rate());
    rig.finish(good);
    assert_eq!((rig.counts(), rig.attempts(0)), ([10, 0, 0, 0, 0], 7));
}

#[test]
fn a_minute_of_nothing_but_refusals_for_rate_ends_the_run() {
    let mut rig = Rig::new(OPTIONS, 10);
    let began = rig.now;
    rig.finish(|keys| refusal(60007, keys.len()));
    assert!(rig.now - began >= RATE_PATIENCE && rig.now - began < RATE_PATIENCE + 5 * SECOND);
    assert_eq!(rig.error(), Some((ErrorCode::RateLimited, Some(60007))));
    assert_eq!(rig.run.error().unwrap().message(), "every request of the last minute was refused for its rate");
    assert_eq!(rig.counts(), [0, 0, 10, 0, 0]);
}

#[test]
fn refusals_for_rate_with_other_answers_in_between_are_no_minute_of_refusals() {
    for between in [LOST, refusal(10002, 10), Outcome::Lost(Loss::Http(502))] {
        let mut rig = Rig::new(Options { retries: 100, ..OPTIONS }, 10);
        rig.exchange(|keys| refusal(60007, keys.len()));
        rig.exchange(|_| between);
        rig.now += 2 * RATE_PATIENCE;
        rig.exchange(|keys| refusal(60007, keys.len()));
        assert_eq!(rig.error(), None);
        rig.finish(good);
        assert_eq!(rig.counts(), [10, 0, 0, 0, 0]);
    }
}

#[test]
fn one_message_that_is_always_called_too_fast_does_not_slow_down_all_others() {
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
    assert_eq!(rig.counts(), [39_999, 0, 1, 0, 0]);
    assert_eq!(rig.error(), None);
    let seconds = (rig.now - began) / SECOND;
    assert!(seconds < 200, "{seconds} s for 4000 requests");
}

#[test]
fn an_expired_user_sig_is_replaced_once_for_all_that_wait() {
    let mut rig = Rig::new(OPTIONS, 100);
    rig.exchange(good);
    let all = rig.send_all();
    for (flight, keys) in &all {
        rig.deliver(*flight, refusal(70001, keys.len()));
    }
    assert_eq!(rig.session.user_sig.number(), 1);
    rig.finish(good);
    assert_eq!((rig.counts(), rig.session.user_sig.number()), ([100, 0, 0, 0, 0], 1));
}

#[test]
fn a_second_user_sig_that_is_refused_ends_the_run() {
    let mut rig = Rig::new(OPTIONS, 30);
    rig.exchange(|keys| refusal(70001, keys.len()));
    rig.exchange(|keys| refusal(70001, keys.len()));
    assert_eq!(rig.poll(), Step::Done);
    assert_eq!(rig.error(), Some((ErrorCode::UserSig, Some(70001))));
}

#[test]
fn a_lock_out_is_waited_for_and_met_with_another_user_sig() {
    let mut rig = Rig::new(OPTIONS, 30);
    rig.exchange(|keys| refusal(70050, keys.len()));
    let read = rig.now;
    let (flight, keys) = rig.send();
    assert!(rig.now >= read + 60 * SECOND);
    assert_eq!(rig.session.user_sig.number(), 1);
    rig.deliver(flight, good(&keys));
    rig.finish(good);
    assert_eq!(rig.counts(), [30, 0, 0, 0, 0]);
}

#[test]
fn an_answer_that_lacks_a_key_is_asked_again_twice() {
    let mut rig = Rig::new(OPTIONS, 2);
    let requests = rig.finish(|keys| rows(&keys.iter().map(|tag| (*tag == 0).then_some(0)).collect::<Vec<_>>()));
    assert_eq!(requests, 3);
    assert_eq!(rig.ended(0), (Status::Recalled, None));
    assert_eq!(rig.ended(1), (Status::Unconfirmed, None));
}

#[test]
fn a_reply_with_fewer_rows_than_keys_loses_none() {
    let mut rig = Rig::new(OPTIONS, 10);
    rig.exchange(|_| rows(&[Some(0), Some(0)]));
    rig.finish(|keys| rows(&keys.iter().map(|_| Some(10030)).collect::<Vec<_>>()));
    assert_eq!(rig.counts(), [2, 8, 0, 0, 0]);
}

#[test]
fn a_refusal_that_names_a_success_makes_its_key_uncertain() {
    let mut rig = Rig::new(OPTIONS, 2);
    let Outcome::Reply(mut reply) = refusal(10002, 2) else { panic!("a reply") };
    reply.codes = vec![Some(0), None];
    rig.exchange(|_| Outcome::Reply(reply));
    rig.finish(|keys| rows(&vec![Some(10030); keys.len()]));
    assert_eq!(rig.ended(0), (Status::PresumedRecalled, Some(10030)));
    assert_eq!(rig.ended(1), (Status::Failed, Some(10030)));
}

#[test]
fn a_timeout_inside_the_service_makes_its_keys_uncertain() {
    for (code, status) in [
        (60008, Status::PresumedRecalled),
        (60013, Status::PresumedRecalled),
        (70169, Status::PresumedRecalled),
        (70500, Status::PresumedRecalled),
        (10002, Status::Failed),
        (60014, Status::Failed),
    ] {
        let mut rig = Rig::new(OPTIONS, 1);
        rig.exchange(|_| refusal(code, 1));
        rig.finish(|_| rows(&[Some(10030)]));
        assert_eq!(rig.ended(0), (status, Some(10030)), "{code}");
    }
}

#[test]
fn retried_messages_are_repacked_into_full_batches() {
    let mut rig = Rig::new(OPTIONS, 1000);
    // Two of each ten are to be tried again, once: 1200 keys in all.
    let mut seen = std::collections::BTreeSet::new();
    let requests = rig.finish(|keys| {
        let mut code = |tag: &u32| if tag % 10 < 2 && seen.insert(*tag) { 10002 } else { 0 };
        rows(&keys.iter().map(|tag| Some(code(tag))).collect::<Vec<_>>())
    });
    assert_eq!(rig.counts(), [1000, 0, 0, 0, 0]);
    assert!((120..=123).contains(&requests), "{requests} requests");
    assert!(rig.run.traffic().retries < 101, "{:?}", rig.run.traffic());
}

#[test]
fn places_are_used_again_so_that_a_long_stream_keeps_few_items() {
    let mut rig = Rig::streaming(Options { concurrency: 1, ..OPTIONS }, 100_000, true);
    for _ in 0..5000 {
        rig.push(10);
        let keys = rig.exchange(good);
        assert_eq!(keys.len(), 10);
        assert_eq!(rig.run.unsettled(), 0);
    }
    assert_eq!(rig.counts()[0], 50_000);
}

#[test]
fn a_clock_that_steps_back_stops_nothing() {
    let mut rig = Rig::new(Options { concurrency: 1, ..OPTIONS }, 100);
    rig.exchange(good);
    rig.now = 0;
    rig.exchange(good);
    rig.finish(good);
    assert_eq!(rig.counts(), [100, 0, 0, 0, 0]);
    assert!(rig.now < 2 * SECOND, "{} us for eight requests", rig.now);
}
