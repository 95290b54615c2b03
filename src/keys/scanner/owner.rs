//! The official account that a row, an object or a line names for its keys. For the readers of the formats.

use crate::keys::scanner::escape::{is_escaped, unescape};
use crate::text::excerpt::head;
use crate::vendor::official_account::{OFFICIAL_ACCOUNT_PREFIX, OfficialAccount};

/// Names of columns and members that hold an official account, without `_`, `-`, blanks and capitals.
const NAMES: [&str; 7] = [
    "officialaccount",
    "officialaccountid",
    "officialaccountuserid",
    "公众号",
    "公众号id",
    "公众号账号",
    "公式アカウント",
];
/// Names that may also mean another kind of account.
const VAGUE_NAMES: [&str; 3] = ["account", "accountid", "账号"];
/// Part of every official account, even if the signs around it were changed.
const MARK: &str = "TOA#";

/// What the name of a column or member says about its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// They are official accounts.
    Certain,
    /// They are accounts of some kind: only those with `TOA#` are read.
    Vague,
}

impl Naming {
    /// Recognizes the name of a column or member: `Official_Account`, `officialAccount`, `account`, `公众号`.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        // Most names are others.
        let first = name.trim_start_matches(['_', '-', ' ']).chars().next()?;
        if !matches!(first, 'o' | 'O' | 'a' | 'A' | '公' | '账') {
            return None;
        }
        let plain = || name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase);
        let is_among = |names: &[&str]| names.iter().any(|known| plain().eq(known.chars()));
        if is_among(&NAMES) { Some(Self::Certain) } else { is_among(&VAGUE_NAMES).then_some(Self::Vague) }
    }
}

/// The account of the keys of one row, object or line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Owner {
    /// It names no account.
    #[default]
    Unnamed,
    /// It names this account.
    Account(Box<str>),
    /// The place of the account holds this text, which is not an account.
    Invalid(String),
    /// It names more than one account, or it does not show which one it names.
    Doubtful,
}

impl Owner {
    /// The owner that a cell or value names.
    #[must_use]
    pub fn of(text: &str, naming: Naming) -> Self {
        let text = text.trim();
        if text.is_empty() || text.eq_ignore_ascii_case("null") || text == "\\N" {
            return Self::Unnamed;
        }
        // Spreadsheets guard a text that begins with `@`.
        let inside = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
        let bare = inside.strip_prefix('\'').filter(|rest| rest.starts_with('@')).unwrap_or(inside);
        let plain = if is_escaped(bare) { unescape(bare).0 } else { bare.into() };
        // An escape beside an account may be a line break, or a sign of the account.
        let is_doubtful = bare.contains(OFFICIAL_ACCOUNT_PREFIX) && (plain != bare || bare.ends_with('\\'));
        match account(&plain) {
            Some(account) if !is_doubtful => Self::Account(account),
            Some(_) => Self::Invalid(head(text)),
            None if naming == Naming::Vague && !plain.contains(MARK) => Self::Unnamed,
            None => Self::Invalid(head(text)),
        }
    }

    /// Adds another text of the same row, object or line.
    pub fn add(&mut self, other: Self) {
        match (&*self, &other) {
            (_, Self::Unnamed) | (Self::Invalid(_) | Self::Doubtful, _) => {}
            (Self::Account(one), Self::Account(another)) if one == another => {}
            (Self::Account(_), Self::Account(_)) => *self = Self::Doubtful,
            _ => *self = other,
        }
    }

    /// Whether nothing was named.
    #[must_use]
    pub fn is_unnamed(&self) -> bool {
        *self == Self::Unnamed
    }
}

/// A text that is exactly an official account.
#[must_use]
pub fn account(text: &str) -> Option<Box<str>> {
    text.starts_with(OFFICIAL_ACCOUNT_PREFIX).then(|| OfficialAccount::parse(text).ok()).flatten().map(|_| text.into())
}

/// Whether a text may name an official account.
#[must_use]
pub fn may_name(text: &str) -> bool {
    text.contains(MARK) || text.contains("fficial") || text.contains("OFFICIAL")
}
