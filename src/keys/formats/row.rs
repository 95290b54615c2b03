//! Splits a line of CSV, TSV or a table with bars into cells and finds the columns that hold keys. For `csv_reader.rs`.

use crate::keys::scanner::boundary::{CUT, tokens};
use crate::keys::scanner::msg_key_scanner::{bare, sole, whole};

/// A cell without its quotes.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// Doubled quotes stay doubled.
    pub text: &'a str,
    /// Whether it was quoted.
    pub is_quoted: bool,
}

/// Delimiters; the last is the box-drawing bar.
pub const DELIMITERS: [char; 5] = ['\t', ',', ';', '|', '\u{2502}'];

/// Passes the index and text of each cell of a line to the callback. `open` is the index of a quoted cell that began on an
/// earlier line. Returns the index of a quoted cell that ends on a later line. Doubled quotes stay doubled: keys have no quotes.
pub fn cells<'a>(
    line: &'a str,
    delimiter: char,
    open: Option<usize>,
    mut cell: impl FnMut(usize, Cell<'a>),
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
                cell(at, Cell { text: rest, is_quoted: quoted });
                return Some(at);
            };
            cell(at, Cell { text, is_quoted: quoted });
            rest = behind.split_once(delimiter)?.1;
        } else {
            let Some((text, behind)) = rest.split_once(delimiter) else {
                cell(at, Cell { text: rest, is_quoted: quoted });
                return None;
            };
            cell(at, Cell { text, is_quoted: quoted });
            rest = behind;
        }
        (quoted, at) = (false, at + 1);
    }
}

/// Whether this delimiter follows each closing quote. In a row with another delimiter, something else does.
#[must_use]
pub fn divides(line: &str, delimiter: char) -> bool {
    let mut rest = line;
    loop {
        let behind = match rest.trim_start_matches(' ').strip_prefix('"') {
            None => rest,
            Some(inside) => match closing_quote(inside) {
                None => return true,
                Some((_, behind)) if behind.trim().is_empty() => return true,
                Some((_, behind)) if !behind.trim_start_matches(' ').starts_with(delimiter) => return false,
                Some((_, behind)) => behind,
            },
        };
        match behind.split_once(delimiter) {
            None => return true,
            Some((_, next)) => rest = next,
        }
    }
}

/// Splits a text at the closing quote of a cell. A doubled quote does not close it.
#[must_use]
pub fn closing_quote(text: &str) -> Option<(&str, &str)> {
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

/// The cells of a line that does not continue a cell of an earlier line.
#[must_use]
pub fn row(line: &str, delimiter: char) -> Vec<Cell<'_>> {
    let mut row = Vec::new();
    cells(line, delimiter, None, |_, cell| row.push(cell));
    row
}

/// Which columns of a row hold keys. Columns are 0-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Only keys: their number, and the columns of the first two. A list, or a table without other columns.
    List(usize, [usize; 2]),
    /// One key among other cells.
    Column(usize),
    /// Keys in two or more cells.
    Two(usize, usize),
}

/// Looks for cells that are exactly a key. `None` if there are none, and for a list inside another text.
#[must_use]
pub fn look(line: &str, delimiter: char) -> Option<Look> {
    // The semicolon of `&quot;` is not a delimiter.
    if !line.contains(delimiter)
        || line.contains(CUT)
        || !divides(line, delimiter)
        || delimiter == ';' && has_entity(line)
    {
        return None;
    }
    let row = row(line, delimiter);
    let filled = row.iter().filter(|cell| !cell.text.trim().is_empty()).count();
    let keys: Vec<usize> =
        (0..row.len()).filter(|at| row.get(*at).is_some_and(|cell| sole(bare(cell.text)).is_some())).collect();
    let (first, second) = (*keys.first()?, keys.get(1));
    if filled < 2 || row.iter().any(|cell| !cell.is_quoted && !is_balanced(cell.text)) {
        return None;
    }
    if keys.len() == filled {
        return Some(Look::List(filled, [first, *second?]));
    }
    if is_embedded(&row, &keys) {
        return None;
    }
    Some(second.map_or(Look::Column(first), |second| Look::Two(first, *second)))
}

fn has_entity(line: &str) -> bool {
    line.split('&').skip(1).any(|rest| {
        let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
        name.len() < rest.len() && name.starts_with(';')
    })
}

/// Whether all brackets are closed in the cell that opens them. The commas of a printed list split its brackets.
fn is_balanced(text: &str) -> bool {
    let count = |marks: [char; 3]| text.matches(marks).count();
    count(['(', '[', '{']) == count([')', ']', '}'])
}

/// Whether a cell that contains a key and other text is next to a cell that is exactly a key: `keys=71_1_..., 72_1_..., 73_1_...`.
fn is_embedded(row: &[Cell<'_>], keys: &[usize]) -> bool {
    let touches = |at: Option<usize>, is_end: bool| {
        let Some(cell) = at.and_then(|at| row.get(at)).filter(|cell| !cell.is_quoted) else { return false };
        let text = bare(cell.text).trim_matches(['"', '\'']);
        sole(text).is_none()
            && tokens(text).any(|token| {
                whole(token.text).is_some()
                    && if is_end { text.ends_with(token.text) } else { text.starts_with(token.text) }
            })
    };
    keys.iter().any(|at| touches(at.checked_sub(1), true) || touches(Some(at + 1), false))
}
