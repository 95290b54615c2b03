//! Claims about the pace: never over the limit in any second, close to it with late timers, slower and back when refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by failing")]

use tencent_chat_recall::pace::{Micros, Pace, SECOND, SPACING_MARGIN, WINDOW_MARGIN};
use tencent_chat_recall::retry::Dice;

/// Sends whenever it may until a moment, with timers that fire late by up to so much, and pauses of the sender's.
fn departures(pace: &mut Pace, until: Micros, late: Micros, pauses: bool, dice: &mut Dice) -> Vec<Micros> {
    let (mut now, mut left) = (0, Vec::new());
    while now < until {
        let ready = pace.ready_at(now);
        assert!(ready >= now);
        if ready > now {
            now = ready + dice.up_to(late);
            continue;
        }
        pace.take(now);
        left.push(now);
        if pauses && dice.up_to(200) == 0 {
            now += dice.up_to(3 * SECOND);
        }
    }
    left
}

fn most_in_a_second(left: &[Micros]) -> usize {
    let mut first = 0;
    let mut most = 0;
    for (at, moment) in left.iter().enumerate() {
        while left[first] + SECOND <= *moment {
            first += 1;
        }
        most = most.max(at + 1 - first);
    }
    most
}

#[test]
fn no_second_ever_sees_more_than_the_limit() {
    let mut dice = Dice::new(3);
    for limit in [1, 2, 3, 7, 10, 19, 20, 50, 199, 200, 1000, 5000] {
        for (late, pauses) in [(0, false), (1500, false), (16_000, false), (100_000, true), (2 * SECOND, true)] {
            let left = departures(&mut Pace::new(limit), 20 * SECOND, late, pauses, &mut dice);
            let most = most_in_a_second(&left);
            assert!(most <= limit as usize, "{most} in a second with a limit of {limit}, timers late by {late}");
        }
    }
}

#[test]
fn late_timers_cost_no_more_than_the_margin() {
    let mut dice = Dice::new(4);
    for limit in [1, 5, 10, 15, 19, 20, 100, 200, 1000] {
        for late in [0, 1500, 5000, 16_000] {
            let left = departures(&mut Pace::new(limit), 60 * SECOND, late, false, &mut dice);
            let share = left.len() as f64 / 60.0 / f64::from(limit);
            // A request is bound to the one a window before it, so lateness beyond the slack of the spacing is not made up for.
            let expected = SECOND as f64 / (SECOND + SPACING_MARGIN.max(WINDOW_MARGIN + late / 2)) as f64;
            assert!(share >= expected - 0.005, "{share} of a limit of {limit} with timers late by {late}");
        }
    }
}

#[test]
fn requests_that_wait_for_a_connection_do_not_meet_those_of_a_second_later() {
    let opening = 300_000;
    let mut pace = Pace::new(200);
    pace.take(0);
    pace.opened(opening, opening);
    let (mut now, mut arrived) = (opening, vec![opening / 2]);
    while now < 5 * SECOND {
        let ready = pace.ready_at(now);
        if ready > now {
            now = ready;
            continue;
        }
        pace.take(now);
        // The first forty wait until their connection is open, the others have one.
        arrived.push(now + if arrived.len() <= 40 { opening } else { 0 });
    }
    arrived.sort_unstable();
    let most = most_in_a_second(&arrived);
    assert!(most <= 200, "{most} arrived in a second");
    assert!(arrived.len() as f64 / 4.7 > 180.0, "it costs {} of 195 requests a second", arrived.len() as f64 / 4.7);
}

#[test]
fn waiting_for_the_first_answer_is_not_made_up_for() {
    let mut pace = Pace::new(200);
    pace.take(0);
    pace.opened(SECOND, SECOND);
    pace.take(pace.ready_at(SECOND));
    assert!(pace.ready_at(SECOND) > SECOND, "the second request leaves a space after the first");
}

#[test]
fn a_limit_of_nothing_is_one() {
    assert!((Pace::new(0).rate() - 1.0).abs() < f64::EPSILON);
}

#[test]
fn refusals_of_one_second_cut_once() {
    let mut pace = Pace::new(200);
    for at in 0..190 {
        pace.accepted(SECOND + at * 5000);
    }
    let now = 2 * SECOND - 50_000;
    for at in 0..50 {
        pace.refused(now + at * 1000);
    }
    // 95 % of what was let through in the last second.
    assert!((pace.rate() - 180.5).abs() < 1.0, "{}", pace.rate());
    assert!(pace.ready_at(now) >= now + 200_000, "nothing leaves until the service's second has drained");
}

#[test]
fn a_cut_rate_never_falls_below_one_a_second_and_grows_back() {
    let mut pace = Pace::new(200);
    let mut now = SECOND;
    for _ in 0..100 {
        pace.refused(now);
        now += 2 * SECOND;
    }
    assert!((pace.rate() - 1.0).abs() < f64::EPSILON, "{}", pace.rate());
    let mut last = 0.0;
    for _ in 0..300 {
        pace.accepted(now);
        assert!(pace.rate() >= last, "fell without a refusal");
        last = pace.rate();
        now += SECOND;
    }
    assert!((pace.rate() - 200.0).abs() < f64::EPSILON, "{}", pace.rate());
}

#[test]
fn a_pause_holds_everything_and_a_shorter_one_does_not_end_it() {
    let mut pace = Pace::new(200);
    pace.pause(60 * SECOND);
    pace.pause(SECOND);
    assert_eq!(pace.ready_at(0), 60 * SECOND);
    assert_eq!(pace.ready_at(61 * SECOND), 61 * SECOND);
}

#[test]
fn the_end_of_time_is_no_overflow() {
    let mut pace = Pace::new(200);
    let now = Micros::MAX / 2;
    for _ in 0..500 {
        pace.take(now);
        pace.accepted(now);
    }
    pace.refused(now);
    assert!(pace.ready_at(now) > now);
}
