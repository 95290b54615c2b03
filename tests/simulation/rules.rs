//! Checks the rules of a run against the record of a simulation. Each function is one rule.

use std::collections::{BTreeMap, BTreeSet};

use tencent_chat_recall::client::pace::{Micros, SECOND};
use tencent_chat_recall::client::retry::{PROBES, SILENCE};
use tencent_chat_recall::engine::messages::message::{Outcome, Status};
use tencent_chat_recall::error::ErrorCode;

use crate::account_rules;
use crate::accounts::ACCOUNT;
use crate::calm_rules;
use crate::plan::{Kind, Plan, Trouble};
use crate::service::Key;
use crate::world::{Sent, World};

/// ErrorCodes of the service model that concern the whole run at once.
const FATAL: [i32; 6] = [60010, 70009, 70016, 60020, 60003, 10007];

/// The requests that carried each message.
pub type Attempts<'a> = BTreeMap<Key, Vec<&'a Sent>>;

/// Checks all rules.
pub fn check(plan: &Plan, world: &World<'_>) {
    for (run, done) in world.done_at.iter().enumerate() {
        assert!(done.is_some(), "run {run} never ended");
    }
    let attempts = attempts(world);
    let ends = account_rules::check(plan, world);
    for (run, settled) in world.settled.iter().enumerate() {
        each_key_settles_once(plan, world, run, settled);
        for outcome in settled {
            let key = plan.key(run, outcome.tag);
            let sent = attempts.get(&key).map_or(&[][..], |list| list);
            let left: Vec<&Sent> = sent.iter().copied().filter(|sent| !sent.unsent).collect();
            assert_eq!(outcome.attempts as usize, left.len(), "{key:?}: attempts do not add up");
            the_status_is_true(plan, world, key, outcome, &left);
            retries_are_bounded(plan, run, key, sent);
        }
    }
    requests_are_well_formed(plan, world);
    the_first_request_goes_alone(world);
    the_pace_is_kept(plan, world);
    nothing_leaves_after_the_end(plan, world);
    a_run_without_an_answer_is_refused(world);
    silence_follows_70050(plan, world);
    user_sigs_are_renewed_once(plan, world);
    silence_is_met_with_few_requests(plan, world);
    account_rules::accounts_take_turns(plan, world);
    if plan.is_calm() {
        calm_rules::check(plan, world, &ends, &attempts);
    }
}

fn attempts<'a>(world: &'a World<'_>) -> Attempts<'a> {
    let mut attempts = Attempts::new();
    for sent in &world.sent {
        for key in &sent.keys {
            attempts.entry(*key).or_default().push(sent);
        }
    }
    attempts
}

/// Even if there were only a few requests.
fn a_run_without_an_answer_is_refused(world: &World<'_>) {
    for run in (0..world.settled.len()).filter(|run| !world.was_stopped(*run)) {
        let mut own = world.sent.iter().filter(|sent| sent.run == run).peekable();
        let nothing_sent = own.peek().is_none();
        let error = world.errors[run];
        assert!(nothing_sent || own.any(|sent| sent.code.is_some()) || error.is_some(), "run {run}: nobody answered");
        if error.is_none() {
            let left = world.settled[run].iter().filter(|outcome| outcome.status == Status::NotAttempted).count();
            assert!(left == 0 || !nothing_sent, "run {run}: nothing was sent, and no error");
        }
    }
}

fn each_key_settles_once(plan: &Plan, world: &World<'_>, run: usize, settled: &[Outcome]) {
    let tags: BTreeSet<u32> = settled.iter().map(|outcome| outcome.tag).collect();
    assert_eq!(tags.len(), settled.len(), "run {run}: a key settled twice");
    // A stream that ended early may not have been read to its end.
    if plan.runs[run].feed_every == 0 || !world.was_stopped(run) && world.errors[run].is_none() {
        assert_eq!(settled.len(), plan.runs[run].kinds.len(), "run {run}: keys were lost");
    }
}

