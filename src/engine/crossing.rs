//! The form in which commands and inputs cross to JavaScript.
//!
//! Commands and inputs cross to JavaScript in one call each: a command as one string, its letter followed by fields that are separated by line
//! feeds; an input as its number with up to four arguments. `pkg-template/lib/run/driver.js` does the same by the constants
//! that `npm run generate` takes from here.
//!
//! | command | string | | input | number | request | first | second | text |
//! |---|---|---|---|--:|---|---|---|---|
//! | `Send` | `S` request `\n` url `\n` body | | `Answer` | 0 | its number | status | Retry-After, ms | envelope |
//! | `Wait` | `W` ms | | `Loss` | 1 | its number | number of the loss | | words |
//! | `Idle` | `I` | | `UserSig` | 2 | | | | |
//! | `AskForUserSig` | `U` | | `Permit` | 3 | | ms it took | | |
//! | `AcquirePermits` | `P` count | | `Stop` | 4 | | | | |
//! | `CancelPermits` | `C` | | `Abort` | 5 | | | | |
//! | `ReportProgress` | `R` | | `EndOfKeys` | 6 | | | | |
//! | `Finish` | `F` | | `Prepared` | 7 | its number | | | |
//! | `Prepare` | `B` request `\n` account `\n` its keys, each ended by `\n` | | | | | | | |

use crate::client::pace::Micros;
use crate::engine::contract::{Command, Input};
use crate::text::decimal;
use crate::wire::response::Loss;

/// First characters of the commands on their way to JavaScript, by name.
pub const LETTERS: [(&str, char); 9] = [
    ("SEND", SEND),
    ("WAIT", WAIT),
    ("IDLE", IDLE),
    ("ASK_FOR_USER_SIG", ASK_FOR_USER_SIG),
    ("ACQUIRE_PERMITS", ACQUIRE_PERMITS),
    ("CANCEL_PERMITS", CANCEL_PERMITS),
    ("REPORT_PROGRESS", REPORT_PROGRESS),
    ("FINISH", FINISH),
    ("PREPARE", PREPARE),
];
const SEND: char = 'S';
const WAIT: char = 'W';
const IDLE: char = 'I';
const ASK_FOR_USER_SIG: char = 'U';
const ACQUIRE_PERMITS: char = 'P';
const CANCEL_PERMITS: char = 'C';
const REPORT_PROGRESS: char = 'R';
const FINISH: char = 'F';
const PREPARE: char = 'B';

/// A command as a string.
#[must_use]
pub fn encode(command: &Command) -> String {
    match command {
        Command::Send { request, url, body } => with_fields(SEND, *request, [url, body]),
        Command::Wait(wait) => with_number(WAIT, ms(*wait)),
        Command::Idle => IDLE.into(),
        Command::AskForUserSig => ASK_FOR_USER_SIG.into(),
        Command::AcquirePermits(count) => with_number(ACQUIRE_PERMITS, (*count).into()),
        Command::CancelPermits => CANCEL_PERMITS.into(),
        Command::ReportProgress => REPORT_PROGRESS.into(),
        Command::Finish => FINISH.into(),
        Command::Prepare { request, account, keys } => with_fields(PREPARE, *request, [account, keys]),
    }
}

fn with_fields(letter: char, request: u32, fields: [&String; 2]) -> String {
    let mut text = with_number(letter, request.into());
    for field in fields {
        text.push('\n');
        text.push_str(field);
    }
    text
}

fn with_number(letter: char, number: u64) -> String {
    let mut text = String::from(letter);
    decimal::push(&mut text, number, 10);
    text
}

/// Milliseconds that a timer takes.
fn ms(wait: Micros) -> u64 {
    wait.div_ceil(1000).min(i32::MAX as Micros)
}

/// Names of the inputs, by their number.
pub const INPUTS: [&str; 8] = ["ANSWER", "LOSS", "USER_SIG", "PERMIT", "STOP", "ABORT", "END_OF_KEYS", "PREPARED"];

/// The input of a number with its arguments; `None` for an unknown number.
#[must_use]
pub fn decode(number: u32, request: u32, [first, second]: [f64; 2], text: Option<&str>) -> Option<Input<'_>> {
    Some(match number {
        0 => {
            let retry_after = micros(second);
            Input::Answer { request, status: first as u16, retry_after, envelope: text }
        }
        1 => Input::Loss { request, loss: loss(first), words: text.map(str::to_owned) },
        2 => Input::UserSig,
        3 => Input::Permit { took: micros(first) },
        4 => Input::Stop,
        5 => Input::Abort,
        6 => Input::EndOfKeys,
        7 => Input::Prepared { request },
        _ => return None,
    })
}

fn loss(number: f64) -> Loss {
    Loss::BY_NUMBER.get(number as usize).map_or(Loss::Unreadable, |(_, loss)| *loss)
}

fn micros(ms: f64) -> Micros {
    (ms * 1000.0) as Micros
}

/// Names of a run's counters, in the order in which they cross; the messages of each status follow.
pub const COUNTERS: [&str; 7] = ["total", "requests", "retries", "requeued", "inFlight", "rate", "durationMs"];
