//! Tests of client options: all problems are reported together with their paths, defaults match the documents, secrets are never shown.

use crate::error::Error;
use crate::host;
use crate::input::client_options::{self, ClientConfig, ClientInput, Credential, Deadline};
use crate::input::issues::Issues;
use crate::input::raw_value::RawValue;
use crate::issue::word::Word;
use crate::said;
use crate::user_sig::sign::{self, Claims, SecretKey};
use crate::vendor::user_id::{SdkAppId, UserId};

const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

fn text(value: &str) -> RawValue {
    RawValue::Text(value.into())
}

/// The required options only.
fn input() -> ClientInput {
    ClientInput {
        sdk_app_id: RawValue::Number(1_400_000_000.0),
        identifier: text("administrator"),
        secret_key: text(SECRET),
        user_sig: RawValue::Absent,
        user_sig_expire: RawValue::Absent,
        region: text("singapore"),
        standby: RawValue::Absent,
        base_url: RawValue::Absent,
        insecure_http_host: RawValue::Absent,
        fetch: RawValue::Absent,
        timeout: RawValue::Absent,
        retries: RawValue::Absent,
        rate_limit: RawValue::Absent,
        concurrency: RawValue::Absent,
        limiter: RawValue::Absent,
        on_event: RawValue::Absent,
        deadline: RawValue::Absent,
        allow_secret_key: RawValue::Absent,
        in_browser: false,
        claims: host::claims,
    }
}

fn check(input: &ClientInput) -> Result<ClientConfig, Vec<(String, String)>> {
    let mut issues = Issues::default();
    let config = client_options::client(input, &mut issues);
    let issues: Vec<_> = issues.list.into_iter().map(|issue| (issue.path, said::problem(&issue.problem))).collect();
    assert_eq!(config.is_some(), issues.is_empty(), "{issues:?}");
    config.ok_or(issues)
}

fn issues(input: &ClientInput) -> Vec<(String, String)> {
    check(input).expect_err("bad input")
}

/// The one problem of an input.
fn issue(input: &ClientInput) -> (String, String) {
    let mut issues = issues(input);
    assert_eq!(issues.len(), 1, "{issues:?}");
    issues.remove(0)
}

fn pair(path: &str, message: &str) -> (String, String) {
    (path.into(), message.into())
}

#[test]
fn the_defaults_are_the_documented_ones() {
    let config = check(&input()).unwrap();
    let declared = include_str!("../../pkg-template/index.d.ts");
    for (name, value) in [
        ("timeout", config.timeout),
        ("retries", config.retries),
        ("rateLimit", config.rate_limit),
        ("concurrency", config.concurrency),
        ("userSigExpire", config.expire),
    ] {
        let at = declared.find(&format!("\n  {name}?: ")).unwrap_or_else(|| panic!("index.d.ts lacks {name}"));
        let documentation = declared.get(..at).unwrap().lines().last().unwrap();
        assert!(documentation.contains(&format!("Default {value}")), "{name} = {value}: {documentation}");
    }
    assert_eq!((config.timeout, config.retries, config.rate_limit, config.concurrency), (5000, 5, 200, 64));
    assert_eq!(config.deadline, None);
    assert!(matches!(config.credential, Credential::Secret(_)));
}

#[test]
fn all_problems_are_reported_together() {
    let wrong = ClientInput {
        sdk_app_id: text("1400000000"),
        identifier: RawValue::Other(Word::Null),
        secret_key: RawValue::Number(5.0),
        user_sig_expire: RawValue::Number(59.0),
        region: text("mars"),
        standby: text("yes"),
        insecure_http_host: text("emulator:8080"),
        fetch: text("fetch"),
        timeout: RawValue::Number(0.0),
        retries: RawValue::Number(101.0),
        rate_limit: RawValue::Number(1.5),
        concurrency: RawValue::Number(f64::NAN),
        limiter: RawValue::Other(Word::Array),
        on_event: text("log"),
        deadline: RawValue::Moment(f64::NAN),
        allow_secret_key: RawValue::Number(1.0),
        in_browser: true,
        ..input()
    };
    let expected = [
        pair("sdkAppId", "not-in-range 1 4294967295 - string \"1400000000\""),
        pair("identifier", "unexpected-value identifier null -"),
        pair("allowSecretKeyInBrowser", "unexpected-value flag number 1"),
        pair("secretKey", "unexpected-value secret-key-text number"),
        pair("userSigExpire", "not-in-range 60 1576800000 seconds number 59"),
        pair("standby", "unexpected-value flag string \"yes\""),
        pair("insecureHttpHost", "unexpected-value host-name string \"emulator:8080\""),
        pair("region", "unknown-region \"mars\" -"),
        pair("timeout", "not-in-range 1 600000 milliseconds number 0"),
        pair("retries", "not-in-range 0 100 - number 101"),
        pair("rateLimit", "not-in-range 1 100000 requests-per-second number 1.5"),
        pair("concurrency", "not-in-range 1 1000 requests number NaN"),
        pair("fetch", "unexpected-value fetch string \"fetch\""),
        pair("limiter", "unexpected-value limiter array -"),
        pair("onEvent", "unexpected-value listener string \"log\""),
        pair("deadline", "unexpected-value deadline invalid-date -"),
    ];
    assert_eq!(issues(&wrong), expected);
}

