//! The event loop of a simulation: callers with timers, the network and the service. It records all events.

#[path = "network.rs"]
mod network;
#[path = "requests.rs"]
mod requests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use tencent_chat_recall::client::pace::{Micros, SECOND};
use tencent_chat_recall::client::retry::Rng;
use tencent_chat_recall::client::session::Session;
use tencent_chat_recall::engine::messages::message::{Outcome, Status};
use tencent_chat_recall::engine::run::Step;
use tencent_chat_recall::error::ErrorCode;

use crate::driven::Driven;
use crate::plan::Plan;
use crate::service::{Key, Service, in_doubt};

/// Virtual time after which a run counts as stuck.
const LONGEST: Micros = 4 * 3600 * SECOND;
/// Number of events after which a run counts as stuck.
const MOST_EVENTS: u64 = 3_000_000;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Begin(usize),
    Feed(usize),
    Wake(usize, u64),
    Stop(usize),
    Arrive(usize),
    Deliver(usize, Answer),
    Prepared(usize, u32),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    Text(u16, String),
    Network,
    Unsent,
    Timeout,
}

/// A request that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub at: Micros,
    pub run: usize,
    pub flight: u32,
    pub account: u32,
    pub keys: Vec<Key>,
    pub generation: u32,
    /// Number of the run's requests in flight, with this one.
    pub in_flight: usize,
    /// When its outcome was delivered.
    pub back: Option<Micros>,
    /// Its place, and that of its outcome, in the order of all events.
    pub left: u64,
    pub read: Option<u64>,
    /// The ErrorCode of the answer; `None` if there was no answer of the service.
    pub code: Option<i32>,
    /// Whether the network reported that there was no connection.
    pub unsent: bool,
}

/// A request whose messages were taken from the queue.
pub struct Taken {
    pub at: Micros,
    pub run: usize,
    pub account: u32,
    pub keys: Vec<Key>,
    /// Its place in the order of all events.
    pub order: u64,
}

/// A simulation in progress, and its record.
pub struct World<'a> {
    plan: &'a Plan,
    now: Micros,
    events: BinaryHeap<Reverse<(Micros, u64, Event)>>,
    counted: u64,
    rng: Rng,
    session: Session,
    runs: Vec<Driven<'a>>,
    order: u64,
    begun: Vec<bool>,
    timers: Vec<u64>,
    fed: Vec<usize>,
    pub service: Service,
    pub sent: Vec<Sent>,
    pub taken: Vec<Taken>,
    /// When each message was added.
    pub fed_at: BTreeMap<Key, Micros>,
    pub settled: Vec<Vec<Outcome>>,
    /// Positions of the input with each message, as reported.
    pub positions: Vec<Vec<u32>>,
    /// Positions of the input, and those with each status, as counted by the run.
    pub counts: Vec<Option<(u32, [u32; Status::ALL.len()])>>,
    pub done_at: Vec<Option<Micros>>,
    pub stopped_at: Vec<Option<Micros>>,
    /// Requests whose `beforeSend` has returned.
    prepared: BTreeSet<(usize, u32)>,
    /// When the caller asked the run to send nothing new.
    pub soft_stopped_at: Vec<Option<Micros>>,
    pub errors: Vec<Option<(ErrorCode, Option<i32>)>>,
    /// Keys that got RetCode 0 in an answer without contradictions.
    pub read_zero: BTreeSet<Key>,
    /// Number of attempts without an answer, for each key.
    pub unanswered: BTreeMap<Key, u32>,
}

