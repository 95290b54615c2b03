//! Tests of the form in which commands and inputs are passed to and from JavaScript.

use crate::engine::contract::{Command, Input};
use crate::engine::crossing::{INPUTS, LETTERS, decode, encode};
use crate::wire::response::Loss;

#[test]
fn a_command_is_its_letter_and_its_fields() {
    let send = Command::Send { request: 12, url: "https://x/?a".into(), body: "{}".into() };
    assert_eq!(encode(&send), "S12\nhttps://x/?a\n{}");
    assert_eq!(encode(&Command::Wait(1)), "W1");
    assert_eq!(encode(&Command::Wait(250_001)), "W251");
    assert_eq!(encode(&Command::Wait(u64::MAX)), "W2147483647");
    assert_eq!(encode(&Command::AcquirePermits(16)), "P16");
    assert_eq!(
        encode(&Command::Prepare { request: 7, account: "@TOA#_1".into(), keys: "1_1_1\n2_1_1\n".into() }),
        "B7\n@TOA#_1\n1_1_1\n2_1_1\n"
    );
}

#[test]
fn every_command_has_a_letter_of_its_own() {
    let commands = [
        Command::Send { request: 0, url: String::new(), body: String::new() },
        Command::Wait(0),
        Command::Idle,
        Command::AskForUserSig,
        Command::AcquirePermits(0),
        Command::CancelPermits,
        Command::ReportProgress,
        Command::Finish,
        Command::Prepare { request: 0, account: String::new(), keys: String::new() },
    ];
    let letters: Vec<Option<char>> = commands.iter().map(|command| encode(command).chars().next()).collect();
    assert_eq!(letters, LETTERS.map(|(_, letter)| Some(letter)));
}

#[test]
fn an_input_is_its_number_with_its_arguments() {
    let answer = decode(0, 3, [200.0, 1500.0], Some("OK"));
    assert_eq!(answer, Some(Input::Answer { request: 3, status: 200, retry_after: 1_500_000, envelope: Some("OK") }));
    let lost = decode(1, 3, [1.0, 0.0], None);
    assert_eq!(lost, Some(Input::Loss { request: 3, loss: Loss::Unsent, words: None }));
    let unknown = decode(1, 3, [99.0, 0.0], Some("x"));
    assert_eq!(unknown, Some(Input::Loss { request: 3, loss: Loss::Unreadable, words: Some("x".into()) }));
    assert_eq!(decode(3, 0, [2.5, 0.0], None), Some(Input::Permit { took: 2500 }));
    let known = (0..100).filter(|number| decode(*number, 0, [0.0, 0.0], None).is_some()).count();
    assert_eq!(known, INPUTS.len());
}
