//! What JavaScript sees of one run: what to send, how long to wait, and what has become of the messages. Numbers and texts cross, one call
//! for each: objects are made on the other side.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::engine::message::{Outcome, Status};
use crate::engine::run::{Options, Step};
use crate::engine::run_tracker::{Outcomes, RunTracker};
use crate::error::{Error, Issue};
use crate::input::key_list::{self, KeyList};
use crate::session::pace::Micros;
use crate::text::decimal;
use crate::vendor::endpoint;
use crate::vendor::identifier::MsgKey;
use crate::wasm::clock;
use crate::wasm::input::{Held, Request};
use crate::wasm::js_value::{self, error, record};
use crate::wasm::json;
use crate::wasm::run::client_context::Client;
use crate::wire::request;
use crate::wire::response::{self, Loss, RequestOutcome};

/// What `poll` says besides milliseconds to wait, of which 0 is to send now: nothing before something comes.
const IDLE: f64 = -1.0;
/// The run has ended.
const DONE: f64 = -2.0;
/// A UserSig is to be asked for.
pub(crate) const ASK: f64 = -3.0;

/// A run on its way.
#[wasm_bindgen]
pub struct CoreRun {
    client: Rc<Client>,
    job: RunTracker,
    /// For each position of a list the number of its key.
    places: Vec<u32>,
    /// Values of a stream so far.
    position: usize,
    held: JsValue,
}

impl CoreRun {
    /// A run without messages.
    pub(crate) fn begin(client: &Rc<Client>, request: Request, ledger: Outcomes, held: &Held) -> Self {
        let config = &client.config;
        let options =
            Options { retries: config.retries, concurrency: config.concurrency as usize, seed: clock::seed() };
        let mut job = RunTracker::new(options, request.account, request.reason, request.unconfirmed, ledger);
        job.began = clock::now();
        Self { client: client.clone(), job, places: Vec::new(), position: 0, held: held.value() }
    }

    /// A run of a list.
    pub(crate) fn list(client: &Rc<Client>, request: Request, keys: KeyList, held: &Held) -> Self {
        let mut positions = vec![0; keys.distinct.len()];
        for place in &keys.places {
            if let Some(count) = positions.get_mut(*place as usize) {
                *count += 1;
            }
        }
        let ledger = Outcomes::List(vec![None; keys.distinct.len()], positions);
        let mut run = Self::begin(client, request, ledger, held);
        run.job.fill(keys.distinct, keys.places.len(), run.job.began, &mut client.session.borrow_mut());
        run.places = keys.places;
        run
    }

    fn outcome(&mut self, flight: u32, outcome: RequestOutcome, words: Option<String>) {
        self.job.on_outcome(flight, outcome, words, clock::now(), &mut self.client.session.borrow_mut());
    }
}

/// Milliseconds that a timer takes.
pub(crate) fn ms(wait: Micros) -> f64 {
    wait.div_ceil(1000).min(i32::MAX as Micros) as f64
}

/// How a request ended without an answer, by the number that JavaScript has for it.
pub(crate) fn loss(number: u32) -> RequestOutcome {
    RequestOutcome::Lost(match number {
        0 => Loss::Network,
        1 => Loss::Unsent,
        2 => Loss::Timeout,
        4 => Loss::Unreachable,
        _ => Loss::Unreadable,
    })
}

/// What an answer says, parsed by JavaScript, or undefined where it is no JSON. `wait` is its `Retry-After` in milliseconds, or 0.
pub(crate) fn parsed(
    client: &Client,
    (status, wait): (f64, f64),
    answer: JsValue,
    keys: &mut dyn Iterator<Item = &MsgKey>,
) -> RequestOutcome {
    if wait > 0.0 {
        client.session.borrow_mut().wait((wait * 1000.0) as Micros, clock::now());
    }
    let mut outcome = response::read(status as u16, json::envelope_of(&answer).as_deref(), keys);
    if let RequestOutcome::Reply(reply) = &mut outcome {
        reply.error_info = client.masked(&reply.error_info);
    }
    outcome
}

/// Number of a request, URL and body, each in a line.
pub(crate) fn lines(flight: u32, url: &str, body: &str) -> String {
    [&decimal::text(flight.into()), "\n", url, "\n", body].concat()
}

#[wasm_bindgen]
impl CoreRun {
    /// The caller's `msgKeys` (of a list a copy), `signal` and `onProgress`; of a stream the `signal` of its `options` too.
    pub fn held(&self) -> JsValue {
        self.held.clone()
    }

    /// What to do now: send, wait so many milliseconds, or one of the numbers above.
    pub fn poll(&mut self) -> f64 {
        let step = self.job.run.poll(clock::now(), &mut self.client.session.borrow_mut());
        match step {
            Step::Ready if !self.client.has_user_sig() => ASK,
            Step::Ready => 0.0,
            Step::Wait(wait) => ms(wait),
            Step::Idle => IDLE,
            Step::Done => DONE,
        }
    }

    /// The next request, once `poll` has said so: its number, URL and body; empty if its UserSig has become too old since.
    pub fn send(&mut self) -> String {
        let (client, job) = (&self.client, &mut self.job);
        let (mut session, mut user_sigs) = (client.session.borrow_mut(), client.user_sigs.borrow_mut());
        let generation = session.user_sig.number();
        let Some(user_sig) = user_sigs.at_hand(&client.config, generation, clock::unix()) else {
            return String::new();
        };
        let flight = job.run.send(clock::now(), &mut session);
        let url = request::url(&client.config.caller, endpoint::RECALL, user_sig, job.run.random());
        let body = request::recall_body(&job.account, job.run.keys(flight), job.reason.as_ref());
        lines(flight, &url, &body)
    }

