//! Request URLs: the host of a region or the caller's base URL, and the path of each command.

use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::text::decimal;
use crate::text::excerpt::brief;
use crate::text::split;
use crate::vendor::region;

/// Path of the recall call. Source: 1047/60811.
pub const RECALL: &str = "official_account_msg_recall";
/// Path of the history call. Source: 1047/60812.
pub const HISTORY: &str = "official_account_msg_get_simple";
/// Service name of both. Source: 1047/34620.
const SERVICE: &str = "/v4/official_account_open_http_svc/";

/// A checked endpoint: scheme, host and path prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    base: String,
}

impl Endpoint {
    /// The host of a region, by name.
    ///
    /// # Errors
    /// The problem, with the intended name if a similar one exists.
    pub fn region(name: &str, standby: bool) -> Result<Self, Problem> {
        let region = region::find(name)?;
        Ok(Self { base: ["https://", if standby { region.standby } else { region.host }].concat() })
    }

    /// A base URL: `https:`, or `http:` to a loopback host or to `insecure_host` (empty: none); a path prefix is kept.
    ///
    /// # Errors
    /// The problem. It never repeats user info or a query, since these may hold secrets.
    pub fn base_url(text: &str, insecure_host: &str) -> Result<Self, Problem> {
        let parts = split::around(text, b':').and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
        let (scheme, rest) = parts.ok_or(IssueCode::UrlNotAbsolute)?;
        let (authority, mut path) = split::before(rest, b'/');
        if text.bytes().any(|byte| !matches!(byte, 0x21..=0x7e) || is_unsafe(byte)) {
            return Err(IssueCode::UrlCharacters.into());
        }
        if authority.bytes().any(|byte| byte == b'@') {
            return Err(IssueCode::UrlUserInfo.into());
        }
        if text.bytes().any(|byte| matches!(byte, b'?' | b'#')) {
            return Err(IssueCode::UrlQuery.into());
        }
        let host = host_of(authority).ok_or(IssueCode::UrlNoHost)?;
        let is_http = scheme.eq_ignore_ascii_case("http");
        if !is_http && !scheme.eq_ignore_ascii_case("https") {
            return Err(IssueCode::UrlScheme.into());
        }
        if is_http && !is_loopback(host) && !host.eq_ignore_ascii_case(insecure_host) {
            return Err(Problem::new(IssueCode::UrlHttp, [brief(host).into()]));
        }
        while let Some(shorter) = path.strip_suffix("/") {
            path = shorter;
        }
        if path.ends_with("/v4") || path.ends_with(RECALL) {
            return Err(IssueCode::UrlPath.into());
        }
        Ok(Self { base: [if is_http { "http://" } else { "https://" }, authority, path].concat() })
    }

    /// Scheme, host and path prefix, without secrets.
    #[cfg(test)]
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Host, with port if there is one.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = split::around(&self.base, b':').and_then(|(_, rest)| rest.strip_prefix("//"));
        split::before(rest.unwrap_or(""), b'/').0
    }

    /// The URL of a call without its query.
    #[must_use]
    pub fn call(&self, command: &str) -> String {
        [&self.base, SERVICE, command].concat()
    }
}

/// Appends a value to a query, percent-encoded as UTF-8. `*`, `-`, `_` and `.` stay as they are, as in a UserSig.
pub fn push_encoded(url: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'_' | b'.') {
            url.push(byte as char);
        } else {
            url.push('%');
            for digit in [byte >> 4, byte & 0xf] {
                url.push(char::from(digit + if digit < 10 { b'0' } else { b'A' - 10 }));
            }
        }
    }
}

/// Printable ASCII that no URL contains.
fn is_unsafe(byte: u8) -> bool {
    matches!(byte, b'\\' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}')
}

/// Host without port; `None` when host or port is malformed.
fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.bytes().rposition(|byte| byte == b']') {
        Some(end) => authority.split_at_checked(end + 1)?,
        None => split::before(authority, b':'),
    };
    let port_fits = port.is_empty() || port.strip_prefix(":").is_some_and(|port| is_number(port, u16::MAX));
    (!host.is_empty() && port_fits).then_some(host)
}

/// Whether a text is a host name or address without scheme, port and path.
#[must_use]
pub fn is_host(text: &str) -> bool {
    host_of(split::before(text, b'/').0) == Some(text)
}

/// Whether a text has only digits and is at most `most`. A text with a sign is a host name, which may resolve to any address.
fn is_number(text: &str, most: u16) -> bool {
    decimal::parse(text).is_some_and(|number| number <= most.into())
}

/// Loopback hosts. Subdomains of `localhost` are not included, since a resolver may look them up.
fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host == "[::1]" || host.starts_with("127.") && is_address(host)
}

fn is_address(host: &str) -> bool {
    let (mut rest, mut dots) = (host, 0);
    while let Some((part, after)) = split::around(rest, b'.') {
        if !is_number(part, 255) {
            return false;
        }
        (rest, dots) = (after, dots + 1);
    }
    dots == 3 && is_number(rest, 255)
}
