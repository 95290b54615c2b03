//! Tests of the accounts of a run: each has one number, which is reused only after nothing holds the account.

use std::collections::BTreeMap;

use crate::client::retry::Rng;
use crate::input::accounts::{Accounts, FIRST};
use crate::said;

fn id(number: u64) -> String {
    format!("@TOA#_{number}")
}

#[test]
fn an_account_has_one_number_and_its_id() {
    let mut accounts = Accounts::seeded(7);
    assert!(accounts.is_empty());
    let numbers: Vec<u32> = [1, 2, 1, 3, 2].map(|number| accounts.enter(&id(number)).unwrap()).into();
    assert_eq!(numbers, [0, 1, 0, 2, 1]);
    assert_eq!(accounts.len(), 3);
    assert_eq!(accounts.get(2).map(|account| account.as_str()), Some("@TOA#_3"));
    assert_eq!(accounts.get(3), None);
}

#[test]
fn what_is_no_account_has_no_number() {
    let mut accounts = Accounts::default();
    let problem = accounts.enter("administrator").unwrap_err();
    assert_eq!(said::problem(&problem), "account-prefix \"administrator\"");
    assert!(accounts.is_empty());
}

#[test]
fn the_first_account_keeps_its_number_and_others_until_they_are_released() {
    let mut accounts = Accounts::seeded(7);
    for number in 0..2 {
        let account = accounts.enter(&id(number)).unwrap();
        accounts.hold(account);
    }
    assert!(!accounts.release(FIRST));
    accounts.hold(1);
    assert!(!accounts.release(1));
    assert!(accounts.release(1));
    assert!(!accounts.release(99));
    assert_eq!(accounts.enter(&id(2)).unwrap(), 1);
    assert_eq!(accounts.enter(&id(0)).unwrap(), FIRST);
}

#[test]
fn random_accounts_that_come_and_go_are_never_mixed_up() {
    for seed in 0..100 {
        let mut rng = Rng::new(seed);
        let mut accounts = Accounts::seeded(seed);
        accounts.enter("@TOA#_first").unwrap();
        // Number and holders of each account that is held.
        let mut held: BTreeMap<u64, (u32, u32)> = BTreeMap::new();
        for _ in 0..1000 {
            let name = rng.up_to(40);
            if rng.up_to(1) == 0 {
                let number = accounts.enter(&id(name)).unwrap();
                accounts.hold(number);
                let known = held.entry(name).or_insert((number, 0));
                assert_eq!(known.0, number, "seed {seed}");
                known.1 += 1;
            } else if let Some((number, holders)) = held.get(&name).copied() {
                assert_eq!(accounts.release(number), holders == 1, "seed {seed}");
                held.insert(name, (number, holders - 1));
            }
            held.retain(|_, (_, holders)| *holders > 0);
            let numbers: BTreeMap<u32, u64> = held.iter().map(|(name, (number, _))| (*number, *name)).collect();
            assert_eq!(numbers.len(), held.len(), "seed {seed}: two accounts have the same number");
            for (number, name) in numbers {
                assert_eq!(accounts.get(number).unwrap().as_str(), id(name), "seed {seed}");
            }
        }
        assert!(accounts.len() <= 42, "seed {seed}: {} numbers for 40 accounts", accounts.len());
    }
}
