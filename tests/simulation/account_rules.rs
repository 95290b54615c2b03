//! Checks the rules of many accounts in one run against the record of a simulation. Each function is one rule.

use std::collections::{BTreeMap, BTreeSet};

use tencent_chat_recall::client::pace::Micros;
use tencent_chat_recall::client::retry::{ROW_THROTTLES, SINGLES};
use tencent_chat_recall::engine::messages::message::{Outcome, Status};
use tencent_chat_recall::error::ErrorCode;

use crate::accounts::{ACCOUNT, Way};
use crate::plan::{Kind, Plan};
use crate::service::Key;
use crate::world::{Sent, Taken, World};

/// How long a partial batch of a stream waits for more input.
const LINGER: Micros = 50_000;

/// The end of an account: the event at which its refusal was read, and the code.
pub type Ends = BTreeMap<(usize, u32), (u64, i32)>;

/// Checks the rules of accounts except that of turns; returns the accounts that ended.
pub fn check(plan: &Plan, world: &World<'_>) -> Ends {
    // A stream forgets an account that has no messages, and its refused keys with it.
    let ends = ends(world, |run, accepted| if accepted || is_stream(plan, run) { SINGLES.1 } else { SINGLES.0 });
    each_request_is_of_one_account(world);
    every_position_counts_once(plan, world);
    nothing_leaves_for_a_refused_account(world, &ends);
    the_messages_of_a_refused_account_fail_with_its_code(plan, world, &ends);
    a_code_of_an_account_is_of_its_own(plan, world);
    a_refusal_ends_the_run_of_one_account_only(plan, world, &ends);
    ends
}

fn is_stream(plan: &Plan, run: usize) -> bool {
    matches!(plan.runs[run].accounts.way, Way::Stream(_))
}

/// An account ends when its refusal is read, or when too many of its keys in a row are refused one by one.
fn ends(world: &World<'_>, singles_of: impl Fn(usize, bool) -> u32) -> Ends {
    let mut read: Vec<&Sent> = world.sent.iter().filter(|sent| sent.read.is_some()).collect();
    read.sort_by_key(|sent| sent.read);
    let (mut ends, mut singles) = (Ends::new(), BTreeMap::new());
    for sent in read {
        let (account, order) = ((sent.run, sent.account), sent.read.unwrap_or(0));
        let (accepted, refused) = singles.entry(account).or_insert((false, 0));
        match sent.code {
            Some(code) if ACCOUNT.contains(&code) => _ = ends.entry(account).or_insert((order, code)),
            Some(0) => (*accepted, *refused) = (true, 0),
            Some(10004) if sent.keys.len() == 1 => {
                *refused += 1;
                if *refused >= singles_of(sent.run, *accepted) {
                    ends.entry(account).or_insert((order, 10004));
                }
            }
            _ => {}
        }
    }
    ends
}

fn each_request_is_of_one_account(world: &World<'_>) {
    for sent in &world.sent {
        let Sent { run, account, keys, .. } = sent;
        assert!(keys.iter().all(|key| key.0 == *run && key.1 == *account), "run {run}: two accounts in one request");
        let other = keys.iter().find(|key| !world.service.has(**key));
        assert_eq!(other, None, "run {run}: a request of account {account} has a key of another account");
    }
}

/// Positions of the input with the same message share its outcome.
fn every_position_counts_once(plan: &Plan, world: &World<'_>) {
    for (run, settled) in world.settled.iter().enumerate() {
        let copies = plan.runs[run].accounts.copies;
        let mut counts = [0; Status::ALL.len()];
        for (outcome, positions) in settled.iter().zip(&world.positions[run]) {
            assert_eq!(*positions, copies, "{:?}: the positions do not add up", plan.key(run, outcome.tag));
            counts[outcome.status as usize] += positions;
        }
        if let Some((total, counted)) = world.counts[run] {
            assert_eq!(counted, counts, "run {run}: the counts are not those of the outcomes");
            assert_eq!(total, counts.iter().sum::<u32>(), "run {run}: the counts do not add up to the input");
        }
    }
}

