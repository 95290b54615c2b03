//! Which columns of a table hold the official accounts of its rows. For `csv_reader.rs`.

use crate::keys::formats::row::Cell;
use crate::keys::scanner::boundary::{is_near, tokens};
use crate::keys::scanner::escape::unescape;
use crate::keys::scanner::msg_key_scanner::bare;
use crate::keys::scanner::owner::{Naming, Owner, account};

/// The columns, 0-based; usually one or none.
#[derive(Debug, Default)]
pub(super) struct AccountColumns(Vec<(usize, Naming)>);

impl AccountColumns {
    /// The column with the requested name or 1-based number, or those with a known name. `None` if the requested column is missing.
    pub(super) fn by_header(header: &[Cell<'_>], wanted: Option<&str>) -> Option<Self> {
        if let Some(wanted) = wanted {
            let named = header.iter().position(|cell| bare(cell.text).eq_ignore_ascii_case(wanted));
            return Self::wanted(named, header.len(), wanted);
        }
        let naming = |cell: &Cell<'_>| Naming::of(bare(cell.text));
        let all = || header.iter().enumerate().filter_map(|(at, cell)| Some((at, naming(cell)?)));
        let certain: Vec<_> = all().filter(|(_, naming)| *naming == Naming::Certain).collect();
        Some(Self(if certain.is_empty() { all().collect() } else { certain }))
    }

    /// The same without a header: the columns whose cell in the first row is an account.
    pub(super) fn by_row(row: &[Cell<'_>], wanted: Option<&str>) -> Option<Self> {
        match wanted {
            Some(wanted) => Self::wanted(None, row.len(), wanted),
            None if is_several(row) => Some(Self::default()),
            None => {
                let columns =
                    (0..row.len()).filter(|at| row.get(*at).is_some_and(|cell| account(cell.text.trim()).is_some()));
                Some(Self(columns.map(|column| (column, Naming::Certain)).collect()))
            }
        }
    }

    fn wanted(named: Option<usize>, count: usize, wanted: &str) -> Option<Self> {
        let numbered = || wanted.parse::<usize>().ok()?.checked_sub(1).filter(|column| *column < count);
        Some(Self(vec![(named.or_else(numbered)?, Naming::Certain)]))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first column.
    pub(super) fn first(&self) -> Option<usize> {
        self.0.first().map(|(column, _)| *column)
    }

    pub(super) fn contains(&self, column: usize) -> bool {
        self.0.iter().any(|(at, _)| *at == column)
    }

    /// The account in a cell.
    pub(super) fn owner(&self, column: usize, cell: Cell<'_>) -> Owner {
        let Some((_, naming)) = self.0.iter().find(|(at, _)| *at == column) else { return Owner::Unnamed };
        if cell.is_quoted {
            Owner::of(&cell.text.replace("\"\"", "\""), *naming)
        } else {
            Owner::of(cell.text, *naming)
        }
    }
}

/// Whether a row is a table whose line breaks are escaped: its keys and accounts are of several rows.
fn is_several(row: &[Cell<'_>]) -> bool {
    let is_broken = |cell: &Cell<'_>| cell.text.contains(['\\', '%', '#', '&']) && unescape(cell.text).0.contains('\n');
    let keys = row.iter().flat_map(|cell| tokens(cell.text)).filter(|token| is_near(token.text)).count();
    keys > 1 && row.iter().any(is_broken)
}
