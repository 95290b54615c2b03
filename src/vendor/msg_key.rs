//! The MsgKey of a message: `Seq_1_ServerTime`. The only grammar of a MsgKey.

use std::fmt;
use std::rc::Rc;

use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::text::decimal;
use crate::text::excerpt::brief;
use crate::text::split;
use crate::vendor::limits::{FIRST_TIME, MAX_MSG_KEY_CHARS};

/// Largest number of digits in Seq and in ServerTime: both are u32.
const MAX_NUMBER_DIGITS: usize = 10;

/// The MsgKey of a message: `Seq_1_ServerTime`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MsgKey(Rc<str>);

impl MsgKey {
    /// From text. The middle number is 1 for official accounts. Others are allowed, since no document gives
    /// a grammar; `is_usual` tells them apart.
    ///
    /// # Errors
    /// The problem if it is not three numbers joined by `_` or is longer than `MAX_MSG_KEY_CHARS`, or if a number is above
    /// 4294967295 or has a leading zero: the remains of an escape such as `#011` before a key must not make a different key.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Err(Problem::empty(Word::MsgKey));
        }
        if text.len() > MAX_MSG_KEY_CHARS {
            return Err(Problem::new(IssueCode::MsgKeyTooLong, [MAX_MSG_KEY_CHARS.into(), brief(text).into()]));
        }
        let problem = |code| Err(Problem::new(code, [brief(text).into()]));
        let Some((seq, middle, time)) = parts(text) else { return problem(IssueCode::MsgKeyForm) };
        if [seq, middle, time].iter().any(|number| is_padded(number)) {
            return problem(IssueCode::MsgKeyLeadingZero);
        }
        if [seq, time].into_iter().any(|number| decimal::parse(number).is_none_or(|number| number > u32::MAX.into())) {
            return problem(IssueCode::MsgKeyOutOfRange);
        }
        Ok(Self(text.into()))
    }

    /// Seq and ServerTime of the key of an official-account message at the start of a text, and the length of the key. One pass without
    /// copies: texts may have millions of keys.
    #[must_use]
    pub fn numbers(text: &[u8]) -> Option<(u32, u32, usize)> {
        let (seq, seq_length) = number(text)?;
        let behind = text.get(seq_length..)?.strip_prefix(b"_1_")?;
        let (time, time_length) = number(behind)?;
        Some((seq, time, seq_length + b"_1_".len() + time_length))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, shared.
    #[must_use]
    pub fn text(&self) -> &Rc<str> {
        &self.0
    }

    /// The send time by the service's clock, in Unix seconds.
    #[must_use]
    pub fn sent_at(&self) -> Option<u32> {
        parts(&self.0).and_then(|(_, _, time)| decimal::parse(time)?.try_into().ok())
    }

    /// Whether the send time is before the service existed.
    #[must_use]
    pub fn is_too_old(&self) -> bool {
        self.sent_at().is_none_or(|time| time < FIRST_TIME)
    }

    /// Whether the send time is in the future. `now` is in Unix seconds and may be up to an hour slow.
    #[must_use]
    pub fn is_of_future(&self, now: f64) -> bool {
        self.sent_at().is_some_and(|time| f64::from(time) > now + 3600.0)
    }

    /// Whether the middle number is 1, as for official accounts.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        parts(&self.0).is_some_and(|(_, middle, _)| middle == "1")
    }
}

impl fmt::Debug for MsgKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Seq, middle number and server time of a MsgKey.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    let (seq, rest) = split::around(text, b'_')?;
    let (middle, time) = split::around(rest, b'_')?;
    let is_number = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (is_number(seq, MAX_NUMBER_DIGITS) && is_number(middle, MAX_MSG_KEY_CHARS) && is_number(time, MAX_NUMBER_DIGITS))
        .then_some((seq, middle, time))
}

/// The number at the start of a text in the format of a MsgKey, and its length.
fn number(text: &[u8]) -> Option<(u32, usize)> {
    let (mut number, mut length) = (0_u64, 0);
    for digit in text.iter().map(|byte| byte.wrapping_sub(b'0')).take_while(|digit| *digit < 10) {
        if length == MAX_NUMBER_DIGITS || length == 1 && number == 0 {
            return None;
        }
        number = number * 10 + u64::from(digit);
        length += 1;
    }
    if length == 0 { None } else { Some((number.try_into().ok()?, length)) }
}

/// Whether a number has a leading zero.
fn is_padded(number: &str) -> bool {
    number.len() > 1 && number.as_bytes().first() == Some(&b'0')
}
