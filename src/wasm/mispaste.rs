//! Mistakes of copying and configuration in credentials and ids, found by `lib/mispaste.js`: the engine's regular expressions add no code.

use wasm_bindgen::prelude::*;

use crate::input::raw_value::RawValue;
use crate::issue::word::Word;
use crate::vendor::limits::MAX_USER_SIG_BYTES;

/// What a text is expected to be, by the bits of `lib/mispaste.js`.
#[derive(Debug, Clone, Copy)]
pub enum Wanted {
    /// A secret key.
    SecretKey = 1,
    /// A UserSig.
    UserSig = 2,
    /// An official account id.
    OfficialAccount = 4,
    /// The identifier of an administrator.
    Identifier = 8,
    /// A base URL.
    BaseUrl = 16,
}

impl Wanted {
    fn expected(self) -> Word {
        match self {
            Wanted::SecretKey => Word::SecretKeyAlone,
            Wanted::UserSig => Word::UserSigOfApp,
            Wanted::OfficialAccount => Word::OfficialAccount,
            Wanted::Identifier => Word::IdentifierAlone,
            Wanted::BaseUrl => Word::UrlAlone,
        }
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = mispasteOf)]
    fn mispaste_of(text: &str, wanted: u32) -> Option<String>;
}

/// The name of what a text is instead of what was wanted; `None` when it may be meant. A text longer than any UserSig is refused for its length: it is
/// not searched, since a pattern may take the square of its length.
#[inline(never)]
pub fn find(text: &str, wanted: Wanted) -> Option<String> {
    if text.is_empty() || text.len() > MAX_USER_SIG_BYTES { None } else { mispaste_of(text, wanted as u32) }
}

/// A value, or the mistake that it shows.
pub fn checked(value: RawValue, wanted: Wanted) -> RawValue {
    match &value {
        RawValue::Text(text) => match find(text, wanted) {
            Some(found) => RawValue::Mispaste(found, wanted.expected()),
            None => value,
        },
        _ => value,
    }
}
