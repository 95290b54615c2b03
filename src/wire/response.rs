//! Text of an answer to rows, joined to the keys that were sent **by MsgKey, never by position**.

use std::fmt;

use crate::error::{Error, ErrorCode};
use crate::text::decimal;
use crate::text::json::Json;
use crate::text::masking::masked;
use crate::vendor::code;
use crate::vendor::identifier::MsgKey;

/// Bytes of an answer that are read at most. The service itself stops at 1 MB. Source: 1047/34348, code 10018.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// HTTP 407: a proxy that passes nothing on without credentials.
pub const PROXY_AUTHENTICATION: u16 = 407;

/// What became of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestOutcome {
    /// An answer of the service.
    Reply(Reply),
    /// No answer that could be read; whether the service acted is unknown.
    Lost(Loss),
    /// HTTP 429 from something in between: slow down.
    Throttled,
    /// An HTTP status that this service never answers with, from something else at this address.
    Foreign(u16),
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The request failed before an answer began, or the answer broke off.
    Network,
    /// A network error too, but there was no connection: the request never left.
    Unsent,
    /// It never left, and no other will: a certificate that is not trusted, a proxy that refuses, a limit of the host.
    Unreachable,
    /// The answer was not complete within the timeout.
    Timeout,
    /// HTTP 5xx.
    Http(u16),
    /// Not JSON, without the documented fields, or too long.
    Unreadable,
}

impl Loss {
    /// How a request ended, in a few words.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Loss::Network | Loss::Unsent | Loss::Unreachable => "a network error".into(),
            Loss::Timeout => "a timeout".into(),
            Loss::Http(status) => http(status),
            Loss::Unreadable => "an unreadable answer".into(),
        }
    }
}

/// A status in words.
#[must_use]
pub fn http(status: u16) -> String {
    ["HTTP ", &decimal::text(status.into())].concat()
}

impl fmt::Display for Loss {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text())
    }
}

/// An answer of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// ErrorCode; 0 only if ActionStatus is OK too.
    pub error_code: i32,
    /// ErrorInfo, or empty.
    pub error_info: String,
    /// RetCode for each key that was sent, `None` where the answer does not name it.
    pub codes: Vec<Option<i32>>,
    /// Keys in the answer that were not sent.
    pub unexpected: Vec<String>,
}

/// The envelope of every answer. Unknown members are ignored, and the order is free. Source: 1047/34620.
struct Envelope {
    action_status: String,
    error_code: i32,
    error_info: String,
    rows: Vec<Row>,
}

impl Envelope {
    fn of(answer: &Json) -> Option<Self> {
        Some(Self {
            action_status: answer.member("ActionStatus")?.text()?,
            error_code: code(answer, "ErrorCode")?,
            error_info: answer.optional("ErrorInfo", Json::text).ok()?.unwrap_or_default(),
            rows: answer.optional("RecallRetList", rows).ok()?.unwrap_or_default(),
        })
    }

    /// Where ActionStatus and ErrorCode contradict each other, nothing can be relied on.
    fn agrees(&self) -> bool {
        self.action_status.eq_ignore_ascii_case("OK") == (self.error_code == 0)
    }
}

struct Row {
    msg_key: String,
    ret_code: i32,
}

fn rows(list: &Json) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    for (msg_key, code) in list.pairs("MsgKey", "RetCode")? {
        rows.push(Row { msg_key, ret_code: i32::try_from(code).ok()? });
    }
    Some(rows)
}

fn code(object: &Json, name: &str) -> Option<i32> {
    i32::try_from(object.member(name)?.integer_or_text()?).ok()
}

/// Reads what came back for a request that carried these keys.
#[must_use]
pub fn read<'a>(status: u16, body: &str, mut keys: impl Iterator<Item = &'a MsgKey>) -> RequestOutcome {
    read_parsed(status, Json::parse(body).as_ref(), &mut keys)
}

/// The same of an answer that was parsed, or is no JSON.
#[must_use]
pub fn read_parsed(status: u16, answer: Option<&Json>, keys: &mut dyn Iterator<Item = &MsgKey>) -> RequestOutcome {
    // The service answers with HTTP 200 alone, but a gateway may put its own status on a whole answer.
    match answer.and_then(Envelope::of).filter(Envelope::agrees) {
        Some(envelope) => join(envelope, keys),
        None if status == 429 => RequestOutcome::Throttled,
        // 408 comes from between here and the service, which may have the request all the same.
        None if status >= 500 || status == 408 => RequestOutcome::Lost(Loss::Http(status)),
        None if (200..300).contains(&status) => RequestOutcome::Lost(Loss::Unreadable),
        None => RequestOutcome::Foreign(status),
    }
}

