//! A run as it is driven: by numbers of accounts, or from rows of a list or a stream, with a table of accounts and deduplication.

use std::collections::HashMap;

use tencent_chat_recall::client::pace::Micros;
use tencent_chat_recall::client::session::Session;
use tencent_chat_recall::engine::messages::dedup::StreamDedup;
use tencent_chat_recall::engine::messages::message::{Outcome, Status};
use tencent_chat_recall::engine::run::{Options, Run};
use tencent_chat_recall::engine::run_tracker::{Outcomes, RunTracker};
use tencent_chat_recall::input::accounts::{AccountId, Accounts};
use tencent_chat_recall::input::issues::Issues;
use tencent_chat_recall::input::message_list::{MessageList, Row};
use tencent_chat_recall::input::raw_value::RawValue;
use tencent_chat_recall::input::text_index::TextIndex;
use tencent_chat_recall::vendor::official_account::OfficialAccount;
use tencent_chat_recall::wire::request::recall_body;
use tencent_chat_recall::wire::response::RequestOutcome;

use crate::accounts::Way;
use crate::plan::{Plan, RunPlan};
use crate::service::{Key, key, msg_key, name, text};

/// A run, with its input and its outcomes in the plan's numbers.
pub struct Driven<'a> {
    plan: &'a Plan,
    number: usize,
    tracker: RunTracker,
    /// Number of each message in the plan.
    tags: HashMap<Key, u32>,
    /// Distinct messages of a list, and the one at each of its positions.
    list: (Vec<Key>, Vec<u32>),
    is_reported: bool,
    /// Outcomes in order, with the number of their positions in the input.
    pub settled: Vec<(Outcome, u32)>,
}

impl<'a> Driven<'a> {
    pub fn new(plan: &'a Plan, number: usize) -> Self {
        let RunPlan { retries, concurrency, accounts, kinds, .. } = &plan.runs[number];
        let seed = plan.seed + number as u64;
        let options = Options { retries: *retries, concurrency: *concurrency, seed, many: accounts.many };
        let (table, in_doubt) = unconfirmed(plan, number);
        let outcomes = match accounts.way {
            Way::Stream(remember) => Outcomes::Stream(StreamDedup::new(remember, seed), Vec::new()),
            _ => Outcomes::List(Vec::new(), Vec::new()),
        };
        Self {
            plan,
            number,
            tracker: RunTracker::new(options, table, None, in_doubt, outcomes),
            tags: (0..kinds.len() as u32).map(|tag| (plan.key(number, tag), tag)).collect(),
            list: (Vec::new(), Vec::new()),
            is_reported: false,
            settled: Vec::new(),
        }
    }

    fn way(&self) -> Way {
        self.plan.runs[self.number].accounts.way
    }

    pub fn run(&mut self) -> &mut Run {
        &mut self.tracker.run
    }

    /// Adds the message with this number.
    pub fn push(&mut self, tag: u32, clock: Micros, session: &mut Session) {
        let key = self.plan.key(self.number, tag);
        match self.way() {
            Way::Numbers => self.run().push(key.1, msg_key(key), tag, clock, session),
            Way::List => {}
            Way::Stream(_) => {
                for _ in 0..self.plan.runs[self.number].accounts.copies {
                    let mut issues = Issues::default();
                    self.tracker.take(&row(key), 0, clock, session, &mut issues);
                    assert!(issues.list.is_empty(), "{key:?} is refused");
                }
            }
        }
    }

    /// No more messages will come. A list is added as a whole.
    pub fn close_input(&mut self, clock: Micros, session: &mut Session) {
        if self.way() == Way::List {
            self.fill(clock, session);
        }
        self.run().close_input();
    }

