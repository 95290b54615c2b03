//! What may end a run from outside, for as long as it goes: the caller's signal and the deadline.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Date, Function};
use wasm_bindgen::prelude::*;

use crate::door;
use crate::error::{Error, ErrorCode};
use crate::job::Job;
use crate::options::Deadline;

/// The longest timer that every runtime keeps, in milliseconds.
const LONGEST: f64 = 2_147_483_647.0;

/// Listens while it lives.
pub struct Guard {
    signals: Vec<JsValue>,
    on_abort: Closure<dyn FnMut(JsValue)>,
    _deadline: Option<Timeout>,
}

impl Guard {
    /// Ends the job when a signal is aborted or the deadline passes, at once if that is so already.
    #[must_use]
    pub fn new(job: &Rc<Job>, signals: Vec<JsValue>, deadline: Option<Deadline>) -> Self {
        let stopped = job.clone();
        let on_abort = Closure::new(move |event: JsValue| {
            abort(&stopped, &door::member(&event, "target"));
        });
        for signal in &signals {
            if door::member(signal, "aborted").is_truthy() {
                abort(job, signal);
            }
            listen(signal, "addEventListener", on_abort.as_ref());
        }
        let ms = deadline.map(|deadline| match deadline {
            Deadline::After(ms) => ms,
            Deadline::At(moment) => moment - Date::now(),
        });
        let timer = ms.filter(|ms| *ms < LONGEST).and_then(|ms| {
            let job = job.clone();
            let pass =
                move || job.stop(Some(Error::new(ErrorCode::Deadline, "the deadline passed")), JsValue::UNDEFINED);
            if ms <= 0.0 {
                pass();
                return None;
            }
            Some(Timeout::new(ms.ceil() as u32, pass))
        });
        Self { signals, on_abort, _deadline: timer }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        for signal in &self.signals {
            listen(signal, "removeEventListener", self.on_abort.as_ref());
        }
    }
}

fn abort(job: &Job, signal: &JsValue) {
    job.stop(Some(Error::new(ErrorCode::Aborted, "aborted by the signal")), door::member(signal, "reason"));
}

/// Adds or removes a listener for the end of a signal.
pub fn listen(signal: &JsValue, method: &str, listener: &JsValue) {
    if let Some(method) = door::member(signal, method).dyn_ref::<Function>() {
        drop(method.call2(signal, &"abort".into(), listener));
    }
}
