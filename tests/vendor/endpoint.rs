//! Tests of endpoints: accepted base URLs, and base URLs that must be rejected.

use crate::said;
use crate::vendor::endpoint::{self, Endpoint};

const PATH: &str = "/v4/official_account_open_http_svc/official_account_msg_recall";

fn refused(text: &str) -> String {
    said::problem(&Endpoint::base_url(text, "").expect_err(text))
}

#[test]
fn https_is_allowed_for_any_host_and_keeps_port_and_path() {
    for (text, base, host) in [
        ("https://console.tim.qq.com", "https://console.tim.qq.com", "console.tim.qq.com"),
        ("HTTPS://Example.com:8443/", "https://Example.com:8443", "Example.com:8443"),
        ("https://example.com/a/b//", "https://example.com/a/b", "example.com"),
        ("https://[2001:db8::1]:443/x", "https://[2001:db8::1]:443/x", "[2001:db8::1]:443"),
        ("https://xn--fsq.cn", "https://xn--fsq.cn", "xn--fsq.cn"),
    ] {
        let endpoint = Endpoint::base_url(text, "").unwrap();
        assert_eq!((endpoint.base(), endpoint.host()), (base, host));
        assert_eq!(endpoint.call(endpoint::RECALL), format!("{base}{PATH}"));
    }
}

/// Hosts that look like the loopback address but may not be, and ordinary hosts.
const ELSEWHERE: &[&str] = &[
    "console.tim.qq.com",
    "127.0.0.1.evil.com",
    "localhost.evil.com",
    "evil-localhost",
    "localhost.",
    "app.localhost",
    "127.0.0.1.localhost",
    "127.0.0.1.",
    "127.0.0.256",
    "127.0.0",
    "127.1",
    "127.0.0.+1",
    "127.+0.0.1",
    "127.0.0.-1",
    "127.0.0.",
    "127...1",
    "127.0.0.1e",
    "128.0.0.1",
    "0.0.0.0",
    "0",
    "2130706433",
    "0x7f000001",
    "10.0.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "localhost%2eevil.com",
    "localhost%40evil.com",
    "localhost%00.evil.com",
    "[::]",
    "[::2]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::1%25eth0]",
];

#[test]
fn http_is_allowed_only_for_loopback_hosts() {
    for text in [
        "http://localhost",
        "http://LOCALHOST:3000",
        "http://127.0.0.1:1/x",
        "http://127.255.255.254",
        "http://[::1]:8080",
        "HTTP://127.0.0.1",
    ] {
        assert!(Endpoint::base_url(text, "").is_ok(), "{text}");
    }
    for host in ELSEWHERE {
        assert_eq!(refused(&format!("http://{host}/x")), format!("url-http \"{host}\""));
    }
}

#[test]
fn http_is_allowed_for_the_one_host_that_is_named() {
    for text in
        ["http://emulator", "http://emulator:8080", "http://EMULATOR:8080/x", "https://emulator", "http://localhost"]
    {
        assert!(Endpoint::base_url(text, "emulator").is_ok(), "{text}");
    }
    let others = ["emulator.", "emulator.evil.com", "my.emulator", "emulator2", "evil-emulator", "emulato"];
    for host in ELSEWHERE.iter().chain(&others) {
        let problem = Endpoint::base_url(&format!("http://{host}:80/x"), "emulator").expect_err(host);
        assert_eq!(said::problem(&problem), format!("url-http \"{host}\""));
    }
    for (text, problem) in WRONG {
        assert_eq!(said::problem(&Endpoint::base_url(text, "emulator").expect_err(text)), *problem, "{text}");
    }
    for (name, url) in
        [("10.0.0.7", "http://10.0.0.7:80"), ("[fd00::7]", "http://[fd00::7]:80"), ("A.b-c", "http://a.B-C")]
    {
        assert!(Endpoint::base_url(url, name).is_ok(), "{url}");
    }
}

#[test]
fn a_host_name_has_no_scheme_port_or_path() {
    for text in [
        "",
        ":",
        "emulator:8080",
        "emulator:",
        "http://emulator",
        "//emulator",
        "emulator/",
        "emulator/x",
        "fd00::7",
        "[fd00::7]:80",
    ] {
        assert!(!endpoint::is_host(text), "{text}");
    }
}

const USER: &str = "url-user-info";
const QUERY: &str = "url-query";
const CHARACTER: &str = "url-characters";
const HOST: &str = "url-no-host";
const ABSOLUTE: &str = "url-not-absolute";
const SCHEME: &str = "url-scheme";

/// Base URLs that are refused, each with its problem.
const WRONG: &[(&str, &str)] = &[
    ("http://localhost@evil.com", USER),
    ("http://localhost:80@evil.com/", USER),
    ("https://admin:secret@host", USER),
    ("https://host?usersig=secret", QUERY),
    ("https://host/#secret", QUERY),
    ("http://localhost#@evil.com", USER),
    ("http://localhost?.evil.com", QUERY),
    ("http://localhost\\.evil.com", CHARACTER),
    ("http:\\\\localhost", ABSOLUTE),
    ("https://host\\@evil.com", CHARACTER),
    ("https://ho st", CHARACTER),
    (" https://host", CHARACTER),
    ("https://host\n", CHARACTER),
    ("https://ho\tst", CHARACTER),
    ("https://例子.cn", CHARACTER),
    ("https://host/é", CHARACTER),
    ("https://\u{ff0e}host", CHARACTER),
    ("https://{host}", CHARACTER),
    ("https://", HOST),
    ("https:///path", HOST),
    ("https://:443", HOST),
    ("https://host:", HOST),
    ("https://host:65536", HOST),
    ("https://host:-1", HOST),
    ("https://host:+80", HOST),
    ("https://host:80:80", HOST),
    ("http://[::1].evil.com", HOST),
    ("http://[::1]evil.com", HOST),
    ("http://::1", HOST),
    ("host.com", ABSOLUTE),
    ("//host.com", ABSOLUTE),
    ("https:/host.com", ABSOLUTE),
    ("https:host.com", ABSOLUTE),
    ("", ABSOLUTE),
    ("ftp://localhost", SCHEME),
    ("javascript://localhost/%0aalert(1)", SCHEME),
    ("httpss://localhost", SCHEME),
    ("file://localhost/etc/passwd", SCHEME),
    ("ws://localhost", SCHEME),
    ("://localhost", SCHEME),
];

#[test]
fn a_base_url_cannot_hide_another_host() {
    for (text, problem) in WRONG {
        assert_eq!(refused(text), *problem, "{text}");
        assert!(!refused(text).contains("secret"), "{text}");
    }
}

#[test]
fn query_values_are_percent_encoded_bytewise() {
    let encoded = |value: &str| {
        let mut url = String::new();
        endpoint::push_encoded(&mut url, value);
        url
    };
    assert_eq!(encoded("aZ09-_.*"), "aZ09-_.*");
    assert_eq!(encoded("a b&c=d#e?f/g+h%"), "a%20b%26c%3Dd%23e%3Ff%2Fg%2Bh%25");
    assert_eq!(encoded("管~@"), "%E7%AE%A1%7E%40");
    assert_eq!(encoded("\0\n\u{7f}"), "%00%0A%7F");
}

#[test]
fn a_base_url_with_the_api_path_is_rejected() {
    for path in ["/v4", "/v4/", "/chat/v4", "/v4/official_account_open_http_svc/official_account_msg_recall"] {
        assert_eq!(refused(&format!("https://console.tim.qq.com{path}")), "url-path");
    }
    assert!(Endpoint::base_url("https://example.com/v4/proxy", "").is_ok());
}
