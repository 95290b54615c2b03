//! Copy and configuration mistakes in credentials and ids, found by `lib/wasm/mispaste.js`: regular expressions of JavaScript add no code
//! to the module.

use wasm_bindgen::prelude::*;

use crate::input::raw_value::RawValue;
use crate::issue::word::Word;
use crate::vendor::limits::MAX_USER_SIG_BYTES;

/// The expected kind of a text, as the bits of `lib/wasm/mispaste.js`.
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

/// The name of the mistake in a text; `None` if the text may be intended. A text longer than any UserSig is refused for its length and
/// not searched, since a pattern may take quadratic time.
#[inline(never)]
pub fn find(text: &str, wanted: Wanted) -> Option<String> {
    if text.is_empty() || text.len() > MAX_USER_SIG_BYTES { None } else { mispaste_of(text, wanted as u32) }
}

/// A value, or the mistake in it.
pub fn checked(value: RawValue, wanted: Wanted) -> RawValue {
    match &value {
        RawValue::Text(text) => match find(text, wanted) {
            Some(found) => RawValue::Mispaste(found, wanted.expected()),
            None => value,
        },
        _ => value,
    }
}
