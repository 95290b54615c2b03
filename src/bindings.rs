//! What JavaScript sees of clients. The package's own JavaScript makes classes, reports and errors of these; nobody else
//! calls them.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use std::rc::Rc;

use js_sys::{Array, Int32Array, Promise, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::*;

use crate::client::{self, Client, Ending};
use crate::door::{error, object, record};
use crate::entry::{self, Request};
use crate::fold::KeyList;
use crate::guard::Guard;
use crate::item::Status;
use crate::job::{Columns, Job, Ledger};
use crate::loose::Door;
use crate::stream::{CoreStream, seed, start};
use crate::{page, plan, request, transport};

/// A client.
#[wasm_bindgen]
pub struct CoreClient(Rc<Client>);

#[wasm_bindgen]
impl CoreClient {
    /// Checks the options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<CoreClient, JsValue> {
        let mut door = Door::default();
        let config = entry::client_options(options, &mut door);
        entry::check(door)?;
        Ok(Self(entry::client(options, config.ok_or(JsValue::NULL)?)))
    }

    /// Recalls a list.
    pub fn recall(&self, input: &JsValue) -> Result<Promise, JsValue> {
        let mut door = Door::default();
        let request = entry::recall_request(input, &mut door);
        let (list, keys) = entry::keys(input, &mut door);
        entry::check(door)?;
        Ok(recall_list(self.0.clone(), request.ok_or(JsValue::NULL)?, list, keys))
    }

    /// Begins a stream.
    pub fn stream(&self, input: &JsValue, options: &JsValue) -> Result<CoreStream, JsValue> {
        let mut door = Door::default();
        let request = entry::recall_request(input, &mut door);
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
        entry::recall_request(input, &mut door);
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
    let (config, request) = entry::whole(input, &mut door);
    let (list, keys) = entry::keys(input, &mut door);
    entry::check(door)?;
    let client = entry::client(input, config.ok_or(JsValue::NULL)?);
    Ok(recall_list(client, request.ok_or(JsValue::NULL)?, list, keys))
}

fn recall_list(client: Rc<Client>, mut request: Request, list: Array, keys: KeyList) -> Promise {
    let mut positions = vec![0; keys.distinct.len()];
    for place in &keys.places {
        if let Some(count) = positions.get_mut(*place as usize) {
            *count += 1;
        }
    }
    let job = start(&client, &mut request, Ledger::List(Columns::new(positions)));
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
        ("lastLoss", client::last_loss(job)),
        ("errorInfo", record(&job.said.borrow())),
        ("error", ending.error.as_ref().map_or(JsValue::UNDEFINED, |found| error(found, &ending.cause))),
    ])
}

/// Names of the statuses by number.
#[wasm_bindgen(js_name = statusNames)]
pub fn status_names() -> Array {
    Status::ALL.iter().map(|status| JsValue::from_str(status.as_str())).collect()
}
