//! The rules of a run, held against what happened. Each function is one rule.

use std::collections::{BTreeMap, BTreeSet};

use tencent_chat_recall::error::ErrorCode;
use tencent_chat_recall::item::{Settled, Status};
use tencent_chat_recall::pace::SECOND;

use crate::plan::{Kind, Plan, Trouble};
use crate::service::Key;
use crate::world::{Sent, World};

/// ErrorCodes of the service model that concern the whole run at once.
const FATAL: [i32; 7] = [60010, 70009, 70016, 10010, 60020, 60003, 10007];
const MESSAGE_FINAL: [i32; 5] = [10030, 10031, 10032, 10033, 99_999];

/// All of them.
pub fn check(plan: &Plan, world: &World<'_>) {
    let attempts = attempts(world);
    for (run, settled) in world.settled.iter().enumerate() {
        assert!(world.done_at[run].is_some(), "run {run} never ended");
        each_key_settles_once(plan, run, settled);
        for outcome in settled {
            let key = (run, outcome.tag);
            let sent = attempts.get(&key).map_or(&[][..], |list| list);
            assert_eq!(outcome.attempts as usize, sent.len(), "{key:?}: attempts do not add up");
            the_status_is_true(plan, world, key, outcome, sent);
            retries_are_bounded(plan, run, key, sent);
        }
    }
    requests_are_well_formed(plan, world);
    the_first_request_goes_alone(world);
    the_pace_is_kept(plan, world);
    nothing_leaves_after_the_end(world);
    silence_follows_70050(plan, world);
    user_sigs_are_renewed_once(plan, world);
    if plan.is_calm() {
        all_that_can_be_is_recalled(plan, world);
    }
}

fn attempts<'a>(world: &'a World<'_>) -> BTreeMap<Key, Vec<&'a Sent>> {
    let mut attempts: BTreeMap<Key, Vec<&Sent>> = BTreeMap::new();
    for sent in &world.sent {
        for key in &sent.keys {
            attempts.entry(*key).or_default().push(sent);
        }
    }
    attempts
}

fn each_key_settles_once(plan: &Plan, run: usize, settled: &[Settled]) {
    let tags: BTreeSet<u32> = settled.iter().map(|outcome| outcome.tag).collect();
    assert_eq!(tags.len(), settled.len(), "run {run}: a key settled twice");
    // A stopped stream may not have been read to its end; what it pushed must be there.
    if plan.runs[run].feed_every == 0 {
        assert_eq!(settled.len(), plan.runs[run].kinds.len(), "run {run}: keys were lost");
    }
}

fn the_status_is_true(plan: &Plan, world: &World<'_>, key: Key, outcome: &Settled, sent: &[&Sent]) {
    let ambiguous = world.unanswered.contains_key(&key);
    let recalled = world.service.is_recalled(key);
    let zero = world.read_zero.contains(&key);
    match outcome.status {
        Status::Recalled => {
            assert!(zero, "{key:?}: recalled, and no RetCode 0 was read");
            assert!(recalled, "{key:?}: recalled, and the service holds it");
        }
        Status::PresumedRecalled => {
            assert_eq!(outcome.code, Some(10030), "{key:?}: presumed without 10030");
            assert!(ambiguous, "{key:?}: presumed, and every answer was read");
            let never = plan.runs[key.0].kinds[key.1 as usize] == Kind::Refused(10030);
            assert!(recalled || never, "{key:?}: presumed, and still there");
        }
        Status::Failed => {
            assert!(outcome.code.is_some(), "{key:?}: failed without a code");
            assert!(!recalled, "{key:?}: failed, and the service recalled it");
            assert!(!sent.is_empty(), "{key:?}: failed, and was never sent");
        }
        Status::Unconfirmed => {
            assert!(!sent.is_empty(), "{key:?}: unconfirmed, and was never sent");
            let throttled = sent.iter().any(|sent| sent.code.is_none());
            assert!(ambiguous || throttled, "{key:?}: unconfirmed, and every answer was read");
        }
        Status::NotAttempted => assert!(sent.is_empty(), "{key:?}: notAttempted, and was sent"),
    }
    assert!(
        !zero || outcome.status == Status::Recalled,
        "{key:?}: a RetCode 0 was read, and it is {:?}",
        outcome.status
    );
}

/// What counts is an attempt that was lost, or answered with a transient code; a row that is missing counts twice at most.
fn retries_are_bounded(plan: &Plan, run: usize, key: Key, sent: &[&Sent]) {
    let transient = [10002, 60004, 60005, 60008, 60013, 60014, 70169, 70500];
    let counted = sent.iter().filter(|sent| sent.code.is_some_and(|code| transient.contains(&code))).count();
    let most = plan.runs[run].retries as usize + 1;
    assert!(counted <= most, "{key:?}: {counted} transient answers with {most} attempts allowed");
    if plan.faults.throttled == 0 {
        let lost = sent.iter().filter(|sent| sent.code.is_none() && sent.back.is_some()).count();
        assert!(lost + counted <= most, "{key:?}: {lost} lost and {counted} transient with {most} attempts allowed");
    }
}

