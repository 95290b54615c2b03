//! The random plan of a simulation, drawn from its seed: the caller's input, and the behaviour of the network and the service.

use std::collections::BTreeMap;

use tencent_chat_recall::client::pace::{Micros, SECOND};
use tencent_chat_recall::client::retry::Rng;

use crate::accounts::AccountPlan;
use crate::service::Key;

/// How the service treats a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Can be recalled.
    Ordinary,
    /// Answered with a final RetCode.
    Refused(i32),
    /// Makes the whole request fail with 10004.
    Poison,
    /// Answered 10002 this many times, then recalled.
    Flaky(u32),
    /// Answered 10006 in its row this many times, then recalled; always 10006 if `u32::MAX`.
    Hurried(u32),
}

/// Fault rates, in thousandths of requests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    pub lost_request: u64,
    pub lost_reply: u64,
    pub stall: u64,
    pub http_5xx: u64,
    pub garbage: u64,
    pub throttled: u64,
    pub missing_row: u64,
    pub strange_rows: u64,
    pub contradiction: u64,
    /// Transient ErrorCodes.
    pub transient: u64,
}

/// What may end a run early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    None,
    /// From this time on every request gets this code.
    Fatal(Micros, i32),
    /// HTTP 404 from this time on.
    Foreign(Micros),
    /// No answers between these times.
    Outage(Micros, Micros),
    /// From this time on, UserSigs older than this generation get this code.
    Resign(Micros, u32, i32),
    /// Every UserSig gets 70001.
    NeverSigned,
}

/// The plan of one run.
#[derive(Debug, Clone)]
pub struct RunPlan {
    pub kinds: Vec<Kind>,
    pub accounts: AccountPlan,
    pub retries: u32,
    pub concurrency: usize,
    /// When the run starts.
    pub begins: Micros,
    /// When the caller stops the run.
    pub stops: Option<Micros>,
    /// Whether that stop waits for requests in flight; otherwise it aborts the run.
    pub is_soft: bool,
    /// The longest time that the caller's `beforeSend` takes, if there is one.
    pub prepares: Option<Micros>,
    /// Time between two keys; all keys come at once if 0.
    pub feed_every: Micros,
    /// Messages left in doubt by an earlier run, and whether the service recalled them.
    pub earlier: BTreeMap<u32, bool>,
}

impl RunPlan {
    /// For a message that an earlier run sent: whether it is recalled.
    pub fn earlier(&self, tag: u32) -> Option<bool> {
        self.earlier.get(&tag).copied()
    }
}

/// The plan of one simulation.
#[derive(Debug, Clone)]
pub struct Plan {
    pub seed: u64,
    pub runs: Vec<RunPlan>,
    pub rate_limit: u32,
    pub service_limit: u32,
    /// Requests per second by other processes of the same app.
    pub others: u32,
    pub latency: (Micros, Micros),
    pub timeout: Micros,
    pub faults: Faults,
    pub trouble: Trouble,
    /// When the caller's clock steps back, and by how much.
    pub clock_step: Option<(Micros, Micros)>,
    pub renewable: bool,
}

impl Plan {
    pub fn from_seed(seed: u64) -> Self {
        let mut rng = Rng::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x5eed);
        let calm = rng.up_to(3) == 0;
        let runs = if rng.up_to(9) == 0 { 2 } else { 1 };
        let rate_limit = [1, 5, 20, 200, 200, 200, 1000][rng.up_to(6) as usize];
        let low = [5, 20, 60, 100][rng.up_to(3) as usize];
        Plan {
            seed,
            runs: (0..runs).map(|number| run_plan(&mut rng, number, rate_limit)).collect(),
            rate_limit,
            service_limit: if rng.up_to(4) == 0 { low } else { 1000 },
            others: if rng.up_to(9) == 0 { rng.up_to(40) as u32 } else { 0 },
            latency: {
                let least = rng.up_to(80_000) + 1000;
                (least, least + rng.up_to(300_000))
            },
            timeout: 5 * SECOND,
            faults: if calm { Faults::default() } else { faults(&mut rng) },
            trouble: trouble(&mut rng),
            clock_step: (rng.up_to(9) == 0).then(|| (rng.up_to(3 * SECOND), rng.up_to(5 * SECOND))),
            renewable: rng.up_to(4) != 0,
        }
    }

    /// The message with this number in a run.
    pub fn key(&self, run: usize, tag: u32) -> Key {
        let (account, number) = self.runs[run].accounts.messages[tag as usize];
        (run, account, number)
    }

    /// Whether there are no faults except those of the messages themselves.
    pub fn is_calm(&self) -> bool {
        let Faults {
            lost_request,
            lost_reply,
            stall,
            http_5xx,
            garbage,
            throttled,
            missing_row,
            strange_rows,
            contradiction,
            transient,
        } = self.faults;
        let sum = lost_request
            + lost_reply
            + stall
            + http_5xx
            + garbage
            + throttled
            + missing_row
            + strange_rows
            + contradiction
            + transient;
        sum == 0 && self.trouble == Trouble::None
    }
}

