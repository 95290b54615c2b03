//! Collects every issue of an input, so that the caller sees all of them at once.

use crate::input::raw_value::RawValue;
use crate::issue::code::IssueCode;
use crate::issue::problem::{Issue, Param, Problem};
use crate::issue::word::Word;

/// A range of integers, with a unit if they have one.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    /// Minimum and maximum.
    pub limits: (u32, u32),
    /// The unit.
    pub unit: Option<Word>,
}

/// The issues found so far in one input.
#[derive(Debug, Default)]
pub struct Issues {
    /// Every issue, in the order in which it was found.
    pub list: Vec<Issue>,
}

impl Issues {
    /// Adds a problem.
    pub fn refuse(&mut self, path: &str, problem: impl Into<Problem>) {
        self.list.push(problem.into().at(path));
    }

    /// Adds the problem of an unexpected value.
    pub fn unexpected(&mut self, path: &str, found: &RawValue, expected: Word) {
        self.refuse(path, unexpected(found, expected));
    }

    /// The same for a member whose value must not be shown because it may be a secret.
    pub fn unexpected_kind(&mut self, path: &str, found: &RawValue, expected: Word) {
        self.refuse(path, unexpected_kind(found, expected));
    }

    /// A required text, parsed.
    pub fn text<T>(
        &mut self,
        path: &str,
        value: &RawValue,
        expected: Word,
        parse: fn(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        let problem = match value {
            RawValue::Text(text) => match parse(text) {
                Ok(parsed) => return Some(parsed),
                Err(problem) => problem,
            },
            other => unexpected(other, expected),
        };
        self.refuse(path, problem);
        None
    }

    /// An optional integer within a range.
    pub fn integer(&mut self, path: &str, value: &RawValue, range: Range, default: u32) -> u32 {
        let number = match value {
            RawValue::Absent => return default,
            RawValue::Number(number) if f64::from(*number as u32) == *number => Some(*number as u32),
            _ => None,
        };
        let (least, most) = range.limits;
        if number.is_none_or(|number| number < least || number > most) {
            let unit = range.unit.map_or(Param::Absent, Param::Word);
            let (found, value) = value.found();
            let params = [least.into(), most.into(), unit, found.into(), value];
            self.refuse(path, Problem::new(IssueCode::NotInRange, params));
        }
        number.unwrap_or(default)
    }

    /// An optional boolean.
    pub fn flag(&mut self, path: &str, value: &RawValue) -> bool {
        match value {
            RawValue::Absent => false,
            RawValue::Flag(flag) => *flag,
            other => {
                self.unexpected(path, other, Word::Flag);
                false
            }
        }
    }

    /// An optional moment: a Date, or milliseconds since 1970.
    pub fn moment(&mut self, path: &str, value: &RawValue) -> Option<f64> {
        match value {
            RawValue::Absent => None,
            RawValue::Number(ms) | RawValue::Moment(ms) if ms.is_finite() && *ms >= 0.0 && *ms < 8.64e15 => Some(*ms),
            other => {
                self.unexpected(path, other, Word::Moment);
                None
            }
        }
    }
}

/// The problem of an unexpected value.
#[must_use]
pub fn unexpected(value: &RawValue, expected: Word) -> Problem {
    let (found, excerpt) = value.found();
    mispaste(value)
        .unwrap_or_else(|| Problem::new(IssueCode::UnexpectedValue, [expected.into(), found.into(), excerpt]))
}

/// The same without an excerpt of the value.
#[must_use]
pub fn unexpected_kind(value: &RawValue, expected: Word) -> Problem {
    mispaste(value).unwrap_or_else(|| Problem::new(IssueCode::UnexpectedValue, [expected.into(), value.kind().into()]))
}

fn mispaste(value: &RawValue) -> Option<Problem> {
    let RawValue::Mispaste(found, expected) = value else { return None };
    Some(Problem::new(IssueCode::Mispaste, [found.as_str().into(), (*expected).into()]))
}
