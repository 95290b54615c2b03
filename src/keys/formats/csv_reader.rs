//! Reads tables with one column of keys (CSV, TSV, bars), found by the header or the first row. For `msg_key_reader.rs`.

use crate::keys::formats::account_columns::AccountColumns;
use crate::keys::formats::row::{Cell, DELIMITERS, Look, cells, closing_quote, divides, look, row};
use crate::keys::rejection::{Params, RejectCode};
use crate::keys::scanner::boundary::is_key_name;
use crate::keys::scanner::msg_key_scanner::{Found, bare, sole, whole};
use crate::keys::scanner::owner::Owner;
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
    accounts: AccountColumns,
    /// Number of cells of the header, or 0 if there is none.
    width: usize,
    /// The name of the first column of accounts, or its 1-based number.
    account_name: Option<String>,
    /// The account of the current row, which may span several lines.
    owner: Owner,
    /// The current row has a key, the last one found.
    has_key: bool,
    /// Cell and line of an open quote.
    open: Option<(usize, u32)>,
    /// Number of cells of the previous line, if that was the header or a row with a key.
    row_cells: Option<usize>,
}

/// What a line reveals about the format of the text.
#[derive(Debug)]
pub enum Sighting {
    /// A table, and whether this line is one of its rows.
    Table(Box<Table>, bool),
    /// A row that holds only keys: their number and the delimiter.
    List(usize, char),
    /// Two columns hold keys, and nothing shows which one is meant.
    Two([String; 2]),
    /// The requested column of accounts is missing.
    NoAccounts,
}

/// The requested columns: a name, or a 1-based number.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// Of the keys.
    pub column: Option<&'a str>,
    /// Of the accounts.
    pub account: Option<&'a str>,
}

impl Table {
    /// Recognizes a header: a cell is the name of the requested column or, if none is requested, a name like MsgKey. A number is the
    /// 1-based index of a column.
    #[must_use]
    pub fn by_header(line: &str, wanted: Wanted<'_>) -> Option<Sighting> {
        // A delimiter that does not occur in the line leaves one cell.
        let is_whole = !line.contains(DELIMITERS);
        let delimiters = DELIMITERS.into_iter().take(if is_whole { 1 } else { DELIMITERS.len() });
        delimiters.filter(|delimiter| divides(line, *delimiter)).find_map(|delimiter| match wanted.column {
            Some(name) => Self::named(line, delimiter, name.trim(), wanted.account),
            None => Self::guessed(line, delimiter, wanted.account),
        })
    }

    fn named(line: &str, delimiter: char, name: &str, account: Option<&str>) -> Option<Sighting> {
        let row = row(line, delimiter);
        let by_name = row.iter().position(|cell| bare(cell.text).eq_ignore_ascii_case(name));
        if let Some(column) = by_name {
            let accounts = AccountColumns::by_header(&row, account);
            return Some(Self::new(delimiter, column, &row, true).sighting(&row, accounts, false));
        }
        let column = name.parse::<usize>().ok()?.checked_sub(1)?;
        let cell = row.get(column).filter(|_| row.len() > 1)?;
        let is_row = sole(bare(cell.text)).is_some();
        let names: &[Cell<'_>] = if is_row { &[] } else { &row };
        let accounts =
            if is_row { AccountColumns::by_row(&row, account) } else { AccountColumns::by_header(&row, account) };
        Some(Self::new(delimiter, column, names, true).sighting(names, accounts, is_row))
    }

    fn guessed(line: &str, delimiter: char, account: Option<&str>) -> Option<Sighting> {
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
            [column] => {
                let accounts = AccountColumns::by_header(&row, account);
                Some(Self::new(delimiter, column, &row, true).sighting(&row, accounts, false))
            }
            [first, second, ..] => Some(Sighting::Two([name_of(&row, first), name_of(&row, second)])),
        }
    }

