//! Drives runs: asks `run.rs` what to do, sends it through `transport.rs`, waits with timers, tells it what came back.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

use crate::credential::{Failure, UserSigs};
use crate::door::{object, record};
use crate::endpoint;
use crate::error::Error;
use crate::item::Status;
use crate::job::Job;
use crate::options::{ClientConfig, Credential};
use crate::pace::Micros;
use crate::permits::{Limiter, Permits};
use crate::request;
use crate::response::{self, Outcome};
use crate::run::Step;
use crate::session::Session;
use crate::transport::{self, Exchange, First, Transport};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// Microseconds of a clock that is not set while a program runs.
#[must_use]
pub fn now() -> Micros {
    (performance_now() * 1000.0) as Micros
}

/// What all runs of a client share.
pub struct Client {
    /// The options.
    pub config: ClientConfig,
    /// Sends requests.
    pub transport: Transport,
    /// Asked before every request.
    pub limiter: Option<Rc<Limiter>>,
    /// The UserSig in use.
    pub user_sigs: UserSigs,
    /// Clock, pace and UserSig generation.
    pub session: RefCell<Session>,
}

/// How a run ended, if not by itself.
pub struct Ending {
    /// What to tell the caller.
    pub error: Option<Error>,
    /// What was thrown, or the reason of the signal.
    pub cause: JsValue,
}

impl Client {
    /// A client with these options.
    #[must_use]
    pub fn new(
        config: ClientConfig,
        fetch: Option<Function>,
        limiter: Option<Rc<Limiter>>,
        provider: Option<Function>,
    ) -> Self {
        let renewable = !matches!(config.credential, Credential::Fixed(_));
        Self {
            transport: Transport::new(fetch, config.timeout),
            limiter,
            user_sigs: UserSigs::new(provider),
            session: RefCell::new(Session::new(config.rate_limit, renewable)),
            config,
        }
    }

    /// An error for want of an answer, with what is known of why.
    #[must_use]
    pub fn explain(&self, error: &Error) -> Error {
        self.transport.explain(error, self.config.caller.endpoint.host())
    }

    /// The UserSig to send with now.
    ///
    /// # Errors
    /// When the caller's function fails.
    pub async fn user_sig(&self) -> Result<Rc<str>, Failure> {
        let generation = self.session.borrow().user_sig.number();
        match self.user_sigs.at_hand(&self.config, generation) {
            Some(text) => Ok(text),
            None => self.user_sigs.ask(&self.config, generation).await,
        }
    }
}

/// Drives a run to its end.
pub async fn drive(client: Rc<Client>, job: Rc<Job>) -> Ending {
    let permits = client.limiter.clone().map(Permits::new);
    loop {
        // Taken before the requests are broken off: their listeners are foreign code, which may stop the run again.
        let stopped = job.stopped.borrow_mut().take();
        if let Some(stop) = stopped {
            job.run.borrow_mut().stop();
            job.break_off();
            finish(&client, &job);
            return Ending { error: stop.error, cause: stop.cause };
        }
        let step = job.run.borrow_mut().poll(now(), &mut client.session.borrow_mut());
        job.collect();
        if let Some(permits) = permits.as_ref().filter(|_| job.run.borrow().has_ended()) {
            permits.withdraw();
        }
        // The end has an event of its own.
        if step != Step::Done && job.is_progress_due(now()) {
            tell(&client, &job);
            if job.stopped.borrow().is_some() {
                continue;
            }
        }
        match step {
            Step::Ready if !has_user_sig(&client) => ask_for_user_sig(&client, &job).await,
            Step::Ready if !may_send(permits.as_ref(), &client, &job) => job.bell.wait().await,
            Step::Ready => launch(&client, &job),
            Step::Wait(micros) => {
                let ms = u32::try_from(micros.div_ceil(1000)).unwrap_or(u32::MAX).min(i32::MAX as u32);
                transport::first(job.bell.wait(), TimeoutFuture::new(ms)).await;
            }
            Step::Idle => job.bell.wait().await,
            Step::Done => {
                finish(&client, &job);
                let error = job.run.borrow().error().map(|error| client.explain(error));
                return Ending { error, cause: job.cause.borrow().clone() };
            }
        }
    }
}

/// Whether a request can leave without waiting for the caller's function.
fn has_user_sig(client: &Client) -> bool {
    let generation = client.session.borrow().user_sig.number();
    client.user_sigs.at_hand(&client.config, generation).is_some()
}

