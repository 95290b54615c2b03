//! Reads keys with their lines from a text that arrives in chunks: lists, CSV, JSON, JSON Lines, replies, webhook bodies, logs.

use crate::keys::formats::csv_reader::{Sighting, Table, Wanted};
use crate::keys::formats::json_text::JsonText;
use crate::keys::formats::list;
use crate::keys::formats::row::{Look, look};
use crate::keys::formats::text_format::{Format, Traits};
use crate::keys::mode::Mode;
use crate::keys::rejection::{Params, RejectCode};
use crate::keys::scanner::boundary::is_near;
use crate::keys::scanner::frame;
use crate::keys::scanner::hex_dump;
use crate::keys::scanner::line_break::{self, LineEnd};
use crate::keys::scanner::msg_key_scanner::{self, Found, bare};
use crate::text::excerpt::head;

/// Reads a text that arrives in chunks. Memory is bounded by its longest line and what `take` has not fetched yet.
#[derive(Debug, Default)]
pub struct MsgKeyReader {
    column: Option<String>,
    account: Option<String>,
    /// The start of an unfinished line.
    carry: String,
    line: u32,
    mode: Mode,
    found: Found,
    traits: Traits,
    /// The last line that was not a key: it may be a header.
    title: String,
    line_end: LineEnd,
    /// The last key is at the end of the previous line and may continue on this one.
    is_open: bool,
}

impl MsgKeyReader {
    /// A reader that detects the format. `column` is that of `find_msg_keys`.
    #[must_use]
    pub fn new(column: Option<&str>) -> Self {
        Self { column: column.map(|name| name.trim().to_owned()), ..Self::default() }
    }

    /// The same reader with the column of the accounts, by name or 1-based number, or the member of JSON objects that holds them.
    #[must_use]
    pub fn with_accounts(self, column: Option<&str>) -> Self {
        Self { account: column.map(|name| name.trim().to_owned()), ..self }
    }

    /// Takes the next chunk, which may end anywhere.
    pub fn push(&mut self, piece: &str) {
        let mut rest = piece;
        loop {
            rest = self.read_plain_lines(rest);
            let Some((line, behind)) = rest.split_once('\n') else {
                self.carry.push_str(rest);
                return;
            };
            rest = behind;
            if self.carry.is_empty() {
                self.read(line);
            } else {
                let mut whole = std::mem::take(&mut self.carry);
                whole.push_str(line);
                self.read(&whole);
            }
        }
    }

