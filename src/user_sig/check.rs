//! A UserSig that was given: whether it is one, and made for this client. For the option and for what the caller's function returns.

use crate::text::decimal;
use crate::text::excerpt::quoted;
use crate::user_sig::claims;
use crate::user_sig::sign::{Opaque, ReadClaims};
use crate::vendor::limits::MAX_USER_SIG_BYTES;
use crate::vendor::user_id::{SdkAppId, UserId};

/// What a UserSig of the form that the service takes is called.
pub const EXPECTED: &str = "a UserSig made with the app's secret key (HMAC-SHA256, v2)";

/// Whether a text can be a UserSig of this identifier and this app, as far as these are known.
///
/// # Errors
/// A sentence that does not repeat it.
pub fn check(
    text: &str,
    identifier: Option<&UserId>,
    sdk_app_id: Option<SdkAppId>,
    claims: ReadClaims,
) -> Result<(), String> {
    if text.is_empty() {
        return Err("empty, expected a UserSig".into());
    }
    if text.len() > MAX_USER_SIG_BYTES {
        return Err(another("more than 8192 characters"));
    }
    belongs(text, identifier, sdk_app_id, claims)
}

fn another(found: &str) -> String {
    ["found ", found, ", expected ", EXPECTED].concat()
}

/// Whether a UserSig was made for this app and this identifier, as far as it can be read.
fn belongs(
    text: &str,
    identifier: Option<&UserId>,
    sdk_app_id: Option<SdkAppId>,
    claims: ReadClaims,
) -> Result<(), String> {
    let info = match claims(text) {
        Ok(info) => info,
        Err(Opaque::Old) => return Err(another(claims::OLD)),
        Err(Opaque::Unreadable) if begins_as_one(text) => return Err(another("one that is cut or altered")),
        Err(_) => return Ok(()),
    };
    if let Some(identifier) = identifier
        && info.identifier != identifier.as_str()
    {
        let (found, expected) = (quoted(&info.identifier), quoted(identifier.as_str()));
        return Err(["found one made for identifier ", &found, ", expected ", &expected].concat());
    }
    if let Some(app) = sdk_app_id
        && info.sdk_app_id != app.get()
    {
        let (found, expected) = (decimal::text(info.sdk_app_id.into()), decimal::text(app.get().into()));
        return Err(["found one made for SDKAppID ", &found, ", expected ", &expected].concat());
    }
    Ok(())
}

/// Whether a text begins with what a zlib container begins with, in base64. Source: RFC 1950, 2.2.
fn begins_as_one(text: &str) -> bool {
    matches!(text.as_bytes(), [b'e', b'A'..=b'P', ..])
}
