//! Verifies and reads the service's after-send and after-recall webhooks, for a backend that records MsgKeys.

use hmac::digest::CtOutput;
use sha2::{Digest, Sha256};

use crate::issue::code::IssueCode;
use crate::issue::problem::{Issue, Param, Problem};
use crate::text::excerpt::brief;
use crate::text::json::{Json, OtherType};
use crate::vendor::msg_key::MsgKey;
use crate::vendor::user_id::SdkAppId;

/// Default for how many seconds RequestTime may differ from now. The vendor documents no limit.
pub const MAX_AGE: u32 = 60;
/// The same: minimum and maximum.
pub const MAX_AGE_RANGE: (u32, u32) = (1, 86_400);
const SENT: &str = "OfficialAccount.CallbackAfterSendMsg";
const RECALLED: &str = "OfficialAccount.CallbackAfterMsgWithDraw";

/// The kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A message was sent. Source: 1047/60804.
    Sent,
    /// Messages were recalled. Source: 1047/60805.
    Recalled,
}

impl Kind {
    /// The name in the JavaScript API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Sent => "sent",
            Kind::Recalled => "recalled",
        }
    }
}

/// A verified webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The kind of event.
    pub kind: Kind,
    /// Unchanged: a sample of the vendor begins with `#TOA#_`.
    pub official_account: String,
    /// One key after a send, at least one after a recall.
    pub msg_keys: Vec<MsgKey>,
    /// Milliseconds since 1970.
    pub event_time: u64,
    /// Unix seconds; after a send only.
    pub msg_time: Option<u64>,
    /// Whether only online subscribers get it; after a send only.
    pub online_only: Option<bool>,
}

/// The expected parameters of a webhook.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// The callback token of the console.
    pub token: &'a str,
    /// The app.
    pub sdk_app_id: SdkAppId,
    /// Unix seconds.
    pub now: u64,
    /// Seconds that RequestTime may differ from now, in both directions.
    pub max_age: u64,
}

/// Verifies the URL of a webhook and reads its body.
///
/// The Sign covers only RequestTime, not the body: anyone who saw a request can forge others within `max_age`.
///
/// # Errors
/// The issue. It never contains the token or the Sign.
pub fn read<J: Json>(
    url: &str,
    body: &str,
    expected: &Expected<'_>,
    parse: fn(&str) -> Option<J>,
) -> Result<Event, Issue> {
    let query = Query::of(url);
    verify_sign(&query, expected)?;
    let app = query.one("SdkAppid")?;
    if app.parse() != Ok(expected.sdk_app_id.get()) {
        return Err(value("SdkAppid", &app, &expected.sdk_app_id.get().to_string()));
    }
    let command = query.one("CallbackCommand")?;
    let kind = match command.as_str() {
        SENT => Kind::Sent,
        RECALLED => Kind::Recalled,
        other => {
            let params = [brief(other).into(), SENT.into(), RECALLED.into()];
            return Err(Problem::new(IssueCode::WebhookCommand, params).at("CallbackCommand"));
        }
    };
    let content_type = query.one("contenttype")?;
    if !content_type.eq_ignore_ascii_case("json") {
        return Err(value("contenttype", &content_type, "json"));
    }
    let Some(Ok(body)) = parse(body).map(|json| Body::of(&json, kind)) else {
        return Err(problem(IssueCode::WebhookJson, "body"));
    };
    body.event(kind, &command)
}

fn verify_sign(query: &Query<'_>, expected: &Expected<'_>) -> Result<(), Issue> {
    if expected.token.is_empty() {
        return Err(problem(IssueCode::TokenEmpty, "token"));
    }
    let (sign, time) = (query.one("Sign")?, query.one("RequestTime")?);
    let Some(sign) = from_hex(&sign) else {
        return Err(problem(IssueCode::SignForm, "Sign"));
    };
    let right = Sha256::new().chain_update(expected.token).chain_update(&time).finalize();
    // A constant-time comparison.
    if CtOutput::<Sha256>::new(right) != CtOutput::new(sign.into()) {
        return Err(problem(IssueCode::SignMismatch, "Sign"));
    }
    let Ok(seconds) = time.parse::<u64>() else {
        return Err(Problem::new(IssueCode::RequestTimeForm, [brief(&time).into()]).at("RequestTime"));
    };
    let age = expected.now.abs_diff(seconds);
    if age > expected.max_age {
        let is_past = seconds < expected.now;
        let code = if is_past { IssueCode::RequestTimeOld } else { IssueCode::RequestTimeAhead };
        let params = [Param::Number(age as f64), Param::Number(expected.max_age as f64)];
        return Err(Problem::new(code, params).at("RequestTime"));
    }
    Ok(())
}

