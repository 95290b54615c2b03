//! Where a request goes: the vendor's regions with their stand-by hosts, or a base URL of the caller's.

use crate::text::ascii;
use crate::text::decimal;
use crate::text::excerpt::{brief, quoted};

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
    /// Code of its country, ISO 3166.
    pub country: &'static str,
    /// Its host.
    pub host: &'static str,
    /// Its stand-by host, for when a carrier hijacks DNS. Source: 1047/34620.
    pub standby: &'static str,
}

/// Every data centre seen in the vendor's documents; `mumbai` left them in 2024-07, `ksa` is in public code only.
pub static REGIONS: &[Region] = &[
    region("china", "cn", "console.tim.qq.com", "adminapi.my-imcloud.com"),
    region("singapore", "sg", "adminapisgp.im.qcloud.com", "adminapisgp.my-imcloud.com"),
    region("seoul", "kr", "adminapikr.im.qcloud.com", "adminapikr.my-imcloud.com"),
    region("tokyo", "jp", "adminapijpn.im.qcloud.com", "adminapijpn.my-imcloud.com"),
    region("frankfurt", "de", "adminapiger.im.qcloud.com", "adminapiger.my-imcloud.com"),
    region("silicon-valley", "us", "adminapiusa.im.qcloud.com", "adminapiusa.my-imcloud.com"),
    region("jakarta", "id", "adminapiidn.im.qcloud.com", "adminapiidn.my-imcloud.com"),
    region("mumbai", "in", "adminapiind.im.qcloud.com", "adminapiind.my-imcloud.com"),
    region("ksa", "sa", "adminapiksa.im.qcloud.com", "adminapiksa.my-imcloud.com"),
];

const fn region(name: &'static str, country: &'static str, host: &'static str, standby: &'static str) -> Region {
    Region { name, country, host, standby }
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
                let mut message = ["found ", &quoted(name), ", expected one of "].concat();
                for (place, region) in REGIONS.iter().enumerate() {
                    message.push_str(if place > 0 { ", " } else { "" });
                    message.push_str(region.name);
                }
                if let Some(meant) = meant(name) {
                    message.push_str(&["; did you mean ", meant, "?"].concat());
                }
                Err(message)
            }
        }
    }

    /// A base URL: `https:`, or `http:` to a loopback host; a path prefix is kept.
    ///
    /// # Errors
    /// A sentence that never repeats user info or a query, since these may hold secrets.
    pub fn base_url(text: &str) -> Result<Self, String> {
        let parts = ascii::cut(text, b':').and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
        let (scheme, rest) = parts.ok_or("not an absolute URL, expected \"https://host\"")?;
        let (authority, mut path) = split(rest, b'/');
        if text.bytes().any(|byte| !(0x21..=0x7e).contains(&byte) || ascii::is_one_of(byte, b"\\\"<>^`{|}")) {
            return Err("holds a character that has no place in a URL".into());
        }
        if ascii::holds(authority, b"@") {
            return Err("holds a user name or password, expected none".into());
        }
        if ascii::holds(text, b"?#") {
            return Err("holds a query or fragment, expected scheme, host and path only".into());
        }
        let host = host_of(authority).ok_or("found no host name in it, expected \"https://host\"")?;
        let is_http = scheme.eq_ignore_ascii_case("http");
        if !is_http && !scheme.eq_ignore_ascii_case("https") {
            return Err("found another scheme, expected https:".into());
        }
        if is_http && !is_loopback(host) {
            return Err(["found http: to ", &brief(host), ", expected https: (http: is for loopback hosts)"].concat());
        }
        while let Some(shorter) = path.strip_suffix("/") {
            path = shorter;
        }
        if path.ends_with("/v4") || path.ends_with(RECALL) {
            return Err("ends with a path that is added here, expected none of /v4".into());
        }
        Ok(Self { base: [if is_http { "http://" } else { "https://" }, authority, path].concat() })
    }

    /// Scheme, host and prefix; holds no secret.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Host, with port if there is one.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = ascii::cut(&self.base, b':').and_then(|(_, rest)| rest.strip_prefix("//"));
        split(rest.unwrap_or(""), b'/').0
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
        if byte.is_ascii_alphanumeric() || ascii::is_one_of(byte, b"*-_.") {
            url.push(byte as char);
        } else {
            url.push('%');
            for digit in [byte >> 4, byte & 0xf] {
                url.push(char::from(digit + if digit < 10 { b'0' } else { b'A' - 10 }));
            }
        }
    }
}

/// Host without port; `None` when host or port is malformed.
fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.bytes().rposition(|byte| byte == b']') {
        Some(end) => authority.split_at_checked(end + 1)?,
        None => split(authority, b':'),
    };
    let port_fits = port.is_empty() || port.strip_prefix(":").is_some_and(|port| is_number(port, u16::MAX));
    (!host.is_empty() && port_fits).then_some(host)
}

/// Whether it is a number of digits alone and not above `most`: a host with a sign is a name that may lead anywhere.
fn is_number(text: &str, most: u16) -> bool {
    decimal::parse(text).is_some_and(|number| number <= most.into())
}

/// Hosts that never leave the machine. What is below `localhost` is a name that a resolver may be asked for.
fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host == "[::1]" || host.starts_with("127.") && is_address(host)
}

fn is_address(host: &str) -> bool {
    let (mut rest, mut dots) = (host, 0);
    while let Some((part, after)) = ascii::cut(rest, b'.') {
        if !is_number(part, 255) {
            return false;
        }
        (rest, dots) = (after, dots + 1);
    }
    dots == 3 && is_number(rest, 255)
}

/// The region that another name means: its own in capitals or after something else, or a code of its country.
fn meant(name: &str) -> Option<&'static str> {
    let is = |part: Option<&str>, own: &str| part.is_some_and(|part| part.eq_ignore_ascii_case(own));
    let end = |own: &str| name.len().checked_sub(own.len()).and_then(|at| name.get(at..));
    let is_code = |code: &str| name.len() < 4 && is(name.get(..2), code);
    let found = REGIONS.iter().find(|region| is(end(region.name), region.name) || is_code(region.country));
    found.map(|region| region.name)
}

/// A text up to the first such symbol of ASCII, and from there on.
fn split(text: &str, mark: u8) -> (&str, &str) {
    let at = text.bytes().position(|byte| byte == mark);
    at.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}
