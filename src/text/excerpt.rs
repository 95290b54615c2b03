//! Texts of the caller's as a message may show them: escaped, and cut where they may be a secret. For every message that repeats an input.

use crate::text::decimal;

/// Characters from which on a text may be a secret: a secret key has 64, a UserSig some 200, and hardly anything meant has as many.
const SUSPECT: usize = 32;
/// Characters that are shown of a text that may be a secret.
const HINT: usize = 12;

/// A text that was not expected, in quotes; of 32 characters or more the first 12 only.
#[must_use]
pub fn quoted(text: &str) -> String {
    ["\"", &brief(text), "\""].concat()
}

/// The same without quotes: for a member's name that was not expected.
#[must_use]
pub fn brief(text: &str) -> String {
    shown(text, if is_suspect(text) { HINT } else { SUSPECT })
}

/// A text as it is, for data; of 32 characters or more the first 12 only.
#[must_use]
pub fn head(text: &str) -> String {
    match text.char_indices().nth(HINT) {
        Some((end, _)) if is_suspect(text) => [text.get(..end).unwrap_or_default(), "\u{2026}"].concat(),
        _ => text.into(),
    }
}

fn is_suspect(text: &str) -> bool {
    text.chars().nth(SUSPECT - 1).is_some()
}

/// A text with its control characters and those that turn the order of letters round escaped, cut after `most` characters.
#[must_use]
pub fn shown(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut rest = text.chars();
    for character in rest.by_ref().take(most) {
        if character == '"' || character.is_control() || is_unseen(character) {
            push_escaped(&mut shown, character);
        } else {
            shown.push(character);
        }
    }
    if rest.next().is_some() {
        shown.push('\u{2026}');
    }
    shown
}

/// As in the source of Rust.
fn push_escaped(out: &mut String, character: char) {
    out.push('\\');
    match character {
        '\t' => out.push('t'),
        '\r' => out.push('r'),
        '\n' => out.push('n'),
        '"' => out.push('"'),
        _ => {
            out.push_str("u{");
            decimal::push(out, character.into(), 16);
            out.push('}');
        }
    }
}

/// Marks of direction, separators of lines and characters without width.
pub(crate) fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
