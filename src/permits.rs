//! Leave to send that the caller's limiter gives: asked for as far ahead as its answers take, so that a limiter behind a
//! network does not make every request wait for one answer after the other.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;
use web_sys::AbortController;

use crate::batch::MAX_KEYS;
use crate::credential::Failure;
use crate::door;
use crate::error::{Error, ErrorCode};
use crate::job::Job;
use crate::pace::{Micros, SECOND};
use crate::run::{Phase, Run};
use crate::transport;

/// Permits that are asked for or held at once at most. A limiter that is itself the narrow place answers the later the more it
/// is asked; without an end the asking would grow with it.
const AHEAD: u64 = 16;

/// A limiter of the caller's.
pub struct Limiter {
    /// The object.
    pub owner: JsValue,
    /// Its function `acquire`.
    pub acquire: Function,
}

impl Limiter {
    /// Waits for one permit.
    ///
    /// # Errors
    /// When it throws or rejects.
    pub async fn acquire(&self, signal: &JsValue) -> Result<(), Failure> {
        let failed = |cause| Failure { error: Error::new(ErrorCode::Limiter, "the limiter failed; see cause"), cause };
        let granted = self.acquire.call1(&self.owner, signal).map_err(failed)?;
        transport::settled(&granted).await.map(|_| ()).map_err(failed)
    }
}

/// The permits of one run.
pub struct Permits {
    limiter: Rc<Limiter>,
    state: Rc<State>,
}

#[derive(Default)]
struct State {
    held: Cell<u64>,
    /// How long the latest answer took.
    took: Cell<Micros>,
    asked: RefCell<Vec<(u32, AbortController)>>,
    asked_ever: Cell<u32>,
    closed: Cell<bool>,
}

impl Permits {
    /// None yet.
    #[must_use]
    pub fn new(limiter: Rc<Limiter>) -> Self {
        Self { limiter, state: Rc::default() }
    }

    /// Takes a permit, if one is held, and asks for those that will be needed while an answer is on its way, at so many
    /// requests a second. The job's bell rings when one comes; what fails ends the job.
    pub fn take(&self, job: &Rc<Job>, rate: f64, clock: fn() -> Micros) -> bool {
        let meanwhile = (self.state.took.get() as f64 / SECOND as f64 * rate).ceil() as u64;
        let wanted = meanwhile.min(AHEAD).min(departures(&job.run.borrow())).max(1);
        while self.state.held.get() + (self.state.asked.borrow().len() as u64) < wanted {
            let Ok(controller) = AbortController::new() else { break };
            self.ask(job, controller, clock);
        }
        let held = self.state.held.get();
        self.state.held.set(held.saturating_sub(1));
        held > 0
    }

    /// Tells the limiter that nobody waits any more.
    pub fn withdraw(&self) {
        self.state.closed.set(true);
        // Taken first: what listens is foreign code.
        let asked = std::mem::take(&mut *self.state.asked.borrow_mut());
        for (_, controller) in asked {
            controller.abort();
        }
    }

    fn ask(&self, job: &Rc<Job>, controller: AbortController, clock: fn() -> Micros) {
        // Not the job itself: a limiter that never answers, whatever its signal says, would keep it for ever.
        let (limiter, state, job) = (self.limiter.clone(), self.state.clone(), Rc::downgrade(job));
        let signal: JsValue = controller.signal().into();
        let number = state.asked_ever.get();
        state.asked_ever.set(number.wrapping_add(1));
        state.asked.borrow_mut().push((number, controller));
        let begun = clock();
        transport::spawn(async move {
            let answer = limiter.acquire(&signal).await;
            state.asked.borrow_mut().retain(|(one, _)| *one != number);
            let Some(job) = job.upgrade().filter(|_| !state.closed.get()) else { return };
            match answer {
                Ok(()) => {
                    state.took.set(clock().saturating_sub(begun));
                    state.held.set(state.held.get() + 1);
                    job.bell.ring();
                }
                Err(failure) => job.fail(failure.error, failure.cause),
            }
        });
    }
}

/// How many requests will leave without another answer, if nothing goes wrong: a permit for one more might be asked in vain.
fn departures(run: &Run) -> u64 {
    if matches!(run.phase, Phase::Probing { .. }) {
        return 1;
    }
    let room = run.options.concurrency.saturating_sub(run.in_flight());
    run.waiting().div_ceil(MAX_KEYS).min(room) as u64
}

impl Drop for Permits {
    fn drop(&mut self) {
        self.withdraw();
    }
}

/// A limiter of checked input, if there is one.
#[must_use]
pub fn limiter(owner: JsValue) -> Option<Rc<Limiter>> {
    door::function(door::member(&owner, "acquire")).map(|acquire| Rc::new(Limiter { owner, acquire }))
}
