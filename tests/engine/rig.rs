//! A run with its session and a clock that only the test advances, for tests of single rules.
#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::BTreeMap;

use crate::client::pace::{Micros, SECOND};
use crate::client::session::Session;
use crate::engine::messages::message::{Outcome, Status};
use crate::engine::run::{Options, Run, Step};
use crate::error::ErrorCode;
use crate::input::accounts::AccountId;
use crate::vendor::msg_key::MsgKey;
use crate::wire::response::{Loss, Reply, RequestOutcome};

/// Options that most tests want.
pub(crate) const OPTIONS: Options = Options { retries: 5, concurrency: 64, seed: 7, many: false };

/// The run under test, and its clock.
pub(crate) struct Rig {
    pub(crate) run: Run,
    pub(crate) session: Session,
    pub(crate) now: Micros,
    pushed: u32,
    settled: BTreeMap<u32, Outcome>,
}

/// MsgKey of a message.
pub(crate) fn key(tag: u32) -> MsgKey {
    MsgKey::parse(&format!("{tag}_1_1700000000")).unwrap()
}

/// A reply with these RetCodes.
pub(crate) fn rows(codes: &[Option<i32>]) -> RequestOutcome {
    RequestOutcome::Reply(Reply {
        error_code: 0,
        error_info: String::new(),
        codes: codes.to_vec(),
        unexpected: Vec::new(),
    })
}

/// A reply with an ErrorCode to a request of this many keys, without rows.
pub(crate) fn refusal(code: i32, keys: usize) -> RequestOutcome {
    let error_info = format!("err={code}");
    RequestOutcome::Reply(Reply { error_code: code, error_info, codes: vec![None; keys], unexpected: Vec::new() })
}

/// No answer at all.
pub(crate) const LOST: RequestOutcome = RequestOutcome::Lost(Loss::Network);

impl Rig {
    /// A run with this many messages, all known at the start.
    pub(crate) fn new(options: Options, messages: u32) -> Self {
        let mut rig = Self::streaming(options, 200, true);
        rig.push(messages);
        rig.run.close_input();
        rig
    }

    /// A run that still accepts input.
    pub(crate) fn streaming(options: Options, rate_limit: u32, renewable: bool) -> Self {
        let (run, session) = (Run::new(options), Session::new(rate_limit, renewable));
        Self { run, session, now: 10 * SECOND, pushed: 0, settled: BTreeMap::new() }
    }

    /// Adds messages.
    pub(crate) fn push(&mut self, messages: u32) {
        for _ in 0..messages {
            self.run.push(0, key(self.pushed), self.pushed, self.now, &mut self.session);
            self.pushed += 1;
        }
    }

    /// Adds messages of an account. The number of each is that of its key.
    pub(crate) fn push_to(&mut self, account: AccountId, tags: impl IntoIterator<Item = u32>) {
        for tag in tags {
            self.run.push(account, key(tag), tag, self.now, &mut self.session);
        }
        self.collect();
    }

    pub(crate) fn poll(&mut self) -> Step {
        self.run.poll(self.now, &mut self.session)
    }

    /// Sends the next request, after the wait that the run requires. Returns the request's number and its keys.
    pub(crate) fn send(&mut self) -> (u32, Vec<u32>) {
        self.try_send().unwrap_or_else(|step| panic!("nothing to send at {}: {step:?}", self.now))
    }

    /// Like `send`, but returns the step if nothing can be sent before an outcome arrives.
    pub(crate) fn try_send(&mut self) -> Result<(u32, Vec<u32>), Step> {
        loop {
            match self.poll() {
                Step::Wait(pause) => {
                    assert!(pause > 0, "asks to wait for nothing");
                    self.now += pause;
                }
                Step::Ready => {
                    let flight = self.run.send(self.now, &mut self.session);
                    return Ok((flight, self.tags(flight)));
                }
                step => return Err(step),
            }
        }
    }

    /// Sends all requests that can leave before an outcome arrives.
    pub(crate) fn send_all(&mut self) -> Vec<(u32, Vec<u32>)> {
        std::iter::from_fn(|| self.try_send().ok()).collect()
    }

    fn tags(&self, flight: u32) -> Vec<u32> {
        let tag = |key: &MsgKey| key.as_str().split('_').next().unwrap().parse().unwrap();
        self.run.keys(flight).map(tag).collect()
    }

    /// Delivers an outcome after 20 ms.
    pub(crate) fn deliver(&mut self, flight: u32, outcome: RequestOutcome) {
        self.now += 20_000;
        self.run.on_outcome(flight, outcome, self.now, &mut self.session);
        self.collect();
    }

    /// Sends one request and delivers the outcome that a function makes from its keys.
    pub(crate) fn exchange(&mut self, answer: impl FnOnce(&[u32]) -> RequestOutcome) -> Vec<u32> {
        let (flight, keys) = self.send();
        let outcome = answer(&keys);
        self.deliver(flight, outcome);
        keys
    }

    /// Sends one request after the other until the run is done, and returns their number.
    pub(crate) fn finish(&mut self, mut answer: impl FnMut(&[u32]) -> RequestOutcome) -> usize {
        for requests in 0..100_000 {
            match self.try_send() {
                Ok((flight, keys)) => {
                    let outcome = answer(&keys);
                    self.deliver(flight, outcome);
                }
                Err(Step::Done) => {
                    self.collect();
                    return requests;
                }
                Err(step) => panic!("stuck with {step:?} at {}", self.now),
            }
        }
        panic!("still going after 100000 requests");
    }

    fn collect(&mut self) {
        for outcome in self.run.take_settled() {
            assert!(self.settled.insert(outcome.tag, outcome).is_none(), "{} settled twice", outcome.tag);
        }
    }

    pub(crate) fn stop(&mut self) {
        self.run.abort();
        self.collect();
    }

    /// The outcome of a message.
    pub(crate) fn ended(&self, tag: u32) -> (Status, Option<i32>) {
        let outcome = self.settled.get(&tag).unwrap_or_else(|| panic!("{tag} is not settled"));
        (outcome.status, outcome.code)
    }

    pub(crate) fn attempts(&self, tag: u32) -> u32 {
        self.settled[&tag].attempts
    }

    /// The number of messages with each status, in the order of `Status::ALL`.
    pub(crate) fn counts(&self) -> [usize; 6] {
        Status::ALL.map(|status| self.settled.values().filter(|outcome| outcome.status == status).count())
    }

    /// Why the run ended.
    pub(crate) fn error(&self) -> Option<(ErrorCode, Option<i32>)> {
        self.run.error().map(|error| (error.code(), error.api_code()))
    }
}

/// An outcome in which every key is recalled.
pub(crate) fn good(keys: &[u32]) -> RequestOutcome {
    rows(&vec![Some(0); keys.len()])
}
