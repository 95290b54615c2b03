//! A run that is fed as it goes and gives its outcomes as they become known, for `recallEach`; and how any run begins.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Int32Array, Promise, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::*;

use crate::client::{self, Client, Ending};
use crate::door::{error, object};
use crate::entry::Request;
use crate::error::Error;
use crate::fold::{self, Folded, Folder};
use crate::guard::Guard;
use crate::job::{Job, Ledger, Start};
use crate::run::Options;
use crate::transport;

/// Keys that left a stream and are still known as duplicates.
const REMEMBERED: usize = 10_000;
/// Outcomes that may wait for a slow consumer before no more input is taken.
const UNCOLLECTED: usize = 5_000;

/// A seed for the randomness of a run.
pub fn seed() -> u64 {
    let half = || (js_sys::Math::random() * 4_294_967_296.0) as u64;
    half() << 32 | half()
}

/// Begins a run that nobody drives yet.
pub fn start(client: &Client, request: &mut Request, ledger: Ledger) -> Rc<Job> {
    let config = &client.config;
    Job::new(Start {
        options: Options { retries: config.retries, concurrency: config.concurrency as usize, seed: seed() },
        account: request.account.clone(),
        reason: request.reason.clone(),
        in_doubt: std::mem::take(&mut request.unconfirmed),
        on_progress: request.on_progress.clone(),
        ledger,
        now: client::now(),
    })
}

/// A run that is fed as it goes.
#[wasm_bindgen]
pub struct CoreStream {
    client: Rc<Client>,
    job: Rc<Job>,
    ending: Rc<RefCell<Option<Ending>>>,
    source: JsValue,
    position: usize,
}

impl CoreStream {
    /// A stream that takes its keys from `source`.
    pub(crate) fn begin(client: Rc<Client>, mut request: Request, source: JsValue) -> Self {
        let job = start(&client, &mut request, Ledger::Stream(Folder::new(REMEMBERED), Vec::new()));
        let ending = Rc::new(RefCell::new(None));
        let (driven, driver, told) = (job.clone(), client.clone(), ending.clone());
        transport::spawn(async move {
            let guard = Guard::new(&driven, request.signals, driver.config.deadline);
            let end = client::drive(driver, driven.clone()).await;
            drop(guard);
            *told.borrow_mut() = Some(end);
            driven.news.ring();
        });
        Self { client, job, ending, source, position: 0 }
    }

    fn take(&mut self, value: &JsValue) -> Result<(), JsValue> {
        let position = self.position;
        self.position += 1;
        let key = fold::parse(&crate::door::loose(value)).map_err(|message| {
            let issue = crate::error::Issue::new(fold::path("msgKeys", position), message);
            error(&Error::invalid(vec![issue]), &JsValue::UNDEFINED)
        })?;
        self.job.total.set(self.job.total.get().saturating_add(1));
        let mut ledger = self.job.ledger.borrow_mut();
        let Ledger::Stream(folder, leaving) = &mut *ledger else { return Ok(()) };
        match folder.fold(&key) {
            Folded::New(tag) => {
                let mut session = self.client.session.borrow_mut();
                self.job.run.borrow_mut().push(key, tag, client::now(), &mut session);
            }
            Folded::Waiting => {}
            Folded::Known(outcome) => {
                leaving.push((key, 1, outcome));
                self.job.count_one(outcome.status);
            }
        }
        Ok(())
    }
}

#[wasm_bindgen]
impl CoreStream {
    /// What the keys are to be taken from.
    pub fn source(&self) -> JsValue {
        self.source.clone()
    }

    /// Takes keys; how many more would be welcome now. A value that is no key is an error, and those before it are taken.
    pub fn push(&mut self, values: &Array) -> Result<u32, JsValue> {
        let taken = values.iter().try_for_each(|value| self.take(&value));
        if self.job.done.get() {
            // Nobody drives the run any more, and what was under way when it ended is to be accounted for too.
            self.job.collect();
        }
        self.job.bell.ring();
        self.job.news.ring();
        taken.map(|()| self.room())
    }

    /// How many keys would be welcome now. None after the end, or a source without end would be read for ever.
    pub fn room(&self) -> u32 {
        if self.job.done.get() {
            return 0;
        }
        let run = self.job.run.borrow();
        let uncollected = match &*self.job.ledger.borrow() {
            Ledger::Stream(_, leaving) => leaving.len(),
            Ledger::List(_) => 0,
        };
        if uncollected > UNCOLLECTED { 0 } else { run.appetite().saturating_sub(run.waiting()) as u32 }
    }

    /// No more keys will come.
    pub fn close(&self) {
        self.job.run.borrow_mut().close_input();
        self.job.bell.ring();
    }

    /// Ends the run; nobody listens any more.
    pub fn stop(&self) {
        self.job.stop(None, JsValue::UNDEFINED);
    }

    /// The next outcomes, in columns; without any when there is room for more input; with `done` at the end.
    pub fn next(&self) -> Promise {
        let (job, ending) = (self.job.clone(), self.ending.clone());
        transport::promise(async move {
            loop {
                let chunk = leaving(&job);
                if !chunk.is_undefined() {
                    return Ok(chunk);
                }
                if let Some(end) = &*ending.borrow() {
                    let found = end.error.as_ref().map_or(JsValue::UNDEFINED, |found| error(found, &end.cause));
                    return Ok(object([("done", true.into()), ("error", found)]));
                }
                job.news.wait().await;
            }
        })
    }
}

fn leaving(job: &Job) -> JsValue {
    let mut ledger = job.ledger.borrow_mut();
    let Ledger::Stream(_, leaving) = &mut *ledger else { return JsValue::UNDEFINED };
    if leaving.is_empty() {
        return JsValue::UNDEFINED;
    }
    let leaving = std::mem::take(leaving);
    let keys: Array = leaving.iter().map(|(key, ..)| JsValue::from_str(key.as_str())).collect();
    let statuses: Vec<u8> = leaving.iter().map(|(.., outcome)| outcome.status as u8).collect();
    let codes: Vec<i32> = leaving.iter().map(|(.., outcome)| outcome.code.unwrap_or(0)).collect();
    let attempts: Vec<u32> = leaving.iter().map(|(.., outcome)| outcome.attempts).collect();
    let positions: Vec<u32> = leaving.iter().map(|(_, positions, _)| *positions).collect();
    object([
        ("keys", keys.into()),
        ("statuses", Uint8Array::from(statuses.as_slice()).into()),
        ("codes", Int32Array::from(codes.as_slice()).into()),
        ("attempts", Uint32Array::from(attempts.as_slice()).into()),
        ("positions", Uint32Array::from(positions.as_slice()).into()),
    ])
}
