//! A model of the service: handles requests and writes the text of its answers.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;

use tencent_chat_recall::client::pace::{Micros, SECOND};
use tencent_chat_recall::client::retry::Rng;
use tencent_chat_recall::vendor::msg_key::MsgKey;

use crate::plan::{Kind, Plan, Trouble};
use crate::world::Sent;

/// Identifies a message by its run, its account and the number of its key.
pub type Key = (usize, u32, u32);

struct Message {
    kind: Kind,
    recalled: bool,
    tries: u32,
}

/// The service.
pub struct Service {
    messages: HashMap<Key, Message>,
    /// Times of the requests accepted in the last second.
    passed: VecDeque<Micros>,
    limit: usize,
    pub refused_for_rate: Vec<Micros>,
    pub passed_at: Vec<Micros>,
}

impl Service {
    pub fn new(plan: &Plan) -> Self {
        let messages = plan.runs.iter().enumerate().flat_map(|(run, one)| {
            one.kinds.iter().zip(0..).map(move |(kind, tag)| {
                (plan.key(run, tag), Message { kind: *kind, recalled: one.earlier(tag) == Some(true), tries: 0 })
            })
        });
        Self {
            messages: messages.collect(),
            passed: VecDeque::new(),
            limit: plan.service_limit.saturating_sub(plan.others).max(2) as usize,
            refused_for_rate: Vec::new(),
            passed_at: Vec::new(),
        }
    }

    pub fn is_recalled(&self, key: Key) -> bool {
        self.messages[&key].recalled
    }

    pub fn kind(&self, key: Key) -> Kind {
        self.messages[&key].kind
    }

    /// Whether there is such a message in its account.
    pub fn has(&self, key: Key) -> bool {
        self.messages.contains_key(&key)
    }

    /// Handles a request and returns the answer.
    pub fn answer(&mut self, plan: &Plan, sent: &Sent, now: Micros, rng: &mut Rng) -> String {
        let keys = &sent.keys;
        if let Some(code) = refusal(plan, sent.generation, now) {
            return envelope(code, "");
        }
        while self.passed.front().is_some_and(|then| then + SECOND <= now) {
            self.passed.pop_front();
        }
        if self.passed.len() >= self.limit {
            self.refused_for_rate.push(now);
            return envelope([60007, 60011, 60018, 60019][rng.up_to(3) as usize], "");
        }
        self.passed.push_back(now);
        self.passed_at.push(now);
        match plan.runs[sent.run].accounts.refused.get(&sent.account) {
            Some((from, code)) if now >= *from => return envelope(*code, ""),
            _ => {}
        }
        if keys.iter().any(|key| self.messages.get(key).is_some_and(|message| message.kind == Kind::Poison)) {
            return envelope(10004, "");
        }
        if rng.up_to(999) < plan.faults.transient {
            let code = [10002, 60008, 60014, 60004, 70169, 70500, 60013][rng.up_to(6) as usize];
            // Only after codes with a documented unknown outcome may the work have been done.
            if [10002, 60008, 70169, 70500, 60013].contains(&code) && rng.up_to(1) == 0 {
                self.recall(keys);
            }
            return envelope(code, "");
        }
        let rows = self.recall(keys);
        let strange = rng.up_to(999) < plan.faults.strange_rows;
        envelope(0, &self.list(keys, &rows, strange, plan.faults.missing_row, rng))
    }

    fn recall(&mut self, keys: &[Key]) -> Vec<i32> {
        keys.iter()
            .map(|key| {
                let Some(message) = self.messages.get_mut(key) else { return 10030 };
                message.tries += 1;
                match message.kind {
                    Kind::Refused(code) => code,
                    Kind::Flaky(times) if message.tries <= times => 10002,
                    Kind::Hurried(times) if message.tries <= times => 10006,
                    _ if message.recalled => 10030,
                    _ => {
                        message.recalled = true;
                        0
                    }
                }
            })
            .collect()
    }

    fn list(&self, keys: &[Key], rows: &[i32], strange: bool, missing: u64, rng: &mut Rng) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (key, code) in keys.iter().zip(rows) {
            if rng.up_to(999) < missing {
                continue;
            }
            parts.push(row(&text(*key), *code));
            if strange && rng.up_to(2) == 0 {
                // For the second of two equal keys the message is already recalled.
                parts.push(row(&text(*key), if *code == 0 { 10030 } else { *code }));
            }
        }
        if strange {
            parts.push(row("72_1_1698741699", 0));
            for at in (1..parts.len()).rev() {
                parts.swap(at, rng.up_to(at as u64) as usize);
            }
        }
        format!(",\"RecallRetList\":[{}]", parts.join(","))
    }
}

fn refusal(plan: &Plan, generation: u32, now: Micros) -> Option<i32> {
    match plan.trouble {
        Trouble::NeverSigned => Some(70001),
        Trouble::Resign(from, needed, code) if now >= from && generation < needed => Some(code),
        Trouble::Fatal(from, code) if now >= from => Some(code),
        _ => None,
    }
}

fn envelope(code: i32, rows: &str) -> String {
    let status = if code == 0 { "OK" } else { "FAIL" };
    format!("{{\"ErrorCode\":{code},\"ActionStatus\":\"{status}\",\"ErrorInfo\":\"\"{rows}}}")
}

fn row(key: &str, code: i32) -> String {
    format!("{{\"MsgKey\":\"{key}\",\"RetCode\":{code}}}")
}

/// Id of an account.
pub fn name(account: u32) -> String {
    format!("@TOA#_sim{account}")
}

/// MsgKey of a message. Equal for two accounts of a run.
pub fn text(key: Key) -> String {
    let mut text = String::new();
    write!(text, "{}_1_{}", key.2, 1_700_000_000 + key.0).expect("writes to a string");
    text
}

/// The MsgKey of a message, parsed.
pub fn msg_key(key: Key) -> MsgKey {
    MsgKey::parse(&text(key)).expect("a MsgKey")
}

/// Messages left in doubt by earlier runs.
pub fn in_doubt(plan: &Plan) -> impl Iterator<Item = Key> + '_ {
    plan.runs.iter().enumerate().flat_map(move |(run, one)| one.earlier.keys().map(move |tag| plan.key(run, *tag)))
}

/// The message with this MsgKey in the account with this id.
pub fn key(account: &str, text: &str) -> Key {
    let mut parts = text.split('_').map(|part| part.parse::<usize>().expect("a number"));
    let number = parts.next().expect("a seq") as u32;
    let account = account.trim_start_matches("@TOA#_sim").parse().expect("an account of the plan");
    (parts.nth(1).expect("a time") - 1_700_000_000, account, number)
}
