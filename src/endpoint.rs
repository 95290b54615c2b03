//! Where a request goes: the vendor's regions with their stand-by hosts, or a base URL of the caller's.

use std::str::FromStr;

/// Path of the recall call. Source: 1047/60811.
pub const RECALL: &str = "official_account_msg_recall";
/// Path of the history call. Source: 1047/60812.
pub const HISTORY: &str = "official_account_msg_get_simple";
/// Service name of both. Source: 1047/34620.
const SERVICE: &str = "/v4/official_account_open_http_svc/";

/// A data centre of the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Our name of it.
    pub name: &'static str,
    /// Its host.
    pub host: &'static str,
    /// Its stand-by host, for when a carrier hijacks DNS. Source: 1047/34620.
    pub standby: &'static str,
}

/// Every data centre seen in the vendor's documents; `mumbai` left them in 2024-07, `ksa` is in public code only.
pub static REGIONS: &[Region] = &[
    region("china", "console.tim.qq.com", "adminapi.my-imcloud.com"),
    region("singapore", "adminapisgp.im.qcloud.com", "adminapisgp.my-imcloud.com"),
    region("seoul", "adminapikr.im.qcloud.com", "adminapikr.my-imcloud.com"),
    region("tokyo", "adminapijpn.im.qcloud.com", "adminapijpn.my-imcloud.com"),
    region("frankfurt", "adminapiger.im.qcloud.com", "adminapiger.my-imcloud.com"),
    region("silicon-valley", "adminapiusa.im.qcloud.com", "adminapiusa.my-imcloud.com"),
    region("jakarta", "adminapiidn.im.qcloud.com", "adminapiidn.my-imcloud.com"),
    region("mumbai", "adminapiind.im.qcloud.com", "adminapiind.my-imcloud.com"),
    region("ksa", "adminapiksa.im.qcloud.com", "adminapiksa.my-imcloud.com"),
];

const fn region(name: &'static str, host: &'static str, standby: &'static str) -> Region {
    Region { name, host, standby }
}

/// Where requests go: scheme, host and path prefix, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    base: String,
}

impl Endpoint {
    /// Host of a region by name.
    ///
    /// # Errors
    /// A sentence with the known names.
    pub fn region(name: &str, standby: bool) -> Result<Self, String> {
        match REGIONS.iter().find(|region| region.name == name) {
            Some(region) => {
                let host = if standby { region.standby } else { region.host };
                Ok(Self { base: ["https://", host].concat() })
            }
            None => {
                let names: Vec<&str> = REGIONS.iter().map(|region| region.name).collect();
                let found = crate::identifier::quoted(name);
                Err(["found ", &found, ", expected one of ", &names.join(", ")].concat())
            }
        }
    }

    /// A base URL: `https:`, or `http:` to a loopback host; a path prefix is kept.
    ///
    /// # Errors
    /// A sentence that never repeats user info or a query, since these may hold secrets.
    pub fn base_url(text: &str) -> Result<Self, String> {
        let parts = text.split_once(':').and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
        let (scheme, rest) = parts.ok_or("not an absolute URL, expected \"https://host\"")?;
        let (authority, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        if text.bytes().any(|byte| !(0x21..=0x7e).contains(&byte) || b"\\\"<>^`{|}".contains(&byte)) {
            return Err("holds a character that has no place in a URL".into());
        }
        if authority.contains('@') {
            return Err("holds a user name or password, expected none".into());
        }
        if text.contains(['?', '#']) {
            return Err("holds a query or fragment, expected scheme, host and path only".into());
        }
        let host = host_of(authority).ok_or("found no host name in it, expected \"https://host\"")?;
        match scheme.to_ascii_lowercase().as_str() {
            "https" => {}
            "http" if is_loopback(host) => {}
            "http" => return Err(["found http: to ", host, ", expected https: (http: is for loopback hosts)"].concat()),
            _ => return Err("found another scheme, expected https:".into()),
        }
        let path = path.trim_end_matches('/');
        Ok(Self { base: [&scheme.to_ascii_lowercase(), "://", authority, path].concat() })
    }

    /// Scheme, host and prefix; holds no secret.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Host, with port if there is one.
    #[must_use]
    pub fn host(&self) -> &str {
        self.base.split('/').nth(2).unwrap_or("")
    }

    /// URL of a call without its query.
    #[must_use]
    pub fn call(&self, command: &str) -> String {
        [&self.base, SERVICE, command].concat()
    }
}

/// Appends a value to a query, percent-encoded as UTF-8. `*`, `-`, `_` and `.` stay as they are, as in a UserSig.
pub fn push_encoded(url: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"*-_.".contains(&byte) {
            url.push(byte as char);
        } else {
            url.push('%');
            for digit in [byte >> 4, byte & 0xf] {
                url.extend(char::from_digit(u32::from(digit), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
}

/// Host without port; `None` when host or port is malformed.
fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.rfind(']') {
        Some(end) => authority.split_at_checked(end + 1)?,
        None => authority.find(':').map_or((authority, ""), |at| authority.split_at(at)),
    };
    let port_fits = port.is_empty() || port.strip_prefix(':').and_then(decimal::<u16>).is_some();
    (!host.is_empty() && port_fits).then_some(host)
}

/// A number of digits alone: `parse` takes a sign too, and a host with one is a name that may lead anywhere.
fn decimal<T: FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Hosts that never leave the machine. What is below `localhost` is a name that a resolver may be asked for.
fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let four = host.split('.').collect::<Vec<_>>();
    let is_127 =
        four.len() == 4 && four.first() == Some(&"127") && four.iter().all(|part| decimal::<u8>(part).is_some());
    host == "localhost" || host == "[::1]" || is_127
}