    /// Tells what was answered to a request: JSON that was parsed, or undefined, and for how many milliseconds it asks to wait.
    pub fn answered(&mut self, flight: u32, status: f64, answer: JsValue, wait: f64) {
        let outcome = parsed(&self.client, (status, wait), answer, &mut self.job.run.keys(flight));
        let words = (status >= 400.0).then(|| response::http(status as u16));
        self.outcome(flight, outcome, words);
    }

    /// Tells that a request ended without an answer, in words if there are better ones than those for the kind of loss.
    pub fn lost(&mut self, flight: u32, number: u32, words: Option<String>) {
        self.outcome(flight, loss(number), words);
    }

    /// Ends the run now: what is in flight is unconfirmed.
    pub fn stop(&mut self) {
        self.job.run.stop();
        self.job.collect();
    }

    /// Nothing more leaves; what is in flight is waited for. Whether it had not ended before.
    pub fn end(&mut self) -> bool {
        let is_first = !self.job.run.has_ended();
        self.job.run.end_with(None);
        self.job.collect();
        is_first
    }

    /// Whether nothing more leaves.
    #[wasm_bindgen(js_name = hasEnded)]
    pub fn has_ended(&self) -> bool {
        self.job.run.has_ended()
    }

    /// Why it ended early by itself.
    pub fn failure(&self) -> JsValue {
        self.job.error().as_ref().map_or(JsValue::UNDEFINED, error)
    }

    /// How many permits of a limiter are wanted when its answer takes so many milliseconds.
    pub fn permits(&self, took: f64) -> u32 {
        self.job.permits(took, self.client.session.borrow().pace.rate())
    }

    /// Whether a progress event is due.
    #[wasm_bindgen(js_name = isProgressDue)]
    pub fn is_progress_due(&mut self) -> bool {
        self.job.is_progress_due(clock::now())
    }

    /// Messages so far, requests, retries, requests in flight, rate, milliseconds, and the messages of each status.
    pub fn numbers(&self) -> Vec<f64> {
        let (job, traffic) = (&self.job, self.job.run.traffic());
        let since = clock::now().saturating_sub(job.began);
        let mut numbers = vec![job.total.into(), traffic.requests.into(), traffic.retries.into()];
        numbers.extend([job.run.in_flight() as f64, self.client.session.borrow().pace.rate(), since as f64 / 1000.0]);
        numbers.extend(job.counts.map(f64::from));
        numbers
    }

    /// How the last request without a readable answer ended.
    #[wasm_bindgen(js_name = lastLoss)]
    pub fn last_loss(&self) -> Option<String> {
        self.job.last_loss.clone()
    }

    /// What the service said with an ErrorCode, by code.
    #[wasm_bindgen(js_name = errorInfo)]
    pub fn error_info(&self) -> JsValue {
        record(&self.job.said)
    }

    /// Of a list: status, code and attempts for each position of the input.
    pub fn rows(&self) -> Vec<i32> {
        let Outcomes::List(outcomes, _) = &self.job.ledger else { return Vec::new() };
        let outcome = |place: &u32| outcomes.get(*place as usize).copied().flatten();
        self.places.iter().flat_map(|place| row(outcome(place))).collect()
    }

    /// Of a stream: the keys of the outcomes that nobody has taken yet, separated by spaces.
    pub fn keys(&self) -> String {
        let mut keys = String::new();
        if let Outcomes::Stream(_, leaving) = &self.job.ledger {
            for (key, ..) in leaving {
                keys.push_str(key.as_str());
                keys.push(' ');
            }
        }
        keys
    }

    /// Of a stream: status, code, attempts and number of positions for each of these keys, which are taken.
    pub fn take(&mut self) -> Vec<i32> {
        let Outcomes::Stream(_, leaving) = &mut self.job.ledger else { return Vec::new() };
        let mut rows = Vec::new();
        for (_, positions, outcome) in leaving.drain(..) {
            rows.extend(row(Some(outcome)));
            rows.push(positions as i32);
        }
        rows
    }

    /// Takes keys of a stream. A value that is no key is an error, and those before it are taken.
    pub fn push(&mut self, values: &Array) -> Result<(), JsValue> {
        let mut taken = Ok(());
        for value in values.iter() {
            let position = self.position;
            self.position += 1;
            let found = js_value::loose(&value);
            taken = self.job.take(&found, clock::now(), &mut self.client.session.borrow_mut()).map_err(|message| {
                error(&Error::invalid(vec![Issue::new(key_list::path("msgKeys", position), message)]))
            });
            if taken.is_err() {
                break;
            }
        }
        // What came after the end is settled at once.
        self.job.collect();
        taken
    }

    /// How many keys of a stream would be welcome now.
    pub fn room(&self) -> usize {
        self.job.room()
    }

    /// No more keys will come.
    pub fn close(&mut self) {
        self.job.run.close_input();
    }
}

fn row(outcome: Option<Outcome>) -> [i32; 3] {
    outcome.map_or([Status::NotAttempted as i32, 0, 0], |outcome| {
        [outcome.status as i32, outcome.code.unwrap_or(0), outcome.attempts as i32]
    })
}
