//! Integers to text and back. The standard library's formatting and parsing add a kilobyte per type.

/// A number as text.
#[must_use]
pub fn text(number: u64) -> String {
    let mut text = String::new();
    push(&mut text, number, 10);
    text
}

/// A signed number as text.
#[must_use]
pub fn signed(number: i64) -> String {
    let mut text = String::from(if number < 0 { "-" } else { "" });
    push(&mut text, number.unsigned_abs(), 10);
    text
}

/// Appends the digits of a number in a base of up to 16.
pub fn push(out: &mut String, number: u64, base: u64) {
    if number >= base {
        push(out, number / base, base);
    }
    let digit = (number % base) as u8;
    out.push(char::from(digit + if digit < 10 { b'0' } else { b'a' - 10 }));
}

/// The number that a text of digits represents; `None` for anything else (`str::parse` accepts a sign) and when it is too large.
#[must_use]
pub fn parse(text: &str) -> Option<u64> {
    let mut number = None;
    for byte in text.bytes() {
        let digit = u64::from(byte.wrapping_sub(b'0'));
        if digit > 9 {
            return None;
        }
        number = Some(number.unwrap_or(0_u64).checked_mul(10)?.checked_add(digit)?);
    }
    number
}
