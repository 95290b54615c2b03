//! Tables in which one column holds the keys: CSV, TSV, with bars, by a header or by their first row. For `msg_key_reader.rs`.

use crate::keys::formats::row::{Cell, DELIMITERS, Look, cells, closing_quote, divides, look, row};
use crate::keys::rejection::{Params, RejectCode};
use crate::keys::scanner::boundary::is_key_name;
use crate::keys::scanner::msg_key_scanner::{Found, bare, sole, whole};
use crate::text::excerpt::head;

/// A table of which one column is read.
#[derive(Debug)]
pub struct Table {
    delimiter: char,
    column: usize,
    /// The name of the column, or its number from 1 on.
    name: String,
    /// Whether a header or the caller named the column. Otherwise keys in others are shown.
    is_named: bool,
    /// Cell and line where an open quote stands.
    open: Option<(usize, u32)>,
    /// Cells of the line before, if that was the header or a row with a key.
    row_cells: Option<usize>,
}

/// What a line makes of the text that it stands in.
#[derive(Debug)]
pub enum Sighting {
    /// A table; whether this line is a row of it.
    Table(Table, bool),
    /// A row of keys alone: how many, and what stands between them.
    List(usize, char),
    /// Two columns hold keys, and nothing tells which is meant.
    Two([String; 2]),
}

impl Table {
    /// By a header in which a cell has the name of the column, or, without one, a name like MsgKey. A number names a column
    /// from 1 on.
    #[must_use]
    pub fn by_header(line: &str, name: Option<&str>) -> Option<Sighting> {
        // What divides nothing leaves one cell, whatever it is.
        let is_whole = !line.contains(DELIMITERS);
        let delimiters = DELIMITERS.into_iter().take(if is_whole { 1 } else { DELIMITERS.len() });
        delimiters.filter(|delimiter| divides(line, *delimiter)).find_map(|delimiter| match name {
            Some(name) => Self::named(line, delimiter, name.trim()),
            None => Self::guessed(line, delimiter),
        })
    }

