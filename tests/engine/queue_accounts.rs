//! Tests of the queue with many accounts: turns, the window of a stream, and the end of one account.

use std::collections::BTreeMap;

use crate::client::retry::Rng;
use crate::engine::messages::queue::{Queue, WINDOW};
use crate::input::accounts::AccountId;
use crate::vendor::limits::MAX_KEYS;

/// Adds messages of an account, numbered from a thousand times its number.
fn add(queue: &mut Queue, account: AccountId, count: u32) {
    for id in 0..count {
        queue.push_fresh(account, account * 1000 + id, 0);
    }
}

/// The next batch and its account at a moment; none if it has to wait.
fn take(queue: &mut Queue, now: u64, more: bool) -> Option<(AccountId, Vec<u32>)> {
    let ready = queue.ready_at(now, more)?;
    if ready <= now { queue.take(now) } else { None }
}

/// The accounts of all batches that can be taken, in order.
fn turns(queue: &mut Queue, now: u64) -> Vec<AccountId> {
    std::iter::from_fn(|| take(queue, now, false)).map(|(account, _)| account).collect()
}

#[test]
fn accounts_take_turns_and_a_batch_is_of_one_account() {
    let mut queue = Queue::default();
    for (account, count) in [(0, 35), (1, 12), (2, 1), (3, 20)] {
        add(&mut queue, account, count);
    }
    let mut seen = Vec::new();
    while let Some((account, batch)) = take(&mut queue, 0, false) {
        assert!(batch.iter().all(|id| id / 1000 == account), "{account}: {batch:?}");
        seen.push((account, batch.len()));
    }
    // Full batches have waited longest.
    assert_eq!(seen, [(0, 10), (1, 10), (3, 10), (2, 1), (0, 10), (1, 2), (3, 10), (0, 10), (0, 5)]);
    assert!(queue.is_empty());
}

#[test]
fn retries_and_halves_of_an_account_wait_for_its_turn() {
    let mut queue = Queue::default();
    add(&mut queue, 0, 30);
    add(&mut queue, 1, 30);
    assert_eq!(take(&mut queue, 0, false).unwrap().0, 0);
    for id in 100..120 {
        queue.push_again(0, id, 0);
    }
    queue.push_halves(0, (200..210).collect());
    assert_eq!(turns(&mut queue, 0), [1, 0, 1, 0, 1, 0, 0, 0, 0]);
}

#[test]
fn a_partial_batch_of_an_account_does_not_hold_up_another_account() {
    let mut queue = Queue::default();
    queue.push_fresh(0, 0, 0);
    add(&mut queue, 1, 10);
    assert_eq!(take(&mut queue, 0, true).unwrap().0, 1);
    assert_eq!(take(&mut queue, 49_999, true), None);
    assert_eq!(take(&mut queue, 50_000, true), Some((0, vec![0])));
}

#[test]
fn partial_batches_wait_for_more_input_until_the_window_is_full() {
    let mut queue = Queue::default();
    for id in 0..WINDOW as u32 - 1 {
        queue.push_fresh(id, id, 0);
    }
    assert_eq!(queue.ready_at(1, true), Some(50_000));
    queue.push_fresh(7, WINDOW as u32, 1);
    assert_eq!(queue.ready_at(1, true), Some(1));
    assert_eq!(take(&mut queue, 1, true), Some((0, vec![0])));
}

#[test]
fn a_stream_of_many_accounts_is_read_ahead_until_full_batches_wait() {
    let mut queue = Queue::default();
    assert_eq!(queue.room(64), 640);
    add(&mut queue, 0, 9);
    assert_eq!(queue.room(64), 631);
    for account in 1..100 {
        add(&mut queue, account, 9);
    }
    // No batch is full, so there is room for 64 of them.
    assert_eq!((queue.fresh_len(), queue.fresh_batches(), queue.room(64)), (900, 100, 640));
    for account in 0..63 {
        queue.push_fresh(account, account * 1000 + 9, 0);
    }
    assert_eq!(queue.room(64), 10);
    queue.push_fresh(63, 63_009, 0);
    assert_eq!(queue.room(64), 0);
    // Never more than the window.
    for account in 100..20_000 {
        queue.push_fresh(account, account, 0);
    }
    assert_eq!(queue.room(10_000), 100_000 - queue.fresh_len());
    assert_eq!(queue.room(1000), 0);
}

