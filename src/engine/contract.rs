//! The contract between the engine and its driver: `Command` out, `Input` in. Times are in microseconds; the engine has no clock, so every
//! call carries the time.
//!
//! The driver calls `next`, carries out the command, and calls `next` again until the command is `Wait`, `Idle` or `Finish`. When the time
//! has passed, or something that a command began has ended, it passes an `Input` and calls `next` again. `next` must not be called from
//! within a function of the caller's. A `Wait` replaces the previous one.
//!
//! ```text
//!             next()                                    input()
//!   Prepare -------------> the caller's beforeSend -->  Prepared | Stop, when it fails
//!   Send ----------------> fetch -------------------->  Answer | Loss
//!   AskForUserSig -------> the caller's function ---->  UserSig | Stop, when it fails
//!   AcquirePermits(n) ---> n calls of the limiter --->  Permit, once for each | Stop, when one fails
//!   CancelPermits -------> the limiter's signals
//!   ReportProgress ------> the caller's onProgress
//!   Wait(microseconds) --> a timer, then next()
//!   Idle ----------------> nothing: an input will come
//!   Finish --------------> the report; `failure` says why the run ended early by itself, if it did
//! ```
//! When a function of the caller's fails, the driver passes `Stop` and keeps the failure: it is the end of the run unless the engine has a
//! `failure` of its own. The caller's wishes are inputs too: `Stop` (send nothing new, wait for what is in flight), `Abort` (end now; what is
//! in flight becomes `unconfirmed`; the driver need not wait for `Finish`), `EndOfKeys` (the source of keys is exhausted).
//!
//! `Send` is a POST of JSON without redirects, with a timeout and a limit on the size of the answer. The driver tells losses apart, since
//! they decide between `notAttempted` and `unconfirmed`: `wire::response::Loss` says how. It passes the envelope of an answer in the form of
//! `wire::response`.
//!
//! Two engines speak it: `recall::Recall`, and `history_page::HistoryPage`, for which `Stop` is the same as `Abort`, and whose page the
//! driver takes from the answer itself. Beside it, a driver gives `Recall` keys (`RunTracker::take` while there is `room`), keeps UserSigs
//! (`UserSigs::keep`), and reads outcomes and counters, at any time.
//!
//! `crossing.rs` says in which form commands and inputs cross to JavaScript.

use crate::client::pace::Micros;
use crate::wire::response::Loss;

/// The time of a call.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Microseconds of a monotonic clock.
    pub now: Micros,
    /// Unix seconds of the wall clock.
    pub unix: f64,
}

/// What the driver is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Call the caller's `beforeSend` with these keys. `Prepared` follows, or `Stop` when it has failed.
    Prepare {
        /// Number of the request within its run.
        request: u32,
        /// The account of its messages.
        account: String,
        /// Its keys, each followed by a line feed.
        keys: String,
    },
    /// Post this body now: a request that leaves later than planned may exceed the rate. One `Answer` or `Loss` follows.
    Send {
        /// Number of the request within its run.
        request: u32,
        /// Holds the UserSig; never shown.
        url: String,
        /// JSON.
        body: String,
    },
    /// Call `next` after so many microseconds, or after the next input.
    Wait(Micros),
    /// Nothing to do before the next input.
    Idle,
    /// Ask the caller's function for a UserSig; `UserSig` follows.
    AskForUserSig,
    /// Ask the caller's limiter for so many permits; a `Permit` follows for each.
    AcquirePermits(u32),
    /// No permit that was asked for is needed any more.
    CancelPermits,
    /// A progress event is due.
    ReportProgress,
    /// The run is over, and nothing is in flight.
    Finish,
}

/// What the driver tells the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input<'a> {
    /// A request was answered.
    Answer {
        /// Number of the request; unknown ones, such as those of an aborted run, are ignored.
        request: u32,
        /// HTTP status.
        status: u16,
        /// What `Retry-After` asks for; 0 without one.
        retry_after: Micros,
        /// The envelope of the body; `None` where it has none.
        envelope: Option<&'a str>,
    },
    /// A request ended without an answer.
    Loss {
        /// Number of the request.
        request: u32,
        /// How it ended.
        loss: Loss,
        /// The same in words, where there are better ones than `Loss::text`.
        words: Option<String>,
    },
    /// The caller's `beforeSend` has succeeded: the request may leave.
    Prepared {
        /// Number of the request; unknown ones are ignored.
        request: u32,
    },
    /// The caller's function has returned, and the client has its UserSig.
    UserSig,
    /// The limiter has given one permit.
    Permit {
        /// How long it took.
        took: Micros,
    },
    /// Send nothing new; what is in flight is waited for.
    Stop,
    /// End now; what is in flight becomes `unconfirmed`.
    Abort,
    /// No more keys will come.
    EndOfKeys,
}
