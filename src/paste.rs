//! Finds MsgKeys in what people paste: lines, CSV, JSON, JSON Lines, replies, webhook bodies, logs. Each with its line, and
//! what should have been a key and is not. Linear in the length of the text.

use std::collections::HashMap;

use crate::identifier::MsgKey;
use crate::json_text::JsonText;
use crate::spot::{self, Found, Rejected, bare};
use crate::table::Table;

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

/// What was found in a pasted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// In the order of the text, duplicates kept.
    pub msg_keys: Vec<MsgKey>,
    /// 1-based line of each key.
    pub lines: Vec<u32>,
    /// Keys that stood in the text before.
    pub duplicates: usize,
    /// What the text turned out to be.
    pub format: Format,
    /// What should have been a key and is not.
    pub rejected: Vec<Rejected>,
}

/// Finds the MsgKeys of a text. `column` names the column of a table, or the member of JSON objects, that holds them;
/// upper and lower case are the same.
#[must_use]
pub fn find_msg_keys(text: &str, column: Option<&str>) -> Pasted {
    let mut reader = PasteReader::new(column);
    reader.push(text);
    let (Found { msg_keys, lines, rejected }, format) = reader.finish();
    // The kind of map that a run folds duplicates with: a set would be as much code again.
    let mut seen = HashMap::<MsgKey, u32>::new();
    for key in &msg_keys {
        seen.entry(key.clone()).or_insert(0);
    }
    Pasted { duplicates: msg_keys.len() - seen.len(), msg_keys, lines, format, rejected }
}

#[derive(Debug)]
enum Mode {
    /// No line has shown yet what the text is.
    Unclear,
    Lines,
    Table(Table),
    Json(JsonText),
    Log,
    /// The header lacks the column that was asked for.
    NoColumn,
}

/// Reads a text that comes in pieces, in memory bounded by its longest line and what `take` has not fetched yet.
#[derive(Debug)]
pub struct PasteReader {
    column: Option<String>,
    /// The beginning of a line whose end has not come yet.
    carry: String,
    line: u32,
    mode: Mode,
    found: Found,
}

impl PasteReader {
    /// For a text of any kind; `column` as for `find_msg_keys`.
    #[must_use]
    pub fn new(column: Option<&str>) -> Self {
        let column = column.map(|name| name.trim().to_owned());
        Self { column, carry: String::new(), line: 0, mode: Mode::Unclear, found: Found::default() }
    }

    /// Takes the next piece, which may end anywhere.
    pub fn push(&mut self, piece: &str) {
        let Some((first, rest)) = piece.split_once('\n') else {
            self.carry.push_str(piece);
            return;
        };
        if self.carry.is_empty() {
            self.read(first);
        } else {
            let mut line = std::mem::take(&mut self.carry);
            line.push_str(first);
            self.read(&line);
        }
        let (whole, tail) = rest.rsplit_once('\n').map_or((None, rest), |(whole, tail)| (Some(whole), tail));
        for line in whole.into_iter().flat_map(|lines| lines.split('\n')) {
            self.read(line);
        }
        self.carry.push_str(tail);
    }

    /// What was found since the last call.
    pub fn take(&mut self) -> Found {
        std::mem::take(&mut self.found)
    }

    /// Reads the last line and tells what the text was.
    #[must_use]
    pub fn finish(mut self) -> (Found, Format) {
        let last = std::mem::take(&mut self.carry);
        self.read(&last);
        let format = match &mut self.mode {
            Mode::Unclear | Mode::Lines => Format::Lines,
            Mode::Log => Format::Log,
            Mode::NoColumn => Format::Csv,
            Mode::Table(table) => {
                table.finish(&mut self.found);
                Format::Csv
            }
            Mode::Json(json) => {
                json.finish(&mut self.found);
                if json.is_lines() { Format::Jsonl } else { Format::Json }
            }
        };
        (self.found, format)
    }

    fn read(&mut self, text: &str) {
        self.line = self.line.saturating_add(1);
        let text = if self.line == 1 { text.trim_start_matches('\u{feff}') } else { text };
        let text = text.strip_suffix('\r').unwrap_or(text);
        let goes_on = matches!(&self.mode, Mode::Table(table) if table.is_open());
        if !goes_on && (text.trim().is_empty() || text.trim_start().starts_with('#')) {
            return;
        }
        let (line, found) = (self.line, &mut self.found);
        match &mut self.mode {
            Mode::Unclear => self.decide(text),
            Mode::Lines => read_line(text, line, found),
            Mode::Table(table) => table.read(text, line, found),
            Mode::Json(json) => json.read(text, line, found),
            Mode::Log => {
                found.spot(text, line);
            }
            Mode::NoColumn => {}
        }
    }

    /// Reads a line that may show what the text is.
    fn decide(&mut self, text: &str) {
        let (line, found, column) = (self.line, &mut self.found, self.column.as_deref());
        self.mode = if JsonText::begins(text) {
            let mut json = JsonText::new(column);
            json.read(text, line, found);
            Mode::Json(json)
        } else if let Some(table) = Table::by_header(text, column) {
            Mode::Table(table)
        } else if let Some(name) = column {
            let reason =
                ["found a header without column ", &crate::identifier::quoted(name), ", expected it on this line"];
            found.reject(text.trim(), line, reason.concat());
            Mode::NoColumn
        } else if spot::judge(bare(before_comment(text))).is_ok() {
            read_line(text, line, found);
            Mode::Lines
        } else if let Some(delimiter) = Table::delimiter_of_keys(text) {
            let mut table = Table::without_header(delimiter);
            table.read(text, line, found);
            Mode::Table(table)
        } else if found.spot(text, line) {
            Mode::Log
        } else {
            // A title, or a key that is wrong.
            let word = bare(text);
            let is_meant = !word.contains(char::is_whitespace) && word.contains(|c: char| c.is_ascii_digit());
            if is_meant && found.rejected.last().is_none_or(|last| last.line != line) {
                found.judge(word, line);
            }
            Mode::Unclear
        };
    }
}

/// A line of a list of keys.
fn read_line(text: &str, line: u32, found: &mut Found) {
    let text = before_comment(text);
    let (word, rejected) = (bare(text), found.rejected.len());
    match spot::judge(word) {
        Ok(key) => found.accept(key, line),
        Err(reason) => {
            if !found.spot(text, line) && found.rejected.len() == rejected {
                found.reject(word, line, reason);
            }
        }
    }
}

/// A comment behind a key may name other keys.
fn before_comment(text: &str) -> &str {
    let mut before = text.match_indices('#').filter_map(|(at, _)| text.get(..at)?.strip_suffix(' '));
    before.next().unwrap_or(text)
}