/// Waits for the UserSig that the caller's function gives. Its failure ends the run.
async fn ask_for_user_sig(client: &Client, job: &Job) {
    // An outcome may ring while we wait; only a stop ends the waiting.
    let stopped = async {
        while job.stopped.borrow().is_none() {
            job.bell.wait().await;
        }
    };
    if let First::Other(Err(failure)) = transport::first(stopped, client.user_sig()).await {
        job.fail(failure.error, failure.cause);
    }
}

/// Whether the limiter, if there is one, has given leave for one request more; taken with the answer.
fn may_send(permits: Option<&Permits>, client: &Client, job: &Rc<Job>) -> bool {
    let rate = client.session.borrow().pace.rate();
    permits.is_none_or(|permits| permits.take(job, rate, now))
}

/// Takes the next request of the run and sends it.
fn launch(client: &Rc<Client>, job: &Rc<Job>) {
    let (flight, url, body, controller) = {
        let (mut run, mut session) = (job.run.borrow_mut(), client.session.borrow_mut());
        let generation = session.user_sig.number();
        let Some(user_sig) = client.user_sigs.at_hand(&client.config, generation) else { return };
        let Ok(controller) = AbortController::new() else { return };
        let flight = run.send(now(), &mut session);
        let url = request::url(&client.config.caller, endpoint::RECALL, &user_sig, run.random());
        (flight, url, request::recall_body(&job.account, run.keys(flight), job.reason.as_ref()), controller)
    };
    let broken = job.left(flight, controller.clone());
    // In the moment that the pace was told of: a request that leaves later than that may meet those that leave on time.
    let called = client.transport.call(&url, &body, &controller);
    let (client, job) = (client.clone(), job.clone());
    transport::spawn(async move {
        let First::Other(exchange) =
            transport::first(broken.wait(), client.transport.answer(called, &controller)).await
        else {
            return;
        };
        job.landed(flight);
        let outcome = match exchange {
            Exchange::Answer(status, text) => response::read(status, &text, job.run.borrow().keys(flight)),
            Exchange::Lost(loss) => Outcome::Lost(loss),
        };
        match &outcome {
            Outcome::Lost(loss) => *job.last_loss.borrow_mut() = Some(client.transport.name(*loss)),
            Outcome::Reply(reply) => job.hear(reply),
            _ => {}
        }
        job.run.borrow_mut().on_outcome(flight, outcome, now(), &mut client.session.borrow_mut());
        job.bell.ring();
    });
}

fn finish(client: &Client, job: &Job) {
    job.collect();
    job.done.set(true);
    job.news.ring();
    if job.on_progress.is_some() {
        tell(client, job);
    }
}

/// Calls the caller's `onProgress`; what it throws is its own affair.
fn tell(client: &Client, job: &Job) {
    let Some(on_progress) = &job.on_progress else { return };
    if let Ok(returned) = on_progress.call1(&JsValue::UNDEFINED, &progress(client, job))
        && returned.is_object()
    {
        // Of an async function: a rejection that nobody takes would end a Node process.
        transport::spawn(async move {
            drop(transport::settled(&returned).await);
        });
    }
}

fn progress(client: &Client, job: &Job) -> JsValue {
    let totals = *job.counts.borrow();
    let known = totals.iter().sum();
    let count = |status: Status| totals.get(status as usize).copied().unwrap_or(0);
    let counts = object(Status::ALL.map(|status| (status.as_str(), count(status).into())));
    let (traffic, in_flight) = {
        let run = job.run.borrow();
        (run.traffic(), run.in_flight())
    };
    let rate = client.session.borrow().pace.rate();
    let ms = now().saturating_sub(job.began) as f64 / 1000.0;
    let left = job.total.get().saturating_sub(known);
    object([
        ("total", JsValue::from(job.total.get())),
        ("counts", counts),
        ("requests", traffic.requests.into()),
        ("retries", traffic.retries.into()),
        ("inFlight", (in_flight as u32).into()),
        ("rate", rate.into()),
        ("secondsLeft", seconds_left(left, known, ms).map_or(JsValue::UNDEFINED, JsValue::from)),
        ("durationMs", ms.into()),
        ("lastLoss", last_loss(job)),
        ("errorInfo", record(&job.said.borrow())),
    ])
}

/// For people: how the last request without a readable answer ended.
pub fn last_loss(job: &Job) -> JsValue {
    job.last_loss.borrow().as_deref().map_or(JsValue::UNDEFINED, JsValue::from_str)
}

/// As fast as so far.
fn seconds_left(left: u32, known: u32, ms: f64) -> Option<f64> {
    (known > 0).then(|| (f64::from(left) * ms / f64::from(known) / 1000.0).ceil())
}
