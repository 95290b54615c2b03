//! Tests of plans: the cost of a recall, and warnings about unusual keys.

use crate::client::pace::{SECOND, SPACING_MARGIN};
use crate::engine::plan::{Plan, plan};
use crate::input::accounts::Accounts;
use crate::input::client_options::{ClientConfig, Credential};
use crate::input::issues::Issues;
use crate::input::message_list::{MessageList, Row};
use crate::input::raw_value::RawValue;
use crate::said;
use crate::vendor::endpoint::Endpoint;
use crate::vendor::user_id::{SdkAppId, UserId};
use crate::wire::request::Caller;

const NOW: f64 = 1_700_000_000.0;

fn config() -> ClientConfig {
    ClientConfig {
        caller: Caller {
            endpoint: Endpoint::region("china", false).unwrap(),
            sdk_app_id: SdkAppId::parse(1).unwrap(),
            identifier: UserId::parse("admin").unwrap(),
        },
        credential: Credential::Provider,
        expire: 86_400,
        timeout: 5000,
        retries: 5,
        rate_limit: 200,
        concurrency: 64,
        deadline: None,
    }
}

fn look(config: &ClientConfig, keys: impl IntoIterator<Item = String>) -> Plan {
    let (mut list, mut issues) = (MessageList::new("msgKeys", 7), Issues::default());
    for key in keys {
        list.add(&Row::Key(RawValue::Text(key)), &mut Accounts::default(), &mut issues);
    }
    list.finish(None, &mut issues);
    assert!(issues.list.is_empty(), "{:?}", issues.list);
    plan(config, &list, NOW)
}

fn ordinary(count: u32) -> impl Iterator<Item = String> {
    (0..count).map(|tag| format!("{tag}_1_{}", 1_600_000_000 + tag))
}

/// The window of the pace, in seconds.
fn second() -> f64 {
    (SECOND + SPACING_MARGIN) as f64 / SECOND as f64
}

#[test]
fn requests_are_counted_in_tens_and_seconds_by_the_pace() {
    for (keys, requests) in [(1, 1), (10, 1), (11, 2), (100, 10), (100_000, 10_000)] {
        assert_eq!(look(&config(), ordinary(keys)).requests, requests);
    }
    let at = |rate_limit, keys| look(&ClientConfig { rate_limit, ..config() }, ordinary(keys)).seconds;
    assert!(at(200, 10).abs() < 1e-9, "one request waits for nothing");
    assert!((at(200, 100_000) - 9999.0 * second() / 200.0).abs() < 1e-6);
    assert!((at(1, 20) - second()).abs() < 1e-9);
}

#[test]
fn the_time_of_the_messages_is_in_their_keys() {
    let found = look(&config(), ordinary(50));
    assert_eq!((found.oldest, found.newest), (Some(1_600_000_000), Some(1_600_000_049)));
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
}

fn warned(plan: &Plan) -> Vec<String> {
    plan.warnings.iter().map(said::issue).collect()
}

#[test]
fn unusual_input_gives_warnings() {
    let mut odd = ClientConfig { rate_limit: 201, timeout: 3000, ..config() };
    odd.caller.identifier = UserId::parse("管理员").unwrap();
    let keys = ["1_1_1600000000", "1_1_1600000000", "2_2_1600000000", "3_1_1700003601"].map(str::to_owned);
    assert_eq!(
        warned(&look(&odd, keys)),
        [
            "msgKeys: duplicate-keys 1",
            "msgKeys: unusual-keys 1",
            "msgKeys: future-keys 1",
            "rateLimit: high-rate-limit 200",
            "timeout: short-timeout 3000",
            "identifier: unusual-identifier",
        ]
    );
    let keys = ["1_2_1", "1_2_1", "1_2_1", "2_2_4000000000", "3_2_4000000000"].map(str::to_owned);
    assert_eq!(
        warned(&look(&config(), keys)),
        ["msgKeys: duplicate-keys 2", "msgKeys: unusual-keys 3", "msgKeys: future-keys 2", "msgKeys: old-keys 1"]
    );
}

#[test]
fn an_hour_of_clock_difference_is_not_in_the_future() {
    let at = |time: u32| look(&config(), [format!("1_1_{time}")]).warnings.len();
    assert_eq!((at(1_700_000_000), at(1_700_003_600), at(1_700_003_601)), (0, 0, 1));
}
