//! A problem of a value, and an issue: a problem with its path.

use crate::issue::code::IssueCode;
use crate::issue::word::Word;

/// What a code leaves open. Small, and never a secret.
#[derive(Debug, Clone, PartialEq)]
pub enum Param {
    /// Not known of this one.
    Absent,
    /// A number.
    Number(f64),
    /// A name or an excerpt, as it may be shown.
    Text(String),
    /// A name that each language has a word for.
    Word(Word),
}

impl From<usize> for Param {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<u32> for Param {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Word> for Param {
    fn from(word: Word) -> Self {
        Self::Word(word)
    }
}

/// What is wrong with a value.
#[derive(Debug, PartialEq)]
pub struct Problem {
    /// Which problem.
    pub code: IssueCode,
    /// In the order of `IssueCode::row`.
    pub params: Vec<Param>,
}

impl Problem {
    /// A problem of this code.
    #[must_use]
    #[inline(never)]
    pub fn new<const N: usize>(code: IssueCode, params: [Param; N]) -> Self {
        Self { code, params: params.into() }
    }

    /// An empty text or list.
    #[must_use]
    pub fn empty(expected: Word) -> Self {
        Self::new(IssueCode::Empty, [expected.into()])
    }

    /// The problem of the value at a path.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Issue {
        Issue { path: path.into(), problem: self }
    }
}

impl From<IssueCode> for Problem {
    fn from(code: IssueCode) -> Self {
        Self { code, params: Vec::new() }
    }
}

/// One problem of the input.
#[derive(Debug, PartialEq)]
pub struct Issue {
    /// Where it is: `msgKeys[3]`, `reason`; empty when it concerns the whole.
    pub path: String,
    /// What it is.
    pub problem: Problem,
}
