//! The caller's options, all of them checked at once, and their defaults: the one place for both.

use crate::endpoint::Endpoint;
use crate::identifier::{OfficialAccount, Reason, SdkAppId, UserId};
use crate::loose::{Door, Loose};
use crate::mispaste::{self, Wanted};
use crate::request::Caller;
use crate::user_sig::{self, SecretKey};
use crate::user_sig_check;

/// Milliseconds for one request by default; the service's own limit is 3000. Source: 1047/34620.
pub const TIMEOUT: u32 = 5000;
/// Milliseconds for one request: least and most.
pub const TIMEOUT_RANGE: (u32, u32) = (1, 600_000);
/// Retries of one message by default.
pub const RETRIES: u32 = 5;
/// Retries of one message: least and most.
pub const RETRIES_RANGE: (u32, u32) = (0, 100);
/// Requests a second by default: the service's limit. Source: 1047/60811.
pub const RATE_LIMIT: u32 = 200;
/// Requests a second: least and most. A quota above 200 can be had from the vendor, and the emulator has none.
pub const RATE_LIMIT_RANGE: (u32, u32) = (1, 100_000);
/// Requests in flight by default: 200 a second at a reply time of 250 ms need 50.
pub const CONCURRENCY: u32 = 64;
/// Requests in flight: least and most.
pub const CONCURRENCY_RANGE: (u32, u32) = (1, 1000);

/// Options of a client as they came.
#[derive(Debug)]
pub struct ClientInput {
    /// `sdkAppId`
    pub sdk_app_id: Loose,
    /// `identifier`
    pub identifier: Loose,
    /// `secretKey`
    pub secret_key: Loose,
    /// `userSig`
    pub user_sig: Loose,
    /// `userSigExpire`
    pub user_sig_expire: Loose,
    /// `region`
    pub region: Loose,
    /// `standby`
    pub standby: Loose,
    /// `baseUrl`
    pub base_url: Loose,
    /// `fetch`
    pub fetch: Loose,
    /// `timeout`
    pub timeout: Loose,
    /// `retries`
    pub retries: Loose,
    /// `rateLimit`
    pub rate_limit: Loose,
    /// `concurrency`
    pub concurrency: Loose,
    /// `limiter.acquire`; `Other` when `limiter` is no object.
    pub limiter: Loose,
    /// `deadline`
    pub deadline: Loose,
    /// `allowSecretKeyInBrowser`
    pub allow_secret_key: Loose,
    /// Whether this is a browser.
    pub in_browser: bool,
}

/// Where the UserSig comes from.
#[derive(Debug)]
pub enum Credential {
    /// Signed here.
    Secret(SecretKey),
    /// Given once.
    Fixed(String),
    /// Asked for.
    Provider,
}

/// End of a whole job.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Deadline {
    /// So many milliseconds after its start.
    After(f64),
    /// At this moment, in milliseconds since 1970.
    At(f64),
}

/// Options of a client, checked.
#[derive(Debug)]
pub struct ClientConfig {
    /// Who calls, and where.
    pub caller: Caller,
    /// Where the UserSig comes from.
    pub credential: Credential,
    /// Validity of the UserSigs made here, in seconds.
    pub expire: u32,
    /// Milliseconds for one request.
    pub timeout: u32,
    /// Retries of one message.
    pub retries: u32,
    /// Requests a second.
    pub rate_limit: u32,
    /// Requests in flight.
    pub concurrency: u32,
    /// End of the whole job.
    pub deadline: Option<Deadline>,
}

/// Checks the options of a client. `None` when something was wrong; what, is in the door.
pub fn client(input: &ClientInput, door: &mut Door) -> Option<ClientConfig> {
    let sdk_app_id = sdk_app_id(door, &input.sdk_app_id);
    let identifier = door.text("identifier", &input.identifier, "the UserID of an app administrator", administrator);
    let credential = credential(door, input, identifier.as_ref(), sdk_app_id);
    let expire =
        door.integer("userSigExpire", &input.user_sig_expire, user_sig::EXPIRE_RANGE, user_sig::EXPIRE, "seconds");
    let endpoint = endpoint(door, input);
    let timeout = door.integer("timeout", &input.timeout, TIMEOUT_RANGE, TIMEOUT, "ms");
    let retries = door.integer("retries", &input.retries, RETRIES_RANGE, RETRIES, "");
    let rate_limit = door.integer("rateLimit", &input.rate_limit, RATE_LIMIT_RANGE, RATE_LIMIT, "requests a second");
    let concurrency = door.integer("concurrency", &input.concurrency, CONCURRENCY_RANGE, CONCURRENCY, "requests");
    for (path, value, expected) in [
        ("fetch", &input.fetch, "a function like the global fetch"),
        ("limiter", &input.limiter, "an object with a function acquire(signal)"),
    ] {
        if !matches!(value, Loose::Absent | Loose::Function) {
            door.unexpected(path, &value.describe(), expected);
        }
    }
    let deadline = deadline(door, &input.deadline);
    if !door.issues.is_empty() {
        return None;
    }
    let caller = Caller { endpoint: endpoint?, sdk_app_id: sdk_app_id?, identifier: identifier? };
    Some(ClientConfig { caller, credential: credential?, expire, timeout, retries, rate_limit, concurrency, deadline })
}

