//! Claims about options: every problem is told at once with its path, defaults are the documented ones, secrets stay unseen.

use crate::error::Error;
use crate::host;
use crate::input::client_options::{self, ClientConfig, ClientInput, Credential, Deadline};
use crate::input::issues::Issues;
use crate::input::raw_value::RawValue;
use crate::user_sig::sign::{self, Claims, SecretKey};
use crate::vendor::user_id::{SdkAppId, UserId};

const EXPECTED: &str = "expected a UserSig made with the app's secret key (HMAC-SHA256, v2)";
const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

fn text(value: &str) -> RawValue {
    RawValue::Text(value.into())
}

/// The least that is needed.
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
        fetch: RawValue::Absent,
        timeout: RawValue::Absent,
        retries: RawValue::Absent,
        rate_limit: RawValue::Absent,
        concurrency: RawValue::Absent,
        limiter: RawValue::Absent,
        deadline: RawValue::Absent,
        allow_secret_key: RawValue::Absent,
        in_browser: false,
        claims: host::claims,
    }
}

fn check(input: &ClientInput) -> Result<ClientConfig, Vec<(String, String)>> {
    let mut issues = Issues::default();
    let config = client_options::client(input, &mut issues);
    let issues: Vec<_> = issues.list.into_iter().map(|issue| (issue.path, issue.message)).collect();
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
fn everything_that_is_wrong_is_told_at_once() {
    let wrong = ClientInput {
        sdk_app_id: text("1400000000"),
        identifier: RawValue::Other("null"),
        secret_key: RawValue::Number(5.0),
        user_sig: RawValue::Absent,
        user_sig_expire: RawValue::Number(59.0),
        region: text("mars"),
        standby: text("yes"),
        base_url: RawValue::Absent,
        fetch: text("fetch"),
        timeout: RawValue::Number(0.0),
        retries: RawValue::Number(101.0),
        rate_limit: RawValue::Number(1.5),
        concurrency: RawValue::Number(f64::NAN),
        limiter: RawValue::Other("an array"),
        deadline: RawValue::Moment(f64::NAN),
        allow_secret_key: RawValue::Number(1.0),
        in_browser: true,
        claims: host::claims,
    };
    let expected = [
        pair("sdkAppId", "found the string \"1400000000\", expected an integer from 1 to 4294967295"),
        pair("identifier", "found null, expected the UserID of an app administrator"),
        pair("allowSecretKeyInBrowser", "found 1, expected true or false"),
        pair("secretKey", "found a number, expected the secret key of the app, a string"),
        pair("userSigExpire", "found 59, expected an integer from 60 to 1576800000 seconds"),
        pair("standby", "found the string \"yes\", expected true or false"),
        pair(
            "region",
            "found \"mars\", expected one of china, singapore, seoul, tokyo, frankfurt, silicon-valley, jakarta, mumbai, ksa",
        ),
        pair("timeout", "found 0, expected an integer from 1 to 600000 ms"),
        pair("retries", "found 101, expected an integer from 0 to 100"),
        pair("rateLimit", "found a fraction near 1, expected an integer from 1 to 100000 requests a second"),
        pair("concurrency", "found NaN, expected an integer from 1 to 1000 requests"),
        pair("fetch", "found the string \"fetch\", expected a function like the global fetch"),
        pair("limiter", "found an array, expected an object with a function acquire(signal)"),
        pair("deadline", "found an invalid Date, expected milliseconds above 0, or a Date"),
    ];
    assert_eq!(issues(&wrong), expected);
}

#[test]
fn nothing_at_all_names_what_is_missing() {
    let empty = ClientInput {
        sdk_app_id: RawValue::Absent,
        identifier: RawValue::Absent,
        secret_key: RawValue::Absent,
        region: RawValue::Absent,
        ..input()
    };
    let expected = [
        pair("sdkAppId", "found nothing, expected the SDKAppID from the console, 1 to 4294967295"),
        pair("identifier", "found nothing, expected the UserID of an app administrator"),
        pair("", "found neither secretKey nor userSig, expected one of them"),
        pair("", "found neither region nor baseUrl, expected one of them"),
    ];
    assert_eq!(issues(&empty), expected);
}

#[test]
fn one_of_two_is_one() {
    let both = ClientInput { user_sig: text("eJw"), base_url: text("https://example.com"), ..input() };
    let expected = [
        pair("", "found both secretKey and userSig, expected one of them"),
        pair("", "found both region and baseUrl, expected one of them"),
    ];
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
    for (number, shown) in [(f64::INFINITY, "Infinity"), (1e300, "a very large number"), (-5.0, "-5")] {
        let (path, message) = issue(&ClientInput { timeout: RawValue::Number(number), ..input() });
        assert_eq!(
            (path.as_str(), message),
            ("timeout", format!("found {shown}, expected an integer from 1 to 600000 ms"))
        );
    }
    let zero = ClientInput { sdk_app_id: RawValue::Number(0.0), ..input() };
    assert_eq!(issue(&zero), pair("sdkAppId", "found 0, expected an integer from 1 to 4294967295"));
}

#[test]
fn a_deadline_is_a_time_to_go_or_a_moment() {
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
    assert!(message.starts_with("found in a browser, ") && !message.contains(SECRET), "{message}");
    assert!(check(&ClientInput { allow_secret_key: RawValue::Flag(true), ..browser }).is_ok());
    assert!(check(&ClientInput { in_browser: true, allow_secret_key: RawValue::Flag(false), ..input() }).is_err());
}

#[test]
fn no_sentence_repeats_a_secret() {
    let sig = "eJwtzNEKgjAUxvFX2XXYOdM5FbopigK70oS6XNvKw2iJSRjRu7fS2*F-8fHm1SEEoQnTBiAAvIIWnXRhtKM5GqcXiI4";
    for input in [
        ClientInput { region: text(SECRET), timeout: text(SECRET), standby: text(sig), ..input() },
        ClientInput { user_sig: text(sig), ..input() },
        ClientInput { secret_key: RawValue::Absent, user_sig: text(&sig.repeat(100)), ..input() },
        ClientInput { region: RawValue::Absent, base_url: text(&format!("https://u:{SECRET}@host")), ..input() },
        ClientInput { region: RawValue::Absent, base_url: text(&format!("https://host/?usersig={sig}")), ..input() },
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
    assert_eq!(other, pair("userSig", "found one made for identifier \"someone\", expected \"administrator\""));
    let other = issue(&with(sign(1_400_000_001, "administrator")));
    assert_eq!(other, pair("userSig", "found one made for SDKAppID 1400000001, expected 1400000000"));
    assert_eq!(issue(&with(String::new())), pair("userSig", "empty, expected a UserSig"));
}

#[test]
fn a_user_sig_that_is_too_long_is_told_so() {
    let long = ClientInput { secret_key: RawValue::Absent, user_sig: text(&"e".repeat(8193)), ..input() };
    assert_eq!(issue(&long), pair("userSig", &format!("found more than 8192 characters, {EXPECTED}")));
}

#[test]
fn a_function_may_give_user_sigs() {
    let config = check(&ClientInput { secret_key: RawValue::Absent, user_sig: RawValue::Function, ..input() }).unwrap();
    assert!(matches!(config.credential, Credential::Provider));
    let other = ClientInput { secret_key: RawValue::Absent, user_sig: RawValue::Other("an object"), ..input() };
    assert_eq!(issue(&other), pair("userSig", "found an object, expected a UserSig, or a function that returns one"));
}

#[test]
fn a_reason_may_be_absent_and_nothing_else() {
    let mut issues = Issues::default();
    assert_eq!(client_options::reason(&mut issues, &RawValue::Absent), None);
    assert!(issues.list.is_empty());
    for wrong in [RawValue::Other("null"), text(""), RawValue::Number(1.0)] {
        assert_eq!(client_options::reason(&mut issues, &wrong), None);
    }
    let messages: Vec<&str> = issues.list.iter().map(|issue| issue.message.as_str()).collect();
    let expected = "expected 1 to 100 bytes of text, or no reason at all";
    assert_eq!(
        messages,
        [format!("found null, {expected}"), format!("empty, {expected}"), format!("found 1, {expected}")]
    );
}
