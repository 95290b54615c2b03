//! What JavaScript sees: the only file that exports with wasm-bindgen. The package's own JavaScript makes classes,
//! reports and errors of these; nobody else calls them.
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
use crate::entry::{self, Request};
use crate::error::Error;
use crate::fold::{self, Folded, Folder, KeyList};
use crate::guard::Guard;
use crate::item::Status;
use crate::job::{Columns, Job, Ledger, Start};
use crate::loose::Door;
use crate::run::Options;
use crate::{page, plan, request, transport};

/// Keys that left a stream and are still known as duplicates.
const REMEMBERED: usize = 10_000;
/// Outcomes that may wait for a slow consumer before no more input is taken.
const UNCOLLECTED: usize = 5_000;

fn seed() -> u64 {
    let half = || (js_sys::Math::random() * 4_294_967_296.0) as u64;
    half() << 32 | half()
}

fn start(client: &Client, request: &Request, ledger: Ledger) -> Rc<Job> {
    let config = &client.config;
    Job::new(Start {
        options: Options { retries: config.retries, concurrency: config.concurrency as usize, seed: seed() },
        account: request.account.clone(),
        reason: request.reason.clone(),
        on_progress: request.on_progress.clone(),
        ledger,
        now: client::now(),
    })
}

/// A client.
#[wasm_bindgen]
pub struct CoreClient(Rc<Client>);

#[wasm_bindgen]
impl CoreClient {
    /// Checks the options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<CoreClient, JsValue> {
        let mut door = Door::default();
        entry::expect_object(options, "an object with the options of a client", &mut door);
        let config = entry::config(options, &mut door);
        entry::check(door)?;
        Ok(Self(entry::client(options, config.ok_or(JsValue::NULL)?)))
    }

    /// Recalls a list.
    pub fn recall(&self, input: &JsValue) -> Result<Promise, JsValue> {
        let mut door = Door::default();
        entry::expect_object(input, "an object with officialAccount and msgKeys", &mut door);
        let request = entry::request(input, &mut door);
        let (list, keys) = entry::keys(input, &mut door);
        entry::check(door)?;
        Ok(recall_list(self.0.clone(), request.ok_or(JsValue::NULL)?, list, keys))
    }

    /// Begins a stream.
    pub fn stream(&self, input: &JsValue, options: &JsValue) -> Result<CoreStream, JsValue> {
        let mut door = Door::default();
        entry::expect_object(input, "an object with officialAccount and msgKeys", &mut door);
        let request = entry::request(input, &mut door);
        let source = entry::source(input, &mut door);
        entry::expect_options(options, &mut door);
        let second = entry::signal(options, &mut door);
        entry::check(door)?;
        let mut request = request.ok_or(JsValue::NULL)?;
        request.signals.extend(second);
        Ok(CoreStream::begin(self.0.clone(), request, source))
    }

    /// What a recall would do.
    pub fn plan(&self, input: &JsValue) -> Result<JsValue, JsValue> {
        let mut door = Door::default();
        entry::expect_object(input, "an object with officialAccount and msgKeys", &mut door);
        entry::request(input, &mut door);
        let (_, keys) = entry::keys(input, &mut door);
        entry::check(door)?;
        let plan = plan::plan(&self.0.config, &keys, js_sys::Date::now() / 1000.0);
        let distinct: Array = keys.distinct.iter().map(|key| JsValue::from_str(key.as_str())).collect();
        let warnings: Array = plan.warnings.iter().map(|text| JsValue::from_str(text)).collect();
        Ok(object([
            ("messages", (keys.places.len() as u32).into()),
            ("distinct", distinct.into()),
            ("requests", (plan.requests as u32).into()),
            ("seconds", plan.seconds.into()),
            ("host", self.0.config.caller.endpoint.host().into()),
            ("oldest", plan.oldest.map_or(JsValue::UNDEFINED, JsValue::from)),
            ("newest", plan.newest.map_or(JsValue::UNDEFINED, JsValue::from)),
            ("warnings", warnings.into()),
        ]))
    }

    /// Text of one page of history: the newest, or the one before a MsgKey.
    pub fn page(&self, account: &JsValue, options: &JsValue, last: Option<String>) -> Result<Promise, JsValue> {
        let mut door = Door::default();
        let account = crate::options::official_account(&mut door, &crate::door::loose(account));
        let wanted = entry::wanted(options, &mut door);
        entry::check(door)?;
        let account = account.ok_or(JsValue::NULL)?;
        let body = request::history_body(&account, last.as_deref(), page::COUNT, wanted.with_recalled);
        let client = self.0.clone();
        Ok(transport::promise(async move {
            let fetched = page::fetch(client, body, seed(), wanted.signal).await;
            fetched.map(JsValue::from).map_err(|failure| error(&failure.error, &failure.cause))
        }))
    }
}

