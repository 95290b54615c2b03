//! One page of history, asked for until there is an answer: the same pace, UserSig and retry rules as a run.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsValue;
use web_sys::AbortController;

use crate::client::{self, Client};
use crate::credential::Failure;
use crate::endpoint;
use crate::error::{Error, ErrorCode};
use crate::pace::Micros;
use crate::request;
use crate::response::{self, Outcome, Reply};
use crate::retry::{self, Dice, ForRequest};
use crate::session::Refusal;
use crate::transport::Exchange;
use crate::verdict;

/// Text of the page that this body asks for; its envelope says OK.
///
/// # Errors
/// A refusal, or no answer after all retries.
pub async fn fetch(client: Rc<Client>, body: String, seed: u64, controller: AbortController) -> Result<String, Failure> {
    let mut dice = Dice::new(seed);
    let mut failures = 0;
    let mut resigned = 0;
    loop {
        wait_for_pace(&client).await;
        let user_sig = client.user_sig().await?;
        let generation = client.session.borrow().user_sig.number();
        let url = request::url(&client.config.caller, endpoint::HISTORY, &user_sig, dice.next_u32());
        let outcome = match client.transport.post(&url, &body, &controller).await {
            Exchange::Answer(status, text) => match response::read(status, &text, [].iter()) {
                Outcome::Reply(reply) if reply.error_code == 0 => return Ok(text),
                other => other,
            },
            Exchange::Lost(loss) => Outcome::Lost(loss),
        };
        if controller.signal().aborted() {
            return Err(Failure { error: Error::new(ErrorCode::Aborted, "aborted"), cause: controller.signal().reason() });
        }
        failures += 1;
        if let Some(error) = refused(&client, &outcome, generation, &mut resigned) {
            return Err(Failure { error, cause: JsValue::UNDEFINED });
        }
        if failures > client.config.retries {
            return Err(Failure { error: gave_up(&outcome), cause: JsValue::UNDEFINED });
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
            client.session.borrow_mut().pace.refused(client::now());
            return None;
        }
        Outcome::Lost(_) => return None,
    };
    let mut session = client.session.borrow_mut();
    match retry::for_request(reply.error_code) {
        ForRequest::Again => None,
        ForRequest::Slower => {
            session.pace.refused(client::now());
            None
        }
        ForRequest::Resign => {
            *resigned += 1;
            let hopeless = session.user_sig.refused(generation) == Refusal::Final || *resigned > retry::RESIGNS;
            hopeless.then(|| verdict::refusal(ErrorCode::UserSig, reply))
        }
        ForRequest::Lockout => Some(verdict::refusal(ErrorCode::UserSig, reply)),
        ForRequest::Isolate | ForRequest::Stranger => Some(verdict::refusal(ErrorCode::Refused, reply)),
        ForRequest::End(kind) => Some(verdict::refusal(kind, reply)),
    }
}

fn gave_up(outcome: &Outcome) -> Error {
    match outcome {
        Outcome::Reply(reply) => verdict::refusal(kind(reply), reply),
        Outcome::Lost(loss) => {
            Error::new(ErrorCode::NoReply, ["no answer after all retries; the last ended with ", &loss.to_string()].concat())
        }
        _ => Error::new(ErrorCode::RateLimited, "refused for rate after all retries"),
    }
}

fn kind(reply: &Reply) -> ErrorCode {
    match retry::for_request(reply.error_code) {
        ForRequest::Slower => ErrorCode::RateLimited,
        _ => ErrorCode::NoReply,
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