fn the_status_is_true(plan: &Plan, world: &World<'_>, key: Key, outcome: &Outcome, sent: &[&Sent]) {
    let ambiguous = world.unanswered.contains_key(&key);
    let recalled = world.service.is_recalled(key);
    let zero = world.read_zero.contains(&key);
    let earlier = plan.runs[key.0].earlier(outcome.tag).is_some();
    match outcome.status {
        Status::Recalled => {
            assert!(zero, "{key:?}: recalled, and no RetCode 0 was read");
            assert!(recalled, "{key:?}: recalled, and the service holds it");
        }
        Status::PresumedRecalled => {
            assert_eq!(outcome.code, Some(10030), "{key:?}: presumed without 10030");
            assert!(ambiguous, "{key:?}: presumed, and every answer was read");
            let never = plan.runs[key.0].kinds[outcome.tag as usize] == Kind::Refused(10030);
            assert!(recalled || never, "{key:?}: presumed, and still there");
        }
        Status::NotFound => {
            assert_eq!(outcome.code, Some(10030), "{key:?}: not found without 10030");
            assert!(!ambiguous && !earlier, "{key:?}: not found, and a request may have recalled it");
            assert!(!recalled, "{key:?}: not found, and the service recalled it in this run");
        }
        Status::Failed => {
            assert_ne!(outcome.code, Some(10030), "{key:?}: failed, and it is not there");
            assert!(outcome.code.is_some(), "{key:?}: failed without a code");
            assert!(!recalled, "{key:?}: failed, and the service recalled it");
            let of_account = outcome.code.is_some_and(|code| ACCOUNT.contains(&code));
            assert!(!sent.is_empty() || of_account, "{key:?}: failed, and was never sent");
        }
        Status::Unconfirmed => {
            assert!(!sent.is_empty() || earlier, "{key:?}: unconfirmed, and was never sent");
            let throttled = sent.iter().any(|sent| sent.code.is_none());
            assert!(ambiguous || throttled, "{key:?}: unconfirmed, and every answer was read");
        }
        Status::NotAttempted => assert!(sent.is_empty() && !earlier, "{key:?}: notAttempted, and was sent"),
    }
    assert!(
        !zero || outcome.status == Status::Recalled,
        "{key:?}: a RetCode 0 was read, and it is {:?}",
        outcome.status
    );
}

/// Attempts count if they were lost or got a transient code. A missing row counts at most twice.
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

fn nothing_leaves_after_the_end(plan: &Plan, world: &World<'_>) {
    for run in 0..world.settled.len() {
        let own = || world.sent.iter().filter(|sent| sent.run == run);
        let many = plan.runs[run].accounts.many;
        let is_fatal = |code: i32| FATAL.contains(&code) || !many && ACCOUNT.contains(&code);
        let refused = own().filter(|sent| sent.code.is_some_and(is_fatal)).filter_map(|sent| sent.back).min();
        let end = [refused, world.stopped_at[run], world.soft_stopped_at[run], world.done_at[run]]
            .into_iter()
            .flatten()
            .min();
        assert!(own().all(|sent| end.is_none_or(|end| sent.at <= end)), "run {run}: a request left after the end");
        if world.stopped_at[run].is_some() {
            assert_eq!(world.done_at[run], world.stopped_at[run], "run {run}: goes on after a stop");
        }
        if refused.is_some() && !world.was_stopped(run) {
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
        // A client with a fixed UserSig has no other UserSig for its next run.
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
        // After each run ended by its UserSig, the next run has a new UserSig.
        Trouble::NeverSigned | Trouble::Fatal(_, 10007 | 60010 | 70009) if plan.renewable => plan.runs.len() as u32,
        _ => 0,
    };
    assert!(newest <= most, "{newest} UserSigs after the first, expected {most} at most");
    if let (Trouble::Resign(..), true) = (plan.trouble, plan.renewable) {
        // The second UserSig is accepted: late rejections of the first must not end the run.
        let ended = world.errors.iter().flatten().any(|(code, _)| *code == ErrorCode::UserSig);
        assert!(!ended, "ended for the UserSig although a new one was accepted");
    }
}

/// In an outage, a run sends as many requests as may be in flight once, then single probes, and finally ends.
fn silence_is_met_with_few_requests(plan: &Plan, world: &World<'_>) {
    let Trouble::Outage(from, Micros::MAX) = plan.trouble else { return };
    for (run, one) in plan.runs.iter().enumerate() {
        // Answers in flight at the start of the outage arrive within a second.
        let into_silence = world.sent.iter().filter(|sent| sent.run == run && sent.at > from + SECOND).count();
        let most = one.concurrency + (SILENCE + PROBES) as usize;
        assert!(into_silence <= most, "run {run}: {into_silence} requests into silence, expected {most} at most");
    }
}
