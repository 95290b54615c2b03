//! Checks all options of a client at once. The only place for their defaults.

use crate::input::issues::{Issues, Range, unexpected, unexpected_kind};
use crate::input::raw_value::RawValue;
use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::issue::word::Word;
use crate::user_sig::check;
use crate::user_sig::sign::{self, ReadClaims, SecretKey};
use crate::vendor::endpoint::{self, Endpoint};
use crate::vendor::limits::{RATE_LIMIT, USER_SIG_EXPIRE_RANGE};
use crate::vendor::official_account::OfficialAccount;
use crate::vendor::reason::Reason;
use crate::vendor::user_id::{SdkAppId, UserId};
use crate::wire::request::Caller;

/// Default timeout of a request in milliseconds, above `SERVICE_TIMEOUT`.
pub const TIMEOUT: u32 = 5000;
/// Timeout of a request in milliseconds: minimum and maximum.
pub const TIMEOUT_RANGE: (u32, u32) = (1, 600_000);
/// Default number of retries of a message.
pub const RETRIES: u32 = 5;
/// Retries of a message: minimum and maximum.
pub const RETRIES_RANGE: (u32, u32) = (0, 100);
/// Requests per second: minimum and maximum. The default is the limit of the service; the vendor may grant a higher quota, and the emulator
/// has none.
pub const RATE_LIMIT_RANGE: (u32, u32) = (1, 100_000);
/// Default number of requests in flight: 200 per second with a reply time of 250 ms need 50.
pub const CONCURRENCY: u32 = 64;
/// Requests in flight: minimum and maximum.
pub const CONCURRENCY_RANGE: (u32, u32) = (1, 1000);

/// Validity of a UserSig that is signed here.
pub const EXPIRE: Range = Range { limits: USER_SIG_EXPIRE_RANGE, unit: Some(Word::Seconds) };

