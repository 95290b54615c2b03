//! The crate's error type and its closed list of `ERR_*` codes.

use std::fmt;

use crate::issue::code::DetailCode;
use crate::issue::problem::{Issue, Param};

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        /// The kind of an error. `index.d.ts` has the same list; a test compares them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ErrorCode { $($(#[$doc])* $variant,)+ }

        impl ErrorCode {
            /// Every code, in the order of the documentation.
            pub const ALL: &[ErrorCode] = &[$(ErrorCode::$variant,)+];

            /// `RecallError.code` in JavaScript.
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
    /// The identifier lacks the permission.
    Permission = "ERR_PERMISSION",
    /// The SDKAppID belongs to another data centre, or does not exist.
    Region = "ERR_REGION",
    /// The official account does not exist, or its id is malformed.
    OfficialAccount = "ERR_OFFICIAL_ACCOUNT",
    /// The app's plan or quota does not allow it.
    Plan = "ERR_PLAN",
    /// The service refused the request for another reason.
    Refused = "ERR_REFUSED",
    /// Every request was rate-limited for a long time.
    RateLimited = "ERR_RATE_LIMITED",
    /// The service did not answer.
    NoReply = "ERR_NO_REPLY",
    /// The answer is not from this service.
    UnreadableReply = "ERR_UNREADABLE_REPLY",
    /// The caller's signal was aborted.
    Aborted = "ERR_ABORTED",
    /// The deadline of the whole run passed.
    Deadline = "ERR_DEADLINE",
    /// The caller's limiter failed.
    Limiter = "ERR_LIMITER",
    /// The caller's `beforeSend` failed.
    BeforeSend = "ERR_BEFORE_SEND",
    /// The caller's UserSig function failed.
    UserSigProvider = "ERR_USER_SIG_PROVIDER",
    /// The caller's iterable of keys failed.
    InputSource = "ERR_INPUT_SOURCE",
    /// A webhook request is not genuine or cannot be read.
    Webhook = "ERR_WEBHOOK",
    /// A defect of this package.
    Internal = "ERR_INTERNAL",
}

/// Codes that only the JavaScript around the crate raises: WebAssembly is not allowed, a store cannot be used.
pub const CODES_OF_JAVASCRIPT: &[&str] = &["ERR_WEBASSEMBLY", "ERR_STORE"];

/// Why something was refused or ended early. It holds data only; the sentences are in `pkg-template/texts/`.
#[derive(Debug, PartialEq)]
pub struct Error {
    code: ErrorCode,
    detail: Option<Detail>,
    api_code: Option<i32>,
    issues: Vec<Issue>,
}

/// The detail of an error.
#[derive(Debug, PartialEq)]
pub struct Detail {
    /// The case of the error.
    pub code: DetailCode,
    /// The parameter of the code.
    pub param: Param,
}

impl Error {
    /// An error with its detail.
    #[must_use]
    pub fn new(code: ErrorCode, detail: DetailCode, param: Param) -> Self {
        Self { code, detail: Some(Detail { code: detail, param }), api_code: None, issues: Vec::new() }
    }

    /// Invalid input, with all its issues.
    #[must_use]
    pub fn invalid(issues: Vec<Issue>) -> Self {
        Self::of_issues(ErrorCode::InvalidInput, issues)
    }

    /// An error that is described by its issues.
    #[must_use]
    pub fn of_issues(code: ErrorCode, issues: Vec<Issue>) -> Self {
        Self { code, detail: None, api_code: None, issues }
    }

    /// The same error with the vendor's code.
    #[must_use]
    pub fn with_api_code(self, api_code: Option<i32>) -> Self {
        Self { api_code, ..self }
    }

    /// Adds how the last request ended if this error is that no request was answered.
    #[must_use]
    pub fn with_loss(&self, loss: Option<&str>) -> Self {
        let detail = self.detail.as_ref().map(|detail| Detail {
            code: detail.code,
            param: match loss {
                Some(loss) if detail.code == DetailCode::NoReply => loss.into(),
                _ => detail.param.clone(),
            },
        });
        Self { code: self.code, detail, api_code: self.api_code, issues: Vec::new() }
    }

    /// The kind of error.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The detail of the error.
    #[must_use]
    pub fn detail(&self) -> Option<&Detail> {
        self.detail.as_ref()
    }

    /// The vendor's code if the service refused.
    #[must_use]
    pub fn api_code(&self) -> Option<i32> {
        self.api_code
    }

    /// Every problem of the input.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code.as_str())
    }
}

impl std::error::Error for Error {}
