//! A run against a faulty network and a faulty service in virtual time, thousands of times: the rules of a run hold in
//! every one. `SIMULATION_SEED=n` plays one again, `SIMULATION_RUNS=n` changes how many.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

#[path = "simulation/plan.rs"]
mod plan;
#[path = "simulation/rules.rs"]
mod rules;
#[path = "simulation/service.rs"]
mod service;
#[path = "simulation/world.rs"]
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use plan::Plan;
use world::World;

/// Runs in the normal suite.
const RUNS: u64 = 20_000;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// Plays one seed and checks every rule; a failure names the seed.
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
fn a_seed_plays_the_same_way_twice() {
    for seed in [3, 77, 4242] {
        let plan = Plan::from_seed(seed);
        let (one, other) = (World::new(&plan).run(), World::new(&plan).run());
        assert_eq!(one.sent, other.sent);
        assert_eq!(one.settled, other.settled);
    }
}
