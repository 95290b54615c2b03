//! Tests of the session that a client's runs share: a monotonic clock, one pace, and the current UserSig.

use super::rig::{OPTIONS, Rig, good, refusal};
use crate::client::pace::SECOND;
use crate::client::session::{Refusal, Session};
use crate::engine::messages::message::Status;
use crate::engine::run::{Run, Step};
use crate::error::ErrorCode;

#[test]
fn the_clock_stops_while_the_callers_clock_repeats_time() {
    let mut session = Session::new(200, true);
    let mut last = 0;
    for now in [5, 10, 3, 4, 4, 12, 0, 1, 2, 100, 99] {
        let here = session.monotonic(now);
        assert!(here >= last, "{here} after {last}");
        last = here;
    }
    // Backward steps of 7, 12 and 1 are ignored; all other differences count.
    assert_eq!(last, 118 + 1);
    let mut session = Session::new(200, true);
    session.monotonic(u64::MAX - 1);
    session.monotonic(0);
    assert_eq!(session.monotonic(u64::MAX), u64::MAX);
}

#[test]
fn only_the_first_rejection_of_a_user_sig_requests_another() {
    let mut session = Session::new(200, true);
    for _ in 0..50 {
        assert_eq!(session.user_sig.refused(0), Refusal::Renewed);
    }
    assert_eq!(session.user_sig.number(), 1);
    session.user_sig.accepted(1);
    assert_eq!(session.user_sig.refused(0), Refusal::Renewed);
    assert_eq!(session.user_sig.number(), 1);
    assert_eq!(session.user_sig.refused(1), Refusal::Renewed);
    assert_eq!(session.user_sig.number(), 2);
}

#[test]
fn a_late_success_of_the_old_user_sig_does_not_vouch_for_the_new_one() {
    let mut session = Session::new(200, true);
    assert_eq!(session.user_sig.refused(0), Refusal::Renewed);
    session.user_sig.accepted(0);
    assert_eq!(session.user_sig.refused(1), Refusal::Final);
}

#[test]
fn a_fixed_user_sig_is_not_requested_again() {
    let mut session = Session::new(200, false);
    assert_eq!(session.user_sig.refused(0), Refusal::Final);
    assert_eq!(session.user_sig.refused(0), Refusal::Final);
    assert_eq!(session.user_sig.number(), 0);
}

#[test]
fn after_a_run_ended_by_its_user_sig_the_next_starts_with_a_newer_one() {
    let mut rig = Rig::new(OPTIONS, 30);
    rig.exchange(|keys| refusal(70001, keys.len()));
    rig.exchange(|keys| refusal(70001, keys.len()));
    assert_eq!(rig.error(), Some((ErrorCode::UserSig, Some(70001))));
    let refused = [0, 1];
    let mut next = Rig::new(OPTIONS, 30);
    (next.session, next.now) = (rig.session, rig.now);
    assert!(!refused.contains(&next.session.user_sig.number()), "a UserSig that was refused is sent again");
    next.finish(good);
    assert_eq!(next.counts(), [30, 0, 0, 0, 0, 0]);
}

#[test]
fn two_runs_share_one_pace() {
    let mut session = Session::new(10, true);
    let mut runs = [1, 2].map(|seed| Run::new(crate::engine::run::Options { seed, ..OPTIONS }));
    for run in &mut runs {
        for tag in 0..2000 {
            run.push(0, super::rig::key(tag), tag, 0, &mut session);
        }
        run.close_input();
    }
    let mut left = Vec::new();
    let mut now = 0;
    while left.len() < 100 {
        for run in &mut runs {
            while run.poll(now, &mut session) == Step::Ready {
                left.push(now);
                let flight = run.send(now, &mut session);
                let keys: Vec<u32> = run.keys(flight).map(|_| 0).collect();
                run.on_outcome(flight, good(&keys), now, &mut session);
            }
        }
        now += 1000;
    }
    for ten in left.windows(11) {
        assert!(ten[10] - ten[0] >= SECOND, "eleven requests within {} us", ten[10] - ten[0]);
    }
    assert!(now < 11 * SECOND, "{now} us for 100 requests at 10 a second");
}

#[test]
fn rate_limits_and_pauses_seen_by_one_run_hold_for_all() {
    let mut session = Session::new(200, true);
    let before = session.pace.rate();
    session.slow_down(SECOND);
    assert!(session.pace.rate() < before && session.pace.ready_at(SECOND) > SECOND);
    let mut session = Session::new(200, true);
    session.be_silent(SECOND);
    assert_eq!(session.pace.ready_at(SECOND), 61 * SECOND);
}

#[test]
fn a_message_whose_user_sigs_are_all_rejected_is_sent_at_most_five_times() {
    let mut rig = Rig::new(OPTIONS, 1);
    let mut sent = 0;
    while rig.poll() != Step::Done {
        // Other messages were recalled with each UserSig, so each rejection requires a new UserSig.
        rig.session.user_sig.accepted(rig.session.user_sig.number());
        rig.exchange(|keys| refusal(70001, keys.len()));
        sent += 1;
    }
    assert_eq!((sent, rig.ended(0), rig.error()), (5, (Status::Failed, Some(70001)), None));
}