fn run_plan(rng: &mut Rng, number: u64, rate_limit: u32) -> RunPlan {
    let most = match rng.up_to(99) {
        0..=1 => 5000,
        2..=14 => 400,
        _ => 60,
    };
    // Enough for several seconds at a low pace. At one request a second, more keys would only take longer.
    let most = match rate_limit {
        1 => most.min(60),
        5 | 20 => most.max(u64::from(rate_limit) * 20),
        _ => most,
    };
    let keys = 1 + rng.up_to(most);
    let odd = [0, 0, 5, 30][rng.up_to(3) as usize];
    let is_slow = rng.up_to(19) == 0;
    let mut kinds: Vec<Kind> = (0..keys).map(|_| if is_slow { Kind::Flaky(5) } else { kind(rng, odd) }).collect();
    let is_second = rng.up_to(3) == 0;
    let sent = |tag: &usize| is_second && tag.is_multiple_of(3);
    let earlier =
        (0..kinds.len()).filter(sent).map(|tag| (tag as u32, kinds[tag] == Kind::Ordinary && rng.up_to(1) == 0));
    let earlier = earlier.collect();
    // Drawn from a separate generator, so that the rest of the plan for a seed does not change.
    let mut more = Rng::new(rng.clone().next_u64() ^ 0x9e37_79b9);
    let is_soft = more.up_to(1) == 0;
    let prepares = (more.up_to(3) == 0).then(|| more.up_to(80_000));
    let retries = [0, 1, 3, 5, 5, 10][rng.up_to(5) as usize];
    let concurrency = [1, 2, 8, 64, 64, 1000][rng.up_to(5) as usize];
    let begins = number * rng.up_to(2 * SECOND);
    let stops = (rng.up_to(7) == 0).then(|| rng.up_to(3 * SECOND));
    let feed_every = if rng.up_to(4) == 0 { rng.up_to(60_000) } else { 0 };
    let accounts = AccountPlan::draw(&mut more, &mut kinds, feed_every == 0);
    RunPlan { accounts, is_soft, prepares, earlier, kinds, retries, concurrency, begins, stops, feed_every }
}

fn kind(rng: &mut Rng, odd: u64) -> Kind {
    if rng.up_to(99) >= odd {
        return Kind::Ordinary;
    }
    match rng.up_to(9) {
        0..=2 => Kind::Refused([10030, 10031, 10032, 10033, 99_999][rng.up_to(4) as usize]),
        3..=5 => Kind::Poison,
        6..=8 => Kind::Flaky(1 + rng.up_to(5) as u32),
        _ => Kind::Hurried([1, 2, 3, u32::MAX][rng.up_to(3) as usize]),
    }
}

fn faults(rng: &mut Rng) -> Faults {
    let mut some = || if rng.up_to(2) == 0 { rng.up_to(150) } else { 0 };
    Faults {
        lost_request: some(),
        lost_reply: some(),
        stall: some() / 10,
        http_5xx: some(),
        garbage: some(),
        throttled: some() / 5,
        missing_row: some(),
        strange_rows: some(),
        contradiction: some() / 3,
        transient: some(),
    }
}

fn trouble(rng: &mut Rng) -> Trouble {
    let moment = rng.up_to(2 * SECOND);
    match rng.up_to(19) {
        0 => Trouble::Fatal(moment, [60010, 70009, 70016, 10010, 60020, 60003, 10007][rng.up_to(6) as usize]),
        1 => Trouble::Foreign(moment),
        2 | 3 => Trouble::Outage(moment, moment + rng.up_to(8 * SECOND)),
        4 => Trouble::Outage(moment, Micros::MAX),
        5 | 6 => Trouble::Resign(moment, 1, [70001, 70001, 70050, 70052][rng.up_to(3) as usize]),
        7 => Trouble::NeverSigned,
        8 => Trouble::Fatal(moment, 88_888),
        _ => Trouble::None,
    }
}