#[test]
fn an_empty_input_reports_every_missing_option() {
    let empty = ClientInput {
        sdk_app_id: RawValue::Absent,
        identifier: RawValue::Absent,
        secret_key: RawValue::Absent,
        region: RawValue::Absent,
        ..input()
    };
    let expected = [
        pair("sdkAppId", "unexpected-value sdk-app-id nothing -"),
        pair("identifier", "unexpected-value identifier nothing -"),
        pair("", "neither \"secretKey\" \"userSig\""),
        pair("", "neither \"region\" \"baseUrl\""),
    ];
    assert_eq!(issues(&empty), expected);
}

#[test]
fn of_two_exclusive_options_exactly_one_is_required() {
    let both = ClientInput { user_sig: text("eJw"), base_url: text("https://example.com"), ..input() };
    let expected = [pair("", "both \"secretKey\" \"userSig\""), pair("", "both \"region\" \"baseUrl\"")];
    assert_eq!(issues(&both), expected);
}

#[test]
fn numbers_are_whole_and_within_their_range() {
    for (number, fits) in [
        (0.0, false),
        (-1.0, false),
        (1.0, true),
        (100_000.0, true),
        (100_001.0, false),
        (4_294_967_297.0, false),
        (1e300, false),
        (f64::INFINITY, false),
        (f64::NEG_INFINITY, false),
        (0.5, false),
    ] {
        let found = check(&ClientInput { rate_limit: RawValue::Number(number), ..input() });
        assert_eq!(found.is_ok(), fits, "{number}");
    }
    for (number, shown) in [(f64::INFINITY, "inf"), (1e9, "1000000000"), (-5.0, "-5")] {
        let (path, message) = issue(&ClientInput { timeout: RawValue::Number(number), ..input() });
        assert_eq!((path.as_str(), message), ("timeout", format!("not-in-range 1 600000 milliseconds number {shown}")));
    }
    let zero = ClientInput { sdk_app_id: RawValue::Number(0.0), ..input() };
    assert_eq!(issue(&zero), pair("sdkAppId", "not-in-range 1 4294967295 - number 0"));
}

#[test]
fn a_deadline_is_a_duration_or_a_point_in_time() {
    let deadline = |value| check(&ClientInput { deadline: value, ..input() }).map(|config| config.deadline);
    assert_eq!(deadline(RawValue::Number(0.5)).unwrap(), Some(Deadline::After(0.5)));
    assert_eq!(deadline(RawValue::Moment(-1.0)).unwrap(), Some(Deadline::At(-1.0)));
    for wrong in [
        RawValue::Number(0.0),
        RawValue::Number(-1.0),
        RawValue::Number(f64::INFINITY),
        text("1s"),
        RawValue::Flag(true),
    ] {
        assert!(deadline(wrong).is_err());
    }
}

#[test]
fn a_secret_key_is_refused_in_a_browser_unless_allowed() {
    let browser = ClientInput { in_browser: true, ..input() };
    let (path, message) = issue(&browser);
    assert_eq!(path, "secretKey");
    assert_eq!(message, "secret-key-in-browser");
    assert!(check(&ClientInput { allow_secret_key: RawValue::Flag(true), ..browser }).is_ok());
    assert!(check(&ClientInput { in_browser: true, allow_secret_key: RawValue::Flag(false), ..input() }).is_err());
}

