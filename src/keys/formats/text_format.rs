//! The format of a pasted text, its columns and its size. For `msg_key_reader.rs` and the bindings.

use crate::keys::rejection::Rejected;

/// The detected format of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A key on each line.
    Lines,
    /// A table: CSV, TSV, or delimited by semicolons or bars.
    Csv,
    /// One JSON value.
    Json,
    /// Several JSON values.
    Jsonl,
    /// Keys anywhere in the lines.
    Log,
}

impl Format {
    /// The name in the JavaScript API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Lines => "lines",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Log => "log",
        }
    }
}

/// What is known of a text so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traits {
    /// The column that was read: its name or its 1-based number.
    pub column: Option<String>,
    /// The column of accounts that was read: its name or its 1-based number.
    pub account_column: Option<String>,
    /// Two columns or members that hold keys. Neither is read: the caller must choose one.
    pub columns: Option<[String; 2]>,
    /// Lines that are neither blank nor comments.
    pub line_count: u32,
    /// The first such line, truncated if it may be a secret.
    pub sample: Option<String>,
    /// Where an unclosed quote, string, object or array begins.
    pub incomplete: Option<Rejected>,
}
