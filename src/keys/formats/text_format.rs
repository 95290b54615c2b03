//! What a pasted text is: its form and what was read of it. For `msg_key_reader.rs` and the bindings.

use crate::keys::rejection::Rejected;

/// What a text turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A key on each line.
    Lines,
    /// A table: CSV, TSV, or with semicolons or bars.
    Csv,
    /// One JSON value.
    Json,
    /// Several JSON values.
    Jsonl,
    /// Keys somewhere in the lines.
    Log,
}

impl Format {
    /// The text that JavaScript sees.
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

/// What a text is, as far as it has been read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traits {
    /// The column that was read, by its name or its number from 1 on.
    pub column: Option<String>,
    /// Two columns or members that hold keys, of which none is read: one of them has to be named.
    pub columns: Option<[String; 2]>,
    /// Lines that are neither blank nor comments.
    pub line_count: u32,
    /// The first of those, cut where it may be a secret.
    pub sample: Option<String>,
    /// Where the text ends before it is whole, if it does.
    pub incomplete: Option<Rejected>,
}
