//! Takes secrets out of texts that come from outside: what the service says, and what a `fetch` throws. Both may repeat the URL.

use crate::text::excerpt::is_unseen;

/// Letters and digits in a row that a word shares with a secret when it is a piece of it.
const PIECE: usize = 12;
/// Length of a word that only a UserSig reaches: no id, key or digest is as long.
const USER_SIG: usize = 100;
/// Characters of a text that are kept.
const LONGEST: usize = 200;

/// A text in one line of at most 200 characters, as it came but for control characters, which become spaces, and words that hold a piece
/// of a secret, in whatever encoding, or are as long as only a UserSig is: these become an ellipsis.
#[must_use]
pub fn masked(text: &str, secrets: &[&str]) -> String {
    let secrets: Vec<Vec<u8>> = secrets.iter().map(|secret| plain(secret)).collect();
    let (mut masked, mut word) = (String::new(), String::new());
    for symbol in text.chars() {
        if is_of_word(symbol) {
            word.push(symbol);
            continue;
        }
        push_word(&mut masked, &word, &secrets);
        word.clear();
        masked.push(if symbol.is_control() || is_unseen(symbol) { ' ' } else { symbol });
    }
    push_word(&mut masked, &word, &secrets);
    cut(&masked)
}

fn push_word(out: &mut String, word: &str, secrets: &[Vec<u8>]) {
    let symbols = plain(word);
    let mut pieces = symbols.windows(PIECE);
    let is_secret = pieces.any(|piece| secrets.iter().any(|secret| secret.windows(PIECE).any(|own| own == piece)));
    out.push_str(if is_secret || word.len() > USER_SIG { "\u{2026}" } else { word });
}

/// Letters and digits alone: encodings of a secret differ in the rest.
fn plain(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_alphanumeric).collect()
}

/// What a UserSig is made of, in any of its encodings.
fn is_of_word(symbol: char) -> bool {
    symbol.is_ascii_alphanumeric() || matches!(symbol, '*' | '-' | '_' | '%' | '+' | '/' | '=')
}

fn cut(text: &str) -> String {
    let mut rest = text.chars();
    let mut cut: String = rest.by_ref().take(LONGEST).collect();
    if rest.next().is_some() {
        cut.push('\u{2026}');
    }
    cut
}
