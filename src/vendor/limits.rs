//! Every number that the vendor decided, each with its source: what a request, a text or a time may be at most.
//! A number without a source was chosen here, and says why.

/// Messages requested in one page of the history; the document says that ranges over 20 are not answered in full. Source: 1047/60812.
pub const HISTORY_PAGE: u32 = 20;
/// Bytes of an answer that are read at most. The service itself stops at 1 MB. Source: 1047/34348, code 10018.
pub const MAX_BODY_BYTES: usize = 1 << 20;
/// Seconds in which no UserSig is checked after code 70050, documented as one minute. Source: 1047/34348.
pub const LOCKOUT: u32 = 60;
/// Least and greatest validity of a UserSig made here, in seconds: one minute and the 50 years of cloud.tencent.com/document/269/32688.
pub const USER_SIG_EXPIRE_RANGE: (u32, u32) = (60, 1_576_800_000);
/// Server time before which no message was sent, Unix seconds. Chosen here: 2014-01-01, before the service existed.
pub const FIRST_TIME: u32 = 1_388_534_400;
/// MsgKeys in one request at most. Source: 1047/60811.
pub const MAX_KEYS: usize = 10;
/// Requests of one app a second. Source: 1047/60811.
pub const RATE_LIMIT: u32 = 200;
/// Milliseconds after which the service itself gives up. Source: 1047/34620.
pub const SERVICE_TIMEOUT: u32 = 3000;
/// Bytes of UTF-8 in a reason at most. Source: 1047/60811.
pub const MAX_REASON_BYTES: usize = 100;
/// Characters in a MsgKey at most. Source: 1047/60810 (field MsgKey of the reply).
pub const MAX_MSG_KEY_CHARS: usize = 50;
/// Bytes in an official account id at most. Source: 1047/60813.
pub const MAX_OFFICIAL_ACCOUNT_BYTES: usize = 48;
/// Bytes of UTF-8 in an identifier (UserID) at most. Source: 1047/34385.
pub const MAX_USER_ID_BYTES: usize = 32;
/// Bytes of a UserSig that is read at most. Chosen here: those of Chat have some 200, those with a `userbuf` some 400.
pub const MAX_USER_SIG_BYTES: usize = 8192;
