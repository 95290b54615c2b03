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

/// Listens to signals while it lives.
pub struct Listener {
    signals: Vec<JsValue>,
    on_abort: Closure<dyn FnMut()>,
}

impl Listener {
    /// Calls back when one of the signals is aborted, with its reason; at once if one is already.
    #[must_use]
    pub fn new(signals: Vec<JsValue>, mut abort: impl FnMut(JsValue) + 'static) -> Self {
        let watched = signals.clone();
        let mut tell = move || {
            if let Some(signal) = watched.iter().find(|signal| door::member(signal, "aborted").is_truthy()) {
                abort(door::member(signal, "reason"));
            }
        };
        tell();
        let on_abort = Closure::new(tell);
        for signal in &signals {
            listen(signal, "addEventListener", on_abort.as_ref());
        }
        Self { signals, on_abort }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        for signal in &self.signals {
            listen(signal, "removeEventListener", self.on_abort.as_ref());
        }
    }
}

/// Adds or removes a listener for the end of a signal.
fn listen(signal: &JsValue, method: &str, listener: &JsValue) {
    if let Some(method) = door::member(signal, method).dyn_ref::<Function>() {
        drop(method.call2(signal, &"abort".into(), listener));
    }
}

/// The error of a run that a signal ended.
#[must_use]
pub fn aborted() -> Error {
    Error::new(ErrorCode::Aborted, "aborted by the signal")
}

/// Ends a job from outside while it lives.
pub struct Guard {
    _listener: Listener,
    _deadline: Option<Timeout>,
}

impl Guard {
    /// Ends the job when a signal is aborted or the deadline passes, at once if that is so already.
    #[must_use]
    pub fn new(job: &Rc<Job>, signals: Vec<JsValue>, deadline: Option<Deadline>) -> Self {
        let stopped = job.clone();
        let listener = Listener::new(signals, move |reason| stopped.stop(Some(aborted()), reason));
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
        Self { _listener: listener, _deadline: timer }
    }
}
