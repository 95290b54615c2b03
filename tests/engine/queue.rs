//! Tests of the queue of messages to send, and of its batches.

use std::collections::BTreeMap;

use crate::client::retry::Rng;
use crate::engine::messages::queue::Queue;
use crate::vendor::limits::MAX_KEYS;

fn fresh(count: u32) -> Queue {
    let mut queue = Queue::default();
    for id in 0..count {
        queue.push_fresh(0, id, 0);
    }
    queue
}

/// The next batch at a moment; none if it has to wait.
fn take(queue: &mut Queue, now: u64) -> Vec<u32> {
    match queue.ready_at(now, false) {
        Some(ready) if ready <= now => queue.take(now).unwrap().1,
        _ => Vec::new(),
    }
}

#[test]
fn an_empty_queue_has_nothing_to_wait_for() {
    let mut queue = Queue::default();
    assert!(queue.is_empty());
    assert_eq!((queue.ready_at(5, true), queue.ready_at(5, false)), (None, None));
    assert!(take(&mut queue, 5).is_empty());
    assert!(queue.drain().is_empty());
}

#[test]
fn at_most_ten_leave_together_in_order() {
    let mut queue = fresh(23);
    let batches: Vec<Vec<u32>> =
        std::iter::from_fn(|| Some(take(&mut queue, 0)).filter(|batch| !batch.is_empty())).collect();
    assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 3]);
    assert_eq!(batches.concat(), (0..23).collect::<Vec<_>>());
    assert!(queue.is_empty());
}

#[test]
fn due_retries_go_first_and_new_messages_fill_the_batch() {
    let mut queue = fresh(20);
    for (id, due) in [(100, 50), (101, 40), (102, 60)] {
        queue.push_again(0, id, due);
    }
    assert_eq!(take(&mut queue, 50), [101, 100, 0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(take(&mut queue, 50), (8..18).collect::<Vec<_>>());
    assert_eq!(take(&mut queue, 60), [102, 18, 19]);
}

#[test]
fn the_queue_waits_for_later_retries() {
    let mut queue = Queue::default();
    queue.push_again(0, 1, 500);
    queue.push_again(0, 2, 400);
    assert_eq!(queue.ready_at(100, false), Some(400));
    assert!(take(&mut queue, 399).is_empty());
    assert_eq!(take(&mut queue, 400), [2]);
    assert_eq!(queue.ready_at(100, false), Some(500));
}

#[test]
fn a_partial_batch_waits_only_while_more_keys_may_come() {
    assert_eq!(fresh(9).ready_at(7, false), Some(7));
    let mut queue = fresh(9);
    assert_eq!(queue.ready_at(7, true), Some(50_000));
    queue.push_fresh(0, 9, 30_000);
    assert_eq!(queue.ready_at(30_000, true), Some(30_000));
    take(&mut queue, 30_000);
    queue.push_fresh(0, 10, 40_000);
    assert_eq!(queue.ready_at(40_000, true), Some(90_000));
}

#[test]
fn halves_of_a_split_batch_go_first_and_unchanged() {
    for size in 2..=MAX_KEYS as u32 {
        let mut queue = fresh(5);
        queue.push_again(0, 50, 0);
        queue.push_halves(0, (100..100 + size).collect());
        assert_eq!(queue.ready_at(9, true), Some(9));
        let (first, second) = (take(&mut queue, 9), take(&mut queue, 9));
        assert!(!first.is_empty() && !second.is_empty() && second.len() - first.len() <= 1, "{size}");
        assert_eq!([first, second].concat(), (100..100 + size).collect::<Vec<_>>());
        assert_eq!(take(&mut queue, 9), [50, 0, 1, 2, 3, 4]);
    }
}

#[test]
fn no_message_is_lost_or_duplicated_under_random_operations() {
    for seed in 0..500 {
        let mut rng = Rng::new(seed);
        let (mut queue, mut next, mut now) = (Queue::default(), 0, 0);
        // How often each message is in the queue.
        let mut inside: BTreeMap<u32, i32> = BTreeMap::new();
        for _ in 0..200 {
            now += rng.up_to(40_000);
            match rng.up_to(3) {
                0 => {
                    queue.push_fresh(0, next, now);
                    inside.insert(next, 1);
                    next += 1;
                }
                1 => {
                    queue.push_again(0, next, now + rng.up_to(100_000));
                    inside.insert(next, 1);
                    next += 1;
                }
                _ => {
                    let batch = take(&mut queue, now);
                    assert!(batch.len() <= MAX_KEYS);
                    for id in &batch {
                        assert_eq!(inside.remove(id), Some(1), "seed {seed}: {id} came twice");
                    }
                    if batch.len() > 1 && rng.up_to(2) == 0 {
                        inside.extend(batch.iter().map(|id| (*id, 1)));
                        queue.push_halves(0, batch);
                    }
                }
            }
            assert_eq!(queue.is_empty(), inside.is_empty());
        }
        let mut rest = queue.drain();
        rest.sort_unstable();
        assert_eq!(rest, inside.into_keys().collect::<Vec<_>>(), "seed {seed}");
        assert!(queue.is_empty());
    }
}
