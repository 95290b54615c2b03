//! Tests of retries: delays, number of attempts, and the reaction to each code.

use crate::client::pace::SECOND;
use crate::client::retry::{self, ForMessage, ForRequest, LOCKOUT, Rng, backoff, limit, on_grid, probe_backoff};
use crate::error::ErrorCode;
use crate::vendor::code::CODES;

#[test]
fn backoff_doubles_up_to_a_cap_and_jitter_covers_the_whole_range() {
    let mut rng = Rng::new(1);
    for (failures, most) in [(1, 250_000), (2, 500_000), (5, 4 * SECOND), (7, 10 * SECOND), (100, 10 * SECOND)] {
        let drawn: Vec<u64> = (0..4000).map(|_| backoff(failures, &mut rng)).collect();
        assert!(drawn.iter().all(|pause| *pause <= most), "{failures}");
        assert!(drawn.iter().any(|pause| *pause < most / 20), "{failures}: no short one");
        assert!(drawn.iter().any(|pause| *pause > most / 20 * 19), "{failures}: no long one");
        let mean = drawn.iter().sum::<u64>() / 4000;
        assert!(mean.abs_diff(most / 2) < most / 20, "{failures}: {mean} in the middle");
    }
    let probes: Vec<u64> = (0..1000).map(|_| probe_backoff(u32::MAX, &mut rng)).collect();
    assert!(probes.iter().all(|pause| *pause <= 5 * SECOND) && probes.iter().any(|pause| *pause > 4 * SECOND));
    assert!((0..1000).all(|_| backoff(u32::MAX, &mut rng) <= 10 * SECOND));
    assert!((0..1000).all(|_| backoff(0, &mut rng) <= 250_000));
}

#[test]
fn the_grid_aligns_retries_and_is_never_early() {
    for moment in [0, 1, 127_999, 128_000, 128_001, 10 * SECOND + 1] {
        let due = on_grid(moment);
        assert!(due >= moment && due - moment < 128_000 && due.is_multiple_of(128_000), "{moment}");
    }
}

#[test]
fn random_numbers_repeat_with_their_seed_and_cover_their_range() {
    // The first numbers of SplitMix64 with seed 0, as published by its authors.
    let mut first = Rng::new(0);
    let known = [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f];
    assert_eq!(known.map(|_| first.next_u64()), known);
    let draw = |seed| (0..50).map(|_| Rng::new(seed).next_u64()).collect::<Vec<_>>();
    assert_eq!(draw(5), draw(5));
    assert_ne!(draw(5), draw(6));
    let mut rng = Rng::new(0);
    assert_eq!(rng.up_to(0), 0);
    let thrown: std::collections::BTreeSet<u64> = (0..1000).map(|_| rng.up_to(5)).collect();
    assert_eq!(thrown.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    rng.up_to(u64::MAX);
    let words: Vec<u32> = (0..1000).map(|_| rng.next_u32()).collect();
    assert!(words.iter().any(|word| *word > u32::MAX / 10 * 9) && words.iter().any(|word| *word < u32::MAX / 10));
}

#[test]
fn the_callers_retry_limit_holds_unless_the_documents_allow_fewer() {
    assert_eq!((limit(None, 5), limit(Some(10002), 5), limit(Some(99_999), 5)), (5, 5, 5));
    assert_eq!((limit(Some(60004), 5), limit(Some(60005), 5)), (2, 2));
    assert_eq!((limit(Some(60004), 1), limit(Some(60004), 0)), (1, 0));
}

#[test]
fn a_row_is_a_success_only_with_code_0() {
    for code in CODES {
        assert_eq!(retry::for_message(code.number) == ForMessage::Done, code.number == 0, "{}", code.number);
    }
    for (code, expected) in [
        (0, ForMessage::Done),
        (10030, ForMessage::Gone),
        (10031, ForMessage::Never),
        (10032, ForMessage::Never),
        (10004, ForMessage::Never),
        (10002, ForMessage::Again),
        (70500, ForMessage::Again),
        (10006, ForMessage::Slower),
        (60007, ForMessage::Slower),
        (-1, ForMessage::Never),
        (1, ForMessage::Never),
        (i32::MIN, ForMessage::Never),
        (i32::MAX, ForMessage::Never),
    ] {
        assert_eq!(retry::for_message(code), expected, "{code}");
    }
}

#[test]
fn every_error_code_has_its_verdict() {
    for (codes, expected) in [
        (&[60007, 60011, 60018, 60019, 10006][..], ForRequest::Slower),
        (&[10002, 60004, 60005, 60008, 60013, 60014, 70169, 70500], ForRequest::Again),
        (&[70001, 70052], ForRequest::Resign),
        (&[70050], ForRequest::Lockout),
        (&[10004, 10030, 10031, 10032], ForRequest::Isolate),
        (&[70002, 70003, 70005, 70009, 70013, 70014], ForRequest::End(ErrorCode::UserSig)),
        (&[10007, 60010, 60021, 70107], ForRequest::End(ErrorCode::Permission)),
        (&[60006, 60026, 70016, 70020], ForRequest::End(ErrorCode::Region)),
        (&[10010, 10015, 130_004, 130_007], ForRequest::End(ErrorCode::OfficialAccount)),
        (&[60020, 60028, 131_000], ForRequest::End(ErrorCode::Plan)),
        (&[10003, 60003, 60009, 60012], ForRequest::End(ErrorCode::Refused)),
        (&[88_888, -1, 1, 80_001], ForRequest::UnknownCode),
    ] {
        for code in codes {
            assert_eq!(retry::for_request(*code), expected, "{code}");
        }
    }
    assert_eq!(LOCKOUT, 60 * SECOND);
}
