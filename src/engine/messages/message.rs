//! One message of a run: its history, and the status that follows from it.

use crate::client::retry::MISSING;
use crate::input::accounts::AccountId;
use crate::vendor::code::{self, Class};
use crate::vendor::msg_key::MsgKey;

/// What is known about a message at the end of its run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// A RetCode 0 was read.
    Recalled = 0,
    /// 10030 after an attempt whose answer was not read.
    PresumedRecalled = 1,
    /// 10030, and no known attempt can have recalled it: recalled before, expired, or never sent.
    NotFound = 2,
    /// The service answered that it did not recall it.
    Failed = 3,
    /// Sent, by this run or an earlier one; outcome unknown.
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
    /// Its status.
    pub status: Status,
    /// The vendor's code in the last answer about it.
    pub code: Option<i32>,
    /// Requests that carried it, except those that never left.
    pub attempts: u32,
}

/// A message that is not settled yet.
#[derive(Debug, Clone)]
pub struct Message {
    /// Number of its account.
    pub account: AccountId,
    /// Its key.
    pub key: MsgKey,
    /// The caller's number of the message.
    pub tag: u32,
    /// Requests that carried it.
    pub attempts: u32,
    /// Attempts that count against the caller's `retries`.
    pub failures: u32,
    /// Attempts refused for the UserSig.
    pub resigns: u8,
    /// Good answers that did not list it.
    pub missing: u8,
    /// Rows that throttled it in answers that let others pass.
    pub row_throttles: u8,
    /// An attempt ended without a readable answer and may have recalled it.
    pub ambiguous: bool,
    /// The last code about it.
    pub code: Option<i32>,
}

impl Message {
    /// A message that was never sent.
    #[must_use]
    pub fn new(account: AccountId, key: MsgKey, tag: u32) -> Self {
        Self {
            account,
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

    /// Notes a good answer that did not list it. Returns whether a retry is worthwhile.
    pub fn note_missing(&mut self) -> bool {
        self.ambiguous = true;
        self.missing = self.missing.saturating_add(1);
        self.missing <= MISSING
    }

    /// Its outcome when nothing more will be sent.
    #[must_use]
    pub fn give_up(&self) -> Outcome {
        let status = match (self.attempts, self.ambiguous, self.code) {
            (0, false, _) => Status::NotAttempted,
            (_, false, Some(_)) => Status::Failed,
            _ => Status::Unconfirmed,
        };
        self.settle(status, self.code)
    }

    /// Its outcome after a final answer.
    #[must_use]
    pub fn refused(&self, code: i32) -> Outcome {
        let status = match (self.ambiguous, code::class_of(code)) {
            (true, _) if code == code::DOES_NOT_EXIST => Status::PresumedRecalled,
            (false, _) if code == code::DOES_NOT_EXIST => Status::NotFound,
            // Only a code about the message itself rules out that the earlier attempt recalled it.
            (true, class) if class != Class::Message => Status::Unconfirmed,
            _ => Status::Failed,
        };
        self.settle(status, Some(code))
    }

    /// Its outcome when nothing more is sent for its account, which the service refused with this code.
    #[must_use]
    pub fn account_ended(&self, code: i32) -> Outcome {
        // Other codes say nothing about a message that was not part of the refused request.
        if code::class_of(code) == Class::Account { self.refused(code) } else { self.give_up() }
    }

    /// Its outcome.
    #[must_use]
    pub fn settle(&self, status: Status, code: Option<i32>) -> Outcome {
        Outcome { tag: self.tag, status, code, attempts: self.attempts }
    }
}
