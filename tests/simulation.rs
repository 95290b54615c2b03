//! Simulates thousands of runs against a faulty network and a faulty service in virtual time, and checks the rules of a run in each.
//! `SIMULATION_SEED=n` repeats one simulation, `SIMULATION_RUNS=n` sets their number.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout
)]

#[path = "simulation/account_rules.rs"]
mod account_rules;
#[path = "simulation/accounts.rs"]
mod accounts;
#[path = "simulation/calm_rules.rs"]
mod calm_rules;
#[path = "simulation/driven.rs"]
mod driven;
#[path = "simulation/plan.rs"]
mod plan;
#[path = "simulation/rules.rs"]
mod rules;
#[path = "simulation/service.rs"]
mod service;
#[path = "simulation/world.rs"]
mod world;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use plan::Plan;
use tencent_chat_recall::client::pace::SECOND;
use tencent_chat_recall::engine::messages::message::Status;
use world::World;

/// Number of simulations by default.
const RUNS: u64 = 20_000;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// Runs the simulation of one seed and checks every rule. A failure names the seed.
fn play(seed: u64) {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let plan = Plan::from_seed(seed);
        let world = World::new(&plan).run();
        rules::check(&plan, &world);
    }));
    if let Err(cause) = outcome {
        let text = cause.downcast_ref::<String>().cloned();
        let text = text.or_else(|| cause.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default();
        panic!("SIMULATION_SEED={seed} fails: {text}\n{:#?}", Plan::from_seed(seed));
    }
}

#[test]
fn every_rule_holds_in_every_run() {
    if let Some(seed) = setting("SIMULATION_SEED") {
        return play(seed);
    }
    let runs = setting("SIMULATION_RUNS").unwrap_or(RUNS);
    let began = std::time::Instant::now();
    for seed in 0..runs {
        play(seed);
    }
    println!("{runs} runs in {:.1} s", began.elapsed().as_secs_f64());
}

#[test]
fn a_seed_gives_the_same_run_twice() {
    for seed in [3, 77, 4242] {
        let plan = Plan::from_seed(seed);
        let (one, other) = (World::new(&plan).run(), World::new(&plan).run());
        assert_eq!(one.sent, other.sent);
        assert_eq!(one.settled, other.settled);
    }
}

/// A healthy network with some jitter, and one long run.
fn long_run(seed: u64, keys: usize, rate_limit: u32, service_limit: u32) -> Plan {
    Plan {
        runs: vec![plan::RunPlan {
            kinds: vec![plan::Kind::Ordinary; keys],
            accounts: accounts::AccountPlan::single(keys),
            retries: 5,
            concurrency: 64,
            begins: 0,
            is_soft: false,
            prepares: None,
            stops: None,
            feed_every: 0,
            earlier: BTreeMap::new(),
        }],
        rate_limit,
        service_limit,
        others: 0,
        latency: (20_000, 40_000),
        faults: plan::Faults::default(),
        trouble: plan::Trouble::None,
        clock_step: None,
        renewable: true,
        ..Plan::from_seed(seed)
    }
}

/// Requests accepted by the service in each whole second.
fn passed_by_second(world: &World<'_>) -> Vec<usize> {
    let last = world.service.passed_at.last().copied().unwrap_or(0) / SECOND;
    (0..last).map(|second| world.service.passed_at.iter().filter(|at| **at / SECOND == second).count()).collect()
}

#[test]
fn a_long_run_uses_97_percent_of_the_limit_and_is_never_rejected() {
    for seed in 0..5 {
        let plan = long_run(seed, 40_000, 200, 200);
        let world = World::new(&plan).run();
        rules::check(&plan, &world);
        assert!(world.service.refused_for_rate.is_empty(), "seed {seed}: refused for rate");
        let seconds = passed_by_second(&world);
        let used: usize = seconds[1..].iter().sum();
        let share = used as f64 / (seconds.len() - 1) as f64 / 200.0;
        assert!(share >= 0.97, "seed {seed}: {share} of the limit");
    }
}

#[test]
fn an_unknown_lower_limit_is_found_within_ten_seconds() {
    for (seed, limit) in [(0, 100), (1, 50), (2, 150), (3, 20)] {
        let plan = long_run(seed, limit as usize * 400, 200, limit);
        let world = World::new(&plan).run();
        rules::check(&plan, &world);
        let seconds = passed_by_second(&world);
        let settled = &seconds[10..seconds.len().min(40)];
        let share = settled.iter().sum::<usize>() as f64 / settled.len() as f64 / f64::from(limit);
        assert!((0.85..=1.0).contains(&share), "limit {limit}: {share} of it after ten seconds");
        let refused = world.service.refused_for_rate.iter().filter(|at| **at > 10 * SECOND).count();
        assert!(refused * 20 < settled.iter().sum::<usize>(), "limit {limit}: {refused} refusals after ten seconds");
    }
}

#[test]
fn after_an_outage_no_outcome_stays_unknown() {
    for seed in 0..200 {
        let lasts = (1 + seed % 6) * SECOND;
        let plan = Plan {
            runs: vec![plan::RunPlan { retries: 100, ..long_run(seed, 3000, 200, 200).runs.remove(0) }],
            trouble: plan::Trouble::Outage(400_000, 400_000 + lasts),
            faults: plan::Faults { lost_reply: 20, ..plan::Faults::default() },
            ..long_run(seed, 1, 200, 200)
        };
        let world = World::new(&plan).run();
        rules::check(&plan, &world);
        // If all twelve probes draw short pauses, the run may end before the outage does.
        if world.errors[0].is_some() {
            assert!(lasts >= 4 * SECOND, "seed {seed}: given up after an outage of {lasts} us");
            continue;
        }
        let known = |status| matches!(status, Status::Recalled | Status::PresumedRecalled);
        assert!(world.settled[0].iter().all(|outcome| known(outcome.status)), "seed {seed}: not all is known");
    }
}
