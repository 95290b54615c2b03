//! Reads the JSON of a UserSig of any official signer, without a key: for verification and for checks of credentials.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::text::json::{Json, OtherType};
use crate::user_sig::codec;

/// The content of a UserSig. Nothing in it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSigInfo {
    /// The identifier.
    pub identifier: String,
    /// The app.
    pub sdk_app_id: u32,
    /// Time of signing in Unix seconds; below 2^53.
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

/// The claims that a client checks in the UserSig that the caller passed. Nothing in it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSigClaims {
    /// The identifier.
    pub identifier: String,
    /// The app.
    pub sdk_app_id: u32,
    /// The last Unix second in which it is valid.
    pub until: u64,
    /// Validity in seconds.
    pub expire: u64,
}

/// Why the claims of a UserSig are unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opaque {
    /// It cannot be decoded.
    Unreadable,
    /// It is a UserSig of TLSSigAPI v1.
    Old,
    /// Its format is unknown. It may still be valid.
    Unknown,
}

/// Reads the claims of a UserSig of any official signer.
///
/// # Errors
/// Why its claims are unknown.
pub type ReadClaims = fn(user_sig: &str) -> Result<UserSigClaims, Opaque>;

/// The claims in the JSON of a UserSig. The JSON is `None` if the UserSig cannot be decoded.
///
/// # Errors
/// Why its claims are unknown.
pub fn claims_of(json: Option<impl Json>) -> Result<UserSigClaims, Opaque> {
    let json = json.ok_or(Opaque::Unreadable)?;
    if is_old(&json) {
        return Err(Opaque::Old);
    }
    Members::of(&json).ok().and_then(Members::claims).ok_or(Opaque::Unknown)
}

/// TLSSigAPI v1 has a signature too, but no `TLS.ver`.
fn is_old(json: &impl Json) -> bool {
    json.member("TLS.sig").is_some() && json.member("TLS.ver").is_none()
}

/// Decodes a UserSig of any official signer.
///
/// # Errors
/// The problem of the layer that could not be read: length, alphabet, base64, zlib, JSON or members.
pub fn inspect<J: Json>(user_sig: &str, parse: fn(&str) -> Option<J>) -> Result<UserSigInfo, Problem> {
    let text = codec::unwrap(user_sig)?;
    let Some(json) = parse(&text) else {
        return Err(IssueCode::InspectedJson.into());
    };
    if is_old(&json) {
        return Err(IssueCode::InspectedOld.into());
    }
    let Ok(members) = Members::of(&json) else {
        return Err(IssueCode::InspectedType.into());
    };
    members.read()
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
    fn of<J: Json>(json: &J) -> Result<Self, OtherType> {
        Ok(Self {
            ver: json.optional("TLS.ver", J::text)?,
            identifier: json.optional("TLS.identifier", J::text)?,
            // Some signers write numbers as text.
            sdk_app_id: json.optional("TLS.sdkappid", J::unsigned_or_text)?,
            time: json.optional("TLS.time", J::unsigned_or_text)?,
            expire: json.optional("TLS.expire", J::unsigned_or_text)?,
            user_buf: json.optional("TLS.userbuf", J::text)?,
            sig: json.optional("TLS.sig", J::text)?,
        })
    }

    fn claims(self) -> Option<UserSigClaims> {
        // Other versions have another format.
        self.ver.as_deref().filter(|ver| *ver == "2.0")?;
        let (sdk_app_id, expire) = (self.app()?, self.expire?);
        Some(UserSigClaims {
            identifier: self.identifier?,
            sdk_app_id,
            until: self.time?.saturating_add(expire),
            expire,
        })
    }

    /// The app: a 32-bit number.
    fn app(&self) -> Option<u32> {
        self.sdk_app_id.and_then(|app| app.try_into().ok())
    }

    fn read(self) -> Result<UserSigInfo, Problem> {
        let missing = |name: &str| Problem::new(IssueCode::InspectedMember, [name.into()]);
        // Other versions are signed differently.
        self.ver.as_deref().filter(|ver| *ver == "2.0").ok_or(IssueCode::InspectedVersion)?;
        let sdk_app_id = self.app().ok_or_else(|| missing("TLS.sdkappid"))?;
        let signature = self.sig.and_then(|text| STANDARD.decode(&text).ok()?.try_into().ok());
        let user_buf =
            self.user_buf.map(|text| STANDARD.decode(&text)).transpose().map_err(|_| missing("TLS.userbuf"))?;
        Ok(UserSigInfo {
            identifier: self.identifier.ok_or_else(|| missing("TLS.identifier"))?,
            sdk_app_id,
            time: self.time.ok_or_else(|| missing("TLS.time"))?,
            expire: self.expire.ok_or_else(|| missing("TLS.expire"))?,
            user_buf,
            signature: Signature(signature.ok_or(IssueCode::InspectedSignature)?),
        })
    }
}
