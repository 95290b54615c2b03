//! Sentences about a text that does not have its form: what was found, and what was expected.

use crate::text::decimal;
use crate::text::excerpt::quoted;

/// A text of the wrong form.
pub(super) fn found(text: &str, expected: &str) -> String {
    ["found ", &quoted(text), ", expected ", expected].concat()
}

/// A text of too many bytes: `what` begins with its article and ends with "of", `unit` begins with a space.
pub(super) fn too_long(what: &str, bytes: usize, most: usize, unit: &str) -> String {
    let (bytes, most) = (decimal::text(bytes as u64), decimal::text(most as u64));
    ["found ", what, " ", &bytes, " bytes, expected at most ", &most, unit].concat()
}
