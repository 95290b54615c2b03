//! Bindings of one recall: takes messages and inputs, returns commands and outcomes.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Int32Array};
use wasm_bindgen::prelude::*;

use crate::client::state::ClientState;
use crate::engine::crossing;
use crate::engine::messages::message::{Outcome, Status};
use crate::engine::recall::{Hooks, Recall};
use crate::engine::run::Options;
use crate::engine::run_tracker::{Leaving, Outcomes, RunTracker};
use crate::input::accounts::Accounts;
use crate::input::issues::Issues;
use crate::input::message_list::MessageList;
use crate::wasm::clock;
use crate::wasm::input::{self, Request};
use crate::wasm::js_value::{error, record};

/// A recall in progress.
#[wasm_bindgen]
pub struct CoreRun {
    client: Rc<RefCell<ClientState>>,
    recall: Recall,
    /// Whether each message has its own account.
    many: bool,
    /// For each position of a list, the index of its message.
    places: Vec<u32>,
    /// Number of values of the stream so far.
    position: usize,
}

impl CoreRun {
    /// A run without messages; `many` if they may have several accounts.
    pub(crate) fn begin(
        client: &Rc<RefCell<ClientState>>,
        (request, accounts): (Request, Accounts),
        many: bool,
        outcomes: Outcomes,
        limiter: bool,
    ) -> Self {
        let state = client.borrow();
        let config = &state.config;
        let (retries, concurrency) = (config.retries, config.concurrency as usize);
        let options = Options { retries, concurrency, seed: clock::seed(), many };
        let mut tracker = RunTracker::new(options, accounts, request.reason, request.unconfirmed, outcomes);
        tracker.began = clock::now();
        let recall =
            Recall::new(tracker, Hooks { limiter, progress: request.progress, before_send: request.before_send });
        Self { client: client.clone(), recall, many, places: Vec::new(), position: 0 }
    }

    /// A run of a list.
    pub(crate) fn list(
        client: &Rc<RefCell<ClientState>>,
        request: (Request, Accounts),
        messages: MessageList,
        limiter: bool,
    ) -> Self {
        let MessageList { distinct, places, .. } = messages;
        let (mut outcomes, mut positions) = (Vec::new(), Vec::new());
        for _ in &distinct {
            outcomes.push(None);
            positions.push(0);
        }
        for place in &places {
            if let Some(count) = positions.get_mut(*place as usize) {
                *count += 1;
            }
        }
        let many = distinct.first().is_some_and(|(first, _)| distinct.iter().any(|(account, _)| account != first));
        let outcomes = Outcomes::List(outcomes, positions);
        let mut run = Self::begin(client, request, many, outcomes, limiter);
        let tracker = &mut run.recall.tracker;
        let began = tracker.began;
        tracker.fill(distinct, places.len(), began, &mut client.borrow_mut().session);
        run.places = places;
        run
    }
}

#[wasm_bindgen]
impl CoreRun {
    /// The next command.
    pub fn next(&mut self) -> String {
        crossing::encode(&self.recall.next(&mut self.client.borrow_mut(), clock::time()))
    }

    /// Takes an input.
    pub fn input(&mut self, number: u32, request: u32, first: f64, second: f64, text: Option<String>) {
        if let Some(input) = crossing::decode(number, request, [first, second], text.as_deref()) {
            self.recall.input(input, &mut self.client.borrow_mut(), clock::time());
        }
    }

    /// Why the run ended early, if it did so by itself.
    pub fn failure(&self) -> JsValue {
        self.recall.failure().as_ref().map_or(JsValue::UNDEFINED, error)
    }

    /// The counters in the order of `crossing::COUNTERS`, then the number of messages by status.
    pub fn counters(&self) -> Vec<f64> {
        let tracker = &self.recall.tracker;
        let traffic = tracker.run.traffic();
        let since = clock::now().saturating_sub(tracker.began);
        let in_flight = tracker.run.in_flight() as u32;
        let mut counters = Vec::new();
        for count in [tracker.total, traffic.requests, traffic.retries, traffic.requeued, in_flight] {
            counters.push(count.into());
        }
        counters.push(self.client.borrow().session.pace.rate());
        counters.push(since as f64 / 1000.0);
        for count in tracker.counts {
            counters.push(count.into());
        }
        counters
    }

    /// How the last request without a readable answer ended, in the form of `Loss::text`.
    #[wasm_bindgen(js_name = lastLoss)]
    pub fn last_loss(&self) -> Option<String> {
        self.recall.tracker.last_loss.clone()
    }

    /// ErrorInfo by ErrorCode.
    #[wasm_bindgen(js_name = errorInfo)]
    pub fn error_info(&self) -> JsValue {
        record(&self.recall.tracker.said)
    }

    /// For a list: status, code and attempts of each position of the input.
    pub fn rows(&self) -> Vec<i32> {
        let Outcomes::List(outcomes, _) = &self.recall.tracker.outcomes else { return Vec::new() };
        let mut rows = Vec::new();
        for place in &self.places {
            rows.extend_from_slice(&row(outcomes.get(*place as usize).copied().flatten()));
        }
        rows
    }

    /// For a stream, the new outcomes since the last call: the keys, each followed by a line feed and, if the messages have their own accounts,
    /// preceded by a line with the account; and status, code, attempts and number of positions of each. Undefined if there are none.
    pub fn take(&mut self) -> JsValue {
        let Outcomes::Stream(_, leaving) = &mut self.recall.tracker.outcomes else { return JsValue::UNDEFINED };
        if leaving.is_empty() {
            return JsValue::UNDEFINED;
        }
        let (mut keys, mut rows) = (String::new(), Vec::new());
        for Leaving { account, key, positions, outcome } in std::mem::take(leaving) {
            if self.many {
                keys.push_str(account.as_str());
                keys.push('\n');
            }
            keys.push_str(key.as_str());
            keys.push('\n');
            rows.extend_from_slice(&row(Some(outcome)));
            rows.push(positions as i32);
        }
        Array::of2(&keys.into(), &Int32Array::from(rows.as_slice()).into()).into()
    }

    /// Takes MsgKeys of a stream, or account and MsgKey of messages in turn. A value that is not valid is an error; the values before it are
    /// taken.
    pub fn push(&mut self, values: &Array) -> Result<(), JsValue> {
        let (mut issues, tracker) = (Issues::default(), &mut self.recall.tracker);
        let session = &mut self.client.borrow_mut().session;
        for row in input::rows(values, self.many) {
            tracker.take(&row, self.position, clock::now(), session, &mut issues);
            self.position += 1;
            if !issues.list.is_empty() {
                break;
            }
        }
        // Messages that arrive after the end of the run are settled at once.
        tracker.collect();
        input::check(issues)
    }

    /// How many messages of a stream to read now.
    pub fn room(&self) -> usize {
        self.recall.tracker.room()
    }
}

fn row(outcome: Option<Outcome>) -> [i32; 3] {
    outcome.map_or([Status::NotAttempted as i32, 0, 0], |outcome| {
        [outcome.status as i32, outcome.code.unwrap_or(0), outcome.attempts as i32]
    })
}