macro_rules! client_options {
    ($($field:ident $name:literal)+) => {
        /// Unchecked options of a client.
        #[derive(Debug)]
        pub struct ClientInput {
            $(#[doc = concat!("`", $name, "`")] pub $field: RawValue,)+
            /// Whether this is a browser.
            pub in_browser: bool,
            /// Reads the claims of a UserSig.
            pub claims: ReadClaims,
        }

        impl ClientInput {
            /// Reads every option by its name.
            pub fn read(read: impl Fn(&'static str) -> RawValue, in_browser: bool, claims: ReadClaims) -> Self {
                Self { $($field: read($name),)+ in_browser, claims }
            }
        }

        /// Names of the options. Any other name is an issue: a misspelt option would silently have its default.
        pub const CLIENT: &[&str] = &[$($name),+];
    };
}

// `limiter` is represented by its function `acquire`; it is `Other` if it is not an object with that function.
client_options! {
    sdk_app_id "sdkAppId"
    identifier "identifier"
    secret_key "secretKey"
    user_sig "userSig"
    user_sig_expire "userSigExpire"
    region "region"
    standby "standby"
    base_url "baseUrl"
    insecure_http_host "insecureHttpHost"
    fetch "fetch"
    timeout "timeout"
    retries "retries"
    rate_limit "rateLimit"
    concurrency "concurrency"
    limiter "limiter"
    on_event "onEvent"
    deadline "deadline"
    allow_secret_key "allowSecretKeyInBrowser"
}

/// Where the UserSig comes from.
#[derive(Debug)]
pub enum Credential {
    /// Signed here.
    Secret(SecretKey),
    /// A fixed UserSig.
    Fixed(String),
    /// A function of the caller.
    Provider,
}

/// The end of the whole run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Deadline {
    /// This many milliseconds after its start.
    After(f64),
    /// At this moment, in milliseconds since 1970.
    At(f64),
}

/// Options of a client, checked.
#[derive(Debug)]
pub struct ClientConfig {
    /// The caller and the endpoint.
    pub caller: Caller,
    /// Where the UserSig comes from.
    pub credential: Credential,
    /// Validity of the UserSigs that are signed here, in seconds.
    pub expire: u32,
    /// Timeout of a request in milliseconds.
    pub timeout: u32,
    /// Retries of a message.
    pub retries: u32,
    /// Requests per second.
    pub rate_limit: u32,
    /// Requests in flight.
    pub concurrency: u32,
    /// The end of the whole run.
    pub deadline: Option<Deadline>,
}

/// Checks the options of a client. `None` if there are issues.
pub fn client(input: &ClientInput, issues: &mut Issues) -> Option<ClientConfig> {
    let sdk_app_id = sdk_app_id(issues, &input.sdk_app_id);
    let identifier = issues.text("identifier", &input.identifier, Word::Identifier, UserId::parse);
    let credential = credential(issues, input, identifier.as_ref(), sdk_app_id);
    let expire = issues.integer("userSigExpire", &input.user_sig_expire, EXPIRE, sign::EXPIRE);
    let endpoint = endpoint(issues, input);
    let range = |limits, unit| Range { limits, unit };
    let timeout = range(TIMEOUT_RANGE, Some(Word::Milliseconds));
    let timeout = issues.integer("timeout", &input.timeout, timeout, TIMEOUT);
    let retries = issues.integer("retries", &input.retries, range(RETRIES_RANGE, None), RETRIES);
    let rate_limit = range(RATE_LIMIT_RANGE, Some(Word::RequestsPerSecond));
    let rate_limit = issues.integer("rateLimit", &input.rate_limit, rate_limit, RATE_LIMIT);
    let concurrency = range(CONCURRENCY_RANGE, Some(Word::Requests));
    let concurrency = issues.integer("concurrency", &input.concurrency, concurrency, CONCURRENCY);
    for (path, value, expected) in [
        ("fetch", &input.fetch, Word::Fetch),
        ("limiter", &input.limiter, Word::Limiter),
        ("onEvent", &input.on_event, Word::Listener),
    ] {
        if !matches!(value, RawValue::Absent | RawValue::Function) {
            issues.unexpected(path, value, expected);
        }
    }
    let deadline = deadline(issues, &input.deadline);
    if !issues.list.is_empty() {
        return None;
    }
    let caller = Caller { endpoint: endpoint?, sdk_app_id: sdk_app_id?, identifier: identifier? };
    Some(ClientConfig { caller, credential: credential?, expire, timeout, retries, rate_limit, concurrency, deadline })
}

/// `sdkAppId`, which many options share.
pub fn sdk_app_id(issues: &mut Issues, value: &RawValue) -> Option<SdkAppId> {
    let before = issues.list.len();
    if *value == RawValue::Absent {
        issues.unexpected("sdkAppId", value, Word::SdkAppId);
        return None;
    }
    let number = issues.integer("sdkAppId", value, Range { limits: (1, u32::MAX), unit: None }, 0);
    if issues.list.len() > before { None } else { SdkAppId::parse(number).ok() }
}

/// `secretKey`. Messages never repeat its value. Refused in a browser unless allowed.
pub fn secret_key(issues: &mut Issues, value: &RawValue, in_browser: bool, allow: &RawValue) -> Option<SecretKey> {
    let allowed = issues.flag("allowSecretKeyInBrowser", allow);
    let RawValue::Text(text) = value else {
        issues.unexpected_kind("secretKey", value, Word::SecretKeyText);
        return None;
    };
    if in_browser && !allowed {
        issues.refuse("secretKey", IssueCode::SecretKeyInBrowser);
        return None;
    }
    SecretKey::parse(text).map_err(|problem| issues.refuse("secretKey", problem)).ok()
}

/// `officialAccount`.
pub fn official_account(issues: &mut Issues, value: &RawValue) -> Option<OfficialAccount> {
    issues.text("officialAccount", value, Word::OfficialAccount, OfficialAccount::parse)
}

/// `reason`, which may be absent.
pub fn reason(issues: &mut Issues, value: &RawValue) -> Option<Reason> {
    if *value == RawValue::Absent {
        return None;
    }
    issues.text("reason", value, Word::Reason, Reason::parse)
}

fn credential(
    issues: &mut Issues,
    input: &ClientInput,
    identifier: Option<&UserId>,
    sdk_app_id: Option<SdkAppId>,
) -> Option<Credential> {
    match (&input.secret_key, &input.user_sig) {
        (RawValue::Absent, RawValue::Absent) => issues.refuse("", one_of(IssueCode::Neither, ["secretKey", "userSig"])),
        (secret, RawValue::Absent) => {
            return secret_key(issues, secret, input.in_browser, &input.allow_secret_key).map(Credential::Secret);
        }
        (RawValue::Absent, RawValue::Function) => return Some(Credential::Provider),
        (RawValue::Absent, RawValue::Text(text)) => {
            let checked = check::check(text, identifier, sdk_app_id, input.claims);
            return checked
                .map(|()| Credential::Fixed(text.clone()))
                .map_err(|problem| issues.refuse("userSig", problem))
                .ok();
        }
        (RawValue::Absent, other) => issues.unexpected_kind("userSig", other, Word::UserSigOrFunction),
        _ => issues.refuse("", one_of(IssueCode::Both, ["secretKey", "userSig"])),
    }
    None
}

/// Two members of which exactly one is required.
fn one_of(code: IssueCode, [first, second]: [&str; 2]) -> Problem {
    Problem::new(code, [first.into(), second.into()])
}

fn endpoint(issues: &mut Issues, input: &ClientInput) -> Option<Endpoint> {
    let standby = issues.flag("standby", &input.standby);
    let insecure_host = insecure_http_host(issues, &input.insecure_http_host);
    let parsed = match (&input.region, &input.base_url) {
        (RawValue::Absent, RawValue::Absent) => {
            issues.refuse("", one_of(IssueCode::Neither, ["region", "baseUrl"]));
            return None;
        }
        (RawValue::Text(name), RawValue::Absent) => {
            Endpoint::region(name, standby).map_err(|problem| ("region", problem))
        }
        (RawValue::Absent, RawValue::Text(url)) => {
            Endpoint::base_url(url, insecure_host).map_err(|problem| ("baseUrl", problem))
        }
        (RawValue::Absent, other) => Err(("baseUrl", unexpected_kind(other, Word::Url))),
        (other, RawValue::Absent) => Err(("region", unexpected(other, Word::Region))),
        _ => Err(("", one_of(IssueCode::Both, ["region", "baseUrl"]))),
    };
    parsed.map_err(|(path, problem)| issues.refuse(path, problem)).ok()
}

/// `insecureHttpHost`; empty if it is absent or invalid.
fn insecure_http_host<'a>(issues: &mut Issues, value: &'a RawValue) -> &'a str {
    match value {
        RawValue::Absent => {}
        RawValue::Text(text) if endpoint::is_host(text) => return text,
        other => issues.unexpected("insecureHttpHost", other, Word::HostName),
    }
    ""
}

fn deadline(issues: &mut Issues, value: &RawValue) -> Option<Deadline> {
    match value {
        RawValue::Absent => {}
        RawValue::Number(ms) if ms.is_finite() && *ms > 0.0 => return Some(Deadline::After(*ms)),
        RawValue::Moment(ms) if ms.is_finite() => return Some(Deadline::At(*ms)),
        other => issues.unexpected("deadline", other, Word::Deadline),
    }
    None
}