impl<'a> World<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        let count = plan.runs.len();
        let mut world = World {
            plan,
            now: 0,
            events: BinaryHeap::new(),
            counted: 0,
            rng: Rng::new(plan.seed ^ 0xabcd_ef01),
            session: Session::new(plan.rate_limit, plan.renewable),
            runs: (0..count).map(|number| Driven::new(plan, number)).collect(),
            order: 0,
            begun: vec![false; count],
            timers: vec![0; count],
            fed: vec![0; count],
            service: Service::new(plan),
            sent: Vec::new(),
            taken: Vec::new(),
            fed_at: BTreeMap::new(),
            settled: vec![Vec::new(); count],
            positions: vec![Vec::new(); count],
            counts: vec![None; count],
            done_at: vec![None; count],
            stopped_at: vec![None; count],
            prepared: BTreeSet::new(),
            soft_stopped_at: vec![None; count],
            errors: vec![None; count],
            read_zero: BTreeSet::new(),
            unanswered: in_doubt(plan).map(|key| (key, 1)).collect(),
        };
        for (number, run) in plan.runs.iter().enumerate() {
            world.at(run.begins, Event::Begin(number));
            if let Some(stop) = run.stops {
                world.at(run.begins + stop, Event::Stop(number));
            }
        }
        world
    }

    /// Whether the caller stopped or aborted a run.
    pub fn was_stopped(&self, run: usize) -> bool {
        self.stopped_at[run].is_some() || self.soft_stopped_at[run].is_some()
    }

    /// Runs the simulation to its end.
    pub fn run(mut self) -> Self {
        while let Some(Reverse((moment, _, event))) = self.events.pop() {
            self.now = moment;
            assert!(
                self.now < LONGEST,
                "still going after four hours, with {} requests, last {:?}",
                self.sent.len(),
                self.sent.last()
            );
            assert!(self.counted < MOST_EVENTS, "still going after {MOST_EVENTS} events");
            match event {
                Event::Begin(run) => self.begin(run),
                Event::Feed(run) => self.feed(run),
                // A driver has only one timer: older timers are cancelled.
                Event::Wake(run, timer) if timer == self.timers[run] => self.step(run),
                Event::Wake(..) => {}
                Event::Stop(run) => self.stop(run),
                Event::Arrive(at) => self.arrive(at),
                Event::Deliver(at, answer) => self.deliver(at, &answer),
                Event::Prepared(run, request) => {
                    self.prepared.insert((run, request));
                    self.runs[run].run().prepared(request);
                    self.step(run);
                }
            }
        }
        self
    }

    fn at(&mut self, moment: Micros, event: Event) {
        self.counted += 1;
        self.events.push(Reverse((moment, self.counted, event)));
    }

    /// The caller's clock, which may step back.
    fn clock(&self) -> Micros {
        match self.plan.clock_step {
            Some((at, by)) if self.now >= at => self.now.saturating_sub(by),
            _ => self.now,
        }
    }

    fn begin(&mut self, run: usize) {
        self.begun[run] = true;
        if self.plan.runs[run].feed_every == 0 {
            while self.push_next(run) {}
            self.close_input(run);
            self.step(run);
        } else {
            self.feed(run);
        }
    }

    fn push_next(&mut self, run: usize) -> bool {
        let tag = self.fed[run];
        if tag >= self.plan.runs[run].kinds.len() {
            return false;
        }
        self.fed[run] += 1;
        let clock = self.clock();
        self.fed_at.insert(self.plan.key(run, tag as u32), self.now);
        self.runs[run].push(tag as u32, clock, &mut self.session);
        true
    }

    fn close_input(&mut self, run: usize) {
        let clock = self.clock();
        self.runs[run].close_input(clock, &mut self.session);
    }

    fn feed(&mut self, run: usize) {
        if self.push_next(run) {
            let pause = self.rng.up_to(2 * self.plan.runs[run].feed_every);
            self.at(self.now + pause, Event::Feed(run));
        } else {
            self.close_input(run);
        }
        self.step(run);
    }

    fn stop(&mut self, run: usize) {
        if self.done_at[run].is_none() && self.plan.runs[run].is_soft {
            self.soft_stopped_at[run] = Some(self.now);
            self.runs[run].run().stop();
            self.step(run);
        } else if self.done_at[run].is_none() {
            self.stopped_at[run] = Some(self.now);
            let mut lost = Vec::new();
            for sent in self.sent.iter().filter(|sent| sent.run == run && sent.back.is_none()) {
                lost.extend(&sent.keys);
            }
            for key in lost {
                *self.unanswered.entry(key).or_default() += 1;
            }
            self.runs[run].run().abort();
            self.step(run);
        }
    }

    /// Carries out the run's commands until it has to wait.
    fn step(&mut self, run: usize) {
        if !self.begun[run] || self.done_at[run].is_some() {
            return;
        }
        loop {
            let clock = self.clock();
            let step = self.runs[run].run().poll(clock, &mut self.session);
            self.collect(run, step == Step::Done);
            match step {
                Step::Ready => self.prepare_or_send(run),
                Step::Prepared(request) => self.send(run, Some(request)),
                Step::Wait(pause) => {
                    // Timers fire late, never early.
                    let late = self.rng.up_to(1500);
                    self.timers[run] += 1;
                    return self.at(self.now + pause + late, Event::Wake(run, self.timers[run]));
                }
                Step::Idle => return,
                Step::Done => {
                    self.done_at[run] = Some(self.now);
                    self.errors[run] = self.runs[run].run().error().map(|error| (error.code(), error.api_code()));
                    return;
                }
            }
        }
    }

    fn collect(&mut self, run: usize, is_done: bool) {
        self.runs[run].collect(is_done);
        for (outcome, positions) in std::mem::take(&mut self.runs[run].settled) {
            self.settled[run].push(outcome);
            self.positions[run].push(positions);
        }
        self.counts[run] = self.runs[run].counts();
    }

    fn next_order(&mut self) -> u64 {
        self.order += 1;
        self.order
    }
}
