//! Text of an answer to rows, joined to the keys that were sent **by MsgKey, never by position**.

use std::fmt;

use crate::code;
use crate::decimal;
use crate::error::{Error, ErrorCode};
use crate::identifier::{MAX_MSG_KEY_CHARS, MsgKey, shown};
use crate::json::Json;

/// Bytes of an answer that are read at most. The service itself stops at 1 MB. Source: 1047/34348, code 10018.
pub const MAX_BODY_BYTES: usize = 1 << 20;
/// Characters of an ErrorInfo that are shown.
const LONGEST_INFO: usize = 200;

/// What became of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
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
            Loss::Network | Loss::Unsent => "a network error".into(),
            Loss::Timeout => "a timeout".into(),
            Loss::Http(status) => ["HTTP ", &decimal::text(status.into())].concat(),
            Loss::Unreadable => "an unreadable answer".into(),
        }
    }
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
pub fn read<'a>(status: u16, body: &str, mut keys: impl Iterator<Item = &'a MsgKey>) -> Outcome {
    read_parsed(status, Json::parse(body).as_ref(), &mut keys)
}

/// The same of an answer that was parsed, or is no JSON.
#[must_use]
pub fn read_parsed(status: u16, answer: Option<&Json>, keys: &mut dyn Iterator<Item = &MsgKey>) -> Outcome {
    // 408 comes from between here and the service, which may have the request all the same.
    if status >= 500 || status == 408 {
        return Outcome::Lost(Loss::Http(status));
    }
    if status == 429 {
        return Outcome::Throttled;
    }
    match answer.and_then(Envelope::of) {
        Some(envelope) => join(envelope, keys),
        None if (200..300).contains(&status) => Outcome::Lost(Loss::Unreadable),
        None => Outcome::Foreign(status),
    }
}

fn join(envelope: Envelope, keys: &mut dyn Iterator<Item = &MsgKey>) -> Outcome {
    let accepted = envelope.action_status.eq_ignore_ascii_case("OK");
    if accepted != (envelope.error_code == 0) {
        // The two fields contradict each other: nothing in such an answer can be relied on.
        return Outcome::Lost(Loss::Unreadable);
    }
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
    Outcome::Reply(Reply { error_code: envelope.error_code, error_info: envelope.error_info, codes, unexpected })
}

/// The RetCode of a key. Of several rows a success wins, since recalling the second of two equal keys fails.
fn code_of(key: &MsgKey, rows: &[Row], used: &mut [bool]) -> Option<i32> {
    let mut code = None;
    for (row, used) in rows.iter().zip(used) {
        if row.msg_key == key.as_str() {
            *used = true;
            if code.is_none() || row.ret_code == 0 {
                code = Some(row.ret_code);
            }
        }
    }
    code
}

/// Something else answered.
#[must_use]
pub fn foreign(status: u16) -> Error {
    let status = decimal::text(status.into());
    let text = ["found HTTP ", &status, " without a reply of the service, expected HTTP 200; check region or baseUrl"];
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
    shown(&without_user_sig(&reply.error_info), LONGEST_INFO)
}

/// A service that repeats the request in its ErrorInfo repeats the UserSig: what is longer than any id, in its symbols or those of
/// its other encodings, is left out. Every UserSig is.
fn without_user_sig(text: &str) -> String {
    let is_other =
        |symbol: char| !symbol.is_ascii_alphanumeric() && !matches!(symbol, '*' | '-' | '_' | '%' | '+' | '/' | '=');
    let (mut shown, mut word) = (String::new(), String::new());
    for symbol in text.chars() {
        word.push(symbol);
        if is_other(symbol) {
            push_word(&mut shown, &word);
            word.clear();
        }
    }
    push_word(&mut shown, &word);
    shown
}

fn push_word(out: &mut String, word: &str) {
    out.push_str(if word.len() > MAX_MSG_KEY_CHARS { "\u{2026} " } else { word });
}