#[test]
fn the_end_of_an_account_takes_all_that_waits_for_it_and_nothing_else() {
    let mut queue = Queue::default();
    for account in 0..3 {
        add(&mut queue, account, 25);
        queue.push_again(account, account * 1000 + 100, 0);
        queue.push_again(account, account * 1000 + 101, 9_000_000);
        queue.push_halves(account, vec![account * 1000 + 200, account * 1000 + 201]);
    }
    queue.ready_at(0, true);
    let mut drained = queue.drain_account(1);
    drained.sort_unstable();
    assert_eq!(drained, (1000..1025).chain([1100, 1101, 1200, 1201]).collect::<Vec<_>>());
    assert!(queue.drain_account(1).is_empty());
    assert_eq!((queue.fresh_len(), queue.fresh_batches()), (50, 6));
    let mut rest = 0;
    while let Some((account, batch)) = take(&mut queue, 9_000_000, false) {
        assert_ne!((account, batch.is_empty()), (1, false));
        rest += batch.len();
    }
    assert_eq!((rest, queue.is_empty()), (58, true));
    // A new account may get its number.
    add(&mut queue, 1, 1);
    assert_eq!(take(&mut queue, 0, false), Some((1, vec![1000])));
}

#[test]
fn no_message_of_many_accounts_is_lost_or_duplicated_under_random_operations() {
    for seed in 0..500 {
        let mut rng = Rng::new(seed);
        let accounts = [1, 2, 5, 40][seed as usize % 4];
        let (mut queue, mut next, mut now) = (Queue::default(), 0, 0);
        // The account of each message in the queue.
        let mut inside: BTreeMap<u32, AccountId> = BTreeMap::new();
        for _ in 0..300 {
            now += rng.up_to(20_000);
            let account = rng.up_to(accounts - 1) as AccountId;
            match rng.up_to(9) {
                0..=3 => queue.push_fresh(account, next, now),
                4 => queue.push_again(account, next, now + rng.up_to(100_000)),
                5 if rng.up_to(5) == 0 => {
                    let mut drained = queue.drain_account(account);
                    drained.sort_unstable();
                    let own = inside.iter().filter(|(_, of)| **of == account).map(|(id, _)| *id);
                    assert_eq!(drained, own.collect::<Vec<_>>(), "seed {seed}");
                    inside.retain(|_, of| *of != account);
                    continue;
                }
                _ => {
                    let Some((account, batch)) = take(&mut queue, now, rng.up_to(1) == 0) else { continue };
                    assert!((1..=MAX_KEYS).contains(&batch.len()), "seed {seed}: {batch:?}");
                    for id in &batch {
                        assert_eq!(inside.remove(id), Some(account), "seed {seed}: {id} came twice or for another");
                    }
                    if batch.len() > 1 && rng.up_to(2) == 0 {
                        inside.extend(batch.iter().map(|id| (*id, account)));
                        queue.push_halves(account, batch);
                    }
                    continue;
                }
            }
            inside.insert(next, account);
            next += 1;
        }
        assert_eq!(queue.is_empty(), inside.is_empty(), "seed {seed}");
        let rest: BTreeMap<u32, ()> = queue.drain().into_iter().map(|id| (id, ())).collect();
        assert!(rest.into_keys().eq(inside.into_keys()), "seed {seed}");
        assert_eq!((queue.is_empty(), queue.fresh_len(), queue.fresh_batches()), (true, 0, 0));
    }
}
