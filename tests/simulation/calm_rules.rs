//! Checks what a run without faults achieves against the record of a simulation. Each function is one rule.

use tencent_chat_recall::engine::messages::message::Status;
use tencent_chat_recall::error::ErrorCode;

use crate::account_rules::{self, Ends};
use crate::plan::{Kind, Plan};
use crate::rules::Attempts;
use crate::world::{Sent, World};

/// Codes that ask for a slower pace.
const RATE: [i32; 5] = [10006, 60007, 60011, 60018, 60019];

/// Checks all rules of calm days.
pub fn check(plan: &Plan, world: &World<'_>, ends: &Ends, attempts: &Attempts<'_>) {
    account_rules::a_throttled_message_is_given_up(plan, world);
    all_that_can_be_is_recalled(plan, world, ends);
    no_request_is_wasted(plan, world);
    retries_take_their_time(world, attempts);
}

/// If the network and the service are only slow, every message that can be recalled is recalled.
fn all_that_can_be_is_recalled(plan: &Plan, world: &World<'_>, ends: &Ends) {
    for (run, settled) in world.settled.iter().enumerate() {
        let kinds = &plan.runs[run].kinds;
        let poisoned = account_rules::poisoned(plan, run);
        match world.errors[run] {
            _ if plan.runs[run].stops.is_some() => continue,
            // Single keys rejected one after the other look like a rejection of the request.
            Some((ErrorCode::Refused, Some(10004))) if kinds.contains(&Kind::Poison) => continue,
            Some((ErrorCode::OfficialAccount, _)) if plan.runs[run].accounts.count() == 1 => continue,
            // If the only message left is always rate limited, this looks like a minute of rate-limit errors.
            Some((ErrorCode::RateLimited, _)) if kinds.contains(&Kind::Hurried(u32::MAX)) => {}
            None => {}
            error => panic!("run {run}: ended by {error:?} on a calm day"),
        }
        for outcome in settled {
            let kind = kinds[outcome.tag as usize];
            let key = plan.key(run, outcome.tag);
            // The rules of accounts say what becomes of them.
            match ends.get(&(run, key.1)) {
                Some((_, code)) if outcome.code == Some(*code) || *code == 10004 => continue,
                None if poisoned.contains(&key.1) => continue,
                _ => {}
            }
            let (status, code) = match kind {
                // The last answer may have been an error for the whole request.
                Kind::Hurried(u32::MAX) => (Status::Failed, outcome.code.filter(|code| RATE.contains(code))),
                Kind::Flaky(times) if times > plan.runs[run].retries => (Status::Unconfirmed, Some(10002)),
                Kind::Ordinary | Kind::Hurried(_) | Kind::Flaky(_) => (Status::Recalled, None),
                Kind::Poison => (Status::Failed, Some(10004)),
                Kind::Refused(10030) => (Status::NotFound, Some(10030)),
                Kind::Refused(code) => (Status::Failed, Some(code)),
            };
            // An earlier run may have recalled the message.
            let (status, code) = match (plan.runs[run].earlier(outcome.tag), status, code) {
                (None, ..) | (Some(false), Status::Recalled, _) | (_, _, Some(10031..=10033)) => (status, code),
                (Some(true), Status::Recalled, _) | (_, _, Some(10030)) => (Status::PresumedRecalled, Some(10030)),
                _ => (Status::Unconfirmed, code),
            };
            assert_eq!((outcome.status, outcome.code), (status, code), "{key:?}: {kind:?}");
        }
    }
}

/// Without faults no request is wasted: every batch is full, with one request for ten messages.
fn no_request_is_wasted(plan: &Plan, world: &World<'_>) {
    for (run, one) in plan.runs.iter().enumerate() {
        let plain = one.kinds.iter().all(|kind| matches!(kind, Kind::Ordinary | Kind::Refused(_)));
        let plain = plain && one.accounts.refused.is_empty();
        if plain && one.stops.is_none() && one.feed_every == 0 && world.service.refused_for_rate.is_empty() {
            let requests = world.sent.iter().filter(|sent| sent.run == run).count();
            let (keys, accounts) = (one.kinds.len(), one.accounts.count());
            let least = one.accounts.least_requests();
            assert_eq!(requests, least, "run {run}: requests for {keys} keys of {accounts} accounts");
        }
    }
}

/// Backoff: for messages that got 10002 several times, the fourth attempt is well after the first, not counting the time in which
/// requests were in flight.
fn retries_take_their_time(world: &World<'_>, attempts: &Attempts<'_>) {
    let mut pauses = Vec::new();
    for (key, sent) in attempts {
        if matches!(world.service.kind(*key), Kind::Flaky(4..)) && sent.len() >= 4 {
            let pause = |pair: &[&Sent]| pair[1].at.saturating_sub(pair[0].back.unwrap_or(pair[1].at));
            pauses.push(sent[..4].windows(2).map(pause).sum::<u64>());
        }
    }
    if pauses.len() >= 15 {
        let mean = pauses.iter().sum::<u64>() / pauses.len() as u64;
        // At most a quarter, a half and a whole second; on average half of that; plus the grid.
        assert!(mean > 400_000, "a mean of {mean} us before the fourth attempt of {} keys", pauses.len());
    }
}
