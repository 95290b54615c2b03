//! Looks up codes in the table: meaning, advice, who can fix the cause, and how a run treats the code.

use crate::vendor::code_table::advice;
use crate::vendor::code_table::row::text;
pub use crate::vendor::code_table::row::{Class, Code, Fixer, LANGUAGES, Text};
pub use crate::vendor::code_table::rows::CODES;

/// The message does not exist.
pub const DOES_NOT_EXIST: i32 = 10030;
/// Some parameter is invalid.
pub const INVALID_PARAMETER: i32 = 10004;
/// Verification failed too often: the service checks no UserSig for one minute.
pub const LOCKED_OUT: i32 = 70050;

/// The texts for a code that is not in the table.
pub static UNKNOWN: Code = Code {
    number: 0,
    #[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
    name: "UNKNOWN",
    meaning: text!("This code is in no document known to this release." "本版本所知的文档中没有此错误码。" "このバージョンが参照した文書にないコードです。"),
    advice: &advice::LOOK_UP,
    fixer: Fixer::Unknown,
    class: Class::Other,
    outcome_unknown: false,
    retry_limit: None,
    #[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
    source: "",
};

/// The meaning of a code, in English.
#[must_use]
pub fn meaning_of(number: i32) -> &'static str {
    find(number).unwrap_or(&UNKNOWN).meaning[0]
}

/// The row of a code.
#[must_use]
pub fn find(number: i32) -> Option<&'static Code> {
    CODES.binary_search_by_key(&number, |row| row.number).ok().and_then(|at| CODES.get(at))
}

/// The class of a code; `Other` if it is not in the table.
#[must_use]
pub fn class_of(number: i32) -> Class {
    find(number).map_or(Class::Other, |row| row.class)
}

/// Whether the service may have recalled messages despite a code.
#[must_use]
pub fn is_outcome_unknown(number: i32) -> bool {
    find(number).is_some_and(|row| row.outcome_unknown)
}
