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
use crate::engine::run_tracker::{Outcomes, RunTracker};
use crate::error::Error;
use crate::input::key_list::{self, KeyList};
use crate::wasm::clock;
use crate::wasm::input::Request;
use crate::wasm::js_value::{self, error, record};

/// A recall in progress.
#[wasm_bindgen]
pub struct CoreRun {
    client: Rc<RefCell<ClientState>>,
    recall: Recall,
    /// For each position of a list, the index of its key.
    places: Vec<u32>,
    /// Number of values of the stream so far.
    position: usize,
}

impl CoreRun {
    /// A run without messages.
    pub(crate) fn begin(
        client: &Rc<RefCell<ClientState>>,
        request: Request,
        outcomes: Outcomes,
        limiter: bool,
    ) -> Self {
        let state = client.borrow();
        let config = &state.config;
        let options =
            Options { retries: config.retries, concurrency: config.concurrency as usize, seed: clock::seed() };
        let mut tracker = RunTracker::new(options, request.account, request.reason, request.unconfirmed, outcomes);
        tracker.began = clock::now();
        let recall =
            Recall::new(tracker, Hooks { limiter, progress: request.progress, before_send: request.before_send });
        Self { client: client.clone(), recall, places: Vec::new(), position: 0 }
    }

    /// A run of a list.
    pub(crate) fn list(client: &Rc<RefCell<ClientState>>, request: Request, keys: KeyList, limiter: bool) -> Self {
        let mut positions = vec![0; keys.distinct.len()];
        for place in &keys.places {
            if let Some(count) = positions.get_mut(*place as usize) {
                *count += 1;
            }
        }
        let outcomes = Outcomes::List(vec![None; keys.distinct.len()], positions);
        let mut run = Self::begin(client, request, outcomes, limiter);
        let tracker = &mut run.recall.tracker;
        let began = tracker.began;
        tracker.fill(keys.distinct, keys.places.len(), began, &mut client.borrow_mut().session);
        run.places = keys.places;
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
        let mut counters = vec![tracker.total.into(), traffic.requests.into(), traffic.retries.into()];
        let rate = self.client.borrow().session.pace.rate();
        counters.extend([tracker.run.in_flight() as f64, rate, since as f64 / 1000.0]);
        counters.extend(tracker.counts.map(f64::from));
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
        let outcome = |place: &u32| outcomes.get(*place as usize).copied().flatten();
        self.places.iter().flat_map(|place| row(outcome(place))).collect()
    }

    /// For a stream, the new outcomes since the last call: the keys, each followed by a space, and status, code, attempts and number of
    /// positions of each. Undefined if there are none.
    pub fn take(&mut self) -> JsValue {
        let Outcomes::Stream(_, leaving) = &mut self.recall.tracker.outcomes else { return JsValue::UNDEFINED };
        if leaving.is_empty() {
            return JsValue::UNDEFINED;
        }
        let (mut keys, mut rows) = (String::new(), Vec::new());
        for (key, positions, outcome) in leaving.drain(..) {
            keys.push_str(key.as_str());
            keys.push(' ');
            rows.extend(row(Some(outcome)));
            rows.push(positions as i32);
        }
        Array::of2(&keys.into(), &Int32Array::from(rows.as_slice()).into()).into()
    }

    /// Takes keys of a stream. A value that is not a key is an error; the keys before it are taken.
    pub fn push(&mut self, values: &Array) -> Result<(), JsValue> {
        let (mut taken, tracker) = (Ok(()), &mut self.recall.tracker);
        let session = &mut self.client.borrow_mut().session;
        for value in values.iter() {
            let position = self.position;
            self.position += 1;
            taken = tracker
                .take(&js_value::loose(&value), clock::now(), session)
                .map_err(|problem| error(&Error::invalid(vec![problem.at(key_list::path("msgKeys", position))])));
            if taken.is_err() {
                break;
            }
        }
        // Keys that arrive after the end of the run are settled at once.
        tracker.collect();
        taken
    }

    /// How many keys of a stream to read now.
    pub fn room(&self) -> usize {
        self.recall.tracker.room()
    }
}

fn row(outcome: Option<Outcome>) -> [i32; 3] {
    outcome.map_or([Status::NotAttempted as i32, 0, 0], |outcome| {
        [outcome.status as i32, outcome.code.unwrap_or(0), outcome.attempts as i32]
    })
}
