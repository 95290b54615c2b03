//! UTF-8 in chunks that may end within a character, as text. For the bindings of the reader.

/// Stands for bytes that are no UTF-8.
const REPLACEMENT: &str = "\u{fffd}";

/// Decodes chunk by chunk.
#[derive(Debug, Default)]
pub struct Utf8Chunks {
    /// The beginning of a character that the last chunk cut.
    cut: Vec<u8>,
}

impl Utf8Chunks {
    /// Calls back with the text of the next chunk, in parts.
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

    /// What is left at the end.
    #[must_use]
    pub fn end(&self) -> &'static str {
        if self.cut.is_empty() { "" } else { REPLACEMENT }
    }
}