fn problem(code: IssueCode, name: &str) -> Issue {
    Problem::from(code).at(name)
}

/// The issue of a parameter with an unexpected value.
fn value(name: &str, found: &str, wanted: &str) -> Issue {
    Problem::new(IssueCode::ParameterValue, [brief(found).into(), wanted.into()]).at(name)
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes: Option<Vec<u8>> = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
    if rest.is_empty() { bytes?.try_into().ok() } else { None }
}

/// The part of a URL after `?`.
struct Query<'a>(&'a str);

impl<'a> Query<'a> {
    fn of(url: &'a str) -> Self {
        let url = url.split_once('#').map_or(url, |(before, _)| before);
        Self(url.split_once('?').map_or("", |(_, query)| query))
    }

    /// The value of a parameter. A duplicate is an issue: another program could read the other value.
    fn one(&self, name: &str) -> Result<String, Issue> {
        let mut values = self.0.split('&').filter_map(|pair| {
            let (found, value) = pair.split_once('=').unwrap_or((pair, ""));
            (found == name).then_some(value)
        });
        match (values.next(), values.next()) {
            (Some(value), None) => decode(value).ok_or_else(|| problem(IssueCode::ParameterEncoding, name)),
            (Some(_), Some(_)) => Err(problem(IssueCode::ParameterTwice, name)),
            (None, _) => Err(problem(missing(name), name)),
        }
    }
}

/// The issue of a missing parameter that the service sends only if a callback token is set.
fn missing(name: &str) -> IssueCode {
    match name {
        "Sign" | "RequestTime" => IssueCode::ParameterOfTokenMissing,
        _ => IssueCode::ParameterMissing,
    }
}

fn decode(value: &str) -> Option<String> {
    let mut pieces = value.split('%');
    let mut bytes: Vec<u8> = spaced(pieces.next()?).collect();
    for piece in pieces {
        let (code, rest) = piece.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(code, 16).ok().filter(|_| !code.starts_with('+'))?);
        bytes.extend(spaced(rest));
    }
    String::from_utf8(bytes).ok()
}

fn spaced(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().map(|byte| if byte == b'+' { b' ' } else { byte })
}

struct Body {
    command: Option<String>,
    official_account: Option<String>,
    msg_keys: Vec<String>,
    msg_time: Option<u64>,
    event_time: Option<u64>,
    online_only: Option<u64>,
}

impl Body {
    fn of<J: Json>(json: &J, kind: Kind) -> Result<Self, OtherType> {
        let row_key = |row: &J| row.member("MsgKey").and_then(|key| key.text()).ok_or(OtherType);
        let msg_keys = match kind {
            Kind::Sent => json.optional("MsgKey", J::text)?.into_iter().collect(),
            Kind::Recalled => {
                let rows = json.optional("WithdrawMsgList", J::list)?.unwrap_or_default();
                rows.iter().map(row_key).collect::<Result<_, _>>()?
            }
        };
        Ok(Self {
            command: json.optional("CallbackCommand", J::text)?,
            official_account: json.optional("Official_Account", J::text)?,
            msg_keys,
            msg_time: json.optional("MsgTime", J::unsigned_or_text)?,
            event_time: json.optional("EventTime", J::unsigned_or_text)?,
            online_only: json.optional("OnlineOnlyFlag", J::unsigned_or_text)?,
        })
    }

    fn event(self, kind: Kind, command: &str) -> Result<Event, Issue> {
        let missing = |name: &str| Problem::new(IssueCode::WebhookMember, [name.into()]).at("body");
        let own = self.command.ok_or_else(|| missing("CallbackCommand"))?;
        if own != command {
            let params = [brief(&own).into(), command.into()];
            return Err(Problem::new(IssueCode::WebhookOtherCommand, params).at("body.CallbackCommand"));
        }
        if self.msg_keys.is_empty() {
            return Err(missing("MsgKey"));
        }
        let parse = |text: &String| MsgKey::parse(text).map_err(|problem| problem.at("body.MsgKey"));
        let sent = kind == Kind::Sent;
        Ok(Event {
            kind,
            official_account: self.official_account.ok_or_else(|| missing("Official_Account"))?,
            msg_keys: self.msg_keys.iter().map(parse).collect::<Result<_, _>>()?,
            event_time: self.event_time.ok_or_else(|| missing("EventTime"))?,
            msg_time: self.msg_time.filter(|_| sent),
            online_only: sent.then_some(self.online_only == Some(1)),
        })
    }
}
