//! Sentences about a text that does not have its form: what was found, and what was expected.

use crate::text::decimal;
use crate::text::excerpt::quoted;

/// A text of the wrong form.
pub(super) fn found(text: &str, expected: &str) -> String {
    ["found ", &quoted(text), ", expected ", expected].concat()
}

/// A text of too many bytes: `what` begins with its article and ends with "of".
pub(super) fn too_long(what: &str, bytes: usize, expected: &str) -> String {
    ["found ", what, " ", &decimal::text(bytes as u64), " bytes, expected ", expected].concat()
}
