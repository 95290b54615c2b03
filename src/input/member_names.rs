//! Names of the members of a request and of the options of `history`. Any other name is an issue: a misspelt option would silently have
//! its default.

/// Members of a recall request.
pub const REQUEST: &[&str] = &[
    "officialAccount",
    "msgKeys",
    "messages",
    "unconfirmed",
    "reason",
    "signal",
    "stopSignal",
    "beforeSend",
    "onProgress",
];
/// Options of a history.
pub const HISTORY: &[&str] = &["since", "until", "from", "includeRecalled", "signal"];
