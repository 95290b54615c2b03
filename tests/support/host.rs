//! Native replacements for what JavaScript does for the core: parses JSON, and extracts envelopes as `lib/request/envelope.js` does.
#![allow(dead_code, reason = "each test binary uses a part")]

use serde_json::Value;
use tencent_chat_recall::text::json::Json;
use tencent_chat_recall::user_sig::sign::{self, Opaque, UserSigClaims};

/// A value of serde_json.
pub(crate) struct HostJson(Value);

impl Json for HostJson {
    fn member(&self, name: &str) -> Option<Self> {
        self.0.get(name).filter(|member| !member.is_null()).cloned().map(Self)
    }

    fn text(&self) -> Option<String> {
        self.0.as_str().map(str::to_owned)
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn list(&self) -> Option<Vec<Self>> {
        self.0.as_array().map(|values| values.iter().cloned().map(Self).collect())
    }
}

/// Parses a text.
pub(crate) fn parse(text: &str) -> Option<HostJson> {
    serde_json::from_str(text).ok().map(HostJson)
}

/// The claims of a UserSig.
pub(crate) fn claims(user_sig: &str) -> Result<UserSigClaims, Opaque> {
    sign::claims_of(sign::unwrap(user_sig).ok().and_then(|json| parse(&json)))
}

/// The envelope of an answer in the core's form; `None` if the body has no envelope.
pub(crate) fn envelope_of(body: &str) -> Option<String> {
    let answer = parse(body)?;
    let code = |object: &HostJson, name: &str| {
        let member = object.member(name)?;
        member.text().or_else(|| member.integer().map(|number| number.to_string()))
    };
    let mut fields = vec![
        answer.member("ActionStatus")?.text()?,
        code(&answer, "ErrorCode")?,
        answer.optional("ErrorInfo", HostJson::text).ok()?.unwrap_or_default(),
    ];
    for row in answer.optional("RecallRetList", HostJson::list).ok()?.unwrap_or_default() {
        fields.push(row.member("MsgKey")?.text()?);
        fields.push(code(&row, "RetCode")?);
    }
    Some(fields.iter().map(|field| field.replace('\0', "\u{fffd}") + "\0").collect())
}