/// Requests that were prepared before the refusal was read do not leave either.
fn nothing_leaves_for_a_refused_account(world: &World<'_>, ends: &Ends) {
    for Sent { run, account, left, .. } in &world.sent {
        let end = ends.get(&(*run, *account));
        let late = end.filter(|(order, _)| left > order);
        assert_eq!(late, None, "run {run}: a request left for account {account} after it was refused");
    }
}

fn the_messages_of_a_refused_account_fail_with_its_code(plan: &Plan, world: &World<'_>, ends: &Ends) {
    let mut last: BTreeMap<Key, (&Sent, usize)> = BTreeMap::new();
    for sent in &world.sent {
        for key in &sent.keys {
            let times = last.get(key).map_or(0, |(_, times)| *times);
            last.insert(*key, (sent, times + 1));
        }
    }
    for (run, settled) in world.settled.iter().enumerate() {
        let many = plan.runs[run].accounts.many;
        let ended_early = !matches!(world.errors[run], None | Some((ErrorCode::OfficialAccount, _)));
        if !many || world.was_stopped(run) || ended_early {
            continue;
        }
        for outcome in settled {
            let key = plan.key(run, outcome.tag);
            let Some((end, code)) = ends.get(&(run, key.1)).filter(|(_, code)| *code != 10004) else { continue };
            let is_open = match last.get(&key) {
                None => true,
                // Its own answer came after the refusal.
                Some((sent, _)) if sent.read.is_none_or(|read| read > *end) => false,
                // It was waiting for a retry, unless it had none left.
                Some((_, times)) => is_transient(outcome) && *times <= plan.runs[run].retries.min(2) as usize,
            };
            assert!(!is_open || outcome.code == Some(*code), "{key:?}: {outcome:?}, and its account got {code}");
            let ambiguous = world.unanswered.contains_key(&key);
            if outcome.code == Some(*code) {
                let status = if ambiguous { Status::Unconfirmed } else { Status::Failed };
                assert_eq!(outcome.status, status, "{key:?}: its account got {code}");
            }
        }
    }
}

/// Whether an outcome does not come from a final answer about the message.
fn is_transient(outcome: &Outcome) -> bool {
    outcome.status != Status::Recalled
        && outcome.code.is_none_or(|code| ![10030, 10031, 10032, 10033, 99_999, 88_888, 10004].contains(&code))
}

fn a_code_of_an_account_is_of_its_own(plan: &Plan, world: &World<'_>) {
    let mut answered: BTreeSet<(usize, u32, i32)> = BTreeSet::new();
    for Sent { run, account, code, .. } in &world.sent {
        answered.extend(code.map(|code| (*run, *account, code)));
    }
    for (run, settled) in world.settled.iter().enumerate() {
        for outcome in settled {
            let (key, code) = (plan.key(run, outcome.tag), outcome.code.unwrap_or(0));
            let is_own = !ACCOUNT.contains(&code) || answered.contains(&(run, key.1, code));
            assert!(is_own, "{key:?}: {code}, and its account was not refused with it");
        }
    }
}

/// A run of several accounts resolves, whichever of them are refused.
fn a_refusal_ends_the_run_of_one_account_only(plan: &Plan, world: &World<'_>, ends: &Ends) {
    for (run, one) in plan.runs.iter().enumerate() {
        let accounts: BTreeSet<u32> = world.settled[run].iter().map(|outcome| plan.key(run, outcome.tag).1).collect();
        let error = world.errors[run];
        let is_refused = error.is_some_and(|(kind, _)| kind == ErrorCode::OfficialAccount);
        assert!(
            !is_refused || accounts.len() <= 1,
            "run {run}: ended by the refusal of one of {} accounts",
            accounts.len()
        );
        if one.accounts.count() == 1
            && !world.was_stopped(run)
            && ends.get(&(run, 0)).is_some_and(|(_, code)| *code != 10004)
        {
            assert!(error.is_some(), "run {run}: its only account was refused, and no error");
        }
        // Single keys of one account that are refused say nothing about the request once another was accepted.
        let accepted = world.sent.iter().any(|sent| sent.run == run && sent.code == Some(0));
        let is_request = error == Some((ErrorCode::Refused, Some(10004)));
        assert!(!is_request || !accepted || accounts.len() <= 1, "run {run}: ended by 10004 for an account");
    }
}

