//! The accounts in the plan of a run: which message is of which account, in which order they come, and which accounts the service refuses.

use std::collections::BTreeMap;

use tencent_chat_recall::client::pace::{Micros, SECOND};
use tencent_chat_recall::client::retry::Rng;

use crate::plan::Kind;

/// ErrorCodes that refuse an account.
pub const ACCOUNT: [i32; 4] = [10010, 10015, 130_004, 130_007];
/// The most accounts of a run.
const MOST: u64 = 200;

/// How the messages enter the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// `Run` itself; accounts are numbers.
    Numbers,
    /// `MessageList` and `RunTracker::fill`.
    List,
    /// `RunTracker::take` with a `StreamDedup` that remembers this many messages, so that numbers of accounts are reused.
    Stream(usize),
}

/// The accounts of a run.
#[derive(Debug, Clone)]
pub struct AccountPlan {
    /// Account and key number of each message, in the order of the input. Every account has key 0, so equal keys are frequent.
    pub messages: Vec<(u32, u32)>,
    /// When the service begins to refuse an account, and the code.
    pub refused: BTreeMap<u32, (Micros, i32)>,
    pub way: Way,
    /// Whether the run allows several accounts.
    pub many: bool,
    /// Positions of the input with each message, for a run with deduplication.
    pub copies: u32,
}

impl AccountPlan {
    /// Messages of one account, which is not refused.
    pub fn single(messages: usize) -> Self {
        let messages = (0..messages as u32).map(|number| (0, number)).collect();
        Self { messages, refused: BTreeMap::new(), way: Way::Numbers, many: false, copies: 1 }
    }

    pub fn draw(rng: &mut Rng, kinds: &mut [Kind], is_list: bool) -> Self {
        let messages = messages(rng, kinds.len());
        let count = count(&messages);
        let way = match (is_list, rng.up_to(9)) {
            (true, 0..=4) | (false, 0..=2) => Way::Numbers,
            (true, 5..=8) => Way::List,
            _ => Way::Stream(rng.up_to(8) as usize),
        };
        let many = count > 1 || !is_list && rng.up_to(1) == 0 || matches!(way, Way::Stream(_));
        if rng.up_to(7) == 0 {
            poison_accounts(rng, &messages, kinds);
        }
        let refused = refused(rng, count);
        Self { messages, refused, way, many, copies: if way == Way::Numbers { 1 } else { 1 + rng.up_to(1) as u32 } }
    }

    /// Number of accounts.
    pub fn count(&self) -> u32 {
        count(&self.messages)
    }

    /// The least number of requests: at most ten messages each, of one account.
    pub fn least_requests(&self) -> usize {
        let mut sizes = BTreeMap::new();
        for (account, _) in &self.messages {
            *sizes.entry(account).or_insert(0_usize) += 1;
        }
        sizes.values().map(|size| size.div_ceil(10)).sum()
    }
}

fn count(messages: &[(u32, u32)]) -> u32 {
    messages.iter().map(|(account, _)| account + 1).max().unwrap_or(0)
}

/// Many accounts have one message, some have up to forty; the last one has the rest.
fn messages(rng: &mut Rng, total: usize) -> Vec<(u32, u32)> {
    let most = match rng.up_to(9) {
        0..=2 => 1,
        3 => 2 + rng.up_to(3),
        _ => MOST,
    };
    let mut all = Vec::new();
    let mut account = 0;
    while all.len() < total {
        let size = match rng.up_to(9) {
            _ if u64::from(account) + 1 == most => u64::MAX,
            0..=5 => 1,
            6 | 7 => 2 + rng.up_to(8),
            _ => 11 + rng.up_to(29),
        };
        let left = (total - all.len()) as u64;
        all.extend((0..size.min(left) as u32).map(|number| (account, number)));
        account += 1;
    }
    match rng.up_to(2) {
        // Account by account.
        0 => {}
        // The first key of each account, then the second of each.
        1 => all.sort_by_key(|(account, number)| (*number, *account)),
        _ => {
            for at in (1..all.len()).rev() {
                all.swap(at, rng.up_to(at as u64) as usize);
            }
        }
    }
    all
}

/// The service refuses every key of these accounts.
fn poison_accounts(rng: &mut Rng, messages: &[(u32, u32)], kinds: &mut [Kind]) {
    let each = 1 + rng.up_to(5) as u32;
    for ((account, _), kind) in messages.iter().zip(kinds) {
        if account % each == 0 {
            *kind = Kind::Poison;
        }
    }
}

fn refused(rng: &mut Rng, count: u32) -> BTreeMap<u32, (Micros, i32)> {
    let one_in = [0, 0, 2, 10][rng.up_to(3) as usize];
    if one_in == 0 || count == 1 && rng.up_to(3) != 0 {
        return BTreeMap::new();
    }
    let mut draw = |account| {
        let from = if rng.up_to(1) == 0 { 0 } else { rng.up_to(2 * SECOND) };
        let code = ACCOUNT[rng.up_to(3) as usize];
        (rng.up_to(one_in - 1) == 0).then_some((account, (from, code)))
    };
    (0..count).filter_map(&mut draw).collect()
}