/// Recalls a list with options of its own, all of the input checked at once.
#[wasm_bindgen(js_name = recallOnce)]
pub fn recall_once(input: &JsValue) -> Result<Promise, JsValue> {
    let mut door = Door::default();
    entry::expect_object(input, "an object with options, officialAccount and msgKeys", &mut door);
    let config = entry::config(input, &mut door);
    let request = entry::request(input, &mut door);
    let (list, keys) = entry::keys(input, &mut door);
    entry::check(door)?;
    let client = entry::client(input, config.ok_or(JsValue::NULL)?);
    Ok(recall_list(client, request.ok_or(JsValue::NULL)?, list, keys))
}

fn recall_list(client: Rc<Client>, request: Request, list: Array, keys: KeyList) -> Promise {
    let mut positions = vec![0; keys.distinct.len()];
    for place in &keys.places {
        if let Some(count) = positions.get_mut(*place as usize) {
            *count += 1;
        }
    }
    let job = start(&client, &request, Ledger::List(Columns::new(positions)));
    job.total.set(keys.places.len() as u32);
    {
        let (mut run, mut session) = (job.run.borrow_mut(), client.session.borrow_mut());
        for (tag, key) in keys.distinct.into_iter().enumerate() {
            run.push(key, tag as u32, job.began, &mut session);
        }
        run.close_input();
    }
    let places = Uint32Array::from(keys.places.as_slice());
    transport::promise(async move {
        let guard = Guard::new(&job, request.signals, client.config.deadline);
        let ending = client::drive(client, job.clone()).await;
        drop(guard);
        Ok(report(&job, &ending, list, &places))
    })
}

/// What became of a list, in columns: as objects, a hundred thousand of them would take longer to pass than to send.
fn report(job: &Job, ending: &Ending, list: Array, places: &Uint32Array) -> JsValue {
    let (statuses, codes, attempts) = match &*job.ledger.borrow() {
        Ledger::List(columns) => (
            Uint8Array::from(columns.statuses.as_slice()),
            Int32Array::from(columns.codes.as_slice()),
            Uint32Array::from(columns.attempts.as_slice()),
        ),
        Ledger::Stream(..) => return JsValue::UNDEFINED,
    };
    let traffic = job.run.borrow().traffic();
    object([
        ("keys", list.into()),
        ("places", places.into()),
        ("statuses", statuses.into()),
        ("codes", codes.into()),
        ("attempts", attempts.into()),
        ("requests", traffic.requests.into()),
        ("retries", traffic.retries.into()),
        ("durationMs", (client::now().saturating_sub(job.began) as f64 / 1000.0).into()),
        ("error", ending.error.as_ref().map_or(JsValue::UNDEFINED, |found| error(found, &ending.cause))),
    ])
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
    fn begin(client: Rc<Client>, request: Request, source: JsValue) -> Self {
        let job = start(&client, &request, Ledger::Stream(Folder::new(REMEMBERED), Vec::new()));
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
            let issue = crate::error::Issue::new(fold::path(position), message);
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

/// Names of the statuses by number.
#[wasm_bindgen(js_name = statusNames)]
pub fn status_names() -> Array {
    Status::ALL.iter().map(|status| JsValue::from_str(status.as_str())).collect()
}
