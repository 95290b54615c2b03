//! The JSON of a UserSig of any official signer, read without a key: what `user_sig.rs` verifies and credentials look into.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::text::json::{Json, OtherType};
use crate::user_sig::codec;

/// What a UserSig of TLSSigAPI v1 is called.
pub(super) const OLD: &str = "a UserSig of the old ECDSA form (v1)";

/// What a UserSig says of itself. Nothing in it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSigInfo {
    /// Whose UserSig it is.
    pub identifier: String,
    /// The app.
    pub sdk_app_id: u32,
    /// Moment of signing, in Unix seconds; below 2^53.
    pub time: u64,
    /// Validity in seconds; below 2^53.
    pub expire: u64,
    /// Present in UserSigs for TRTC room entry.
    pub user_buf: Option<Vec<u8>>,
    signature: Signature,
}

impl UserSigInfo {
    /// The signature to compare.
    pub(crate) fn signature(&self) -> &[u8] {
        &self.signature.0
    }
}

/// An HMAC-SHA256; Debug does not show it.
#[derive(Clone, PartialEq, Eq)]
struct Signature([u8; 32]);

impl fmt::Debug for Signature {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Signature")
    }
}

/// What a client looks for in a UserSig that was given to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSigClaims {
    /// Whose UserSig it is.
    pub identifier: String,
    /// The app.
    pub sdk_app_id: u32,
    /// Unix second after which it is no longer valid.
    pub until: u64,
    /// Validity in seconds.
    pub expire: u64,
}

/// Why a client cannot tell what a UserSig says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opaque {
    /// Its layers cannot be opened.
    Unreadable,
    /// It is of TLSSigAPI v1.
    Old,
    /// It is of no known form, which says nothing against it.
    Unknown,
}

/// Looks at a UserSig of any official signer.
///
/// # Errors
/// Why nothing is known of it.
pub fn glance(user_sig: &str) -> Result<UserSigClaims, Opaque> {
    let json = host::open(user_sig).ok_or(Opaque::Unreadable)?;
    if is_old(&json) {
        return Err(Opaque::Old);
    }
    Members::of(&json).ok().and_then(Members::glance).ok_or(Opaque::Unknown)
}

/// TLSSigAPI v1 writes a signature too, but no `TLS.ver`.
fn is_old(json: &Json) -> bool {
    json.member("TLS.sig").is_some() && json.member("TLS.ver").is_none()
}

/// The module that runs recalls has its JavaScript open UserSigs, with the code by which that has unpacked the module itself.
#[cfg(all(target_arch = "wasm32", not(feature = "offline")))]
mod host {
    use wasm_bindgen::prelude::*;

    use crate::text::json::Json;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = openUserSig)]
        fn open_user_sig(user_sig: &str) -> JsValue;
    }

    pub(super) fn open(user_sig: &str) -> Option<Json> {
        let parsed = open_user_sig(user_sig);
        (!parsed.is_undefined()).then(|| Json::of(parsed))
    }
}

#[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
mod host {
    use crate::text::json::Json;
    use crate::user_sig::codec;

    pub(super) fn open(user_sig: &str) -> Option<Json> {
        Json::parse(&codec::unwrap(user_sig).ok()?)
    }
}

/// Decodes a UserSig of any official signer.
///
/// # Errors
/// A sentence that begins with the layer that could not be read: length, alphabet, base64, zlib, JSON or members. It never
/// repeats the UserSig.
pub fn inspect(user_sig: &str) -> Result<UserSigInfo, String> {
    let text = codec::unwrap(user_sig)?;
    let Some(json) = Json::parse(&text) else {
        return Err("JSON: found other text, expected JSON".into());
    };
    if is_old(&json) {
        return Err(
            ["members: found ", OLD, ", expected one made with the app's secret key (HMAC-SHA256, v2)"].concat()
        );
    }
    let Ok(members) = Members::of(&json) else {
        return Err("members: found one of another type, expected strings and whole numbers".into());
    };
    members.read().map_err(|name| ["members: found none or a malformed ", name].concat())
}

struct Members {
    ver: Option<String>,
    identifier: Option<String>,
    sdk_app_id: Option<u64>,
    time: Option<u64>,
    expire: Option<u64>,
    user_buf: Option<String>,
    sig: Option<String>,
}

impl Members {
    fn of(json: &Json) -> Result<Self, OtherType> {
        Ok(Self {
            ver: json.optional("TLS.ver", Json::text)?,
            identifier: json.optional("TLS.identifier", Json::text)?,
            // Some signers write numbers as text.
            sdk_app_id: json.optional("TLS.sdkappid", Json::whole_or_text)?,
            time: json.optional("TLS.time", Json::whole_or_text)?,
            expire: json.optional("TLS.expire", Json::whole_or_text)?,
            user_buf: json.optional("TLS.userbuf", Json::text)?,
            sig: json.optional("TLS.sig", Json::text)?,
        })
    }

    fn glance(self) -> Option<UserSigClaims> {
        // Another version is made in another way.
        self.ver.as_deref().filter(|ver| *ver == "2.0")?;
        let (sdk_app_id, expire) = (self.app()?, self.expire?);
        Some(UserSigClaims {
            identifier: self.identifier?,
            sdk_app_id,
            until: self.time?.saturating_add(expire),
            expire,
        })
    }

    /// The app, which is a number of 32 bits.
    fn app(&self) -> Option<u32> {
        self.sdk_app_id.and_then(|app| app.try_into().ok())
    }

    fn read(self) -> Result<UserSigInfo, &'static str> {
        // Another version is signed in another way.
        self.ver.as_deref().filter(|ver| *ver == "2.0").ok_or("TLS.ver, expected \"2.0\"")?;
        let sdk_app_id = self.app().ok_or("TLS.sdkappid")?;
        let signature = self.sig.and_then(|text| STANDARD.decode(&text).ok()?.try_into().ok());
        let user_buf = self.user_buf.map(|text| STANDARD.decode(&text)).transpose().map_err(|_| "TLS.userbuf")?;
        Ok(UserSigInfo {
            identifier: self.identifier.ok_or("TLS.identifier")?,
            sdk_app_id,
            time: self.time.ok_or("TLS.time")?,
            expire: self.expire.ok_or("TLS.expire")?,
            user_buf,
            signature: Signature(signature.ok_or("TLS.sig, expected 32 bytes in base64")?),
        })
    }
}
