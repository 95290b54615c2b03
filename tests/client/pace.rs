//! Tests of the pace: never above the limit in any second, close to the limit with late timers, slower after a rejection.

use crate::client::pace::{Micros, Pace, SECOND, SPACING_MARGIN, WINDOW_MARGIN};
use crate::client::retry::Rng;

/// Sends as early as the pace allows until `until`. Timers are late by up to `late`; with `pauses` the sender sometimes pauses.
fn departures(pace: &mut Pace, until: Micros, late: Micros, pauses: bool, rng: &mut Rng) -> Vec<Micros> {
    let (mut now, mut left) = (0, Vec::new());
    while now < until {
        let ready = pace.ready_at(now);
        assert!(ready >= now);
        if ready > now {
            now = ready + rng.up_to(late);
            continue;
        }
        pace.take(now);
        left.push(now);
        if pauses && rng.up_to(200) == 0 {
            now += rng.up_to(3 * SECOND);
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
fn no_second_has_more_requests_than_the_limit() {
    let mut rng = Rng::new(3);
    for limit in [1, 2, 3, 7, 10, 19, 20, 50, 199, 200, 1000, 5000] {
        for (late, pauses) in [(0, false), (1500, false), (16_000, false), (100_000, true), (2 * SECOND, true)] {
            let left = departures(&mut Pace::new(limit), 20 * SECOND, late, pauses, &mut rng);
            let most = most_in_a_second(&left);
            assert!(most <= limit as usize, "{most} in a second with a limit of {limit}, timers late by {late}");
        }
    }
}

#[test]
fn late_timers_cost_no_more_than_the_margin() {
    let mut rng = Rng::new(4);
    for limit in [1, 5, 10, 15, 19, 20, 100, 200, 1000] {
        for late in [0, 1500, 5000, 16_000] {
            let left = departures(&mut Pace::new(limit), 60 * SECOND, late, false, &mut rng);
            let share = left.len() as f64 / 60.0 / f64::from(limit);
            // Each request waits for the one a window earlier, so lateness above the slack of the spacing is not recovered.
            let expected = SECOND as f64 / (SECOND + SPACING_MARGIN.max(WINDOW_MARGIN + late / 2)) as f64;
            assert!(share >= expected - 0.005, "{share} of a limit of {limit} with timers late by {late}");
        }
    }
}

#[test]
fn requests_delayed_by_connecting_do_not_exceed_the_limit_a_second_later() {
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
        // The first forty requests wait for a new connection; the others reuse one.
        arrived.push(now + if arrived.len() <= 40 { opening } else { 0 });
    }
    arrived.sort_unstable();
    let most = most_in_a_second(&arrived);
    assert!(most <= 200, "{most} arrived in a second");
    assert!(arrived.len() as f64 / 4.7 > 180.0, "it costs {} of 195 requests a second", arrived.len() as f64 / 4.7);
}

#[test]
fn a_probe_that_arrives_late_does_not_exceed_the_limit_a_second_later() {
    for limit in [1, 5, 25, 200] {
        let (mut pace, mut now) = (Pace::new(limit), 40_000);
        pace.take(0);
        pace.opened(now, now);
        let mut arrived = vec![now - 1000];
        while now < 5 * SECOND {
            now = pace.ready_at(now);
            pace.take(now);
            arrived.push(now + 1000);
        }
        let most = most_in_a_second(&arrived);
        assert!(most <= limit as usize, "{most} arrived in a second");
    }
}

#[test]
fn time_lost_waiting_for_the_first_answer_is_not_recovered() {
    let mut pace = Pace::new(200);
    pace.take(0);
    pace.opened(SECOND, SECOND);
    pace.take(pace.ready_at(SECOND));
    assert!(pace.ready_at(SECOND) > SECOND, "the second request leaves a space after the first");
}

#[test]
fn a_limit_of_zero_counts_as_one() {
    assert!((Pace::new(0).rate() - 1.0).abs() < f64::EPSILON);
}

#[test]
fn rejections_within_one_second_cut_the_rate_once() {
    let mut pace = Pace::new(200);
    for at in 0..190 {
        pace.accepted(SECOND + at * 5000);
    }
    let now = 2 * SECOND - 50_000;
    for at in 0..50 {
        pace.refused(now + at * 1000);
    }
    // 95 % of the requests accepted in the last second.
    assert!((pace.rate() - 180.5).abs() < 1.0, "{}", pace.rate());
    assert!(pace.ready_at(now) >= now + 200_000, "nothing leaves until the service's second has drained");
}

#[test]
fn a_cut_rate_is_at_least_one_a_second_and_recovers() {
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
fn a_pause_delays_every_request_and_a_shorter_pause_does_not_end_it() {
    let mut pace = Pace::new(200);
    pace.pause(60 * SECOND);
    pace.pause(SECOND);
    assert_eq!(pace.ready_at(0), 60 * SECOND);
    assert_eq!(pace.ready_at(61 * SECOND), 61 * SECOND);
}

#[test]
fn the_largest_time_does_not_overflow() {
    let mut pace = Pace::new(200);
    let now = Micros::MAX / 2;
    for _ in 0..500 {
        pace.take(now);
        pace.accepted(now);
    }
    pace.refused(now);
    assert!(pace.ready_at(now) > now);
}

/// The rate after a rejection, with `accepted` requests accepted in the second before it.
fn cut(accepted: u64) -> f64 {
    let mut pace = Pace::new(200);
    for at in 0..accepted {
        // The first request is exactly one second old.
        pace.accepted(SECOND + at);
    }
    pace.refused(2 * SECOND);
    pace.rate()
}

#[test]
fn a_cut_goes_to_95_percent_of_the_accepted_rate_and_at_most_to_half() {
    for (accepted, rate) in [(0, 100.0), (50, 100.0), (150, 142.5), (190, 180.5), (200, 190.0), (400, 190.0)] {
        assert!((cut(accepted) - rate).abs() < 1e-6, "{accepted}: {}", cut(accepted));
    }
}

#[test]
fn a_cut_rate_holds_for_two_seconds_then_grows_by_one_percent_of_the_limit_a_second() {
    let mut pace = Pace::new(200);
    pace.refused(SECOND);
    for (at, rate) in
        [(1, 100.0), (2_999_999, 100.0), (3_000_000, 100.0), (3_500_000, 101.0), (4_000_000, 102.0), (9_000_000, 104.0)]
    {
        pace.accepted(at.max(SECOND));
        assert!((pace.rate() - rate).abs() < 1e-6, "at {at}: {}", pace.rate());
    }
    // A rejection cuts the rate again only a second after the last cut.
    let mut pace = Pace::new(200);
    pace.refused(SECOND);
    pace.refused(2 * SECOND - 1);
    assert!((pace.rate() - 100.0).abs() < 1e-6, "{}", pace.rate());
    pace.refused(2 * SECOND);
    assert!((pace.rate() - 50.0).abs() < 1e-6, "{}", pace.rate());
}

#[test]
fn requests_are_evenly_spaced_and_each_space_includes_the_margin() {
    for limit in [1, 10, 200, 1000] {
        let mut pace = Pace::new(limit);
        let left = departures(&mut pace, 3 * SECOND, 0, false, &mut Rng::new(1));
        let space = (SECOND + SPACING_MARGIN) / u64::from(limit);
        let last = left.len() - 1;
        assert!((left[last] - left[last - 1]).abs_diff(space) <= 1, "limit {limit}: {}", left[last] - left[last - 1]);
    }
}
