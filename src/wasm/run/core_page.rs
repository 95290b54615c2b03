//! What JavaScript sees of one page of history while it is asked for. Its functions are named as those of a run.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::engine::history_page::{HistoryPage, Next};
use crate::vendor::endpoint;
use crate::wasm::clock;
use crate::wasm::input::Held;
use crate::wasm::js_value::error;
use crate::wasm::run::client_context::Client;
use crate::wasm::run::core_run::{ASK, lines, loss, ms, parsed};
use crate::wire::request;
use crate::wire::response::{self, RequestOutcome};

/// The answer is the page.
const ANSWERED: f64 = -1.0;

/// A page that is asked for.
#[wasm_bindgen]
pub struct CorePage {
    client: Rc<Client>,
    page: HistoryPage,
    body: String,
    held: JsValue,
}

impl CorePage {
    pub(crate) fn new(client: &Rc<Client>, body: String, held: &Held) -> Self {
        let page = HistoryPage::new(client.config.retries, clock::seed());
        Self { client: client.clone(), page, body, held: held.value() }
    }

    fn outcome(&mut self, outcome: &RequestOutcome, words: Option<String>) -> Result<f64, JsValue> {
        match self.page.on_outcome(outcome, clock::now(), &mut self.client.session.borrow_mut()) {
            Next::Answered => Ok(ANSWERED),
            Next::Again(wait) => Ok(ms(wait)),
            Next::Failed(failure) => {
                let words = match outcome {
                    RequestOutcome::Lost(loss) => words.or_else(|| Some(loss.text())),
                    _ => None,
                };
                Err(error(&response::no_reply_but(&failure, words.as_deref())))
            }
        }
    }
}

#[wasm_bindgen]
impl CorePage {
    /// The caller's `signal`.
    pub fn held(&self) -> JsValue {
        self.held.clone()
    }

    /// What to do now: send, or wait so many milliseconds, or ask for a UserSig.
    pub fn poll(&mut self) -> f64 {
        let mut session = self.client.session.borrow_mut();
        let now = session.monotonic(clock::now());
        let wait = session.pace.ready_at(now) - now;
        drop(session);
        if wait == 0 && !self.client.has_user_sig() { ASK } else { ms(wait) }
    }

    /// The next request: a number, URL and body; empty if its UserSig has become too old since.
    pub fn send(&mut self) -> String {
        let client = &self.client;
        let (mut session, mut user_sigs) = (client.session.borrow_mut(), client.user_sigs.borrow_mut());
        let generation = session.user_sig.number();
        let Some(user_sig) = user_sigs.at_hand(&client.config, generation, clock::unix()) else {
            return String::new();
        };
        let random = self.page.send(clock::now(), &mut session);
        lines(0, &request::url(&client.config.caller, endpoint::HISTORY, user_sig, random), &self.body)
    }

    /// Tells what was answered: -1 when that is the page, else after how many milliseconds to ask again.
    pub fn answered(&mut self, _flight: u32, status: f64, answer: JsValue, wait: f64) -> Result<f64, JsValue> {
        let outcome = parsed(&self.client, (status, wait), answer, &mut [].iter());
        self.outcome(&outcome, None)
    }

    /// Tells that there was no answer: after how many milliseconds to ask again.
    pub fn lost(&mut self, _flight: u32, number: u32, words: Option<String>) -> Result<f64, JsValue> {
        self.outcome(&loss(number), words)
    }
}
