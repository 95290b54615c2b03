//! Tests of a client's UserSig: cached while valid, signed at most once a second, and only accepted if it is the client's.

use crate::client::user_sig_cache::UserSigs;
use crate::host;
use crate::input::client_options::{ClientConfig, Credential};
use crate::said;
use crate::user_sig::sign::{self, Claims, SecretKey};
use crate::vendor::endpoint::Endpoint;
use crate::vendor::user_id::{SdkAppId, UserId};
use crate::wire::request::Caller;

const NOW: f64 = 1_700_000_000.0;

fn key() -> SecretKey {
    SecretKey::parse("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e").unwrap()
}

fn config(credential: Credential) -> ClientConfig {
    ClientConfig {
        caller: Caller {
            endpoint: Endpoint::region("china", false).unwrap(),
            sdk_app_id: SdkAppId::parse(1_400_000_000).unwrap(),
            identifier: UserId::parse("admin").unwrap(),
        },
        credential,
        expire: 3600,
        timeout: 5000,
        retries: 5,
        rate_limit: 200,
        concurrency: 64,
        deadline: None,
    }
}

fn sign(identifier: &str, time: u64, expire: u32) -> String {
    let sdk_app_id = SdkAppId::parse(1_400_000_000).unwrap();
    let identifier = UserId::parse(identifier).unwrap();
    sign::sign(&key(), &Claims { sdk_app_id, identifier: &identifier, time, expire, user_buf: None })
}

#[test]
fn a_signed_user_sig_is_cached_until_five_minutes_before_it_expires() {
    let (config, mut kept) = (config(Credential::Secret(key())), UserSigs::default());
    let first = kept.at_hand(&config, 0, NOW).unwrap().to_owned();
    assert_eq!(first, sign("admin", NOW as u64, 3600));
    assert_eq!(kept.at_hand(&config, 0, NOW + 3299.0), Some(first.as_str()));
    let second = kept.at_hand(&config, 0, NOW + 3300.0).unwrap();
    assert_eq!(second, sign("admin", NOW as u64 + 3300, 3600));
}

#[test]
fn a_short_lived_user_sig_is_replaced_at_half_its_lifetime() {
    let (mut config, mut kept) = (config(Credential::Secret(key())), UserSigs::default());
    config.expire = 60;
    let first = kept.at_hand(&config, 0, NOW).unwrap().to_owned();
    assert_eq!(kept.at_hand(&config, 0, NOW + 29.0), Some(first.as_str()));
    assert_ne!(kept.at_hand(&config, 0, NOW + 30.0), Some(first.as_str()));
}

#[test]
fn after_a_rejection_the_next_user_sig_differs_even_within_the_same_second() {
    let (config, mut kept) = (config(Credential::Secret(key())), UserSigs::default());
    let mut seen = Vec::new();
    for generation in 0..3 {
        let text = kept.at_hand(&config, generation, NOW).unwrap().to_owned();
        assert!(!seen.contains(&text), "generation {generation}");
        seen.push(text);
    }
    assert_eq!(sign::inspect(seen.last().unwrap(), host::parse).unwrap().time, NOW as u64 + 2);
}

#[test]
fn a_fixed_user_sig_is_never_replaced() {
    let (config, mut kept) = (config(Credential::Fixed(sign("admin", 1, 60))), UserSigs::default());
    assert!(kept.at_hand(&config, 0, NOW).is_some());
    assert!(kept.at_hand(&config, 0, NOW * 2.0).is_some());
}

#[test]
fn a_user_sig_from_the_callers_function_is_cached_until_shortly_before_it_expires() {
    let (config, mut kept) = (config(Credential::Provider), UserSigs::default());
    assert_eq!(kept.at_hand(&config, 0, NOW), None);
    let text = sign("admin", NOW as u64, 3600);
    kept.keep(&config, 0, NOW, text.clone(), host::claims).unwrap();
    assert_eq!(kept.at_hand(&config, 0, NOW + 3299.0), Some(text.as_str()));
    assert_eq!(kept.at_hand(&config, 0, NOW + 3300.0), None);
    assert_eq!(kept.at_hand(&config, 1, NOW), None, "it was refused");
}

#[test]
fn an_expired_user_sig_is_used_for_five_minutes_since_the_clock_may_be_wrong() {
    let (config, mut kept) = (config(Credential::Provider), UserSigs::default());
    kept.keep(&config, 0, NOW, sign("admin", 1_000_000, 60), host::claims).unwrap();
    assert!(kept.at_hand(&config, 0, NOW + 299.0).is_some());
    assert_eq!(kept.at_hand(&config, 0, NOW + 300.0), None);
}

#[test]
fn a_user_sig_of_another_identifier_is_rejected_and_not_quoted() {
    let (config, mut kept) = (config(Credential::Provider), UserSigs::default());
    let text = sign("other", NOW as u64, 3600);
    let problem = kept.keep(&config, 0, NOW, text, host::claims).unwrap_err();
    assert_eq!(said::problem(&problem), "user-sig-identifier \"other\" \"admin\"");
    assert_eq!(kept.at_hand(&config, 0, NOW), None);
}

#[test]
fn a_user_sig_of_unknown_form_is_accepted_and_a_truncated_one_is_not() {
    let (config, mut kept) = (config(Credential::Provider), UserSigs::default());
    kept.keep(&config, 0, NOW, "abcdef".into(), host::claims).unwrap();
    assert_eq!(kept.at_hand(&config, 0, NOW * 2.0), Some("abcdef"));
    let cut = sign("admin", NOW as u64, 3600).split_off(8);
    let problem = kept.keep(&config, 0, NOW, ["eJwAqABX", &cut].concat(), host::claims).unwrap_err();
    assert_eq!(said::problem(&problem), "user-sig-cut");
}
