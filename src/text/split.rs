//! Splits texts at an ASCII character. The library's `split_once` adds its search for any character.

/// The text before the first of these characters, and the text from there on, which is empty if there is none.
#[must_use]
#[inline(never)]
pub fn before(text: &str, mark: u8) -> (&str, &str) {
    let at = text.bytes().position(|byte| byte == mark);
    at.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

/// The texts before and after the first of these characters; `None` if there is none.
#[must_use]
pub fn around(text: &str, mark: u8) -> Option<(&str, &str)> {
    let (before, rest) = before(text, mark);
    Some((before, rest.get(1..)?))
}
