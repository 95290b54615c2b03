//! Collects every issue of an input, so that the caller sees all of them at once.

use crate::error::Issue;
use crate::input::raw_value::RawValue;
use crate::text::decimal;

/// The issues found so far in one input.
#[derive(Debug, Default)]
pub struct Issues {
    /// Every issue, in the order in which it was found.
    pub list: Vec<Issue>,
}

impl Issues {
    /// Notes a problem.
    pub fn refuse(&mut self, path: &str, message: impl Into<String>) {
        self.list.push(Issue::new(path, message));
    }

    /// Notes that something of another kind was found.
    pub fn unexpected(&mut self, path: &str, found: &str, expected: &str) {
        self.refuse(path, ["found ", found, ", expected ", expected].concat());
    }

    /// Notes that a secret is missing or of another kind, without repeating it.
    pub fn unexpected_secret(&mut self, path: &str, value: &RawValue, expected: &str) {
        match value {
            RawValue::Mispaste(found, expected) => self.unexpected(path, found, expected),
            other => self.unexpected(path, other.kind(), expected),
        }
    }

    /// A required text, parsed.
    pub fn text<T>(
        &mut self,
        path: &str,
        value: &RawValue,
        expected: &str,
        parse: fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        match value {
            RawValue::Text(text) => match parse(text) {
                Ok(parsed) => return Some(parsed),
                Err(message) => self.refuse(path, message),
            },
            RawValue::Mispaste(found, expected) => self.unexpected(path, found, expected),
            other => self.unexpected(path, &other.describe(), expected),
        }
        None
    }

    /// An optional integer within a range.
    pub fn integer(&mut self, path: &str, value: &RawValue, range: (u32, u32), default: u32, unit: &str) -> u32 {
        match value {
            RawValue::Absent => default,
            RawValue::Number(number) if f64::from(*number as u32) == *number => {
                let number = *number as u32;
                if number < range.0 || number > range.1 {
                    self.unexpected(path, &decimal::text(number.into()), &range_text(range, unit));
                }
                number
            }
            other => {
                self.unexpected(path, &other.describe(), &range_text(range, unit));
                default
            }
        }
    }

    /// An optional boolean.
    pub fn flag(&mut self, path: &str, value: &RawValue) -> bool {
        match value {
            RawValue::Absent => false,
            RawValue::Flag(flag) => *flag,
            other => {
                self.unexpected(path, &other.describe(), "true or false");
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
                self.unexpected(path, &other.describe(), "a Date, or milliseconds since 1970");
                None
            }
        }
    }
}

fn range_text(range: (u32, u32), unit: &str) -> String {
    let space = if unit.is_empty() { "" } else { " " };
    ["an integer from ", &decimal::text(range.0.into()), " to ", &decimal::text(range.1.into()), space, unit].concat()
}
