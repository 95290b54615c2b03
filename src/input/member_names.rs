//! Names of the members that each input may have; another name is an issue, since a misspelt option would silently have its default.

/// Options of a client.
pub const CLIENT: &[&str] = &[
    "sdkAppId",
    "identifier",
    "secretKey",
    "userSig",
    "userSigExpire",
    "region",
    "standby",
    "baseUrl",
    "fetch",
    "timeout",
    "retries",
    "rateLimit",
    "concurrency",
    "limiter",
    "deadline",
    "allowSecretKeyInBrowser",
];
/// Members of a recall request.
pub const REQUEST: &[&str] =
    &["officialAccount", "msgKeys", "unconfirmed", "reason", "signal", "stopSignal", "beforeSend", "onProgress"];
/// Options of a history.
pub const HISTORY: &[&str] = &["since", "until", "from", "includeRecalled", "signal"];
