//! One run on its way: its state, its end, and the bell that wakes whoever drives it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::Function;
use wasm_bindgen::JsValue;
use web_sys::AbortController;

use crate::error::Error;
use crate::fold::Folder;
use crate::identifier::{MsgKey, OfficialAccount, Reason};
use crate::item::{Settled, Status};
use crate::pace::{Micros, SECOND};
use crate::response::{self, Reply};
use crate::run::{Options, Run};

/// Microseconds between two progress events at least.
const PROGRESS_EVERY: Micros = SECOND / 10;
/// Codes whose ErrorInfo is kept.
const MOST_SAID: usize = 20;

/// Wakes the one who waits for it; rung before, it wakes at once.
#[derive(Default)]
pub struct Bell {
    rung: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Bell {
    /// Wakes.
    pub fn ring(&self) {
        self.rung.set(true);
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }

    /// Waits for the next ring.
    pub fn wait(&self) -> impl Future<Output = ()> + '_ {
        poll_fn(|context| {
            if self.rung.take() {
                return Poll::Ready(());
            }
            *self.waker.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        })
    }
}

/// A request in flight, as seen by what may break it off.
struct InFlight {
    number: u32,
    controller: AbortController,
    broken: Rc<Bell>,
}

/// Why a run was stopped from outside.
#[derive(Clone)]
pub struct Stop {
    /// What to tell the caller; `None` when nobody listens any more.
    pub error: Option<Error>,
    /// What was thrown, or the reason of the signal.
    pub cause: JsValue,
}

/// Where outcomes go until the caller has them.
pub enum Ledger {
    /// Of a list: by number, with the positions of each.
    List(Columns),
    /// Of a stream: those not collected yet, with key and positions.
    Stream(Folder, Vec<(MsgKey, u32, Settled)>),
}

/// Outcomes of a list, by number of the distinct key.
pub struct Columns {
    /// Status.
    pub statuses: Vec<u8>,
    /// Code, 0 for none.
    pub codes: Vec<i32>,
    /// Requests that carried it.
    pub attempts: Vec<u32>,
    /// Positions of the input that have this key.
    pub positions: Vec<u32>,
}

impl Columns {
    /// Empty columns for keys with these positions.
    #[must_use]
    pub fn new(positions: Vec<u32>) -> Self {
        let keys = positions.len();
        Self { statuses: vec![0; keys], codes: vec![0; keys], attempts: vec![0; keys], positions }
    }

    fn settle(&mut self, outcome: Settled) -> u32 {
        let at = outcome.tag as usize;
        if let (Some(status), Some(code), Some(attempts)) =
            (self.statuses.get_mut(at), self.codes.get_mut(at), self.attempts.get_mut(at))
        {
            *status = outcome.status as u8;
            *code = outcome.code.unwrap_or(0);
            *attempts = outcome.attempts;
        }
        self.positions.get(at).copied().unwrap_or(0)
    }
}

impl Ledger {
    /// Writes an outcome down; for how many positions of the input it counts.
    fn settle(&mut self, outcome: Settled) -> u32 {
        match self {
            Ledger::List(columns) => columns.settle(outcome),
            Ledger::Stream(folder, leaving) => match folder.settle(outcome) {
                Some((key, positions)) => {
                    leaving.push((key, positions, outcome));
                    positions
                }
                None => 0,
            },
        }
    }
}

/// A run on its way.
pub struct Job {
    /// Its state.
    pub run: RefCell<Run>,
    /// The account of its messages.
    pub account: OfficialAccount,
    /// The reason for all of them.
    pub reason: Option<Reason>,
    /// Called with progress.
    pub on_progress: Option<Function>,
    /// Wakes the driver.
    pub bell: Bell,
    /// Wakes the one who collects outcomes.
    pub news: Bell,
    /// What has become of its messages.
    pub ledger: RefCell<Ledger>,
    /// Why it was stopped.
    pub stopped: RefCell<Option<Stop>>,
    /// What a function of the caller's threw that ended it.
    pub cause: RefCell<JsValue>,
    /// How the last request without a readable answer ended.
    pub last_loss: RefCell<Option<String>>,
    /// What the service said with an ErrorCode, the first time, by code.
    pub said: RefCell<Vec<(String, JsValue)>>,
    in_flight: RefCell<Vec<InFlight>>,
    /// Messages by status so far, each counted for all of its positions.
    pub counts: RefCell<[u32; 5]>,
    /// Messages of the input so far.
    pub total: Cell<u32>,
    /// Whether it has ended.
    pub done: Cell<bool>,
    /// When it began.
    pub began: Micros,
    told: Cell<Micros>,
}

