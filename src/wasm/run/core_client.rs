//! Bindings of clients. Only the package's own JavaScript calls them; it adds classes, promises and errors.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Request};

use crate::client::state::ClientState;
use crate::engine::messages::dedup::StreamDedup;
use crate::engine::plan;
use crate::engine::run_tracker::Outcomes;
use crate::error::{Error, ErrorCode};
use crate::input::accounts::Accounts;
use crate::input::client_options::{ClientConfig, Deadline};
use crate::input::issues::{Issues, unexpected_kind};
use crate::input::raw_value::RawValue;
use crate::issue::code::IssueCode;
use crate::issue::word::Word;
use crate::vendor::limits::{HISTORY_PAGE, MAX_BODY_BYTES};
use crate::wasm::clock;
use crate::wasm::input;
use crate::wasm::js_value::{self, object};
use crate::wasm::json;
use crate::wasm::mispaste::{self, Wanted};
use crate::wasm::run::core_page::CorePage;
use crate::wasm::run::core_run::CoreRun;
use crate::wasm::run::fetch_request;
use crate::wasm::run::request_input;
use crate::wire::request::{self, CONTENT_TYPE};

/// Number of finished keys of a stream that are still recognized as duplicates.
const REMEMBERED: usize = 10_000;

/// A client.
#[wasm_bindgen]
pub struct CoreClient {
    state: Rc<RefCell<ClientState>>,
    limiter: bool,
}

#[wasm_bindgen]
impl CoreClient {
    /// Checks a snapshot of the options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<CoreClient, JsValue> {
        let mut issues = Issues::default();
        let config = request_input::client_options(options, &mut issues);
        input::check(issues)?;
        Self::of(config, options)
    }

    fn of(config: Option<ClientConfig>, options: &JsValue) -> Result<CoreClient, JsValue> {
        let limiter = !js_value::member(options, "limiter").is_undefined();
        Ok(Self { state: Rc::new(RefCell::new(ClientState::new(config.ok_or(JsValue::NULL)?))), limiter })
    }

    /// The options that the JavaScript side uses.
    pub fn settings(&self) -> JsValue {
        let state = self.state.borrow();
        let config = &state.config;
        let (after, at) = match config.deadline {
            Some(Deadline::After(ms)) => (ms.into(), JsValue::UNDEFINED),
            Some(Deadline::At(moment)) => (JsValue::UNDEFINED, moment.into()),
            None => (JsValue::UNDEFINED, JsValue::UNDEFINED),
        };
        object([
            ("timeout", config.timeout.into()),
            ("after", after),
            ("at", at),
            ("host", config.caller.endpoint.host().into()),
            ("contentType", CONTENT_TYPE.into()),
            ("mostBytes", (MAX_BODY_BYTES as u32).into()),
        ])
    }

    /// Starts the recall of a list.
    pub fn recall(&self, input: &JsValue) -> Result<CoreRun, JsValue> {
        let (request, messages) = request_input::recall_of_list(input)?;
        Ok(CoreRun::list(&self.state, request, messages, self.limiter))
    }

    /// Starts the recall of a stream.
    pub fn stream(&self, input: &JsValue, options: &JsValue) -> Result<CoreRun, JsValue> {
        let (mut accounts, mut issues) = (Accounts::seeded(clock::seed()), Issues::default());
        let request = request_input::recall_request(input, &mut accounts, &mut issues);
        request_input::source(input, &mut issues);
        input::expect_options(options, &mut issues);
        input::signal(options, "signal", &mut issues);
        input::check(issues)?;
        let outcomes = Outcomes::Stream(StreamDedup::new(REMEMBERED, clock::seed()), Vec::new());
        let request = (request.ok_or(JsValue::NULL)?, accounts);
        Ok(CoreRun::begin(&self.state, request, input::has_messages(input), outcomes, self.limiter))
    }

    /// Previews a recall.
    pub fn plan(&self, input: &JsValue) -> Result<JsValue, JsValue> {
        let (_, messages) = request_input::recall_of_list(input)?;
        let state = self.state.borrow();
        let plan = plan::plan(&state.config, &messages, clock::unix());
        Ok(object([
            ("messages", (messages.places.len() as u32).into()),
            ("distinct", (messages.distinct.len() as u32).into()),
            ("requests", (plan.requests as u32).into()),
            ("seconds", plan.seconds.into()),
            ("host", state.config.caller.endpoint.host().into()),
            ("oldest", plan.oldest.map_or(JsValue::UNDEFINED, JsValue::from)),
            ("newest", plan.newest.map_or(JsValue::UNDEFINED, JsValue::from)),
            ("issues", js_value::issues(&plan.warnings, IssueCode::FIRST_OF_PLANS as u32).into()),
        ]))
    }

    /// Starts the request for one page of history: the newest, or the one before a MsgKey.
    pub fn page(&self, account: &JsValue, options: &JsValue, last: Option<String>) -> Result<CorePage, JsValue> {
        let mut issues = Issues::default();
        let account = crate::input::client_options::official_account(
            &mut issues,
            &mispaste::checked(js_value::loose(account), Wanted::OfficialAccount),
        );
        let with_recalled = request_input::history_options(options, &mut issues);
        input::check(issues)?;
        let account = account.ok_or(JsValue::NULL)?;
        let body = request::history_body(&account, last.as_deref(), HISTORY_PAGE, with_recalled);
        Ok(CorePage::new(&self.state, body, self.limiter))
    }

    /// The number of the current UserSig.
    pub fn generation(&self) -> u32 {
        self.state.borrow().session.user_sig.number()
    }

    /// Masks secrets in an external text.
    pub fn masked(&self, text: &str) -> String {
        self.state.borrow().masked(text)
    }

    /// Stores the UserSig that the caller's function returned, under this number.
    #[wasm_bindgen(js_name = keepUserSig)]
    pub fn keep_user_sig(&self, generation: u32, value: &JsValue) -> Result<(), JsValue> {
        let now = clock::unix();
        let ClientState { config, user_sigs, .. } = &mut *self.state.borrow_mut();
        let kept = match mispaste::checked(js_value::loose(value), Wanted::UserSig) {
            RawValue::Text(text) => user_sigs.keep(config, generation, now, text, json::claims),
            other => Err(unexpected_kind(&other, Word::UserSigText)),
        };
        kept.map_err(|problem| {
            js_value::error(&Error::of_issues(ErrorCode::UserSigProvider, vec![problem.at("userSig()")]))
        })
    }
}

/// A client and the recall of a list, with all input checked at once.
#[wasm_bindgen(js_name = recallOnce)]
pub fn recall_once(input: &JsValue) -> Result<Array, JsValue> {
    let (mut accounts, mut issues) = (Accounts::seeded(clock::seed()), Issues::default());
    let (config, request) = input::whole(input, &mut accounts, &mut issues);
    let messages = input::messages(input, &mut accounts, &mut issues);
    input::check(issues)?;
    let client = CoreClient::of(config, input)?;
    let run = CoreRun::list(&client.state, (request.ok_or(JsValue::NULL)?, accounts), messages, client.limiter);
    Ok(Array::of2(&client.into(), &run.into()))
}

/// A request for the global `fetch` of a browser.
#[wasm_bindgen(js_name = fetchRequest)]
pub fn fetch_request(url: &str, body: &str, signal: &AbortSignal) -> Result<Request, JsValue> {
    fetch_request::request(url, body, signal)
}
