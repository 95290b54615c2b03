//! One message of a run: what has happened to it, and what can be said of it.

use crate::client::retry::MISSING;
use crate::vendor::code::{self, Class};
use crate::vendor::identifier::MsgKey;

/// What is known about a message when its run has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// A RetCode 0 was read.
    Recalled = 0,
    /// 10030 after an attempt whose answer was not read.
    PresumedRecalled = 1,
    /// 10030, and no attempt that is known of can have recalled it: recalled before, expired, or never there.
    NotFound = 2,
    /// The service answered that it did not.
    Failed = 3,
    /// Sent, by this run or an earlier one, and no answer tells what became of it.
    Unconfirmed = 4,
    /// Never sent.
    NotAttempted = 5,
}

impl Status {
    /// Every status, by its number.
    pub const ALL: [Status; 6] = [
        Status::Recalled,
        Status::PresumedRecalled,
        Status::NotFound,
        Status::Failed,
        Status::Unconfirmed,
        Status::NotAttempted,
    ];

    /// The text that JavaScript sees.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Recalled => "recalled",
            Status::PresumedRecalled => "presumedRecalled",
            Status::NotFound => "notFound",
            Status::Failed => "failed",
            Status::Unconfirmed => "unconfirmed",
            Status::NotAttempted => "notAttempted",
        }
    }
}

/// The outcome of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The caller's number of the message.
    pub tag: u32,
    /// What is known.
    pub status: Status,
    /// The vendor's code in the last answer that said something about it.
    pub code: Option<i32>,
    /// Requests that carried it, without those that never left.
    pub attempts: u32,
}

/// A message that is not settled yet.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its key.
    pub key: MsgKey,
    /// The caller's number of it.
    pub tag: u32,
    /// Requests that carried it.
    pub attempts: u32,
    /// Attempts that count against the caller's limit of retries.
    pub failures: u32,
    /// Attempts refused for the UserSig.
    pub resigns: u8,
    /// Good answers that did not name it.
    pub missing: u8,
    /// Rows that called it too fast in answers that let others through.
    pub row_throttles: u8,
    /// An attempt ended without a readable answer: it may have been recalled by it.
    pub ambiguous: bool,
    /// The last code that said something about it.
    pub code: Option<i32>,
}

impl Message {
    /// A message that was never sent.
    #[must_use]
    pub fn new(key: MsgKey, tag: u32) -> Self {
        Self {
            key,
            tag,
            attempts: 0,
            failures: 0,
            resigns: 0,
            missing: 0,
            row_throttles: 0,
            ambiguous: false,
            code: None,
        }
    }

    /// A good answer did not name it. `false` when there is no use in asking again.
    pub fn note_missing(&mut self) -> bool {
        self.ambiguous = true;
        self.missing = self.missing.saturating_add(1);
        self.missing <= MISSING
    }

    /// What can be said of it when nothing more will be sent.
    #[must_use]
    pub fn give_up(&self) -> Outcome {
        let status = match (self.attempts, self.ambiguous, self.code) {
            (0, false, _) => Status::NotAttempted,
            (_, false, Some(_)) => Status::Failed,
            _ => Status::Unconfirmed,
        };
        self.settle(status, self.code)
    }

    /// What can be said of it after an answer that is final for it.
    #[must_use]
    pub fn refused(&self, code: i32) -> Outcome {
        let status = match (self.ambiguous, code::class_of(code)) {
            (true, _) if code == code::DOES_NOT_EXIST => Status::PresumedRecalled,
            (false, _) if code == code::DOES_NOT_EXIST => Status::NotFound,
            // Only a code about the message itself says that the earlier attempt did nothing either.
            (true, class) if class != Class::Message => Status::Unconfirmed,
            _ => Status::Failed,
        };
        self.settle(status, Some(code))
    }

    /// Its outcome.
    #[must_use]
    pub fn settle(&self, status: Status, code: Option<i32>) -> Outcome {
        Outcome { tag: self.tag, status, code, attempts: self.attempts }
    }
}
