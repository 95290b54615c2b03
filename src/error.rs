//! The one error type of the crate and its closed list of `ERR_*` codes, for everything that can refuse to go on.

use std::fmt;

use crate::text::decimal;

/// One problem of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Where it is: `msgKeys[3]`, `reason`; empty when it concerns the whole.
    pub path: String,
    /// What was found and what was expected. Never holds a secret.
    pub message: String,
}

impl Issue {
    /// An issue at a path.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        /// What kind of error it is. `index.d.ts` holds the same list; a test compares them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ErrorCode { $($(#[$doc])* $variant,)+ }

        impl ErrorCode {
            /// Every code, in the order of the documentation.
            pub const ALL: &[ErrorCode] = &[$(ErrorCode::$variant,)+];

            /// The text that JavaScript sees as `RecallError.code`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $text,)+ }
            }
        }
    };
}

error_codes! {
    /// The input has problems; nothing was sent.
    InvalidInput = "ERR_INVALID_INPUT",
    /// The UserSig was refused.
    UserSig = "ERR_USER_SIG",
    /// The identifier may not do this.
    Permission = "ERR_PERMISSION",
    /// The SDKAppID belongs to another data centre, or does not exist.
    Region = "ERR_REGION",
    /// The official account does not exist, or its id is malformed.
    OfficialAccount = "ERR_OFFICIAL_ACCOUNT",
    /// The app's plan or quota does not allow it.
    Plan = "ERR_PLAN",
    /// The service refused the request for another reason.
    Refused = "ERR_REFUSED",
    /// Every request for a long while was refused for its rate.
    RateLimited = "ERR_RATE_LIMITED",
    /// No answer could be had from the service.
    NoReply = "ERR_NO_REPLY",
    /// An answer came and is not one of this service.
    UnreadableReply = "ERR_UNREADABLE_REPLY",
    /// The caller's signal was aborted.
    Aborted = "ERR_ABORTED",
    /// The deadline of the whole job passed.
    Deadline = "ERR_DEADLINE",
    /// The caller's limiter failed.
    Limiter = "ERR_LIMITER",
    /// The caller's UserSig function failed.
    UserSigProvider = "ERR_USER_SIG_PROVIDER",
    /// The caller's iterable of keys failed.
    InputSource = "ERR_INPUT_SOURCE",
    /// A webhook request is not what it claims to be.
    Webhook = "ERR_WEBHOOK",
    /// A defect of this package.
    Internal = "ERR_INTERNAL",
}

/// Codes that the JavaScript around the crate alone raises: WebAssembly may not be used.
pub const CODES_OF_JAVASCRIPT: &[&str] = &["ERR_WEBASSEMBLY"];

/// Why something was refused or ended early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    code: ErrorCode,
    message: String,
    api_code: Option<i32>,
    issues: Vec<Issue>,
}

impl Error {
    /// An error with a code and one sentence.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), api_code: None, issues: Vec::new() }
    }

    /// Bad input with all of its problems.
    #[must_use]
    pub fn invalid(issues: Vec<Issue>) -> Self {
        let mut message = String::new();
        let shown = 5;
        for issue in issues.iter().take(shown) {
            if !message.is_empty() {
                message.push_str("; ");
            }
            if !issue.path.is_empty() {
                message.push_str(&issue.path);
                message.push_str(": ");
            }
            message.push_str(&issue.message);
        }
        if let Some(more) = issues.len().checked_sub(shown).filter(|n| *n > 0) {
            message.push_str("; and ");
            decimal::push(&mut message, more as u64, 10);
            message.push_str(" more in `issues`");
        }
        Self { code: ErrorCode::InvalidInput, message, api_code: None, issues }
    }

    /// A refusal by the service with the vendor's code.
    pub fn refusal(code: ErrorCode, api_code: i32, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), api_code: Some(api_code), issues: Vec::new() }
    }

    /// The kind of error.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The vendor's code, when the service refused.
    #[must_use]
    pub fn api_code(&self) -> Option<i32> {
        self.api_code
    }

    /// Every problem of the input.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
