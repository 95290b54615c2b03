//! Checks that a text is a UserSig for this client: the `userSig` option, and what the caller's function returns.

use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::text::excerpt::brief;
use crate::user_sig::sign::{Opaque, ReadClaims};
use crate::vendor::limits::MAX_USER_SIG_BYTES;
use crate::vendor::user_id::{SdkAppId, UserId};

/// Checks that a text may be a UserSig of this identifier and this app, as far as these are known.
///
/// # Errors
/// The problem. It does not repeat the text.
pub fn check(
    text: &str,
    identifier: Option<&UserId>,
    sdk_app_id: Option<SdkAppId>,
    claims: ReadClaims,
) -> Result<(), Problem> {
    if text.is_empty() {
        return Err(Problem::empty(Word::UserSig));
    }
    if text.len() > MAX_USER_SIG_BYTES {
        return Err(Problem::new(IssueCode::UserSigTooLong, [MAX_USER_SIG_BYTES.into()]));
    }
    belongs(text, identifier, sdk_app_id, claims)
}

/// Checks that a UserSig was signed for this app and this identifier, if it can be read.
fn belongs(
    text: &str,
    identifier: Option<&UserId>,
    sdk_app_id: Option<SdkAppId>,
    claims: ReadClaims,
) -> Result<(), Problem> {
    let info = match claims(text) {
        Ok(info) => info,
        Err(Opaque::Old) => return Err(IssueCode::UserSigOld.into()),
        Err(Opaque::Unreadable) if begins_as_one(text) => return Err(IssueCode::UserSigCut.into()),
        Err(_) => return Ok(()),
    };
    if let Some(identifier) = identifier
        && info.identifier != identifier.as_str()
    {
        let params = [brief(&info.identifier).into(), brief(identifier.as_str()).into()];
        return Err(Problem::new(IssueCode::UserSigIdentifier, params));
    }
    if let Some(app) = sdk_app_id
        && info.sdk_app_id != app.get()
    {
        return Err(Problem::new(IssueCode::UserSigApp, [info.sdk_app_id.into(), app.get().into()]));
    }
    Ok(())
}

/// Whether a text begins with a base64-encoded zlib header. Source: RFC 1950, 2.2.
fn begins_as_one(text: &str) -> bool {
    matches!(text.as_bytes(), [b'e', b'A'..=b'P', ..])
}
