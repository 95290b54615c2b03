//! In which form the commands and inputs of `engine::contract` cross to JavaScript, in one call each: a command as one string, its letter
//! followed by fields that are separated by line feeds; an input as its number with up to four arguments.
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
//! | `Finish` | `F` | | | | | | | |
//!
//! `pkg-template/lib` reads and writes the same by the constants of its generated file.

use crate::client::pace::Micros;
use crate::engine::contract::{Clock, Command, Input};
use crate::text::decimal;
use crate::wasm::clock;
use crate::wire::response::Loss;

/// The time now.
pub fn time() -> Clock {
    Clock { now: clock::now(), unix: clock::unix() }
}

/// A command as a string.
pub fn command(command: &Command) -> String {
    match command {
        Command::Send { request, url, body } => {
            ["S", &decimal::text((*request).into()), "\n", url, "\n", body].concat()
        }
        Command::Wait(wait) => with_number('W', ms(*wait)),
        Command::Idle => "I".into(),
        Command::AskForUserSig => "U".into(),
        Command::AcquirePermits(count) => with_number('P', (*count).into()),
        Command::CancelPermits => "C".into(),
        Command::ReportProgress => "R".into(),
        Command::Finish => "F".into(),
    }
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

fn micros(ms: f64) -> Micros {
    (ms * 1000.0) as Micros
}

/// An input of its number and arguments; `None` for a number that is none.
pub fn input(number: u32, request: u32, first: f64, second: f64, text: &Option<String>) -> Option<Input<'_>> {
    Some(match number {
        0 => {
            let envelope = text.as_deref();
            Input::Answer { request, status: first as u16, retry_after: micros(second), envelope }
        }
        1 => Input::Loss { request, loss: loss(first as u32), words: text.clone() },
        2 => Input::UserSig,
        3 => Input::Permit { took: micros(first) },
        4 => Input::Stop,
        5 => Input::Abort,
        6 => Input::EndOfKeys,
        _ => return None,
    })
}

fn loss(number: u32) -> Loss {
    Loss::BY_NUMBER.get(number as usize).map_or(Loss::Unreadable, |(_, loss)| *loss)
}
