//! Reads the answer to one request. Its rows are matched to the sent keys **by MsgKey, never by position**.

use crate::error::{Error, ErrorCode};
use crate::issue::code::DetailCode;
use crate::issue::problem::Param;
use crate::text::decimal;
use crate::text::json;
use crate::text::masking::masked;
use crate::text::split;
use crate::vendor::code;
use crate::vendor::msg_key::MsgKey;

/// HTTP 407: a proxy that requires credentials.
pub const PROXY_AUTHENTICATION: u16 = 407;

/// The outcome of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestOutcome {
    /// An answer of the service.
    Reply(Reply),
    /// No readable answer: whether the service processed the request is unknown.
    Lost(Loss),
    /// HTTP 429 from an intermediary: slow down.
    Throttled,
    /// An HTTP status that this service never returns: another server is at this address.
    Foreign(u16),
}

/// Why there is no readable answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The request failed before the answer began, or the answer broke off.
    Network,
    /// A network error without a connection: the request was not sent.
    Unsent,
    /// A permanent error: neither this request nor a later one can be sent. An untrusted certificate, a proxy that refuses, a limit of
    /// the host.
    Unreachable,
    /// The answer was not complete within the timeout.
    Timeout,
    /// HTTP 5xx.
    Http(u16),
    /// Not JSON, without the documented fields, or too long.
    Unreadable,
}

impl Loss {
    /// The losses that JavaScript reports, with their names there. Each crosses as its index.
    pub const BY_NUMBER: [(&str, Loss); 5] = [
        ("network", Loss::Network),
        ("unsent", Loss::Unsent),
        ("timeout", Loss::Timeout),
        ("unreadable", Loss::Unreadable),
        ("unreachable", Loss::Unreachable),
    ];

    /// How a request ended, as data: a code, and the name and value of its parameter. JavaScript creates further ones with details of
    /// what `fetch` threw; `lib/errors/problems.js` reads them all.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Loss::Network | Loss::Unsent | Loss::Unreachable => "network".into(),
            Loss::Timeout => "timeout".into(),
            Loss::Http(status) => http(status),
            Loss::Unreadable => "unreadable".into(),
        }
    }
}

/// An HTTP status as the parameter of a loss.
#[must_use]
pub fn http(status: u16) -> String {
    ["http status ", &decimal::text(status.into())].concat()
}

/// An answer of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// ErrorCode; 0 only if ActionStatus is OK as well.
    pub error_code: i32,
    /// ErrorInfo, or empty.
    pub error_info: String,
    /// RetCode of each sent key; `None` if the answer has no row for it.
    pub codes: Vec<Option<i32>>,
    /// Keys in the answer that were not sent.
    pub unexpected: Vec<String>,
}

/// Terminates each field of an envelope that crosses from JavaScript. MsgKeys and numbers do not contain it.
pub const SEPARATOR: u8 = 0;

/// The envelope of an answer, which `lib/request/envelope.js` extracts as one text: ActionStatus, ErrorCode, ErrorInfo, then MsgKey and
/// RetCode of each row, each terminated by `SEPARATOR`. Source: 1047/34620.
struct Envelope<'a> {
    action_status: &'a str,
    error_code: i32,
    error_info: &'a str,
    rows: Vec<Row<'a>>,
}

impl<'a> Envelope<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (action_status, rest) = split::around(text, SEPARATOR)?;
        let (code, rest) = split::around(rest, SEPARATOR)?;
        let (error_info, mut rest) = split::around(rest, SEPARATOR)?;
        let mut rows = Vec::new();
        while let Some((msg_key, after)) = split::around(rest, SEPARATOR) {
            let (code, after) = split::around(after, SEPARATOR)?;
            rows.push(Row { msg_key, ret_code: code_of(code)?, is_used: false });
            rest = after;
        }
        Some(Self { action_status, error_code: code_of(code)?, error_info, rows })
    }

    /// An answer whose ActionStatus and ErrorCode contradict each other cannot be relied on.
    fn agrees(&self) -> bool {
        self.action_status.eq_ignore_ascii_case("OK") == (self.error_code == 0)
    }
}

struct Row<'a> {
    msg_key: &'a str,
    ret_code: i32,
    /// Whether its key was sent.
    is_used: bool,
}

fn code_of(text: &str) -> Option<i32> {
    i32::try_from(json::integer_of(text)?).ok()
}