/// The same for any number of keys, of which a request of the service has ten at most: each row is looked up once. `place` tells which
/// key it is, of `count`.
#[must_use]
pub fn read_many(status: u16, body: &str, count: usize, place: &dyn Fn(&MsgKey) -> Option<u32>) -> RequestOutcome {
    let outcome = read(status, body, std::iter::empty());
    let RequestOutcome::Reply(mut reply) = outcome else { return outcome };
    let rows = Json::parse(body).as_ref().and_then(Envelope::of).map_or_else(Vec::new, |envelope| envelope.rows);
    reply.codes = vec![None; count];
    reply.unexpected.clear();
    for row in rows {
        let at = MsgKey::parse(&row.msg_key).ok().and_then(|key| place(&key));
        match at.and_then(|at| reply.codes.get_mut(at as usize)) {
            Some(code) => keep(code, row.ret_code),
            None => reply.unexpected.push(row.msg_key),
        }
    }
    for code in &mut reply.codes {
        *code = settled(*code);
    }
    RequestOutcome::Reply(reply)
}

fn join(envelope: Envelope, keys: &mut dyn Iterator<Item = &MsgKey>) -> RequestOutcome {
    let rows = &envelope.rows;
    let mut used = vec![false; rows.len()];
    let mut codes = Vec::new();
    for key in keys {
        codes.push(code_of(key, rows, &mut used));
    }
    let mut unexpected = Vec::new();
    for (row, used) in rows.iter().zip(used) {
        if !used {
            unexpected.push(row.msg_key.clone());
        }
    }
    RequestOutcome::Reply(Reply { error_code: envelope.error_code, error_info: envelope.error_info, codes, unexpected })
}

/// Of two rows of a key a success wins over "does not exist", since recalling the second of two equal keys finds nothing. Two that
/// contradict each other say nothing.
fn keep(code: &mut Option<i32>, found: i32) {
    *code = match *code {
        None => Some(found),
        Some(CONTRADICTION) => Some(CONTRADICTION),
        Some(known) if known == found || known != 0 && found != 0 => Some(known),
        Some(0 | code::DOES_NOT_EXIST) if matches!(found, 0 | code::DOES_NOT_EXIST) => Some(0),
        Some(_) => Some(CONTRADICTION),
    };
}

/// Stands for the codes of rows that contradict each other; the service has no such code.
const CONTRADICTION: i32 = i32::MIN;

fn settled(code: Option<i32>) -> Option<i32> {
    code.filter(|code| *code != CONTRADICTION)
}

/// The RetCode of a key.
fn code_of(key: &MsgKey, rows: &[Row], used: &mut [bool]) -> Option<i32> {
    let mut code = None;
    for (row, used) in rows.iter().zip(used) {
        if row.msg_key == key.as_str() {
            *used = true;
            keep(&mut code, row.ret_code);
        }
    }
    settled(code)
}

/// Nobody answers. How the last request ended, whoever knows adds by `no_reply_but`.
#[must_use]
pub fn no_reply() -> Error {
    Error::new(ErrorCode::NoReply, "no readable answer from the service")
}

/// An error, and if it is that nobody answers, how the last request ended.
#[must_use]
pub fn no_reply_but(error: &Error, loss: Option<&str>) -> Error {
    match loss {
        Some(loss) if *error == no_reply() => Error::new(ErrorCode::NoReply, [error.message(), ": ", loss].concat()),
        _ => error.clone(),
    }
}

/// Something else answered.
#[must_use]
pub fn foreign(status: u16) -> Error {
    let advice =
        if status == PROXY_AUTHENTICATION { "check the proxy's credentials" } else { "check region or baseUrl" };
    let number = decimal::text(status.into());
    let text = ["found HTTP ", &number, " without a reply of the service, expected HTTP 200; ", advice];
    Error::new(ErrorCode::UnreadableReply, text.concat())
}

/// A refusal in one sentence: code, what it means, what to try, the service's own words.
#[must_use]
pub fn refusal(kind: ErrorCode, reply: &Reply) -> Error {
    let number = decimal::signed(reply.error_code.into());
    let mut text = ["the service answered ", &number].concat();
    match code::find(reply.error_code) {
        Some(row) => text.push_str(&[": ", row.meaning[0], " ", row.advice[0]].concat()),
        None => text.push_str(", which its documents do not list."),
    }
    if !reply.error_info.is_empty() {
        text.push_str(" ErrorInfo: ");
        text.push_str(&["\"", &words(reply), "\""].concat());
    }
    Error::refusal(kind, reply.error_code, text)
}

/// An ErrorInfo as it may be shown.
#[must_use]
pub fn words(reply: &Reply) -> String {
    masked(&reply.error_info, &[])
}
