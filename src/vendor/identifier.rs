//! Names and limits of the vendor, parsed once: whoever holds one of these types holds a checked value.
//! The only place where the form of an input is decided; collecting problems with their paths is `loose.rs`.

use std::fmt;
use std::rc::Rc;

use crate::text::ascii;
use crate::text::decimal;
pub use crate::text::excerpt::{quoted, shown};

/// Bytes of UTF-8 in an identifier (UserID) at most. Source: 1047/34385.
pub const MAX_USER_ID_BYTES: usize = 32;
/// Characters in a MsgKey at most. Source: 1047/60810 (field MsgKey of the reply).
pub const MAX_MSG_KEY_CHARS: usize = 50;
/// Digits in Seq and in ServerTime at most: both are u32.
const MAX_NUMBER_DIGITS: usize = 10;
/// Bytes in an official account id at most. Source: 1047/60813.
pub const MAX_OFFICIAL_ACCOUNT_BYTES: usize = 48;
/// What every official account id begins with. Source: 1047/60813.
pub const OFFICIAL_ACCOUNT_PREFIX: &str = "@TOA#_";
/// Bytes of UTF-8 in a reason at most. Source: 1047/60811.
pub const MAX_REASON_BYTES: usize = 100;
/// Server time before which no message was sent, Unix seconds: 2014-01-01, before the service existed.
pub const FIRST_TIME: u32 = 1_388_534_400;
/// SDKAppID of an app: any u32 above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SdkAppId(u32);

impl SdkAppId {
    /// From a number.
    ///
    /// # Errors
    /// A sentence when it is 0.
    pub fn parse(number: u32) -> Result<Self, String> {
        if number == 0 {
            return Err("found 0, expected the SDKAppID from the console, 1 to 4294967295".into());
        }
        Ok(Self(number))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }
}

/// Identifier (UserID) of an administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserId(Box<str>);

impl UserId {
    /// From text. Characters outside the documented `a-z A-Z 0-9 _ -` are allowed, since the documents contradict each other.
    ///
    /// # Errors
    /// A sentence when it is empty, longer than 32 bytes of UTF-8, or holds a control character (a newline would
    /// add a line to what a UserSig signs).
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("empty, expected the UserID of an app administrator".into());
        }
        if text.len() > MAX_USER_ID_BYTES {
            return Err(too_long("a UserID of", text.len(), "at most 32 bytes of UTF-8"));
        }
        no_control(text, "a UserID")?;
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it keeps to the characters that every document allows.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    }
}

/// Official account id. Ids made by the service begin with `@TOA#_@TOA#` and are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialAccount(Box<str>);

impl OfficialAccount {
    /// From text.
    ///
    /// # Errors
    /// A sentence when the prefix is missing, nothing follows it, it is longer than 48 bytes, or it holds anything but
    /// printable ASCII.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("empty, expected an official account id like \"@TOA#_2J4SZEAEL\"".into());
        }
        if !text.starts_with(OFFICIAL_ACCOUNT_PREFIX) || text.len() == OFFICIAL_ACCOUNT_PREFIX.len() {
            return Err(found(text, "an official account id that begins with \"@TOA#_\""));
        }
        if text.len() > MAX_OFFICIAL_ACCOUNT_BYTES {
            return Err(too_long("an official account id of", text.len(), "at most 48 bytes"));
        }
        if !text.bytes().all(|byte| (0x20..=0x7e).contains(&byte)) {
            return Err(found(text, "printable ASCII only"));
        }
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// MsgKey of a message: `Seq_1_ServerTime`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MsgKey(Rc<str>);

impl MsgKey {
    /// From text. The middle number is 1 for official accounts; another one is allowed here, since no document gives
    /// a grammar, and `is_usual` tells.
    ///
    /// # Errors
    /// A sentence when it is not three numbers joined by `_`, longer than 50 characters, or when a number begins with a
    /// needless 0 or is above 4294967295: what is left of an escape such as `#011` in front of a key must not become another key.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("empty, expected a MsgKey like \"71_1_1698741698\"".into());
        }
        if text.len() > MAX_MSG_KEY_CHARS {
            return Err(found(text, "a MsgKey of at most 50 characters, like \"71_1_1698741698\""));
        }
        let Some((seq, middle, time)) = parts(text) else {
            return Err(found(text, "a MsgKey like \"71_1_1698741698\" (Seq_1_ServerTime)"));
        };
        if [seq, middle, time].iter().any(|number| is_padded(number)) {
            return Err(found(text, "a MsgKey whose numbers do not begin with 0 (an escape in front of it?)"));
        }
        if [seq, time].into_iter().any(|number| decimal::parse(number).is_none_or(|number| number > u32::MAX.into())) {
            return Err(found(text, "a MsgKey whose numbers are at most 4294967295"));
        }
        Ok(Self(text.into()))
    }

    /// Seq and ServerTime of the key of an official-account message at the beginning of a text, and its length. In one pass and without
    /// a copy: texts hold millions of keys.
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

    /// When the message was sent, by the service's clock, in Unix seconds.
    #[must_use]
    pub fn sent_at(&self) -> Option<u32> {
        parts(&self.0).and_then(|(_, _, time)| decimal::parse(time)?.try_into().ok())
    }

    /// Whether its message would be from before the service.
    #[must_use]
    pub fn is_too_old(&self) -> bool {
        self.sent_at().is_none_or(|time| time < FIRST_TIME)
    }

    /// Whether its message would be from the future, by a clock in Unix seconds that may be an hour late.
    #[must_use]
    pub fn is_of_future(&self, now: f64) -> bool {
        self.sent_at().is_some_and(|time| f64::from(time) > now + 3600.0)
    }

    /// Whether the middle number is the 1 of official accounts.
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

/// Reason of a recall, as the service stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(Box<str>);

impl Reason {
    /// From text.
    ///
    /// # Errors
    /// A sentence when it is empty or longer than 100 bytes of UTF-8.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("empty, expected 1 to 100 bytes of text, or no reason at all".into());
        }
        if text.len() > MAX_REASON_BYTES {
            let mut message = too_long("a text of", text.len(), "at most 100 bytes of UTF-8");
            message.push_str(" (a Chinese character takes 3)");
            return Err(message);
        }
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Seq, middle number and server time of a MsgKey.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    let (seq, rest) = ascii::cut(text, b'_')?;
    let (middle, time) = ascii::cut(rest, b'_')?;
    let is_number = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (is_number(seq, MAX_NUMBER_DIGITS) && is_number(middle, MAX_MSG_KEY_CHARS) && is_number(time, MAX_NUMBER_DIGITS))
        .then_some((seq, middle, time))
}

/// The number at the beginning of a text, as a MsgKey may have one, and its length.
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

/// Whether a number has a 0 in front that it does not need.
fn is_padded(number: &str) -> bool {
    number.len() > 1 && number.as_bytes().first() == Some(&b'0')
}

fn found(text: &str, expected: &str) -> String {
    let mut message = String::from("found ");
    message.push_str(&quoted(text));
    message.push_str(", expected ");
    message.push_str(expected);
    message
}

fn too_long(what: &str, bytes: usize, expected: &str) -> String {
    let mut message = String::from("found ");
    message.push_str(what);
    message.push(' ');
    decimal::push(&mut message, bytes as u64, 10);
    message.push_str(" bytes, expected ");
    message.push_str(expected);
    message
}

fn no_control(text: &str, what: &str) -> Result<(), String> {
    if text.chars().any(char::is_control) {
        let mut expected = String::from(what);
        expected.push_str(" without control characters");
        return Err(found(text, &expected));
    }
    Ok(())
}