    fn fill(&mut self, clock: Micros, session: &mut Session) {
        let (mut issues, mut list) = (Issues::default(), MessageList::new("messages", self.plan.seed));
        for _ in 0..self.plan.runs[self.number].accounts.copies {
            for tag in 0..self.tags.len() as u32 {
                list.add(&row(self.plan.key(self.number, tag)), &mut self.tracker.accounts, &mut issues);
            }
        }
        assert!(issues.list.is_empty(), "the list is refused");
        let mut positions = vec![0; list.distinct.len()];
        for place in &list.places {
            positions[*place as usize] += 1;
        }
        let named = |(account, key): &(AccountId, _)| self.key(*account, key);
        self.list = (list.distinct.iter().map(named).collect(), list.places.clone());
        self.tracker.outcomes = Outcomes::List(vec![None; list.distinct.len()], positions);
        self.tracker.fill(list.distinct, list.places.len(), clock, session);
    }

    /// The message with this key of the account that has this number now.
    fn key(&self, account: AccountId, msg_key: &tencent_chat_recall::vendor::msg_key::MsgKey) -> Key {
        key(self.tracker.accounts.get(account).expect("an account").as_str(), msg_key.as_str())
    }

    /// The body of a request.
    pub fn body(&self, request: u32) -> String {
        let run = &self.tracker.run;
        let account = run.account(request);
        let keys = run.keys(request);
        match self.way() {
            Way::Numbers => recall_body(&OfficialAccount::parse(&name(account)).expect("an account"), keys, None),
            _ => recall_body(self.tracker.accounts.get(account).expect("an account"), keys, None),
        }
    }

    pub fn on_outcome(&mut self, flight: u32, outcome: RequestOutcome, clock: Micros, session: &mut Session) {
        match self.way() {
            Way::Numbers => self.run().on_outcome(flight, outcome, clock, session),
            _ => self.tracker.on_outcome(flight, outcome, None, clock, session),
        }
    }

    /// Collects the outcomes; those of a list at the end.
    pub fn collect(&mut self, is_done: bool) {
        if self.way() == Way::Numbers {
            let settled = self.run().take_settled();
            return self.settled.extend(settled.into_iter().map(|outcome| (outcome, 1)));
        }
        self.tracker.collect();
        let mut found = Vec::new();
        match &mut self.tracker.outcomes {
            Outcomes::Stream(_, leaving) => {
                for one in leaving.drain(..) {
                    let key = key(one.account.as_str(), one.key.as_str());
                    found.push((key, one.outcome, one.positions));
                }
            }
            Outcomes::List(outcomes, positions) if is_done && !self.is_reported => {
                self.is_reported = true;
                for (at, outcome) in outcomes.iter().enumerate() {
                    found.push((self.list.0[at], outcome.expect("an outcome of each message"), positions[at]));
                }
                let places = self.list.1.len() as u32;
                assert_eq!(places, positions.iter().sum::<u32>(), "positions of a list without a message");
            }
            Outcomes::List(..) => {}
        }
        for (key, outcome, positions) in found {
            let tag = self.tags.get(&key).unwrap_or_else(|| panic!("an outcome of {key:?}, which was not given"));
            self.settled.push((Outcome { tag: *tag, ..outcome }, positions));
        }
    }

    /// Positions of the input so far, and those with each status, as the tracker counts them.
    pub fn counts(&self) -> Option<(u32, [u32; Status::ALL.len()])> {
        (self.way() != Way::Numbers).then_some((self.tracker.total, self.tracker.counts))
    }
}

/// The accounts of messages that an earlier run left in doubt, and those messages.
fn unconfirmed(plan: &Plan, number: usize) -> (Accounts, TextIndex) {
    let (mut table, mut index) = (Accounts::seeded(plan.seed), TextIndex::seeded(plan.seed));
    let one = &plan.runs[number];
    if plan.seed.is_multiple_of(2) && one.accounts.way != Way::Numbers {
        // An account without messages in this run has the number that is never reused.
        let other = table.enter("@TOA#_other").expect("an account");
        table.hold(other);
    }
    for tag in one.earlier.keys() {
        let key = plan.key(number, *tag);
        let account = match one.accounts.way {
            Way::Numbers => key.1,
            _ => table.enter(&name(key.1)).expect("an account"),
        };
        table.hold(account);
        index.get_or_insert(account, msg_key(key).text(), 0);
    }
    (table, index)
}

fn row(key: Key) -> Row {
    Row::Message(RawValue::Text(name(key.1)), RawValue::Text(text(key)))
}
