//! Decodes escapes of single bytes, such as `%E3%80%80` and `\343\200\200`, into the character they encode.

/// Replaces an escape that may include digits of the text next to it. A Unicode noncharacter.
pub const DOUBT: char = '\u{fdd0}';

/// Reads one escape at the start of a text: its byte and its length.
type OneByte = fn(&str) -> Option<(u8, usize)>;

/// Parses a text of hexadecimal digits only.
#[must_use]
pub fn hex_number(digits: &str) -> Option<u32> {
    let is_hex = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// The character of the escapes at the start of a text, and their length. Invalid UTF-8 is doubtful.
fn decode(text: &str, one: OneByte) -> Option<(char, usize)> {
    let (first, length) = one(text)?;
    let count = match first {
        0..0x80 => return Some((char::from(first), length)),
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return Some((DOUBT, length)),
    };
    let (mut bytes, mut end) = (vec![first], length);
    while bytes.len() < count {
        let Some((byte, length)) = text.get(end..).and_then(one) else { return Some((DOUBT, length)) };
        bytes.push(byte);
        end += length;
    }
    let character = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next());
    Some(character.map_or((DOUBT, length), |character| (character, end)))
}

/// `%NN`.
#[must_use]
pub fn percent(text: &str) -> Option<(char, usize)> {
    decode(text, |text| hex_behind(text, "%"))
}

/// `\xNN`.
#[must_use]
pub fn hex(text: &str) -> Option<(char, usize)> {
    decode(text, |text| hex_behind(text, "\\x"))
}

/// `=NN` of quoted-printable, if it cannot be a value after its name: bytes of UTF-8, and bytes with a hexadecimal letter. `=` and two
/// decimal digits stay as they are, since they are ambiguous: in `id=2071_1_1698741698`, `=20` may or may not be a blank.
#[must_use]
pub fn quoted_printable(text: &str) -> Option<(char, usize)> {
    let decoded = decode(text, |text| hex_behind(text, "="))?;
    let has_letter = text.bytes().skip(1).take(2).any(|byte| byte.is_ascii_alphabetic());
    (has_letter || decoded.1 > 3).then_some(decoded)
}

/// `=NN` in a quoted-printable text.
#[must_use]
pub fn quoted_printable_of_mail(text: &str) -> Option<(char, usize)> {
    decode(text, |text| hex_behind(text, "="))
}

/// Whether a text has escapes that only quoted-printable uses: `=3D`, `=5F`, bytes of UTF-8.
#[must_use]
pub fn is_quoted_printable(text: &str) -> bool {
    text.match_indices('=').any(|(at, _)| {
        let decoded = text.get(at..).and_then(quoted_printable);
        decoded.is_some_and(|(character, _)| character != DOUBT && !character.is_ascii_alphanumeric())
    })
}

/// Whether `=` and two digits are followed by another digit.
#[must_use]
pub fn takes_digits(text: &str) -> bool {
    text.bytes().skip(1).take_while(u8::is_ascii_digit).count() > 2
}

/// `\NNN`. One that encodes a letter or digit is doubtful. Numbers of a key have no leading zero, so `\0NN` is not part of a key.
#[must_use]
pub fn octal(text: &str) -> Option<(char, usize)> {
    let (character, length) = decode(text, |text| octal_behind(text, "\\"))?;
    // Some programs write the number in decimal: there `\050` is a 2.
    let tens: Option<u8> = text.get(1..4).and_then(|digits| digits.parse().ok());
    let is_either = tens.is_some_and(|tens| tens.is_ascii_alphanumeric() || tens == b'_');
    let is_sign =
        !character.is_ascii_alphanumeric() && (!character.is_ascii() || text.starts_with("\\0") && !is_either);
    Some((if is_sign { character } else { DOUBT }, length))
}

/// `#NNN` of rsyslog, for control characters and bytes beyond ASCII only.
#[must_use]
pub fn rsyslog(text: &str) -> Option<(char, usize)> {
    let (character, length) = decode(text, |text| octal_behind(text, "#"))?;
    let is_control = character.is_ascii_control() && text.starts_with("#0");
    (character != DOUBT && (is_control || !character.is_ascii())).then_some((character, length))
}

fn hex_behind(text: &str, mark: &str) -> Option<(u8, usize)> {
    let number = hex_number(text.strip_prefix(mark)?.get(..2)?)?;
    Some((number.try_into().ok()?, mark.len() + 2))
}

fn octal_behind(text: &str, mark: &str) -> Option<(u8, usize)> {
    let digits = text.strip_prefix(mark)?.get(..3)?;
    let is_octal = digits.bytes().all(|byte| (b'0'..b'8').contains(&byte));
    let number = is_octal.then(|| u8::from_str_radix(digits, 8).ok()).flatten()?;
    Some((number, mark.len() + 3))
}
