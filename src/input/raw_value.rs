//! A value of the caller's before it is checked: any type may come from JavaScript, and of every wrong one an issue says what it is.

use crate::issue::problem::Param;
use crate::issue::word::Word;
use crate::text::excerpt::brief;

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
    /// A string that shows a mistake of copying or configuration: the name of the mistake, and what was expected.
    Mispaste(String, Word),
    /// Anything else.
    Other(Word),
}

impl RawValue {
    /// What it is: its type, and an excerpt of its value. Never used for a member that holds a secret.
    #[must_use]
    pub fn found(&self) -> (Word, Param) {
        let value = match self {
            RawValue::Number(number) => Param::Number(*number),
            RawValue::Text(text) => Param::Text(brief(text)),
            RawValue::Flag(flag) => return (if *flag { Word::True } else { Word::False }, Param::Absent),
            RawValue::Moment(ms) if ms.is_nan() => return (Word::InvalidDate, Param::Absent),
            _ => Param::Absent,
        };
        (self.kind(), value)
    }

    /// Its type alone, which is safe to show of a secret.
    #[must_use]
    pub fn kind(&self) -> Word {
        match self {
            RawValue::Absent => Word::Nothing,
            RawValue::Number(_) => Word::Number,
            RawValue::Text(_) | RawValue::Mispaste(..) => Word::String,
            RawValue::Flag(_) => Word::Boolean,
            RawValue::Moment(_) => Word::Date,
            RawValue::Function => Word::Function,
            RawValue::Other(kind) => *kind,
        }
    }
}
