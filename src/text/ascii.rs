//! Searches short texts byte by byte. The standard library's search is optimized for long ones and adds kilobytes.

/// The text before and after the first occurrence of an ASCII character; `None` without one.
#[must_use]
pub fn cut(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == mark)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether the text contains one of these ASCII characters.
#[must_use]
pub fn holds(text: &str, marks: &[u8]) -> bool {
    text.bytes().any(|byte| is_one_of(byte, marks))
}

/// Whether the byte is one of these few.
#[must_use]
#[allow(clippy::manual_contains, reason = "`contains` adds a search that is optimized for many")]
pub fn is_one_of(byte: u8, marks: &[u8]) -> bool {
    marks.iter().any(|mark| *mark == byte)
}
