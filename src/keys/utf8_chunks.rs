//! Decodes UTF-8 from chunks that may split a character. For the bindings of the reader.

/// Replaces invalid UTF-8.
const REPLACEMENT: &str = "\u{fffd}";

/// Decodes chunk by chunk.
#[derive(Debug, Default)]
pub struct Utf8Chunks {
    /// The first bytes of a character that the last chunk split.
    cut: Vec<u8>,
}

impl Utf8Chunks {
    /// Passes the text of the next chunk to the callback, in parts.
    pub fn decode(&mut self, bytes: &[u8], mut take: impl FnMut(&str)) {
        let mut joined = std::mem::take(&mut self.cut);
        let mut rest = bytes;
        if !joined.is_empty() {
            joined.extend_from_slice(bytes);
            rest = &joined;
        }
        loop {
            let error = match std::str::from_utf8(rest) {
                Ok(text) => return take(text),
                Err(error) => error,
            };
            let (valid, after) = rest.split_at(error.valid_up_to());
            take(std::str::from_utf8(valid).unwrap_or_default());
            let Some(length) = error.error_len() else {
                self.cut = after.to_vec();
                return;
            };
            take(REPLACEMENT);
            rest = after.get(length..).unwrap_or_default();
        }
    }

    /// Ends the text: a replacement character if the last character is incomplete.
    #[must_use]
    pub fn end(&self) -> &'static str {
        if self.cut.is_empty() { "" } else { REPLACEMENT }
    }
}