/// While an account has something due, each other account gets at most one request.
pub fn accounts_take_turns(plan: &Plan, world: &World<'_>) {
    // With the accounts that may have ended.
    let ends = ends(world, |run, accepted| if accepted && !is_stream(plan, run) { SINGLES.1 } else { SINGLES.0 });
    for (run, one) in plan.runs.iter().enumerate() {
        // How long a partial batch waits for more input is counted with the caller's clock.
        if one.accounts.count() < 2 || one.feed_every > 0 && plan.clock_step.is_some() {
            continue;
        }
        let mut waiting = fed(plan, world, run);
        let mut last: BTreeMap<u32, &Taken> = BTreeMap::new();
        for taken in world.taken.iter().filter(|taken| taken.run == run) {
            let has_ended = |account: u32| ends.get(&(run, account)).is_some_and(|(order, _)| *order < taken.order);
            if let Some(before) = last.get(&taken.account) {
                for (account, keys) in waiting.iter().filter(|(account, _)| **account != taken.account) {
                    let own = last.get(account);
                    let since = world.fed_at[&keys[0]].max(own.map_or(0, |own| own.at));
                    let is_due = one.feed_every == 0 || before.at > since + LINGER;
                    let had_a_turn = own.is_some_and(|own| own.order > before.order);
                    let text = "had two requests while another account waited for one";
                    let (run, account, other) = (run, taken.account, *account);
                    assert!(!is_due || had_a_turn || has_ended(other), "run {run}: account {account} {text}: {other}");
                }
            }
            last.insert(taken.account, taken);
            if let Some(keys) = waiting.get_mut(&taken.account) {
                keys.retain(|key| !taken.keys.contains(key));
            }
            waiting.retain(|_, keys| !keys.is_empty());
        }
    }
}

/// The messages that entered a run, by account.
fn fed(plan: &Plan, world: &World<'_>, run: usize) -> BTreeMap<u32, Vec<Key>> {
    let mut fed: BTreeMap<u32, Vec<Key>> = BTreeMap::new();
    for tag in 0..plan.runs[run].kinds.len() as u32 {
        let key = plan.key(run, tag);
        if world.fed_at.contains_key(&key) {
            fed.entry(key.1).or_default().push(key);
        }
    }
    fed
}

/// A message whose row always asks for a slower pace is given up, and the pace recovers for the others.
pub fn a_throttled_message_is_given_up(plan: &Plan, world: &World<'_>) {
    let is_throttled = |key: &Key| world.service.kind(*key) == Kind::Hurried(u32::MAX);
    for (run, one) in plan.runs.iter().enumerate() {
        let count = one.kinds.iter().filter(|kind| **kind == Kind::Hurried(u32::MAX)).count();
        let most = count * (one.retries as usize + usize::from(ROW_THROTTLES) + 2);
        let mut read: Vec<&Sent> = world.sent.iter().filter(|sent| sent.run == run && sent.read.is_some()).collect();
        read.sort_by_key(|sent| sent.read);
        // Attempts of each message since another request passed, and in all.
        let (mut passed, mut attempts): (BTreeSet<Key>, BTreeMap<Key, usize>) = Default::default();
        for sent in read.into_iter().filter(|sent| sent.code == Some(0)) {
            if sent.keys.iter().any(|key| matches!(world.service.kind(*key), Kind::Ordinary | Kind::Refused(_))) {
                passed.clear();
            }
            for key in sent.keys.iter().filter(|key| is_throttled(key)) {
                if passed.insert(*key) {
                    *attempts.entry(*key).or_default() += 1;
                }
            }
        }
        let longest = attempts.iter().find(|(_, times)| **times > most);
        assert_eq!(longest, None, "run {run}: a message that is always throttled had more than {most} attempts");
    }
}

/// The accounts of a run whose messages may stay unsent on a calm day, since the service refuses several of their keys.
pub fn poisoned(plan: &Plan, run: usize) -> BTreeSet<u32> {
    let one = &plan.runs[run];
    let mut keys: BTreeMap<u32, u32> = BTreeMap::new();
    for ((account, _), _) in one.accounts.messages.iter().zip(&one.kinds).filter(|(_, kind)| **kind == Kind::Poison) {
        *keys.entry(*account).or_default() += 1;
    }
    keys.into_iter().filter(|(_, count)| *count >= SINGLES.0).map(|(account, _)| account).collect()
}
