//! A value of the caller's before it is checked: any type may come from JavaScript, and every wrong one gets a sentence.

use crate::text::decimal;
use crate::text::excerpt::quoted;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum RawValue {
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
    /// A string that shows a mistake of copying or configuration: what was found, and what was expected. Never repeats the string.
    Mispaste(String, &'static str),
    /// Anything else, named with its article: `null`, `an object`, `an array`.
    Other(&'static str),
}

impl RawValue {
    /// What it is, for a message. Never used for a member that holds a secret.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            RawValue::Absent => "nothing".into(),
            RawValue::Number(number) => number_text(*number),
            RawValue::Text(text) => ["the string ", &quoted(text)].concat(),
            RawValue::Flag(flag) => if *flag { "true" } else { "false" }.into(),
            RawValue::Moment(ms) if ms.is_nan() => "an invalid Date".into(),
            RawValue::Mispaste(found, _) => found.clone(),
            _ => self.kind().into(),
        }
    }

    /// Its type alone, which is safe to show of a secret.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            RawValue::Absent => "nothing",
            RawValue::Number(_) => "a number",
            RawValue::Text(_) | RawValue::Mispaste(..) => "a string",
            RawValue::Flag(_) => "a boolean",
            RawValue::Moment(_) => "a Date",
            RawValue::Function => "a function",
            RawValue::Other(kind) => kind,
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
