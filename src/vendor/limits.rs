//! The vendor's limits, each with its source. A number without a source was chosen here, with its reason.

/// Messages per page of the history. The document says that larger ranges are not answered in full. Source: 1047/60812.
pub const HISTORY_PAGE: u32 = 20;
/// Largest number of bytes to read of an answer. The service itself stops at 1 MB. Source: 1047/34348, code 10018.
pub const MAX_BODY_BYTES: usize = 1 << 20;
/// Seconds after code 70050 in which the service checks no UserSig; documented as one minute. Source: 1047/34348.
pub const LOCKOUT: u32 = 60;
/// Smallest and largest validity of a UserSig signed here, in seconds: one minute and the 50 years of cloud.tencent.com/document/269/32688.
pub const USER_SIG_EXPIRE_RANGE: (u32, u32) = (60, 1_576_800_000);
/// Earliest plausible send time, Unix seconds. Chosen here: 2014-01-01, before the service existed.
pub const FIRST_TIME: u32 = 1_388_534_400;
/// Largest number of MsgKeys in one request. Source: 1047/60811.
pub const MAX_KEYS: usize = 10;
/// Requests per second of one app. Source: 1047/60811.
pub const RATE_LIMIT: u32 = 200;
/// The service's own timeout in milliseconds. Source: 1047/34620.
pub const SERVICE_TIMEOUT: u32 = 3000;
/// Largest length of a reason in bytes of UTF-8. Source: 1047/60811.
pub const MAX_REASON_BYTES: usize = 100;
/// Largest length of a MsgKey in characters. Source: 1047/60810 (field MsgKey of the reply).
pub const MAX_MSG_KEY_CHARS: usize = 50;
/// Largest length of an official account id in bytes. Source: 1047/60813.
pub const MAX_OFFICIAL_ACCOUNT_BYTES: usize = 48;
/// Largest length of an identifier (UserID) in bytes of UTF-8. Source: 1047/34385.
pub const MAX_USER_ID_BYTES: usize = 32;
/// Largest length of a UserSig in bytes. Chosen here: those of Chat have about 200, those with a `userbuf` about 400.
pub const MAX_USER_SIG_BYTES: usize = 8192;