    /// Fast path for lists: reads lines that hold one key and nothing else, which are nearly all lines of a large list.
    fn read_plain_lines<'a>(&mut self, text: &'a str) -> &'a str {
        if self.is_open || self.line_end.is_open() || !self.carry.is_empty() || !matches!(self.mode, Mode::Lines) {
            return text;
        }
        let before = self.line;
        let rest = list::read_plain(text, &mut self.line, &mut self.found);
        if self.line > before {
            self.traits.line_count = self.traits.line_count.saturating_add(self.line - before);
            self.line_end = LineEnd::default();
        }
        rest
    }

    /// Approximate number of bytes buffered for an unfinished line or JSON value.
    #[must_use]
    pub fn held(&self) -> usize {
        self.carry.len().saturating_add(self.mode.held())
    }

    /// Returns what was found since the last call, except a key that may continue on the next line, and keys whose account may still
    /// come.
    pub fn take(&mut self) -> Found {
        self.note_incomplete();
        let held = self.mode.waiting().max(usize::from(self.is_open));
        let tail = self.found.split_off(self.found.msg_keys.len().saturating_sub(held));
        std::mem::replace(&mut self.found, tail)
    }

    /// Reads the last line and returns the format of the text.
    #[must_use]
    pub fn finish(mut self) -> (Found, Format, Traits) {
        let last = std::mem::take(&mut self.carry);
        self.read(&last);
        self.end_row();
        let format = self.mode.finish(&mut self.found, &mut self.traits);
        self.note_incomplete();
        (self.found, format, self.traits)
    }

    fn note_incomplete(&mut self) {
        if self.traits.incomplete.is_none() {
            self.traits.incomplete = self.found.rejected.iter().find(|one| one.code.is_incomplete()).cloned();
        }
    }

    fn read(&mut self, text: &str) {
        self.line = self.line.saturating_add(1);
        let text = if self.line == 1 { text.trim_start_matches('\u{feff}') } else { text };
        let text = text.strip_suffix('\r').unwrap_or(text);
        self.end_key(text);
        let goes_on = matches!(&self.mode, Mode::Table(table) if table.is_open());
        if !goes_on && (text.trim().is_empty() || list::is_comment(text)) {
            self.pass(text);
            return;
        }
        self.traits.line_count = self.traits.line_count.saturating_add(1);
        if self.traits.sample.is_none() {
            self.traits.sample = Some(head(text.trim()));
        }
        let marked = self.line_end.mark(text).filter(|_| self.mode.may_be_wrapped(text));
        let keys = self.found.msg_keys.len();
        self.read_text(marked.as_deref().unwrap_or(text));
        self.line_end.keep(text, marked.is_some());
        self.is_open = self.found.msg_keys.len() > keys
            && self.found.msg_keys.last().is_some_and(|key| !key.is_plausible() && line_break::ends_with(text, *key));
    }

    /// Skips an empty line or a comment.
    fn pass(&mut self, text: &str) {
        self.line_end = LineEnd::default();
        if list::is_comment(text) {
            self.line_end.keep_comment(text);
        }
    }

    /// Rejects the key at the end of the previous line if this line may hold its last digits.
    fn end_key(&mut self, text: &str) {
        if std::mem::take(&mut self.is_open)
            && self.found.msg_keys.last().is_some_and(|key| line_break::is_cut(*key, text))
        {
            self.mode.drop_last();
            let last = self.found.split_off(self.found.msg_keys.len().saturating_sub(1));
            last.each(|key, line, _| self.found.reject(&key.text(), line, RejectCode::CutByLine));
        }
    }

    fn read_text(&mut self, text: &str) {
        let (line, found) = (self.line, &mut self.found);
        match &mut self.mode {
            Mode::Json(json) => json.read(text, line, found),
            Mode::Refused => {}
            Mode::Table(table) if table.is_open() => table.read(text, line, found),
            _ if frame::is_border(text) || frame::is_footer(text) => {
                if frame::is_record_border(text) {
                    text.clone_into(&mut self.title);
                }
            }
            _ if hex_dump::is_line(text) => {
                found.spot(text, line);
            }
            Mode::Unclear => self.decide(text),
            Mode::Lines => list::read(text, line, found),
            Mode::Row { count, delimiter, .. } => {
                if let Some(Look::List(again, columns)) = look(text, *delimiter)
                    && again == *count
                {
                    self.refuse(columns.map(|column| (column + 1).to_string()));
                } else {
                    self.end_row();
                    list::read(text, line, &mut self.found);
                }
            }
            Mode::Table(table) => table.read(text, line, found),
            Mode::Log => {
                found.spot(text, line);
            }
        }
    }

    /// Reads a buffered row of keys as a list.
    fn end_row(&mut self) {
        if let Mode::Row { text, line, .. } = &self.mode {
            list::read(text, *line, &mut self.found);
            self.mode = Mode::Lines;
        }
    }

    /// Rejects a table in which two columns hold keys: the caller must choose one.
    fn refuse(&mut self, columns: [String; 2]) {
        let params = Params::Columns(columns.clone());
        self.found.reject_with(&columns.join(", "), self.line, RejectCode::TwoColumns, params);
        self.traits.columns = Some(columns);
        self.mode = Mode::Refused;
    }

    /// Reads a line that may reveal the format of the text.
    fn decide(&mut self, text: &str) {
        let title = std::mem::replace(&mut self.title, text.to_owned());
        if JsonText::begins(text) {
            let mut json = JsonText::new(self.column.as_deref(), self.account.as_deref());
            json.read(text, self.line, &mut self.found);
            self.mode = Mode::Json(Box::new(json));
        } else if let Some(sighting) = Table::by_header(text, self.wanted()) {
            self.see(sighting, text);
        } else if let Some(name) = self.column.clone() {
            self.refuse_without(&name, text);
        } else if is_key(bare(list::before_comment(text))) && self.account.is_none() {
            list::read(text, self.line, &mut self.found);
            self.mode = Mode::Lines;
        } else if let Some(sighting) =
            (!frame::is_record_border(&title)).then(|| Table::by_row(text, &title, self.account.as_deref())).flatten()
        {
            self.see(sighting, text);
        } else if let Some(name) = self.account.clone().filter(|_| Found::default().spot(text, self.line)) {
            self.refuse_without(&name, text);
        } else if self.found.spot(text, self.line) {
            self.mode = Mode::Log;
        } else {
            self.note_damaged(text);
        }
    }

    fn see(&mut self, sighting: Sighting, text: &str) {
        match sighting {
            Sighting::Table(mut table, is_row) => {
                if is_row {
                    table.read(text, self.line, &mut self.found);
                }
                self.traits.column = Some(table.column().to_owned());
                self.traits.account_column = table.account_column().map(str::to_owned);
                self.mode = Mode::Table(table);
            }
            Sighting::NoAccounts => {
                let name = self.account.clone().unwrap_or_default();
                self.refuse_without(&name, text);
            }
            // `71_1_..., 72_1_...,` continues on the next line.
            Sighting::List(_, delimiter) if list::is_spaced(text, delimiter) => {
                list::read(text, self.line, &mut self.found);
                self.mode = Mode::Lines;
            }
            Sighting::List(count, delimiter) => {
                self.mode = Mode::Row { text: text.to_owned(), line: self.line, count, delimiter };
            }
            Sighting::Two(columns) => self.refuse(columns),
        }
    }

    /// Rejects a text without a requested column.
    fn refuse_without(&mut self, column: &str, text: &str) {
        let params = Params::Column(column.to_owned());
        self.found.reject_with(text.trim(), self.line, RejectCode::MissingColumn, params);
        self.mode = Mode::Refused;
    }

    fn wanted(&self) -> Wanted<'_> {
        Wanted { column: self.column.as_deref(), account: self.account.as_deref() }
    }

    /// A title or a malformed key.
    fn note_damaged(&mut self, text: &str) {
        let word = bare(text);
        let is_meant = !word.contains(char::is_whitespace) && word.contains(|c: char| c.is_ascii_digit());
        if is_meant && self.found.rejected.last().is_none_or(|last| last.line != self.line) {
            self.found.judge(word, self.line);
        }
    }
}

fn is_key(text: &str) -> bool {
    is_near(text) && msg_key_scanner::judge(text).is_ok()
}
