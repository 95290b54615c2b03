//! The wire format of requests: URL with query, and JSON body, in the vendor's spelling.

use crate::text::decimal;
use crate::text::json;
use crate::vendor::endpoint::{self, Endpoint};
use crate::vendor::msg_key::MsgKey;
use crate::vendor::official_account::OfficialAccount;
use crate::vendor::reason::Reason;
use crate::vendor::user_id::{SdkAppId, UserId};

/// The only header of a request. The documents require none; every known client sends this one.
pub const CONTENT_TYPE: &str = "application/json";

/// The caller and the endpoint, which every URL contains.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The app.
    pub sdk_app_id: SdkAppId,
    /// The administrator.
    pub identifier: UserId,
}

/// The URL of a call. It contains the UserSig and must not be shown.
#[must_use]
pub fn url(caller: &Caller, command: &str, user_sig: &str, random: u32) -> String {
    let mut url = caller.endpoint.call(command);
    url.push_str("?sdkappid=");
    decimal::push(&mut url, caller.sdk_app_id.get().into(), 10);
    url.push_str("&identifier=");
    endpoint::push_encoded(&mut url, caller.identifier.as_str());
    url.push_str("&usersig=");
    endpoint::push_encoded(&mut url, user_sig);
    url.push_str("&random=");
    decimal::push(&mut url, random.into(), 10);
    url.push_str("&contenttype=json");
    url
}

/// Body of a recall. Source: 1047/60811.
#[must_use]
pub fn recall_body<'a>(
    account: &OfficialAccount,
    keys: impl Iterator<Item = &'a MsgKey>,
    reason: Option<&Reason>,
) -> String {
    let mut body = String::from("{\"Official_Account\":");
    json::push_string(&mut body, account.as_str());
    body.push_str(",\"MsgKeyList\":[");
    for (position, key) in keys.enumerate() {
        if position > 0 {
            body.push(',');
        }
        json::push_string(&mut body, key.as_str());
    }
    body.push(']');
    if let Some(reason) = reason {
        body.push_str(",\"Reason\":");
        json::push_string(&mut body, reason.as_str());
    }
    body.push('}');
    body
}

/// Body of one page of history: `count` messages before `last`, or the newest. Source: 1047/60812.
#[must_use]
pub fn history_body(account: &OfficialAccount, last: Option<&str>, count: u32, with_recalled: bool) -> String {
    let mut body = String::from("{\"Official_Account\":");
    json::push_string(&mut body, account.as_str());
    body.push_str(",\"ReqMsgNumber\":");
    decimal::push(&mut body, count.into(), 10);
    if let Some(last) = last {
        body.push_str(",\"LastMsgKey\":");
        json::push_string(&mut body, last);
    }
    if with_recalled {
        body.push_str(",\"WithRecalledMsg\":1");
    }
    body.push('}');
    body
}