    fn named(line: &str, delimiter: char, name: &str) -> Option<Sighting> {
        let row = row(line, delimiter);
        let by_name = row.iter().position(|cell| bare(cell.text).eq_ignore_ascii_case(name));
        if let Some(column) = by_name {
            return Some(Sighting::Table(Self::new(delimiter, column, &row, true), false));
        }
        let column = name.parse::<usize>().ok()?.checked_sub(1)?;
        let cell = row.get(column).filter(|_| row.len() > 1)?;
        let is_row = sole(bare(cell.text)).is_some();
        let names: &[Cell<'_>] = if is_row { &[] } else { &row };
        Some(Sighting::Table(Self::new(delimiter, column, names, true), is_row))
    }

    fn guessed(line: &str, delimiter: char) -> Option<Sighting> {
        let row = row(line, delimiter);
        let columns = |is_exact: bool| {
            let named =
                |cell: &Cell<'_>| is_key_name(bare(cell.text)) && (!is_exact || bare(cell.text).len() > "keys".len());
            (0..row.len()).filter(|at| row.get(*at).is_some_and(named)).collect::<Vec<_>>()
        };
        // A column `key` may be anything beside one that says of what.
        let found = Some(columns(true)).filter(|found| !found.is_empty()).unwrap_or_else(|| columns(false));
        // In a row of values it is one that is called so.
        let is_header = !found.is_empty() && row.iter().all(|cell| sole(bare(cell.text)).is_none());
        match *found.as_slice() {
            _ if !is_header => None,
            [] => None,
            [column] => Some(Sighting::Table(Self::new(delimiter, column, &row, true), false)),
            [first, second, ..] => Some(Sighting::Two([name_of(&row, first), name_of(&row, second)])),
        }
    }

    /// By a row in which at least one of several cells is a key. `title` is the line before it, which may be the header.
    #[must_use]
    pub fn by_row(line: &str, title: &str) -> Option<Sighting> {
        DELIMITERS.into_iter().find_map(|delimiter| {
            let sight = look(line, delimiter)?;
            let header = row(title, delimiter);
            let is_header = header.len() > 1 && header.len() == row(line, delimiter).len();
            let names: &[Cell<'_>] = if is_header { &header } else { &[] };
            Some(match sight {
                Look::List(_, columns) if is_header => Sighting::Two(columns.map(|column| name_of(names, column))),
                Look::List(count, _) => Sighting::List(count, delimiter),
                Look::Column(column) => Sighting::Table(Self::new(delimiter, column, names, false), true),
                Look::Two(first, second) => Sighting::Two([name_of(names, first), name_of(names, second)]),
            })
        })
    }

    fn new(delimiter: char, column: usize, header: &[Cell<'_>], is_named: bool) -> Self {
        Self { delimiter, column, name: name_of(header, column), is_named, open: None, row_cells: Some(header.len()) }
    }

    /// The name of the column that is read, or its number from 1 on.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.name
    }

    /// Whether a line goes on with a quoted cell of an earlier one.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether a line is a row like the one before, so that neither is a part of the other.
    #[must_use]
    pub fn goes_on_with(&self, text: &str) -> bool {
        let row = row(text, self.delimiter);
        self.row_cells == Some(row.len()) && row.iter().filter(|cell| !cell.text.trim().is_empty()).count() > 1
    }

    /// Reads one line.
    pub fn read(&mut self, text: &str, line: u32, found: &mut Found) {
        let (column, open) = (self.column, self.open);
        let (keys, rejected) = (found.msg_keys.len(), found.rejected.len());
        let (mut cells_seen, mut key_seen, mut count) = (0, false, 0);
        let stray = open.is_some() && self.is_stray(text);
        let still_open = cells(text, self.delimiter, open.map(|(at, _)| at), |at, cell| {
            let is_rest = open.is_some_and(|(first, _)| first == at);
            count += 1;
            cells_seen += usize::from(!cell.text.trim().is_empty());
            key_seen |= column == at;
            if stray {
            } else if is_rest {
                // A stray quote would swallow keys silently: what it holds is shown.
                swallowed(cell.text, line, open, found);
            } else if column == at {
                found.judge(bare(cell.text), line);
            } else if !self.is_named && whole(bare(cell.text)).is_some() {
                found.reject(bare(cell.text), line, RejectCode::OtherColumn);
            }
        });
        if stray {
            reject_quoted(text, line, open, found);
        } else if cells_seen == 0 {
            found.rejected.truncate(rejected);
        } else if open.is_none() && !key_seen {
            found.reject(text, line, RejectCode::MissingCell);
        }
        self.row_cells = (found.msg_keys.len() > keys).then_some(count);
        self.open = still_open.map(|at| (at, open.filter(|(first, _)| *first == at).map_or(line, |(_, first)| first)));
    }

    /// Whether the quote that ends a cell of an earlier line is followed by text: then it began another one, and a quote is missing
    /// between the two. All cells behind it would be read as those of the row that it is missing in.
    fn is_stray(&self, text: &str) -> bool {
        closing_quote(text).is_some_and(|(_, behind)| {
            let text = behind.split_once(self.delimiter).map_or(behind, |(text, _)| text);
            !text.trim().is_empty()
        })
    }

    /// Notes a quote that nothing closed.
    pub fn finish(&self, found: &mut Found) {
        if let Some((_, line)) = self.open {
            found.reject("\"", line, RejectCode::UnclosedCell);
        }
    }
}

/// What a header calls a column, or its number.
fn name_of(header: &[Cell<'_>], column: usize) -> String {
    let name = header.get(column).map(|cell| bare(cell.text)).filter(|name| !name.is_empty());
    name.map_or_else(|| (column + 1).to_string(), head)
}

/// Keys inside a quoted cell that began on an earlier line.
fn swallowed(text: &str, line: u32, open: Option<(usize, u32)>, found: &mut Found) {
    let mut inside = Found::default();
    if inside.spot(text, line) {
        reject_quoted(text.trim(), line, open, found);
    }
}

fn reject_quoted(text: &str, line: u32, open: Option<(usize, u32)>, found: &mut Found) {
    let first = open.map_or(line, |(_, first)| first);
    found.reject_with(text, line, RejectCode::QuotedCell, Params::Opened(first));
}