#[test]
fn the_host_that_is_named_may_be_called_with_http() {
    let plain = || ClientInput { region: RawValue::Absent, base_url: text("http://emulator:8080"), ..input() };
    let named = |name: &str| ClientInput { insecure_http_host: text(name), ..plain() };
    assert_eq!(check(&named("emulator")).unwrap().caller.endpoint.host(), "emulator:8080");
    for refused in [plain(), named("proxy")] {
        assert_eq!(issue(&refused), pair("baseUrl", "url-http \"emulator\""));
    }
    for wrong in [RawValue::Flag(true), RawValue::Other(Word::Array), text("http://emulator")] {
        let found = issues(&ClientInput { insecure_http_host: wrong, ..plain() });
        assert_eq!(found.first().unwrap().0, "insecureHttpHost");
    }
    let regional = ClientInput { insecure_http_host: text("emulator"), ..input() };
    assert!(check(&regional).is_ok(), "without effect on a region");
}

#[test]
fn no_problem_quotes_a_secret() {
    let sig = "eJwtzNEKgjAUxvFX2XXYOdM5FbopigK70oS6XNvKw2iJSRjRu7fS2*F-8fHm1SEEoQnTBiAAvIIWnXRhtKM5GqcXiI4";
    for input in [
        ClientInput { region: text(SECRET), timeout: text(SECRET), standby: text(sig), ..input() },
        ClientInput { user_sig: text(sig), ..input() },
        ClientInput { secret_key: RawValue::Absent, user_sig: text(&sig.repeat(100)), ..input() },
        ClientInput { region: RawValue::Absent, base_url: text(&format!("https://u:{SECRET}@host")), ..input() },
        ClientInput { region: RawValue::Absent, base_url: text(&format!("https://host/?usersig={sig}")), ..input() },
        ClientInput { insecure_http_host: text(&format!("{SECRET}:80")), ..input() },
    ] {
        let found = issues(&input);
        let all = Error::invalid(Vec::new()).to_string() + &format!("{found:?}");
        assert!(!all.contains(SECRET) && !all.contains(sig), "{all}");
    }
    let config = check(&input()).unwrap();
    assert!(!format!("{config:?}").contains(SECRET));
}

#[test]
fn a_user_sig_for_someone_else_is_refused_before_it_is_sent() {
    let sign = |app, identifier: &str| {
        let claims = Claims {
            sdk_app_id: SdkAppId::parse(app).unwrap(),
            identifier: &UserId::parse(identifier).unwrap(),
            time: 1_700_000_000,
            expire: 86_400,
            user_buf: None,
        };
        sign::sign(&SecretKey::parse(SECRET).unwrap(), &claims)
    };
    let with = |sig: String| ClientInput { secret_key: RawValue::Absent, user_sig: RawValue::Text(sig), ..input() };
    let config = check(&with(sign(1_400_000_000, "administrator"))).unwrap();
    assert!(matches!(config.credential, Credential::Fixed(_)));
    let other = issue(&with(sign(1_400_000_000, "someone")));
    assert_eq!(other, pair("userSig", "user-sig-identifier \"someone\" \"administrator\""));
    let other = issue(&with(sign(1_400_000_001, "administrator")));
    assert_eq!(other, pair("userSig", "user-sig-app 1400000001 1400000000"));
    assert_eq!(issue(&with(String::new())), pair("userSig", "empty user-sig"));
}

#[test]
fn a_user_sig_that_is_too_long_has_its_own_message() {
    let long = ClientInput { secret_key: RawValue::Absent, user_sig: text(&"e".repeat(8193)), ..input() };
    assert_eq!(issue(&long), pair("userSig", "user-sig-too-long 8192"));
}

#[test]
fn a_function_can_provide_user_sigs() {
    let config = check(&ClientInput { secret_key: RawValue::Absent, user_sig: RawValue::Function, ..input() }).unwrap();
    assert!(matches!(config.credential, Credential::Provider));
    let other = ClientInput { secret_key: RawValue::Absent, user_sig: RawValue::Other(Word::Object), ..input() };
    assert_eq!(issue(&other), pair("userSig", "unexpected-value user-sig-or-function object"));
}

#[test]
fn a_reason_can_only_be_absent_or_a_string() {
    let mut issues = Issues::default();
    assert_eq!(client_options::reason(&mut issues, &RawValue::Absent), None);
    assert!(issues.list.is_empty());
    for wrong in [RawValue::Other(Word::Null), text(""), RawValue::Number(1.0)] {
        assert_eq!(client_options::reason(&mut issues, &wrong), None);
    }
    let problems: Vec<String> = issues.list.iter().map(|issue| said::problem(&issue.problem)).collect();
    assert_eq!(problems, ["unexpected-value reason null -", "empty reason", "unexpected-value reason number 1"]);
}
