//! Reads the lines of a list of keys. For `msg_key_reader.rs`.

use crate::keys::found_key::FoundKey;
use crate::keys::scanner::escape_byte;
use crate::keys::scanner::msg_key_scanner::{self, Found, bare};

/// Whether a line is a handwritten list: a space after each comma, or a comma at the end.
#[must_use]
pub fn is_spaced(text: &str, delimiter: char) -> bool {
    let text = text.trim_end();
    let count = |pattern: &str| text.matches(pattern).count();
    let marks = count(delimiter.encode_utf8(&mut [0; 4]));
    matches!(delimiter, ',' | ';')
        && (text.ends_with(delimiter) || marks == count([delimiter, ' '].iter().collect::<String>().as_str()))
}

/// Whether a line is a comment. A line that starts with an rsyslog-escaped tab (`#011`) is not.
#[must_use]
pub fn is_comment(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('#') && escape_byte::rsyslog(text).is_none()
}

/// Reads one line of a list of keys.
pub fn read(text: &str, line: u32, found: &mut Found) {
    let text = before_comment(text);
    let (word, rejected) = (bare(text), found.rejected.len());
    match msg_key_scanner::judge(word) {
        Ok(key) => found.accept(key, line),
        Err(code) => {
            if !found.spot(text, line) && found.rejected.len() == rejected {
                found.reject(word, line, code);
            }
        }
    }
}

/// Reads lines that hold one plausible key and nothing else, up to the first line that does not. Returns the rest of the text.
pub fn read_plain<'a>(text: &'a str, line: &mut u32, found: &mut Found) -> &'a str {
    let mut rest = text.as_bytes();
    while let Some((key, length)) = FoundKey::at_start(rest).filter(|(key, _)| key.is_plausible())
        && let Some(behind) = rest.get(length..)
        && let Some(next) = behind.strip_prefix(b"\n").or_else(|| behind.strip_prefix(b"\r\n"))
    {
        *line = line.saturating_add(1);
        found.accept(key, *line);
        rest = next;
    }
    text.get(text.len() - rest.len()..).unwrap_or_default()
}

/// Cuts the comment after a key, which may mention other keys.
#[must_use]
pub fn before_comment(text: &str) -> &str {
    let mut before = text.match_indices('#').filter_map(|(at, _)| text.get(..at)?.strip_suffix(' '));
    before.next().unwrap_or(text)
}
