//! An unchecked value of the caller. JavaScript may pass any type, and the issue for a wrong one names it.

use crate::issue::problem::Param;
use crate::issue::word::Word;
use crate::text::excerpt::brief;

/// An unchecked value.
#[derive(Debug, Clone, PartialEq)]
pub enum RawValue {
    /// `undefined`, or an absent member.
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
    /// A string that is a copy or configuration mistake: the name of the mistake, and what was expected.
    Mispaste(String, Word),
    /// Anything else.
    Other(Word),
}

impl RawValue {
    /// Its type, and an excerpt of its value. Must not be used for a member that holds a secret.
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

    /// Its type only, which is safe to show for a secret.
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
