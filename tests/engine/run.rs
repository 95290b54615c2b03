//! Tests of one run: which requests leave and when, and how the run ends.

use super::rig::{LOST, OPTIONS, Rig, good, refusal, rows};
use crate::client::pace::SECOND;
use crate::engine::messages::message::Status;
use crate::engine::run::{Options, Step};
use crate::error::ErrorCode;
use crate::input::text_index::TextIndex;
use crate::said;
use crate::wire::response::{Loss, RequestOutcome};

/// Number of messages in the run that have no outcome yet.
fn unsettled(rig: &Rig) -> usize {
    (0..1000).filter(|id| rig.run.items.get(*id).is_some()).count()
}

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
fn every_request_has_its_own_random_number() {
    let mut rig = Rig::new(OPTIONS, 1);
    let numbers: std::collections::BTreeSet<u32> = (0..1000).map(|_| rig.run.random()).collect();
    assert_eq!(numbers.len(), 1000);
}

#[test]
fn a_run_reports_how_many_messages_it_has_and_wants() {
    let mut rig = Rig::streaming(Options { concurrency: 3, ..OPTIONS }, 200, true);
    assert_eq!((rig.run.fresh_batches(), unsettled(&rig), rig.run.room()), (0, 0, 30));
    rig.push(25);
    rig.exchange(|keys| rows(&vec![Some(10002); keys.len()]));
    // Messages that wait for a retry do not count as never sent.
    assert_eq!((rig.run.fresh_batches(), unsettled(&rig), rig.run.room()), (2, 25, 15));
    rig.exchange(good);
    assert_eq!(unsettled(&rig), 15);
}

#[test]
fn retries_limit_the_attempts_for_each_message() {
    for retries in [0, 1, 5] {
        let mut rig = Rig::new(Options { retries, ..OPTIONS }, 10);
        assert!(rig.finish(|keys| rows(&vec![Some(10002); keys.len()])) > retries as usize);
        assert!((0..10).all(|tag| rig.ended(tag) == (Status::Unconfirmed, Some(10002))), "{retries}");
        assert!((0..10).all(|tag| rig.attempts(tag) == retries + 1), "{retries}");
        assert_eq!(rig.error(), None);
    }
}

#[test]
fn a_dead_network_ends_the_run_and_leaves_most_messages_unsent() {
    let mut rig = Rig::new(OPTIONS, 1000);
    let requests = rig.finish(|_| LOST);
    assert_eq!(requests, 12);
    assert_eq!(rig.error(), Some((ErrorCode::NoReply, None)));
    assert_eq!(said::detail(rig.run.error().unwrap()), "no-reply -");
    let [recalled, presumed, _, failed, unconfirmed, not_attempted] = rig.counts();
    assert_eq!([recalled, presumed, failed], [0, 0, 0]);
    assert!((10..=120).contains(&unconfirmed), "{unconfirmed}");
    assert_eq!(unconfirmed + not_attempted, 1000);
}

#[test]
fn after_eight_losses_in_a_row_a_run_sends_one_request_at_a_time() {
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
fn a_fatal_code_ends_the_run_at_once() {
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
        assert_eq!(rig.counts(), [0, 0, 0, 10, 0, 990]);
        assert_eq!(rig.run.traffic().requests, 1);
    }
}

#[test]
fn an_ending_run_waits_for_requests_in_flight_and_counts_their_outcomes() {
    let mut rig = Rig::new(Options { concurrency: 3, ..OPTIONS }, 60);
    rig.exchange(good);
    let all = rig.send_all();
    rig.deliver(all[0].0, refusal(60010, 10));
    assert_eq!(rig.poll(), Step::Idle);
    rig.deliver(all[1].0, good(&all[1].1));
    rig.deliver(all[2].0, LOST);
    assert_eq!(rig.poll(), Step::Done);
    assert_eq!(rig.counts(), [20, 0, 0, 10, 10, 20]);
    assert_eq!(rig.error(), Some((ErrorCode::Permission, Some(60010))));
}

#[test]
fn another_server_at_the_address_ends_the_run() {
    let mut rig = Rig::new(OPTIONS, 30);
    rig.exchange(|_| RequestOutcome::Foreign(404));
    assert_eq!(rig.error(), Some((ErrorCode::UnreadableReply, None)));
    assert_eq!(said::detail(rig.run.error().unwrap()), "unexpected-status 404");
    assert_eq!(rig.counts(), [0, 0, 0, 0, 10, 20]);
}

#[test]
fn a_stop_leaves_messages_in_flight_unconfirmed_and_ignores_later_answers() {
    let mut rig = Rig::new(Options { concurrency: 2, ..OPTIONS }, 100);
    rig.exchange(good);
    let all = rig.send_all();
    rig.stop();
    assert_eq!(rig.poll(), Step::Done);
    assert_eq!(rig.counts(), [10, 0, 0, 0, 20, 70]);
    rig.deliver(all[0].0, good(&all[0].1));
    assert_eq!(rig.counts(), [10, 0, 0, 0, 20, 70]);
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
    assert_eq!((rig.counts(), rig.error()), ([10, 0, 0, 0, 0, 0], None));
}

