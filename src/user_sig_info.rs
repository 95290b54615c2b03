//! The JSON of a UserSig of any official signer, read without a key: what `user_sig.rs` verifies and credentials look into.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, Visitor};

use crate::container;
use crate::json;

/// Greatest number that JavaScript reads exactly: times beyond are refused, so that sums cannot overflow.
const MAX_NUMBER: u64 = 1 << 53;

/// What a UserSig says of itself. Nothing in it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSigInfo {
    /// Whose UserSig it is.
    pub identifier: String,
    /// The app.
    pub sdk_app_id: u32,
    /// Moment of signing, in Unix seconds; at most 2^53.
    pub time: u64,
    /// Validity in seconds; at most 2^53.
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

/// Decodes a UserSig of any official signer.
///
/// # Errors
/// A sentence that begins with the layer that could not be read: length, alphabet, base64, zlib, JSON or members. It never
/// repeats the UserSig.
pub fn inspect(user_sig: &str) -> Result<UserSigInfo, String> {
    let text = container::unwrap(user_sig)?;
    let Some(members) = json::parse::<Members>(&text) else {
        return Err(match json::parse::<IgnoredAny>(&text) {
            Some(_) => "members: found one of another type, expected strings and whole numbers",
            None => "JSON: found other text, expected JSON",
        }
        .into());
    };
    members.read().map_err(|name| ["members: found none or a malformed ", name].concat())
}

#[derive(serde::Deserialize)]
struct Members {
    #[serde(rename = "TLS.ver")]
    ver: Option<String>,
    #[serde(rename = "TLS.identifier")]
    identifier: Option<String>,
    #[serde(rename = "TLS.sdkappid")]
    sdk_app_id: Option<Whole>,
    #[serde(rename = "TLS.time")]
    time: Option<Whole>,
    #[serde(rename = "TLS.expire")]
    expire: Option<Whole>,
    #[serde(rename = "TLS.userbuf")]
    user_buf: Option<String>,
    #[serde(rename = "TLS.sig")]
    sig: Option<String>,
}

impl Members {
    fn read(self) -> Result<UserSigInfo, &'static str> {
        // Another version is signed in another way.
        self.ver.filter(|ver| ver == "2.0").ok_or("TLS.ver, expected \"2.0\"")?;
        let number = |member: Option<Whole>, name| member.map(|whole| whole.0).ok_or(name);
        let sdk_app_id = u32::try_from(number(self.sdk_app_id, "TLS.sdkappid")?).map_err(|_| "TLS.sdkappid")?;
        let signature = self.sig.and_then(|text| STANDARD.decode(text).ok()?.try_into().ok());
        let user_buf = self.user_buf.map(|text| STANDARD.decode(text)).transpose().map_err(|_| "TLS.userbuf")?;
        Ok(UserSigInfo {
            identifier: self.identifier.ok_or("TLS.identifier")?,
            sdk_app_id,
            time: number(self.time, "TLS.time")?,
            expire: number(self.expire, "TLS.expire")?,
            user_buf,
            signature: Signature(signature.ok_or("TLS.sig, expected 32 bytes in base64")?),
        })
    }
}

/// A whole number, which some signers write as text.
struct Whole(u64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(WholeVisitor)
    }
}

struct WholeVisitor;

impl Visitor<'_> for WholeVisitor {
    type Value = Whole;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a whole number")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Whole, E> {
        if number > MAX_NUMBER { Err(E::custom("too large")) } else { Ok(Whole(number)) }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Whole, E> {
        self.visit_u64(u64::try_from(number).map_err(E::custom)?)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Whole, E> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(E::custom("not a number"));
        }
        self.visit_u64(text.parse().map_err(E::custom)?)
    }
}
