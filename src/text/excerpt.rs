//! Makes texts of the caller safe to show in messages: escaped, and truncated if they may be a secret.

use crate::text::decimal;

/// Length from which a text may be a secret: a secret key has 64 characters, a UserSig about 200. Intended values are rarely as long.
const SUSPECT: usize = 32;
/// Number of characters to show of a text that may be a secret.
const HINT: usize = 12;

/// An unexpected text as a message may show it: escaped; only the first 12 characters if it has 32 or more.
#[must_use]
pub fn brief(text: &str) -> String {
    shown(text, if is_suspect(text) { HINT } else { SUSPECT })
}

/// A text without escaping, for data; only the first 12 characters if it has 32 or more.
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

/// Escapes control characters and bidirectional controls, and truncates after `most` characters.
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

/// Escapes a character as in Rust source.
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

/// Bidirectional controls, line separators and zero-width characters.
pub(crate) fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