/// `identifier`. Other users may be named like what cannot be meant of an administrator.
fn administrator(text: &str) -> Result<UserId, String> {
    mispaste::check(text, Wanted::Other, "a UserID alone")?;
    UserId::parse(text)
}

/// `sdkAppId`, which many options share.
pub fn sdk_app_id(door: &mut Door, value: &Loose) -> Option<SdkAppId> {
    let before = door.issues.len();
    if *value == Loose::Absent {
        door.unexpected("sdkAppId", "nothing", "the SDKAppID from the console, 1 to 4294967295");
        return None;
    }
    let number = door.integer("sdkAppId", value, (1, u32::MAX), 0, "");
    if door.issues.len() > before { None } else { SdkAppId::parse(number).ok() }
}

/// `secretKey`, whose value no message repeats. Refused in a browser unless allowed.
pub fn secret_key(door: &mut Door, value: &Loose, in_browser: bool, allow: &Loose) -> Option<SecretKey> {
    let allowed = door.flag("allowSecretKeyInBrowser", allow);
    let Loose::Text(text) = value else {
        door.unexpected("secretKey", value.kind(), "the secret key of the app, a string");
        return None;
    };
    if in_browser && !allowed {
        door.refuse(
            "secretKey",
            "found in a browser, where it gives every visitor power over the whole app; sign on a server and pass userSig, or set allowSecretKeyInBrowser for a demo",
        );
        return None;
    }
    SecretKey::parse(text).map_err(|message| door.refuse("secretKey", message)).ok()
}

/// `officialAccount`.
pub fn official_account(door: &mut Door, value: &Loose) -> Option<OfficialAccount> {
    door.text("officialAccount", value, "an official account id like \"@TOA#_2J4SZEAEL\"", OfficialAccount::parse)
}

/// `reason`, which may be absent.
pub fn reason(door: &mut Door, value: &Loose) -> Option<Reason> {
    if *value == Loose::Absent {
        return None;
    }
    door.text("reason", value, "1 to 100 bytes of text, or no reason at all", Reason::parse)
}

fn credential(
    door: &mut Door,
    input: &ClientInput,
    identifier: Option<&UserId>,
    sdk_app_id: Option<SdkAppId>,
) -> Option<Credential> {
    match (&input.secret_key, &input.user_sig) {
        (Loose::Absent, Loose::Absent) => door.refuse("", "found neither secretKey nor userSig, expected one of them"),
        (secret, Loose::Absent) => {
            return secret_key(door, secret, input.in_browser, &input.allow_secret_key).map(Credential::Secret);
        }
        (Loose::Absent, Loose::Function) => return Some(Credential::Provider),
        (Loose::Absent, Loose::Text(text)) => {
            let checked = user_sig_check::check(text, identifier, sdk_app_id);
            return checked.map(|()| Credential::Fixed(text.clone())).map_err(|text| door.refuse("userSig", text)).ok();
        }
        (Loose::Absent, other) => door.unexpected("userSig", other.kind(), "a UserSig, or a function that returns one"),
        _ => door.refuse("", "found both secretKey and userSig, expected one of them"),
    }
    None
}

fn endpoint(door: &mut Door, input: &ClientInput) -> Option<Endpoint> {
    let standby = door.flag("standby", &input.standby);
    let parsed = match (&input.region, &input.base_url) {
        (Loose::Absent, Loose::Absent) => {
            door.refuse("", "found neither region nor baseUrl, expected one of them");
            return None;
        }
        (Loose::Text(name), Loose::Absent) => Endpoint::region(name, standby).map_err(|text| ("region", text)),
        (Loose::Absent, Loose::Text(url)) => Endpoint::base_url(url).map_err(|text| ("baseUrl", text)),
        (Loose::Absent, other) => Err(("baseUrl", ["found ", other.kind(), ", expected a URL as a string"].concat())),
        (other, Loose::Absent) => {
            Err(("region", ["found ", &other.describe(), ", expected a name like \"singapore\""].concat()))
        }
        _ => Err(("", "found both region and baseUrl, expected one of them".into())),
    };
    parsed.map_err(|(path, message)| door.refuse(path, message)).ok()
}

fn deadline(door: &mut Door, value: &Loose) -> Option<Deadline> {
    match value {
        Loose::Absent => {}
        Loose::Number(ms) if ms.is_finite() && *ms > 0.0 => return Some(Deadline::After(*ms)),
        Loose::Moment(ms) if ms.is_finite() => return Some(Deadline::At(*ms)),
        other => door.unexpected("deadline", &other.describe(), "milliseconds above 0, or a Date"),
    }
    None
}
