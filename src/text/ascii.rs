//! Looking into short texts by their bytes. The library's own search is made for long ones, and takes kilobytes.

/// What stands before the first such symbol of ASCII, and after it; `None` when there is none.
#[must_use]
pub fn cut(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == mark)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether one of these symbols of ASCII is in it.
#[must_use]
pub fn holds(text: &str, marks: &[u8]) -> bool {
    text.bytes().any(|byte| is_one_of(byte, marks))
}

/// Whether it is one of these few.
#[must_use]
#[allow(clippy::manual_contains, reason = "`contains` brings a search that is made for many")]
pub fn is_one_of(byte: u8, marks: &[u8]) -> bool {
    marks.iter().any(|mark| *mark == byte)
}