/// Reads the answer to a request for these keys: the HTTP status, and the envelope, which is `None` if the body has none.
#[must_use]
pub fn read(status: u16, envelope: Option<&str>, keys: &mut dyn Iterator<Item = &MsgKey>) -> RequestOutcome {
    // The service always answers with HTTP 200, but a gateway may put its own status on a complete answer.
    match envelope.and_then(Envelope::of).filter(Envelope::agrees) {
        Some(envelope) => join(envelope, keys),
        None if status == 429 => RequestOutcome::Throttled,
        // 408 comes from an intermediary; the service may still have received the request.
        None if status >= 500 || status == 408 => RequestOutcome::Lost(Loss::Http(status)),
        None if (200..300).contains(&status) => RequestOutcome::Lost(Loss::Unreadable),
        None => RequestOutcome::Foreign(status),
    }
}

/// The same for any number of keys (a request has at most ten). Each row is looked up once: `place` maps a MsgKey to its index below
/// `count`.
#[must_use]
pub fn read_many(
    status: u16,
    envelope: Option<&str>,
    count: usize,
    place: &dyn Fn(&MsgKey) -> Option<u32>,
) -> RequestOutcome {
    let outcome = read(status, envelope, &mut std::iter::empty());
    let RequestOutcome::Reply(mut reply) = outcome else { return outcome };
    let rows = envelope.and_then(Envelope::of).map_or_else(Vec::new, |envelope| envelope.rows);
    reply.codes = vec![None; count];
    reply.unexpected.clear();
    for row in rows {
        let at = MsgKey::parse(row.msg_key).ok().and_then(|key| place(&key));
        match at.and_then(|at| reply.codes.get_mut(at as usize)) {
            Some(code) => keep(code, row.ret_code),
            None => reply.unexpected.push(row.msg_key.into()),
        }
    }
    for code in &mut reply.codes {
        *code = settled(*code);
    }
    RequestOutcome::Reply(reply)
}

fn join(mut envelope: Envelope<'_>, keys: &mut dyn Iterator<Item = &MsgKey>) -> RequestOutcome {
    let mut codes = Vec::new();
    for key in keys {
        codes.push(ret_code(key, &mut envelope.rows));
    }
    let mut unexpected = Vec::new();
    for row in &envelope.rows {
        if !row.is_used {
            unexpected.push(row.msg_key.into());
        }
    }
    RequestOutcome::Reply(Reply {
        error_code: envelope.error_code,
        error_info: envelope.error_info.into(),
        codes,
        unexpected,
    })
}

/// Merges two rows of a key. A success wins over "does not exist", since a repeated key is not found the second time. A success and
/// any other error are a contradiction.
fn keep(code: &mut Option<i32>, found: i32) {
    *code = match *code {
        None => Some(found),
        Some(CONTRADICTION) => Some(CONTRADICTION),
        Some(known) if known == found || known != 0 && found != 0 => Some(known),
        Some(0 | code::DOES_NOT_EXIST) if matches!(found, 0 | code::DOES_NOT_EXIST) => Some(0),
        Some(_) => Some(CONTRADICTION),
    };
}

/// Marks a key with contradictory rows. The service has no such code.
const CONTRADICTION: i32 = i32::MIN;

fn settled(code: Option<i32>) -> Option<i32> {
    code.filter(|code| *code != CONTRADICTION)
}

/// The RetCode of a key.
fn ret_code(key: &MsgKey, rows: &mut [Row<'_>]) -> Option<i32> {
    let mut code = None;
    for row in rows {
        if row.msg_key == key.as_str() {
            row.is_used = true;
            keep(&mut code, row.ret_code);
        }
    }
    settled(code)
}

/// The error of a run without a readable answer.
#[must_use]
pub fn no_reply() -> Error {
    Error::new(ErrorCode::NoReply, DetailCode::NoReply, Param::Absent)
}

/// The error for an answer that is not from this service.
#[must_use]
pub fn foreign(status: u16) -> Error {
    let detail = match status {
        PROXY_AUTHENTICATION => DetailCode::ProxyCredentials,
        _ => DetailCode::UnexpectedStatus,
    };
    Error::new(ErrorCode::UnreadableReply, detail, u32::from(status).into())
}

/// The error for a refusal, with its code and the service's ErrorInfo.
#[must_use]
pub fn refusal(kind: ErrorCode, reply: &Reply) -> Error {
    let detail = match code::find(reply.error_code) {
        Some(_) => DetailCode::ServiceRefusal,
        None => DetailCode::UndocumentedRefusal,
    };
    let words = if reply.error_info.is_empty() { Param::Absent } else { words(reply).into() };
    Error::new(kind, detail, words).with_api_code(Some(reply.error_code))
}

/// An ErrorInfo that is safe to show.
#[must_use]
pub fn words(reply: &Reply) -> String {
    masked(&reply.error_info, &[])
}
