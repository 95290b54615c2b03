//! JavaScript's clocks and randomness; the floors below take them as arguments.

use wasm_bindgen::prelude::*;

#[cfg(feature = "run")]
use crate::client::pace::Micros;
#[cfg(feature = "run")]
use crate::engine::contract::Clock;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

#[cfg(feature = "run")]
/// Microseconds of a monotonic clock.
#[must_use]
pub fn now() -> Micros {
    (performance_now() * 1000.0) as Micros
}

/// Unix seconds of the wall clock.
#[must_use]
pub fn unix() -> f64 {
    js_sys::Date::now() / 1000.0
}

/// A random u32.
#[must_use]
pub fn random() -> u32 {
    (js_sys::Math::random() * 4_294_967_296.0) as u32
}

/// A seed for the random numbers of a run.
#[must_use]
pub fn seed() -> u64 {
    u64::from(random()) << 32 | u64::from(random())
}

/// The current time, for the engine.
#[cfg(feature = "run")]
#[must_use]
pub fn time() -> Clock {
    Clock { now: now(), unix: unix() }
}
