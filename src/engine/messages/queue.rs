//! The queue of messages to send: a line for each account, packed into requests of at most ten keys, and taken in turns.
//!
//! ```text
//!   push_fresh --> fresh of its account --(full, waited long enough, or no more input)--+
//!   push_again --> timers --(due)--> due of its account --------------------------------+--> turn --> take
//!   push_halves -> parts of its account ------------------------------------------------+
//! ```

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::client::pace::Micros;
use crate::input::accounts::AccountId;
use crate::vendor::limits::MAX_KEYS;

/// How long a partial batch waits for more input, so that a slow source does not cost one request per key.
const LINGER: Micros = 50_000;
/// The most messages of a stream that wait for others of their accounts. The more wait, the fuller the batches of interleaved accounts.
pub const WINDOW: usize = 20_000;

/// Number of a message within its run.
pub type Id = u32;

/// What waits for one account.
#[derive(Debug, Default)]
struct Line {
    /// Never sent.
    fresh: VecDeque<Id>,
    /// Due for a retry.
    due: VecDeque<Id>,
    /// Parts of refused batches. They are sent unmixed: a refused key would fail other messages with it.
    parts: Vec<Vec<Id>>,
    /// Messages that wait for the moment of their retry.
    timed: u32,
    has_turn: bool,
}

/// Waiting messages: never sent, due for a retry, and parts of refused batches.
#[derive(Debug, Default)]
pub struct Queue {
    lines: Vec<Line>,
    /// The accounts that have a batch to send.
    turns: VecDeque<AccountId>,
    /// Until when the partial batches of accounts wait for more input.
    lingering: VecDeque<(Micros, AccountId)>,
    timers: BinaryHeap<Reverse<(Micros, Id, AccountId)>>,
    waiting: usize,
    fresh: usize,
    /// Batches that `fresh` makes: full ones, and partial ones.
    batches: (usize, usize),
}

impl Queue {
    /// Adds a message that was never sent.
    pub fn push_fresh(&mut self, account: AccountId, id: Id, now: Micros) {
        let line = self.line(account);
        line.fresh.push_back(id);
        let length = line.fresh.len();
        self.waiting += 1;
        self.count_fresh(length - 1, length);
        if length == 1 {
            self.lingering.push_back((now + LINGER, account));
        } else if length == MAX_KEYS {
            self.give_turn(account);
        }
    }

    /// Adds a message that is due for a retry at a moment.
    pub fn push_again(&mut self, account: AccountId, id: Id, due: Micros) {
        self.line(account).timed += 1;
        self.timers.push(Reverse((due, id, account)));
        self.waiting += 1;
    }

    /// Adds the halves of a refused batch of two or more, so that the valid keys can go.
    pub fn push_halves(&mut self, account: AccountId, mut batch: Vec<Id>) {
        self.waiting += batch.len();
        let second = batch.split_off(batch.len() / 2);
        let line = self.line(account);
        line.parts.push(batch);
        line.parts.push(second);
        self.give_turn(account);
    }

    /// When the next batch can be taken; `None` when nothing waits. `more`: input may still come.
    pub fn ready_at(&mut self, now: Micros, more: bool) -> Option<Micros> {
        while let Some(Reverse((due, id, account))) = self.timers.peek().copied()
            && due <= now
        {
            self.timers.pop();
            let line = self.line(account);
            line.timed -= 1;
            line.due.push_back(id);
            self.give_turn(account);
        }
        let hurry = !more || self.fresh >= WINDOW;
        while let Some((until, account)) = self.lingering.front().copied()
            && (hurry || until <= now)
        {
            self.lingering.pop_front();
            if !self.line(account).fresh.is_empty() {
                self.give_turn(account);
            }
        }
        // An account that was refused still has its turn.
        while let Some(account) = self.turns.front().copied() {
            let line = self.line(account);
            if !line.is_idle() {
                return Some(now);
            }
            line.has_turn = false;
            self.turns.pop_front();
        }
        let again = self.timers.peek().map(|Reverse((due, ..))| *due);
        let fresh = self.lingering.front().map(|(until, _)| *until);
        match (again, fresh) {
            (Some(again), Some(fresh)) => Some(again.min(fresh)),
            _ => again.or(fresh),
        }
    }