fn requests_are_well_formed(plan: &Plan, world: &World<'_>) {
    for sent in &world.sent {
        let keys: BTreeSet<_> = sent.keys.iter().collect();
        assert!(!keys.is_empty() && keys.len() <= 10, "a request of {} keys", keys.len());
        assert_eq!(keys.len(), sent.keys.len(), "a key twice in a request");
        assert!(sent.in_flight <= plan.runs[sent.run].concurrency, "{} requests in flight", sent.in_flight);
    }
    // A key is in one request at a time.
    let mut until: BTreeMap<Key, Option<u64>> = BTreeMap::new();
    for sent in &world.sent {
        for key in &sent.keys {
            if let Some(back) = until.insert(*key, sent.back) {
                assert!(back.is_some_and(|back| back <= sent.at), "{key:?}: in two requests at once");
            }
        }
    }
}

fn the_first_request_goes_alone(world: &World<'_>) {
    for run in 0..world.settled.len() {
        let mut own = world.sent.iter().filter(|sent| sent.run == run);
        if let (Some(first), Some(second)) = (own.next(), own.next()) {
            assert!(
                first.back.is_some_and(|back| back <= second.at),
                "run {run}: a second request before the first was back"
            );
        }
    }
}

fn the_pace_is_kept(plan: &Plan, world: &World<'_>) {
    let limit = plan.rate_limit as usize;
    for pair in world.sent.windows(limit + 1) {
        let (first, last) = (&pair[0], &pair[limit]);
        assert!(last.at - first.at >= SECOND, "{} requests within a second, at {}", limit + 1, first.at);
    }
}

fn nothing_leaves_after_the_end(world: &World<'_>) {
    for run in 0..world.settled.len() {
        let own = || world.sent.iter().filter(|sent| sent.run == run);
        let refused =
            own().filter(|sent| sent.code.is_some_and(|code| FATAL.contains(&code))).filter_map(|sent| sent.back).min();
        let end = [refused, world.stopped_at[run], world.done_at[run]].into_iter().flatten().min();
        assert!(own().all(|sent| end.is_none_or(|end| sent.at <= end)), "run {run}: a request left after the end");
        if refused.is_some() && world.stopped_at[run].is_none() {
            assert!(world.errors[run].is_some(), "run {run}: refused as a whole, and no error");
        }
    }
}

fn silence_follows_70050(plan: &Plan, world: &World<'_>) {
    for locked in world.sent.iter().filter(|sent| sent.code == Some(70050)) {
        let Some(back) = locked.back else { continue };
        let early = world.sent.iter().find(|sent| sent.at > back && sent.at < back + 60 * SECOND);
        assert!(
            early.is_none(),
            "a request left at {} although 70050 was read at {back}",
            early.map_or(0, |sent| sent.at)
        );
        // Another run of a client whose only UserSig was given once has nothing else to send with.
        let same = |sent: &&Sent| {
            sent.at > back && sent.generation == locked.generation && (plan.renewable || sent.run == locked.run)
        };
        assert!(!world.sent.iter().any(|sent| same(&sent)), "the UserSig that met 70050 was sent again");
    }
}

fn user_sigs_are_renewed_once(plan: &Plan, world: &World<'_>) {
    let newest = world.sent.iter().map(|sent| sent.generation).max().unwrap_or(0);
    let most = match plan.trouble {
        Trouble::Resign(..) if plan.renewable => 1,
        // Each run that is ended for its UserSig leaves another one to the next.
        Trouble::NeverSigned if plan.renewable => plan.runs.len() as u32,
        _ => 0,
    };
    assert!(newest <= most, "{newest} UserSigs after the first, expected {most} at most");
    if let (Trouble::Resign(..), true) = (plan.trouble, plan.renewable) {
        // The second UserSig is accepted: refusals of the first that come late must not end what goes on with it.
        let ended = world.errors.iter().flatten().any(|(code, _)| *code == ErrorCode::UserSig);
        assert!(!ended, "ended for the UserSig although a new one was accepted");
    }
}

/// With a network and a service that only have slow days, every message that can be recalled is.
fn all_that_can_be_is_recalled(plan: &Plan, world: &World<'_>) {
    for (run, settled) in world.settled.iter().enumerate() {
        // Two single keys refused before anything was accepted look like a refusal of the request, and a stop is a stop.
        if plan.runs[run].stops.is_some() || world.errors[run].is_some() {
            let refused = world.errors[run].is_none_or(|(_, code)| code == Some(10004));
            assert!(refused, "run {run}: ended by {:?} on a calm day", world.errors[run]);
            continue;
        }
        for outcome in settled {
            let kind = plan.runs[run].kinds[outcome.tag as usize];
            let expected = match kind {
                Kind::Ordinary | Kind::Hurried(_) => Status::Recalled,
                Kind::Flaky(times) if times <= plan.runs[run].retries => Status::Recalled,
                Kind::Flaky(_) | Kind::Poison | Kind::Refused(_) => Status::Failed,
            };
            assert_eq!(outcome.status, expected, "({run}, {}): {kind:?} ended as {outcome:?}", outcome.tag);
            if let Kind::Refused(code) = kind {
                assert!(MESSAGE_FINAL.contains(&code) && outcome.code == Some(code));
            }
        }
    }
}
