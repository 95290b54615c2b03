//! Claims about requests that never left, because there was no connection to leave by.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by failing"
)]

mod rig;

use rig::{LOST, OPTIONS, Rig, rows};
use tencent_chat_recall::error::ErrorCode;
use tencent_chat_recall::item::Status;
use tencent_chat_recall::response::{Loss, Outcome};
use tencent_chat_recall::run::Options;

#[test]
fn a_request_that_never_left_says_nothing_about_its_messages() {
    let unsent = || Outcome::Lost(Loss::Unsent);
    let mut rig = Rig::new(Options { retries: 1, ..OPTIONS }, 3);
    rig.exchange(|_| unsent());
    rig.finish(|keys| rows(&keys.iter().map(|tag| Some([0, 10030, 10031][*tag as usize])).collect::<Vec<_>>()));
    assert_eq!(rig.ended(1), (Status::Failed, Some(10030)));
    assert_eq!((rig.counts(), rig.attempts(0)), ([1, 0, 2, 0, 0], 1));

    let mut rig = Rig::new(Options { retries: 1, ..OPTIONS }, 3);
    rig.finish(|_| unsent());
    assert_eq!((rig.counts(), rig.attempts(0)), ([0, 0, 0, 0, 3], 0));
    assert_eq!(rig.run.traffic().requests - rig.run.traffic().retries, 1);

    // One that left and was lost is not made undone by one that did not leave.
    let mut rig = Rig::new(Options { retries: 5, ..OPTIONS }, 1);
    rig.exchange(|_| LOST);
    rig.exchange(|_| unsent());
    rig.finish(|_| rows(&[Some(10030)]));
    assert_eq!((rig.ended(0), rig.attempts(0)), ((Status::PresumedRecalled, Some(10030)), 2));
}

#[test]
fn a_service_that_cannot_be_reached_ends_the_run_with_every_message_unsent() {
    let mut rig = Rig::new(OPTIONS, 300);
    rig.finish(|_| Outcome::Lost(Loss::Unsent));
    assert_eq!(rig.error(), Some((ErrorCode::NoReply, None)));
    assert_eq!(rig.counts(), [0, 0, 0, 0, 300]);
}