    /// The next batch, of the account whose turn it is: a part of a refused one, else the messages due for a retry, filled up with messages
    /// that were never sent. None unless `ready_at` has said that it is ready now.
    pub fn take(&mut self, now: Micros) -> Option<(AccountId, Vec<Id>)> {
        let account = self.turns.pop_front()?;
        let line = self.line(account);
        line.has_turn = false;
        let before = line.fresh.len();
        let batch = if line.parts.is_empty() { line.next_batch() } else { line.parts.remove(0) };
        let after = line.fresh.len();
        let is_due = !line.parts.is_empty() || !line.due.is_empty() || after >= MAX_KEYS;
        if after == 0 {
            // A line of an account that is not used any more takes no memory.
            line.fresh = VecDeque::new();
        }
        if is_due {
            self.give_turn(account);
        } else if after > 0 {
            self.lingering.push_back((now + LINGER, account));
        }
        self.waiting -= batch.len();
        self.count_fresh(before, after);
        Some((account, batch))
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// How many more messages it takes, so that `most` full batches wait. For many accounts it takes more, since theirs fill up later.
    #[must_use]
    pub fn room(&self, most: usize) -> usize {
        let (full, _) = self.batches;
        let simple = (most * MAX_KEYS).saturating_sub(self.fresh);
        if self.lines.len() < 2 {
            return simple;
        }
        simple.max(WINDOW.saturating_sub(self.fresh).min(most.saturating_sub(full) * MAX_KEYS))
    }

    /// Batches that the messages make that were never sent.
    #[must_use]
    pub fn fresh_batches(&self) -> usize {
        self.batches.0 + self.batches.1
    }

    /// Messages that were never sent.
    #[must_use]
    pub fn fresh_len(&self) -> usize {
        self.fresh
    }

    /// Takes everything that waits, at the end of a run.
    pub fn drain(&mut self) -> Vec<Id> {
        let (mut all, queue) = (Vec::new(), std::mem::take(self));
        for Reverse((_, id, _)) in queue.timers.into_vec() {
            all.push(id);
        }
        for mut line in queue.lines {
            line.drain_into(&mut all);
        }
        all
    }

    /// Takes everything that waits for one account.
    pub fn drain_account(&mut self, account: AccountId) -> Vec<Id> {
        let (mut all, line) = (Vec::new(), self.line(account));
        let (before, timed) = (line.fresh.len(), std::mem::take(&mut line.timed));
        line.drain_into(&mut all);
        self.count_fresh(before, 0);
        if timed > 0 {
            for timer in std::mem::take(&mut self.timers).into_vec() {
                match timer {
                    Reverse((_, id, of)) if of == account => all.push(id),
                    timer => self.timers.push(timer),
                }
            }
        }
        self.waiting -= all.len();
        all
    }

    fn line(&mut self, account: AccountId) -> &mut Line {
        let at = account as usize;
        while self.lines.len() <= at {
            self.lines.push(Line::default());
        }
        #[expect(clippy::indexing_slicing, reason = "it was made longer above")]
        &mut self.lines[at]
    }

    fn give_turn(&mut self, account: AccountId) {
        if !std::mem::replace(&mut self.line(account).has_turn, true) {
            self.turns.push_back(account);
        }
    }

    fn count_fresh(&mut self, before: usize, after: usize) {
        let partial = |length: usize| usize::from(!length.is_multiple_of(MAX_KEYS));
        let (full, rest) = self.batches;
        self.fresh = self.fresh + after - before;
        self.batches = (full + after / MAX_KEYS - before / MAX_KEYS, rest + partial(after) - partial(before));
    }
}

impl Line {
    fn is_idle(&self) -> bool {
        self.parts.is_empty() && self.due.is_empty() && self.fresh.is_empty()
    }

    fn next_batch(&mut self) -> Vec<Id> {
        let mut batch = Vec::with_capacity(MAX_KEYS);
        while batch.len() < MAX_KEYS
            && let Some(id) = self.due.pop_front().or_else(|| self.fresh.pop_front())
        {
            batch.push(id);
        }
        batch
    }

    /// Takes everything except what waits for its moment.
    fn drain_into(&mut self, all: &mut Vec<Id>) {
        for part in std::mem::take(&mut self.parts) {
            all.extend_from_slice(&part);
        }
        while let Some(id) = self.due.pop_front().or_else(|| self.fresh.pop_front()) {
            all.push(id);
        }
    }
}