#[test]
fn retried_messages_are_repacked_into_full_batches() {
    let mut rig = Rig::new(OPTIONS, 1000);
    // Two of each ten are retried once: 1200 keys in all.
    let mut seen = std::collections::BTreeSet::new();
    let requests = rig.finish(|keys| {
        let mut code = |tag: &u32| if tag % 10 < 2 && seen.insert(*tag) { 10002 } else { 0 };
        rows(&keys.iter().map(|tag| Some(code(tag))).collect::<Vec<_>>())
    });
    assert_eq!(rig.counts(), [1000, 0, 0, 0, 0, 0]);
    assert!((120..=123).contains(&requests), "{requests} requests");
    assert!(rig.run.traffic().retries < 101, "{:?}", rig.run.traffic());
}

#[test]
fn slots_are_reused_so_that_a_long_stream_keeps_few_items() {
    let mut rig = Rig::streaming(Options { concurrency: 1, ..OPTIONS }, 100_000, true);
    for _ in 0..5000 {
        rig.push(10);
        let keys = rig.exchange(good);
        assert_eq!(keys.len(), 10);
        assert_eq!(unsettled(&rig), 0);
    }
    assert_eq!(rig.counts()[0], 50_000);
}

#[test]
fn a_clock_that_steps_back_does_not_stop_a_run() {
    let mut rig = Rig::new(Options { concurrency: 1, ..OPTIONS }, 100);
    rig.exchange(good);
    rig.now = 0;
    rig.exchange(good);
    rig.finish(good);
    assert_eq!(rig.counts(), [100, 0, 0, 0, 0, 0]);
    assert!(rig.now < 2 * SECOND, "{} us for eight requests", rig.now);
}

#[test]
fn requests_sent_before_an_outage_was_noticed_do_not_end_the_run() {
    let mut rig = Rig::new(Options { retries: 20, ..OPTIONS }, 1000);
    rig.exchange(good);
    let flights = rig.send_all();
    assert_eq!(flights.len(), 64);
    for (flight, _) in flights {
        rig.deliver(flight, LOST);
    }
    assert_eq!(rig.error(), None);
    // The service is back: one probe finds it, and all messages are sent.
    rig.finish(good);
    assert_eq!((rig.counts(), rig.error()), ([1000, 0, 0, 0, 0, 0], None));
}

#[test]
fn a_request_that_never_left_says_nothing_about_its_messages() {
    let unsent = || RequestOutcome::Lost(Loss::Unsent);
    let mut rig = Rig::new(Options { retries: 1, ..OPTIONS }, 3);
    rig.exchange(|_| unsent());
    rig.finish(|keys| rows(&keys.iter().map(|tag| Some([0, 10030, 10031][*tag as usize])).collect::<Vec<_>>()));
    assert_eq!(rig.ended(1), (Status::NotFound, Some(10030)));
    assert_eq!((rig.counts(), rig.attempts(0)), ([1, 0, 1, 1, 0, 0], 1));

    let mut rig = Rig::new(Options { retries: 1, ..OPTIONS }, 3);
    rig.finish(|_| unsent());
    assert_eq!((rig.counts(), rig.attempts(0)), ([0, 0, 0, 0, 0, 3], 0));
    assert_eq!(rig.run.traffic().requests - rig.run.traffic().retries, 1);

    // A lost request stays in doubt, even if a later request never left.
    let mut rig = Rig::new(Options { retries: 5, ..OPTIONS }, 1);
    rig.exchange(|_| LOST);
    rig.exchange(|_| unsent());
    rig.finish(|_| rows(&[Some(10030)]));
    assert_eq!((rig.ended(0), rig.attempts(0)), ((Status::PresumedRecalled, Some(10030)), 2));
}

#[test]
fn a_service_that_cannot_be_reached_ends_the_run_with_every_message_unsent() {
    let mut rig = Rig::new(OPTIONS, 300);
    rig.finish(|_| RequestOutcome::Lost(Loss::Unsent));
    assert_eq!(rig.error(), Some((ErrorCode::NoReply, None)));
    assert_eq!(rig.counts(), [0, 0, 0, 0, 0, 300]);
}

#[test]
fn messages_in_doubt_from_an_earlier_run_keep_that_doubt() {
    let doubtful = || {
        let mut index = TextIndex::default();
        for tag in 0..4 {
            index.get_or_insert(0, super::rig::key(tag).text(), 0);
        }
        index
    };
    let mut rig = Rig::streaming(OPTIONS, 200, true);
    rig.run.in_doubt = doubtful();
    rig.push(5);
    rig.run.close_input();
    rig.finish(|_| rows(&[Some(10030), Some(10031), Some(99_999), Some(0), Some(10030)]));
    let expected = [
        (Status::PresumedRecalled, Some(10030)),
        (Status::Failed, Some(10031)),
        (Status::Unconfirmed, Some(99_999)),
        (Status::Recalled, None),
        (Status::NotFound, Some(10030)),
    ];
    for (tag, outcome) in (0..).zip(expected) {
        assert_eq!(rig.ended(tag), outcome, "{tag}");
    }

    // Nothing more is sent, so the knowledge of the earlier run counts.
    let mut rig = Rig::streaming(OPTIONS, 200, true);
    rig.run.in_doubt = doubtful();
    rig.push(5);
    rig.run.abort();
    rig.push(1);
    rig.finish(good);
    assert_eq!(rig.counts(), [0, 0, 0, 0, 4, 2]);
    assert!((0..6).all(|tag| rig.attempts(tag) == 0));
}
