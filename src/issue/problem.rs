//! A problem with a value, and an issue: a problem with its path.

use crate::issue::code::IssueCode;
use crate::issue::word::Word;

/// A parameter of a code. Small, and never a secret.
#[derive(Debug, Clone, PartialEq)]
pub enum Param {
    /// Unknown.
    Absent,
    /// A number.
    Number(f64),
    /// A name or an excerpt that is safe to show.
    Text(String),
    /// A translatable name.
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

/// A problem with a value.
#[derive(Debug, PartialEq)]
pub struct Problem {
    /// The code.
    pub code: IssueCode,
    /// The parameters, in the order of `IssueCode::row`.
    pub params: Vec<Param>,
}

impl Problem {
    /// A problem with this code.
    #[must_use]
    #[inline(never)]
    pub fn new<const N: usize>(code: IssueCode, params: [Param; N]) -> Self {
        Self { code, params: params.into() }
    }

    /// The problem of an empty text or list.
    #[must_use]
    pub fn empty(expected: Word) -> Self {
        Self::new(IssueCode::Empty, [expected.into()])
    }

    /// The issue for the value at a path.
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

/// One problem in the input.
#[derive(Debug, PartialEq)]
pub struct Issue {
    /// The path: `msgKeys[3]`, `reason`. Empty if it concerns the whole input.
    pub path: String,
    /// The problem.
    pub problem: Problem,
}
