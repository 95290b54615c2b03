//! One page of history, asked for until there is an answer: the same pace, UserSig and retry rules as a run.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsValue;
use web_sys::AbortController;

use crate::client::{self, Client};
use crate::credential::Failure;
use crate::endpoint;
use crate::error::{Error, ErrorCode};
use crate::guard::{self, Listener};
use crate::job::Bell;
use crate::pace::Micros;
use crate::request;
use crate::response::{self, Outcome, Reply};
use crate::retry::{self, Dice, ForRequest};
use crate::session::Refusal;
use crate::transport::{self, Exchange, First};
use crate::verdict;

/// Messages asked for in one call; the document speaks of ranges over 20 that are not answered in full. Source: 1047/60812.
pub const COUNT: u32 = 20;

/// Text of the page that this body asks for; its envelope says OK.
///
/// # Errors
/// A refusal, no answer after all retries, or the signal.
pub async fn fetch(client: Rc<Client>, body: String, seed: u64, signal: Option<JsValue>) -> Result<String, Failure> {
    let bell = Rc::new(Bell::default());
    let reason = Rc::new(RefCell::new(JsValue::UNDEFINED));
    let (ringer, told) = (bell.clone(), reason.clone());
    let _listener = Listener::new(signal.into_iter().collect(), move |why| {
        *told.borrow_mut() = why;
        ringer.ring();
    });
    match transport::first(bell.wait(), ask(client, body, seed)).await {
        First::One(()) => Err(Failure { error: guard::aborted(), cause: reason.borrow().clone() }),
        First::Other(fetched) => fetched,
    }
}

async fn ask(client: Rc<Client>, body: String, seed: u64) -> Result<String, Failure> {
    let no_controller = |cause| Failure { error: Error::new(ErrorCode::Internal, "no AbortController here"), cause };
    let mut dice = Dice::new(seed);
    let mut failures = 0;
    let mut resigned = 0;
    loop {
        // One for each attempt: that of a lost one is aborted.
        let controller = AbortOnDrop(AbortController::new().map_err(no_controller)?);
        if let Some(limiter) = &client.limiter {
            limiter.acquire(&controller.0.signal()).await?;
        }
        wait_for_pace(&client).await;
        let generation = client.session.borrow().user_sig.number();
        let user_sig = client.user_sig().await?;
        let url = request::url(&client.config.caller, endpoint::HISTORY, &user_sig, dice.next_u32());
        let called = client.transport.call(&url, &body, &controller.0);
        let outcome = match client.transport.answer(called, &controller.0).await {
            Exchange::Answer(status, text) => match response::read(status, &text, [].iter()) {
                Outcome::Reply(reply) if reply.error_code == 0 => return Ok(text),
                other => other,
            },
            Exchange::Lost(loss) => Outcome::Lost(loss),
        };
        failures += 1;
        if let Some(error) = refused(&client, &outcome, generation, &mut resigned) {
            return Err(Failure { error, cause: JsValue::UNDEFINED });
        }
        if failures > client.config.retries {
            return Err(Failure { error: client.explain(&gave_up(&outcome)), cause: JsValue::UNDEFINED });
        }
        sleep(retry::backoff(failures, &mut dice)).await;
    }
}

/// The error when asking again is of no use; else what the shared state learns from the outcome.
fn refused(client: &Client, outcome: &Outcome, generation: u32, resigned: &mut u8) -> Option<Error> {
    let reply = match outcome {
        Outcome::Reply(reply) => reply,
        Outcome::Foreign(status) => return Some(verdict::foreign(*status)),
        Outcome::Throttled => {
            client.session.borrow_mut().slow_down(client::now());
            return None;
        }
        Outcome::Lost(_) => return None,
    };
    let mut session = client.session.borrow_mut();
    match retry::for_request(reply.error_code) {
        ForRequest::Again => None,
        ForRequest::Slower => {
            session.slow_down(client::now());
            None
        }
        ForRequest::Resign => {
            *resigned += 1;
            let hopeless = session.user_sig.refused(generation) == Refusal::Final || *resigned > retry::RESIGNS;
            hopeless.then(|| verdict::refusal(ErrorCode::UserSig, reply))
        }
        ForRequest::Lockout => {
            session.be_silent(client::now());
            session.user_sig.doubt(generation, ErrorCode::UserSig);
            Some(verdict::refusal(ErrorCode::UserSig, reply))
        }
        ForRequest::Isolate | ForRequest::Stranger => Some(verdict::refusal(ErrorCode::Refused, reply)),
        ForRequest::End(kind) => {
            session.user_sig.doubt(generation, kind);
            Some(verdict::refusal(kind, reply))
        }
    }
}

fn gave_up(outcome: &Outcome) -> Error {
    match outcome {
        Outcome::Reply(reply) => verdict::refusal(kind(reply), reply),
        Outcome::Lost(loss) => Error::new(
            ErrorCode::NoReply,
            ["no answer after all retries; the last ended with ", &loss.to_string()].concat(),
        ),
        _ => Error::new(ErrorCode::RateLimited, "refused for rate after all retries"),
    }
}

fn kind(reply: &Reply) -> ErrorCode {
    match retry::for_request(reply.error_code) {
        ForRequest::Slower => ErrorCode::RateLimited,
        _ => ErrorCode::NoReply,
    }
}

/// Breaks the request off when nobody waits for it any more.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn wait_for_pace(client: &Client) {
    loop {
        let wait = {
            let mut session = client.session.borrow_mut();
            let now = session.monotonic(client::now());
            let ready = session.pace.ready_at(now);
            if ready <= now {
                session.pace.take(now);
                return;
            }
            ready - now
        };
        sleep(wait).await;
    }
}

async fn sleep(micros: Micros) {
    TimeoutFuture::new(u32::try_from(micros.div_ceil(1000)).unwrap_or(u32::MAX)).await;
}
