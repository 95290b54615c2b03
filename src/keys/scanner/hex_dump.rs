//! Recognizes lines of `hexdump -C`, `xxd` and the like, whose text column cuts keys every 16 bytes. For `msg_key_scanner.rs`.

/// Hexadecimal digits of the bytes of the shortest text that may end with a whole key, such as `1_1_1698741698`.
const LEAST_DIGITS: usize = 28;

/// Whether a line has enough hexadecimal bytes for the text next to them to be part of a key and look like a whole one.
#[must_use]
pub fn is_line(text: &str) -> bool {
    let mut digits = 0;
    text.len() > LEAST_DIGITS
        && text.split(|c: char| !c.is_ascii_alphanumeric() && c != ':').filter(|word| !word.is_empty()).any(|word| {
            let word = word.strip_prefix("0x").unwrap_or(word);
            let is_group = matches!(word.len(), 2 | 4 | 8 | 16) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
            digits = if is_group { digits + word.len() } else { 0 };
            digits >= LEAST_DIGITS
        })
}