    /// Recognizes a row in which at least one of several cells is a key. `title` is the previous line, which may be the header.
    #[must_use]
    pub fn by_row(line: &str, title: &str, account: Option<&str>) -> Option<Sighting> {
        DELIMITERS.into_iter().find_map(|delimiter| {
            let sight = look(line, delimiter)?;
            let (header, cells) = (row(title, delimiter), row(line, delimiter));
            let is_header = header.len() > 1 && header.len() == cells.len();
            let names: &[Cell<'_>] = if is_header { &header } else { &[] };
            Some(match sight {
                Look::List(_, columns) if is_header => Sighting::Two(columns.map(|column| name_of(names, column))),
                Look::List(count, _) => Sighting::List(count, delimiter),
                Look::Column(column) => {
                    let named = AccountColumns::by_header(names, account).filter(|named| !named.is_empty());
                    let accounts = named.or_else(|| AccountColumns::by_row(&cells, account));
                    Self::new(delimiter, column, names, false).sighting(names, accounts, true)
                }
                Look::Two(first, second) => Sighting::Two([name_of(names, first), name_of(names, second)]),
            })
        })
    }

    fn new(delimiter: char, column: usize, header: &[Cell<'_>], is_named: bool) -> Self {
        Self {
            delimiter,
            column,
            name: name_of(header, column),
            is_named,
            accounts: AccountColumns::default(),
            width: header.len(),
            account_name: None,
            owner: Owner::Unnamed,
            has_key: false,
            open: None,
            row_cells: Some(header.len()),
        }
    }

    /// The table with its columns of accounts.
    fn sighting(mut self, header: &[Cell<'_>], accounts: Option<AccountColumns>, is_row: bool) -> Sighting {
        let Some(accounts) = accounts else { return Sighting::NoAccounts };
        self.account_name = accounts.first().map(|column| name_of(header, column));
        self.accounts = accounts;
        Sighting::Table(Box::new(self), is_row)
    }

    /// The name of the first column of accounts, or its 1-based number.
    #[must_use]
    pub fn account_column(&self) -> Option<&str> {
        self.account_name.as_deref()
    }

    /// Whether the current row is not finished and has a key, whose account may still come.
    #[must_use]
    pub fn holds_key(&self) -> bool {
        self.has_key
    }

    /// The last key was dropped.
    pub fn drop_last(&mut self) {
        self.has_key = false;
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
                self.owner.add(if self.accounts.contains(at) { Owner::Doubtful } else { Owner::Unnamed });
                // A stray quote would swallow keys silently, so the keys inside it are reported.
                swallowed(cell.text, line, open, found);
            } else if column == at {
                found.judge(bare(cell.text), line);
            } else if self.accounts.contains(at) {
                self.owner.add(self.accounts.owner(at, cell));
            } else if self.is_rest_of_account(at, cell) {
                self.owner.add(Owner::Doubtful);
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
        self.has_key |= found.msg_keys.len() > keys;
        if stray || still_open.is_none() {
            self.end_row(stray, found);
        }
        self.open = still_open.map(|at| (at, open.filter(|(first, _)| *first == at).map_or(line, |(_, first)| first)));
    }

    /// Whether a cell is after the last column of the header, which holds accounts: an account with a delimiter, without its quotes.
    fn is_rest_of_account(&self, at: usize, cell: Cell<'_>) -> bool {
        let is_surplus = self.width > 0 && at >= self.width && !cell.text.trim().is_empty();
        is_surplus && self.accounts.contains(self.width - 1) && !self.owner.is_unnamed()
    }

    /// Whether text follows the quote that closes a cell of an earlier line. Then it is an opening quote and a closing one is missing
    /// before it: the cells after it would be read as part of that earlier row.
    fn is_stray(&self, text: &str) -> bool {
        closing_quote(text).is_some_and(|(_, behind)| {
            let text = behind.split_once(self.delimiter).map_or(behind, |(text, _)| text);
            !text.trim().is_empty()
        })
    }

    /// Gives the key of a row its account.
    fn end_row(&mut self, is_broken: bool, found: &mut Found) {
        let mut owner = std::mem::take(&mut self.owner);
        if is_broken && owner.is_unnamed() && !self.accounts.is_empty() {
            owner = Owner::Doubtful;
        }
        if std::mem::take(&mut self.has_key) {
            found.assign(found.msg_keys.len().saturating_sub(1), &owner);
        }
    }

    /// Reports an unclosed quote.
    pub fn finish(&mut self, found: &mut Found) {
        self.end_row(true, found);
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
