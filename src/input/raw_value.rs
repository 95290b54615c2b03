//! A value of the caller's before it is checked: any type may come from JavaScript, and every wrong one gets a sentence.

use crate::decimal;
use crate::error::Issue;
use crate::excerpt::quoted;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Loose {
    /// `undefined`, or no such member.
    Absent,
    /// A number, NaN included.
    Number(f64),
    /// A string.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// A Date, in milliseconds since 1970; NaN when it is invalid.
    Moment(f64),
    /// A function.
    Function,
    /// Anything else, named with its article: `null`, `an object`, `an array`.
    Other(&'static str),
}

impl Loose {
    /// What it is, for a message. Never used for a member that holds a secret.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Loose::Absent => "nothing".into(),
            Loose::Number(number) => number_text(*number),
            Loose::Text(text) => ["the string ", &quoted(text)].concat(),
            Loose::Flag(flag) => if *flag { "true" } else { "false" }.into(),
            Loose::Moment(ms) if ms.is_nan() => "an invalid Date".into(),
            _ => self.kind().into(),
        }
    }

    /// Its type alone, which is safe to show of a secret.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Loose::Absent => "nothing",
            Loose::Number(_) => "a number",
            Loose::Text(_) => "a string",
            Loose::Flag(_) => "a boolean",
            Loose::Moment(_) => "a Date",
            Loose::Function => "a function",
            Loose::Other(kind) => kind,
        }
    }
}

/// A number for a message. Formatting of floats would add more bytes than the rest of this file.
fn number_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    let whole = number as i64;
    let mut text = decimal::signed(whole);
    if whole as f64 != number {
        text = if number.abs() < 1e15 { ["a fraction near ", &text].concat() } else { "a very large number".into() };
    }
    text
}

/// The members of an input with the problems found so far.
#[derive(Debug, Default)]
pub struct Door {
    /// Every problem found.
    pub issues: Vec<Issue>,
}

impl Door {
    /// Notes a problem.
    pub fn refuse(&mut self, path: &str, message: impl Into<String>) {
        self.issues.push(Issue::new(path, message));
    }

    /// Notes that something of another kind was found.
    pub fn unexpected(&mut self, path: &str, found: &str, expected: &str) {
        self.refuse(path, ["found ", found, ", expected ", expected].concat());
    }

    /// A required text, parsed.
    pub fn text<T>(
        &mut self,
        path: &str,
        value: &Loose,
        expected: &str,
        parse: fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        match value {
            Loose::Text(text) => match parse(text) {
                Ok(parsed) => return Some(parsed),
                Err(message) => self.refuse(path, message),
            },
            other => self.unexpected(path, &other.describe(), expected),
        }
        None
    }

    /// An optional integer within a range.
    pub fn integer(&mut self, path: &str, value: &Loose, range: (u32, u32), default: u32, unit: &str) -> u32 {
        match value {
            Loose::Absent => default,
            Loose::Number(number) if f64::from(*number as u32) == *number => {
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
    pub fn flag(&mut self, path: &str, value: &Loose) -> bool {
        match value {
            Loose::Absent => false,
            Loose::Flag(flag) => *flag,
            other => {
                self.unexpected(path, &other.describe(), "true or false");
                false
            }
        }
    }

    /// An optional moment: a Date, or milliseconds since 1970.
    pub fn moment(&mut self, path: &str, value: &Loose) -> Option<f64> {
        match value {
            Loose::Absent => None,
            Loose::Number(ms) | Loose::Moment(ms) if ms.is_finite() && *ms >= 0.0 && *ms < 8.64e15 => Some(*ms),
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
