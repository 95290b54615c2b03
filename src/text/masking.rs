//! Masks secrets in external texts: error texts of the service and what `fetch` throws. Both may repeat the URL.

use crate::text::excerpt::is_unseen;

/// A word with this many consecutive letters and digits of a secret is treated as part of it.
const PIECE: usize = 12;
/// Only UserSigs are as long as this: ids, keys and digests are shorter.
const USER_SIG: usize = 100;
/// Largest length of a masked text.
const LONGEST: usize = 200;

/// Returns a text as one line of at most 200 characters. Control characters become spaces. Words that contain part of a secret, in any
/// encoding, or are as long as only UserSigs are, become an ellipsis.
#[must_use]
pub fn masked(text: &str, secrets: &[&str]) -> String {
    let mut plain_secrets = Vec::new();
    for secret in secrets {
        plain_secrets.push(plain(secret));
    }
    let (mut masked, mut word) = (String::new(), String::new());
    for symbol in text.chars() {
        if is_of_word(symbol) {
            word.push(symbol);
            continue;
        }
        push_word(&mut masked, &word, &plain_secrets);
        word.clear();
        masked.push(if symbol.is_control() || is_unseen(symbol) { ' ' } else { symbol });
    }
    push_word(&mut masked, &word, &plain_secrets);
    cut(&masked)
}

fn push_word(out: &mut String, word: &str, secrets: &[Vec<u8>]) {
    let symbols = plain(word);
    let mut pieces = symbols.windows(PIECE);
    let is_secret = pieces.any(|piece| secrets.iter().any(|secret| secret.windows(PIECE).any(|own| own == piece)));
    out.push_str(if is_secret || word.len() > USER_SIG { "\u{2026}" } else { word });
}

/// Keeps only letters and digits: encodings of a secret differ in the other characters.
fn plain(text: &str) -> Vec<u8> {
    let mut plain = Vec::new();
    for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
        plain.push(byte);
    }
    plain
}

/// Whether a character occurs in a UserSig, in any of its encodings.
fn is_of_word(symbol: char) -> bool {
    symbol.is_ascii_alphanumeric() || matches!(symbol, '*' | '-' | '_' | '%' | '+' | '/' | '=')
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => [text.get(..end).unwrap_or_default(), "\u{2026}"].concat(),
        None => text.into(),
    }
}
