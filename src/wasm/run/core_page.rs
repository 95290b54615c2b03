//! Bindings of one page of history, with the same commands and inputs as a recall.
#![allow(clippy::must_use_candidate, reason = "called from JavaScript only; index.d.ts documents it")]

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::client::state::ClientState;
use crate::engine::crossing;
use crate::engine::history_page::HistoryPage;
use crate::wasm::clock;
use crate::wasm::js_value::error;

/// The request for one page.
#[wasm_bindgen]
pub struct CorePage {
    client: Rc<RefCell<ClientState>>,
    page: HistoryPage,
}

impl CorePage {
    pub(crate) fn new(client: &Rc<RefCell<ClientState>>, body: String, limiter: bool) -> Self {
        let page = HistoryPage::new(body, client.borrow().config.retries, limiter, clock::seed());
        Self { client: client.clone(), page }
    }
}

#[wasm_bindgen]
impl CorePage {
    /// The next command.
    pub fn next(&mut self) -> String {
        crossing::encode(&self.page.next(&mut self.client.borrow_mut(), clock::time()))
    }

    /// Takes an input.
    pub fn input(&mut self, number: u32, request: u32, first: f64, second: f64, text: Option<String>) {
        if let Some(input) = crossing::decode(number, request, [first, second], text.as_deref()) {
            self.page.input(input, &mut self.client.borrow_mut(), clock::time());
        }
    }

    /// Why there is no page, if it failed.
    pub fn failure(&self) -> JsValue {
        self.page.failure().map_or(JsValue::UNDEFINED, error)
    }
}
