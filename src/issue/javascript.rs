//! The codes and words that only the JavaScript around the crate uses: for webhooks, the handler and its client.

/// Issues: each code with the names of its parameters.
pub const ISSUES: &[&str] = &[
    // readWebhook
    "body-parsed",
    "body-read",
    "body-chunks",
    "body-utf8",
    "body-bytes count max",
    "body-characters count max",
    "body-endless max",
    // createMsgKeyReader, readMsgKeys
    "text-source found",
    "text-chunk found",
    "reader-ended",
    // createHandler, its requests, and RemoteRecallClient
    "unknown-member value known",
    "more-members count",
    "more-issues count",
    "unknown-action known",
    "keys-above-limit count max",
    "run-id-form",
    "reason-characters",
    "several-accounts",
    "url-without-origin",
    "headers-unusable",
];

/// Details: each code with the names of its parameters.
pub const DETAILS: &[&str] = &[
    "aborted",
    "deadline",
    "limiter-failed",
    "before-send-failed",
    "user-sig-failed",
    "source-failed",
    "no-message-list",
    "no-webassembly",
    "defect",
    "defect-with-cause",
    "core-stopped",
    // readWebhook
    "webhook-unreadable",
    // readMsgKeys
    "text-source-failed",
    // the handler
    "handler-failed",
    "body-taken",
    "account-not-allowed value",
    "audit-failed",
    "authorize-failed",
    "authorize-answered",
    "not-signed-in",
    "origin-not-allowed",
    "host-not-served",
    "client-left",
    "request-head",
    "request-method method",
    "odd-method",
    "request-content-type",
    "request-encoding name",
    "no-body",
    "body-timeout ms",
    "body-broke-off",
    "body-not-bytes",
    "body-not-utf8",
    "body-not-json",
    "body-too-large max",
    "body-depth max",
    "body-members max",
    "body-containers max",
    "member-twice name",
    "history-late",
    // RemoteRecallClient
    "handler-unreachable",
    "handler-connection",
    "handler-broke-off",
    "handler-time-limit count",
    "handler-answer",
    "handler-answer-cause",
    "handler-line",
    "handler-redirect",
    "handler-status status",
    "handler-missing status",
    "handler-too-large status",
];

/// How a request ended without an answer for every message: each code with the name of its parameter. The first ones come from Rust
/// (`Loss::text`, `no-rows`); the others describe what `fetch` threw or returned.
pub const LOSSES: &[&str] = &[
    "network said",
    "timeout",
    "http status",
    "unreadable",
    "no-rows count",
    "fetch-threw said",
    "no-response type",
    "used-response",
    "other-response",
];

/// Names for what was found or expected.
pub const WORDS: &[&str] = &[
    "handler-options",
    "handler-authorize",
    "handler-accounts",
    "handler-hosts",
    "handler-origins",
    "handler-audit",
    "handler-before-send",
    "handler-on-error",
    "handler-url",
    "handler-run",
    "request-object",
    "headers",
    "credentials",
    "array-of",
    "bytes-unit",
];
