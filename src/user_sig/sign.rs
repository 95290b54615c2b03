//! Signs and verifies UserSigs (TLSSigAPI v2, HMAC-SHA256) offline, for requests and for the functions that inspect them.

use std::fmt;

use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::text::decimal;
use crate::text::json;
use crate::text::json::Json;
pub use crate::user_sig::claims::{Opaque, ReadClaims, UserSigClaims, UserSigInfo, claims_of, inspect};
use crate::user_sig::codec;
pub use crate::user_sig::codec::unwrap;
use crate::vendor::code;
use crate::vendor::user_id::{SdkAppId, UserId};

/// Default validity in seconds: the 24 hours that cloud.tencent.com/document/269/32688 recommends as the minimum.
pub const EXPIRE: u32 = 86_400;

/// The app's secret key. Wiped when dropped, never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(Zeroizing<String>);

impl SecretKey {
    /// From the text in the console. The characters themselves are the key: hexadecimal is not decoded. No document specifies the
    /// format; `input` refuses obvious mistakes.
    ///
    /// # Errors
    /// The problem when it is empty.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Err(Problem::empty(Word::SecretKey));
        }
        Ok(Self(Zeroizing::new(text.into())))
    }

    /// The key, so that texts to be shown can be searched for it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// HMAC accepts keys of any length, so this cannot fail.
    fn mac(&self, content: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).ok()?;
        mac.update(content.as_bytes());
        Some(mac)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SecretKey")
    }
}

/// The content of a UserSig to sign.
#[derive(Debug, Clone, Copy)]
pub struct Claims<'a> {
    /// The app.
    pub sdk_app_id: SdkAppId,
    /// The identifier.
    pub identifier: &'a UserId,
    /// Moment of signing, in Unix seconds.
    pub time: u64,
    /// Validity in seconds.
    pub expire: u32,
    /// For TRTC room entry. UserSigs of Chat have none.
    pub user_buf: Option<&'a [u8]>,
}

impl Claims<'_> {
    /// The text that is signed.
    #[must_use]
    pub fn content(&self) -> String {
        content(self.identifier.as_str(), self.sdk_app_id.get(), [self.time, self.expire.into()], self.user_buf)
    }

    fn json(&self, sig: &str) -> String {
        let mut out = String::from("{\"TLS.ver\":\"2.0\",\"TLS.identifier\":");
        json::push_string(&mut out, self.identifier.as_str());
        let numbers = [self.sdk_app_id.get().into(), self.time, self.expire.into()];
        for (name, number) in [",\"TLS.sdkappid\":", ",\"TLS.time\":", ",\"TLS.expire\":"].iter().zip(numbers) {
            out.push_str(name);
            decimal::push(&mut out, number, 10);
        }
        if let Some(bytes) = self.user_buf {
            out.push_str(",\"TLS.userbuf\":\"");
            out.push_str(&Base64::encode_string(bytes));
            out.push('"');
        }
        out.push_str(",\"TLS.sig\":\"");
        out.push_str(sig);
        out.push_str("\"}");
        out
    }
}

fn content(identifier: &str, sdk_app_id: u32, [time, expire]: [u64; 2], user_buf: Option<&[u8]>) -> String {
    let mut lines = [
        "TLS.identifier:",
        identifier,
        "\nTLS.sdkappid:",
        &decimal::text(sdk_app_id.into()),
        "\nTLS.time:",
        &decimal::text(time),
        "\nTLS.expire:",
        &decimal::text(expire),
        "\n",
    ]
    .concat();
    if let Some(bytes) = user_buf {
        lines.push_str("TLS.userbuf:");
        lines.push_str(&Base64::encode_string(bytes));
        lines.push('\n');
    }
    lines
}

/// Makes a UserSig.
#[must_use]
pub fn sign(key: &SecretKey, claims: &Claims<'_>) -> String {
    let digest = key.mac(&claims.content()).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
    codec::wrap(&claims.json(&Base64::encode_string(&digest)))
}

/// The expected content of a UserSig.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The app.
    pub sdk_app_id: SdkAppId,
    /// The identifier.
    pub identifier: &'a UserId,
    /// The `userbuf` that it must have; `None` if it must have none.
    pub user_buf: Option<&'a [u8]>,
    /// Now, in Unix seconds.
    pub now: u64,
}

/// A failed check of a UserSig.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// It cannot be read; `inspect` says why.
    Format,
    /// It was signed for another app.
    SdkAppId,
    /// It was signed for another identifier.
    Identifier,
    /// It has expired.
    Expired,
    /// Its `userbuf` is another one, or is unexpected.
    UserBuf,
    /// It was signed with another key, or altered.
    Signature,
}

impl Check {
    /// The name in the JavaScript API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Check::Format => "format",
            Check::SdkAppId => "sdkAppId",
            Check::Identifier => "identifier",
            Check::Expired => "expired",
            Check::UserBuf => "userBuf",
            Check::Signature => "signature",
        }
    }

    /// The code with which the service answers. Source: 1047/34348. No code is documented for a `userbuf`, which Chat does not use;
    /// 70003 means that the UserSig as a whole is illegal.
    #[must_use]
    pub fn code(self) -> i32 {
        match self {
            Check::Format | Check::UserBuf => 70003,
            Check::SdkAppId => 70014,
            Check::Identifier => 70013,
            Check::Expired => 70001,
            Check::Signature => 70009,
        }
    }

    /// A sentence about the failed check.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            // Their codes cover more cases than this check, or another one.
            Check::UserBuf => "The UserSig carries another userbuf than expected, or one where none is.",
            Check::Signature => "The UserSig was signed with another secret key, or altered.",
            _ => code::find(self.code()).map_or("", |row| row.meaning[0]),
        }
    }
}

/// Checks a UserSig in the order of the vendor's Go verifier. In the last second, `time + expire`, it is still valid. A `time` in
/// the future is not refused.
///
/// # Errors
/// The first failed check, with the content of the UserSig if it can be read.
pub fn verify<J: Json>(
    user_sig: &str,
    parse: fn(&str) -> Option<J>,
    key: &SecretKey,
    expected: &Expected<'_>,
) -> Result<UserSigInfo, (Check, Option<UserSigInfo>)> {
    let info = inspect(user_sig, parse).map_err(|_| (Check::Format, None))?;
    match failed(&info, key, expected) {
        None => Ok(info),
        Some(check) => Err((check, Some(info))),
    }
}

fn failed(info: &UserSigInfo, key: &SecretKey, expected: &Expected<'_>) -> Option<Check> {
    if info.sdk_app_id != expected.sdk_app_id.get() {
        return Some(Check::SdkAppId);
    }
    if info.identifier != expected.identifier.as_str() {
        return Some(Check::Identifier);
    }
    if expected.now > info.time.saturating_add(info.expire) {
        return Some(Check::Expired);
    }
    if info.user_buf.as_deref() != expected.user_buf {
        return Some(Check::UserBuf);
    }
    let content = content(&info.identifier, info.sdk_app_id, [info.time, info.expire], info.user_buf.as_deref());
    let Some(mac) = key.mac(&content) else { return Some(Check::Signature) };
    // In constant time, so that a signature cannot be guessed byte by byte.
    mac.verify_slice(info.signature()).is_err().then_some(Check::Signature)
}
