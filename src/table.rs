//! Rows of CSV and TSV text, read line by line, for `paste.rs`.

use crate::spot::{self, Found, bare};

const DELIMITERS: [char; 4] = ['\t', ',', ';', '|'];

/// Calls back with the number and text of each cell of a line. `open` is the number of a quoted cell that began on an
/// earlier line; what is returned is the number of one that ends on a later line. Doubled quotes are left doubled: no key
/// holds any.
fn cells<'a>(
    line: &'a str,
    delimiter: char,
    open: Option<usize>,
    mut cell: impl FnMut(usize, &'a str),
) -> Option<usize> {
    let mut at = open.unwrap_or(0);
    let mut rest = line;
    let mut quoted = open.is_some();
    loop {
        if !quoted && let Some(inside) = rest.trim_start_matches(' ').strip_prefix('"') {
            (quoted, rest) = (true, inside);
        }
        if quoted {
            let Some((text, behind)) = closing_quote(rest) else {
                cell(at, rest);
                return Some(at);
            };
            cell(at, text);
            rest = behind.split_once(delimiter)?.1;
        } else {
            let Some((text, behind)) = rest.split_once(delimiter) else {
                cell(at, rest);
                return None;
            };
            cell(at, text);
            rest = behind;
        }
        (quoted, at) = (false, at + 1);
    }
}

/// Text before and behind the quote that ends a cell; a doubled one does not.
fn closing_quote(text: &str) -> Option<(&str, &str)> {
    let mut quotes = text.match_indices('"');
    while let Some((at, _)) = quotes.next() {
        let behind = text.get(at + 1..)?;
        if !behind.starts_with('"') {
            return Some((text.get(..at)?, behind));
        }
        quotes.next();
    }
    None
}

/// A table in which one column holds keys, or any cell may.
#[derive(Debug)]
pub struct Table {
    delimiter: char,
    column: Option<usize>,
    /// Cell and line where an open quote stands.
    open: Option<(usize, u32)>,
}

impl Table {
    /// The delimiter of a row in which at least one of several cells is a key as a whole.
    #[must_use]
    pub fn delimiter_of_keys(line: &str) -> Option<char> {
        DELIMITERS.into_iter().find(|delimiter| {
            let (mut count, mut keys) = (0, 0);
            cells(line, *delimiter, None, |_, text| {
                count += usize::from(!text.trim().is_empty());
                keys += usize::from(spot::whole(bare(text)).is_some());
            });
            count > 1 && keys > 0
        })
    }

    /// Without a header.
    #[must_use]
    pub fn without_header(delimiter: char) -> Self {
        Self { delimiter, column: None, open: None }
    }

    /// By a header in which a cell has the name of the column, or, without one, a name like MsgKey.
    #[must_use]
    pub fn by_header(line: &str, name: Option<&str>) -> Option<Self> {
        let wanted = |cell: &str| match name {
            Some(name) => bare(cell).eq_ignore_ascii_case(name.trim()),
            None => is_key_name(bare(cell)),
        };
        DELIMITERS.into_iter().find_map(|delimiter| {
            let mut column = None;
            cells(line, delimiter, None, |at, text| {
                if column.is_none() && wanted(text) {
                    column = Some(at);
                }
            });
            column.map(|column| Self { delimiter, column: Some(column), open: None })
        })
    }

    /// Whether a line goes on with a quoted cell of an earlier one.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Reads one line.
    pub fn read(&mut self, text: &str, line: u32, found: &mut Found) {
        let (column, open) = (self.column, self.open);
        let before = (found.msg_keys.len(), found.rejected.len());
        let (mut cells_seen, mut key_seen) = (0, false);
        let stray = open.is_some() && self.is_stray(text);
        let still_open = cells(text, self.delimiter, open.map(|(at, _)| at), |at, cell| {
            let is_rest = open.is_some_and(|(first, _)| first == at);
            cells_seen += usize::from(!cell.trim().is_empty());
            key_seen |= column == Some(at);
            match column {
                _ if stray => {}
                // A stray quote would swallow keys silently: what it holds is shown.
                _ if is_rest => swallowed(cell, line, open, found),
                Some(wanted) if wanted == at => found.judge(bare(cell), line),
                Some(_) => {}
                None => any_cell(bare(cell), line, found),
            }
        });
        if stray {
            reject_quoted(text, line, open, found);
        } else if cells_seen == 0 {
            found.rejected.truncate(before.1);
        } else if open.is_none() && !key_seen && column.is_some() {
            found.reject(text, line, "found a row without this cell, expected a MsgKey in it");
        } else if column.is_none() && open.is_none() && before == (found.msg_keys.len(), found.rejected.len()) {
            found.reject(text, line, "found no cell that is a MsgKey, expected one");
        }
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
            found.reject("\"", line, "found a quote that nothing closes, expected another before the end of the text");
        }
    }
}

/// A cell of a table without a header.
fn any_cell(text: &str, line: u32, found: &mut Found) {
    if let Some(key) = spot::whole(text) {
        found.accept(key, line);
    } else if spot::is_near(text)
        && !text.contains(' ')
        && let Err(reason) = spot::judge(text)
    {
        found.reject(text, line, reason);
    }
}

/// Keys inside a quoted cell that began on an earlier line.
fn swallowed(text: &str, line: u32, open: Option<(usize, u32)>, found: &mut Found) {
    let mut inside = Found::default();
    if inside.spot(text, line) {
        reject_quoted(text.trim(), line, open, found);
    }
}

fn reject_quoted(text: &str, line: u32, open: Option<(usize, u32)>, found: &mut Found) {
    let first = open.map_or(line, |(_, first)| first).to_string();
    let reason = ["found inside or behind a quoted cell that begins on line ", &first, ", expected a cell of its own"];
    found.reject(text, line, reason.concat());
}

/// Whether a column or member is named like a MsgKey: `MsgKey`, `msg_key`, `msgkeys`, `key`.
#[must_use]
pub fn is_key_name(name: &str) -> bool {
    let plain = || name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).map(|c| c.to_ascii_lowercase());
    ["msgkey", "msgkeys", "messagekey", "messagekeys", "key", "keys"].iter().any(|known| plain().eq(known.chars()))
}