/// What a run needs to begin.
pub struct Start {
    /// How it is to go.
    pub options: Options,
    /// The account of its messages.
    pub account: OfficialAccount,
    /// The reason for all of them.
    pub reason: Option<Reason>,
    /// Messages that may be recalled already.
    pub in_doubt: HashMap<MsgKey, u32>,
    /// Called with progress.
    pub on_progress: Option<Function>,
    /// Where its outcomes go.
    pub ledger: Ledger,
    /// When it begins.
    pub now: Micros,
}

impl Job {
    /// A job without messages.
    #[must_use]
    pub fn new(start: Start) -> Rc<Self> {
        let mut run = Run::new(start.options);
        run.in_doubt = start.in_doubt;
        Rc::new(Self {
            run: RefCell::new(run),
            account: start.account,
            reason: start.reason,
            on_progress: start.on_progress,
            bell: Bell::default(),
            news: Bell::default(),
            ledger: RefCell::new(start.ledger),
            stopped: RefCell::new(None),
            cause: RefCell::new(JsValue::UNDEFINED),
            in_flight: RefCell::new(Vec::new()),
            counts: RefCell::new([0; 5]),
            total: Cell::new(0),
            done: Cell::new(false),
            last_loss: RefCell::new(None),
            said: RefCell::new(Vec::new()),
            began: start.now,
            told: Cell::new(0),
        })
    }

    /// Asks the driver to end it now. The first reason counts.
    pub fn stop(&self, error: Option<Error>, cause: JsValue) {
        if !self.done.get() {
            self.stopped.borrow_mut().get_or_insert(Stop { error, cause });
            self.bell.ring();
        }
    }

    /// Ends it for what a function of the caller's did: nothing more leaves, what is in flight is waited for. The first reason
    /// counts.
    pub fn fail(&self, error: Error, cause: JsValue) {
        let mut run = self.run.borrow_mut();
        if !run.has_ended() {
            run.end_with(Some(error));
            *self.cause.borrow_mut() = cause;
        }
        self.bell.ring();
    }

    /// Writes down the outcomes that have become known.
    pub fn collect(&self) {
        let mut run = self.run.borrow_mut();
        let mut ledger = self.ledger.borrow_mut();
        let mut counts = self.counts.borrow_mut();
        let mut any = false;
        for outcome in run.take_settled() {
            any = true;
            let positions = ledger.settle(outcome);
            add(&mut counts, outcome.status, positions);
        }
        if any {
            self.news.ring();
        }
    }

    /// Counts one more position of the input that has this outcome.
    pub fn count_one(&self, status: Status) {
        add(&mut self.counts.borrow_mut(), status, 1);
    }

    /// Keeps what the service said with an ErrorCode: for some codes it alone says which parameter is wrong.
    pub fn hear(&self, reply: &Reply) {
        let mut said = self.said.borrow_mut();
        let code = reply.error_code.to_string();
        let is_new = said.len() < MOST_SAID && said.iter().all(|(known, _)| *known != code);
        if reply.error_code != 0 && !reply.error_info.is_empty() && is_new {
            said.push((code, response::words(reply).into()));
        }
    }

    /// Whether a progress event is due.
    pub fn is_progress_due(&self, now: Micros) -> bool {
        if self.on_progress.is_none() || now < self.told.get() + PROGRESS_EVERY {
            return false;
        }
        self.told.set(now);
        true
    }

    /// Notes a request that leaves; the bell rings when it is broken off.
    pub fn left(&self, number: u32, controller: AbortController) -> Rc<Bell> {
        let broken = Rc::new(Bell::default());
        self.in_flight.borrow_mut().push(InFlight { number, controller, broken: broken.clone() });
        broken
    }

    /// Forgets a request that has come back.
    pub fn landed(&self, number: u32) {
        let mut in_flight = self.in_flight.borrow_mut();
        if let Some(at) = in_flight.iter().position(|one| one.number == number) {
            in_flight.swap_remove(at);
        }
    }

    /// Breaks off every request in flight.
    pub fn break_off(&self) {
        let in_flight = std::mem::take(&mut *self.in_flight.borrow_mut());
        for one in in_flight {
            // Not every `fetch` heeds its signal: the bell ends the waiting all the same, and with it the timer.
            one.broken.ring();
            one.controller.abort();
        }
    }
}

fn add(counts: &mut [u32; 5], status: Status, positions: u32) {
    if let Some(count) = counts.get_mut(status as usize) {
        *count += positions;
    }
}
