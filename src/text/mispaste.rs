//! What a text shows of a copy or a configuration that went wrong: asked of JavaScript, whose regular expressions add no code to the
//! module. `lib/mispaste.js` has the rules. For whatever takes credentials and ids. Natively, where only tests run, all may be meant.

/// What is expected of a text, by the bits of `lib/mispaste.js`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A secret key, of whose form nothing is known but what it cannot be.
    SecretKey = 1,
    /// A UserSig.
    UserSig = 2,
    /// An official account id.
    OfficialAccount = 4,
    /// A text in which most characters may be meant.
    Other = 8,
}

/// Bytes of a text that is looked at: those of the longest UserSig.
const LONGEST: usize = 8192;

/// Whether a text may be meant.
///
/// # Errors
/// A sentence with what was found instead, which never repeats the text, and what was `expected`.
#[inline(never)]
pub fn check(text: &str, wanted: Wanted, expected: &str) -> Result<(), String> {
    // What is longer is refused for its length by whoever asks; a pattern may take its square.
    let found = if text.len() > LONGEST { None } else { host::mispaste_of(text, wanted as u32) };
    match found {
        None => Ok(()),
        Some(found) => Err(["found ", &found, ", expected ", expected].concat()),
    }
}

#[cfg(target_arch = "wasm32")]
mod host {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = mispasteOf)]
        pub(super) fn mispaste_of(text: &str, wanted: u32) -> Option<String>;
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    pub(super) fn mispaste_of(_text: &str, _wanted: u32) -> Option<String> {
        None
    }
}
