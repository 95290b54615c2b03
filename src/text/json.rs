//! JSON: a value as its readers see it, member by member, and strings written into it.

use crate::text::decimal;

/// Greatest integer below which JavaScript rounds none, 2^53 - 1.
const MAX_INTEGER: f64 = 9_007_199_254_740_991.0;

/// A parsed value. The bindings implement it for what `JSON.parse` makes: serde_json would add some 20 KB for what every JavaScript
/// engine has.
pub trait Json: Sized {
    /// A member; `None` when it is absent or `null`, or when this is no object.
    fn member(&self, name: &str) -> Option<Self>;

    /// The text of a string.
    fn text(&self) -> Option<String>;

    /// A number.
    fn number(&self) -> Option<f64>;

    /// The values of an array.
    fn list(&self) -> Option<Vec<Self>>;

    /// A member that may be absent, read.
    ///
    /// # Errors
    /// When it is present with another type.
    fn optional<T>(&self, name: &str, read: fn(&Self) -> Option<T>) -> Result<Option<T>, OtherType> {
        self.member(name).map(|member| read(&member).ok_or(OtherType)).transpose()
    }

    /// A number without a fraction, and not too large for JavaScript to be exact.
    fn integer(&self) -> Option<i64> {
        let number = self.number().filter(|number| number.abs() <= MAX_INTEGER)?;
        let whole = number as i64;
        (whole as f64 == number).then_some(whole)
    }

    /// The same, which some writers encode as a string.
    fn integer_or_text(&self) -> Option<i64> {
        self.integer().or_else(|| integer_of(&self.text()?))
    }

    /// The same, and not negative.
    fn unsigned_or_text(&self) -> Option<u64> {
        self.integer_or_text()?.try_into().ok()
    }
}

/// A member is present with another type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherType;

/// The integer that a text consists of, unless it is too large for JavaScript to be exact.
#[must_use]
pub fn integer_of(text: &str) -> Option<i64> {
    let (digits, sign) = text.strip_prefix('-').map_or((text, 1), |digits| (digits, -1));
    let whole = decimal::parse(digits).filter(|whole| *whole <= MAX_INTEGER as u64)?;
    Some(whole as i64 * sign)
}

/// Appends text to JSON as a string with its quotes.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    // Nearly every string: MsgKeys and names have nothing to escape.
    if text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        out.push_str(text);
        out.push('"');
        return;
    }
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}' => {
                out.push_str(if character < '\u{10}' { "\\u000" } else { "\\u00" });
                decimal::push(out, character.into(), 16);
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}
