//! Reads tables with one column of keys (CSV, TSV, bars), found by the header or the first row. For `msg_key_reader.rs`.

use crate::keys::formats::row::{Cell, DELIMITERS, Look, cells, closing_quote, divides, look, row};
use crate::keys::rejection::{Params, RejectCode};
use crate::keys::scanner::boundary::is_key_name;
use crate::keys::scanner::msg_key_scanner::{Found, bare, sole, whole};
use crate::text::excerpt::head;

/// Reads one column of a table.
#[derive(Debug)]
pub struct Table {
    delimiter: char,
    column: usize,
    /// The name of the column, or its 1-based number.
    name: String,
    /// Whether a header or the caller named the column. Otherwise keys in other columns are reported.
    is_named: bool,
    /// Cell and line of an open quote.
    open: Option<(usize, u32)>,
    /// Number of cells of the previous line, if that was the header or a row with a key.
    row_cells: Option<usize>,
}

/// What a line reveals about the format of the text.
#[derive(Debug)]
pub enum Sighting {
    /// A table, and whether this line is one of its rows.
    Table(Table, bool),
    /// A row that holds only keys: their number and the delimiter.
    List(usize, char),
    /// Two columns hold keys, and nothing shows which one is meant.
    Two([String; 2]),
}

impl Table {
    /// Recognizes a header: a cell is the name of the requested column or, if none is requested, a name like MsgKey. A number is the
    /// 1-based index of a column.
    #[must_use]
    pub fn by_header(line: &str, name: Option<&str>) -> Option<Sighting> {
        // A delimiter that does not occur in the line leaves one cell.
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
        // Next to a column such as `msg_key`, a column `key` may be anything.
        let found = Some(columns(true)).filter(|found| !found.is_empty()).unwrap_or_else(|| columns(false));
        // In a row of values, a cell with that text is a value.
        let is_header = !found.is_empty() && row.iter().all(|cell| sole(bare(cell.text)).is_none());
        match *found.as_slice() {
            _ if !is_header => None,
            [] => None,
            [column] => Some(Sighting::Table(Self::new(delimiter, column, &row, true), false)),
            [first, second, ..] => Some(Sighting::Two([name_of(&row, first), name_of(&row, second)])),
        }
    }

    /// Recognizes a row in which at least one of several cells is a key. `title` is the previous line, which may be the header.
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

    /// The name of the column that is read, or its 1-based number.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.name
    }

    /// Whether a line continues a quoted cell of an earlier one.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether a line has as many cells as the previous row, so that it does not continue that row.
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
                // A stray quote would swallow keys silently, so the keys inside it are reported.
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

    /// Whether text follows the quote that closes a cell of an earlier line. Then it is an opening quote and a closing one is missing
    /// before it: the cells after it would be read as part of that earlier row.
    fn is_stray(&self, text: &str) -> bool {
        closing_quote(text).is_some_and(|(_, behind)| {
            let text = behind.split_once(self.delimiter).map_or(behind, |(text, _)| text);
            !text.trim().is_empty()
        })
    }

    /// Reports an unclosed quote.
    pub fn finish(&self, found: &mut Found) {
        if let Some((_, line)) = self.open {
            found.reject("\"", line, RejectCode::UnclosedCell);
        }
    }
}

/// The name of a column in the header, or its number.
fn name_of(header: &[Cell<'_>], column: usize) -> String {
    let name = header.get(column).map(|cell| bare(cell.text)).filter(|name| !name.is_empty());
    name.map_or_else(|| (column + 1).to_string(), head)
}

/// Reports keys inside a quoted cell that began on an earlier line.
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
