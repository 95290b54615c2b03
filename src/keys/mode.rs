//! The format in which `msg_key_reader.rs` reads the lines of a text, once a line has revealed it.

use crate::keys::formats::csv_reader::Table;
use crate::keys::formats::json_text::JsonText;
use crate::keys::formats::text_format::{Format, Traits};
use crate::keys::scanner::msg_key_scanner::Found;

/// How the next line is read.
#[derive(Debug, Default)]
pub(super) enum Mode {
    /// The format is still unknown.
    #[default]
    Unclear,
    Lines,
    /// One row that holds only keys: the first row of a table if the next row does too, otherwise a list.
    Row {
        text: String,
        line: u32,
        count: usize,
        delimiter: char,
    },
    Table(Box<Table>),
    Json(Box<JsonText>),
    Log,
    /// A requested column is missing, or two columns hold keys: no key is taken.
    Refused,
}

impl Mode {
    /// Approximate number of bytes buffered for an unfinished value.
    pub(super) fn held(&self) -> usize {
        if let Self::Json(json) = self { json.held() } else { 0 }
    }

    /// Number of keys, the last ones found, whose account may still come.
    pub(super) fn waiting(&self) -> usize {
        match self {
            Self::Table(table) => usize::from(table.holds_key()),
            Self::Json(json) => json.waiting(),
            _ => 0,
        }
    }

    /// The last key was dropped.
    pub(super) fn drop_last(&mut self) {
        match self {
            Self::Table(table) => table.drop_last(),
            Self::Json(json) => json.drop_last(),
            _ => {}
        }
    }

    /// Whether a line of this text may continue the previous one.
    pub(super) fn may_be_wrapped(&self, text: &str) -> bool {
        match self {
            Self::Table(table) => !table.is_open() && !table.goes_on_with(text),
            Self::Json(_) => !text.trim_start().starts_with(['"', '{', '}', '[', ']']),
            _ => true,
        }
    }

    /// Ends the text and returns its format.
    pub(super) fn finish(&mut self, found: &mut Found, traits: &mut Traits) -> Format {
        match self {
            Self::Unclear | Self::Lines | Self::Row { .. } => Format::Lines,
            Self::Log => Format::Log,
            Self::Refused => Format::Csv,
            Self::Table(table) => {
                table.finish(found);
                Format::Csv
            }
            Self::Json(json) => {
                json.finish(found);
                traits.columns = json.ambiguous().cloned();
                if json.is_lines() { Format::Jsonl } else { Format::Json }
            }
        }
    }
}
