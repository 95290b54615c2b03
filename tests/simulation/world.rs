//! The event loop of a simulation: callers with timers, the network and the service. It records all events.

#[path = "network.rs"]
mod network;
#[path = "../support/host.rs"]
mod host;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use tencent_chat_recall::client::pace::{Micros, SECOND};
use tencent_chat_recall::client::retry::Rng;
use tencent_chat_recall::client::session::Session;
use tencent_chat_recall::engine::messages::message::Outcome;
use tencent_chat_recall::engine::run::{Options, Run, Step};
use tencent_chat_recall::error::ErrorCode;
use tencent_chat_recall::wire::response::{self, Loss, RequestOutcome};

use crate::plan::{Plan, RunPlan, Trouble};
use crate::service::{Key, Service, in_doubt, key, msg_key};

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
    pub keys: Vec<Key>,
    pub generation: u32,
    /// Number of the run's requests in flight, with this one.
    pub in_flight: usize,
    /// When its outcome was delivered.
    pub back: Option<Micros>,
    /// The ErrorCode of the answer; `None` if there was no answer of the service.
    pub code: Option<i32>,
    /// Whether the network reported that there was no connection.
    pub unsent: bool,
}

/// A simulation in progress, and its record.
pub struct World<'a> {
    plan: &'a Plan,
    now: Micros,
    events: BinaryHeap<Reverse<(Micros, u64, Event)>>,
    counted: u64,
    rng: Rng,
    session: Session,
    runs: Vec<Run>,
    begun: Vec<bool>,
    timers: Vec<u64>,
    fed: Vec<usize>,
    pub service: Service,
    pub sent: Vec<Sent>,
    pub settled: Vec<Vec<Outcome>>,
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
        let options = |number: usize| {
            let RunPlan { retries, concurrency, .. } = plan.runs[number];
            Options { retries, concurrency, seed: plan.seed + number as u64, many: false }
        };
        let mut world = World {
            plan,
            now: 0,
            events: BinaryHeap::new(),
            counted: 0,
            rng: Rng::new(plan.seed ^ 0xabcd_ef01),
            session: Session::new(plan.rate_limit, plan.renewable),
            runs: (0..count).map(|number| Run::new(options(number))).collect(),
            begun: vec![false; count],
            timers: vec![0; count],
            fed: vec![0; count],
            service: Service::new(plan),
            sent: Vec::new(),
            settled: vec![Vec::new(); count],
            done_at: vec![None; count],
            stopped_at: vec![None; count],
            prepared: BTreeSet::new(),
            soft_stopped_at: vec![None; count],
            errors: vec![None; count],
            read_zero: BTreeSet::new(),
            unanswered: in_doubt(plan).map(|key| (key, 1)).collect(),
        };
        for doubt in in_doubt(plan) {
            world.runs[doubt.0].in_doubt.get_or_insert(0, msg_key(doubt).text(), 0);
        }
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
            assert!(self.now < LONGEST, "still going after four hours");
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
                    self.runs[run].prepared(request);
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
            self.runs[run].close_input();
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
        self.runs[run].push(0, msg_key((run, tag as u32)), tag as u32, clock, &mut self.session);
        true
    }

    fn feed(&mut self, run: usize) {
        if self.push_next(run) {
            let pause = self.rng.up_to(2 * self.plan.runs[run].feed_every);
            self.at(self.now + pause, Event::Feed(run));
        } else {
            self.runs[run].close_input();
        }
        self.step(run);
    }

    fn stop(&mut self, run: usize) {
        if self.done_at[run].is_none() && self.plan.runs[run].is_soft {
            self.soft_stopped_at[run] = Some(self.now);
            self.runs[run].stop();
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
            self.runs[run].abort();
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
            let step = self.runs[run].poll(clock, &mut self.session);
            let settled: Vec<Outcome> = self.runs[run].take_settled();
            self.settled[run].extend(settled);
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
                    self.errors[run] = self.runs[run].error().map(|error| (error.code(), error.api_code()));
                    return;
                }
            }
        }
    }

    fn prepare_or_send(&mut self, run: usize) {
        let Some(most) = self.plan.runs[run].prepares else { return self.send(run, None) };
        let clock = self.clock();
        let request = self.runs[run].prepare(clock, &mut self.session);
        let took = self.rng.up_to(most);
        self.at(self.now + took, Event::Prepared(run, request));
    }

    fn send(&mut self, run: usize, prepared: Option<u32>) {
        let clock = self.clock();
        let generation = self.session.user_sig.number();
        let flight = match prepared {
            Some(request) => {
                assert!(self.prepared.contains(&(run, request)), "run {run}: a request left before it was prepared");
                self.runs[run].launch(request, clock, &mut self.session);
                request
            }
            None => self.runs[run].send(clock, &mut self.session),
        };
        let keys: Vec<Key> = self.runs[run].keys(flight).map(|one| key(one.as_str())).collect();
        let in_flight = self.runs[run].in_flight();
        let number = self.sent.len();
        self.sent.push(Sent {
            at: self.now,
            run,
            flight,
            keys,
            generation,
            in_flight,
            back: None,
            code: None,
            unsent: false,
        });
        let one_way = self.latency() / 2;
        if self.is_out() || self.happens(self.plan.faults.lost_request) {
            // Some networks report that a request never left, others only that no answer arrived.
            let answer = if self.rng.up_to(1) == 0 { Answer::Unsent } else { Answer::Network };
            return self.at(self.now + one_way, Event::Deliver(number, answer));
        }
        self.at(self.now + one_way, Event::Arrive(number));
    }

    fn arrive(&mut self, number: usize) {
        let faults = self.plan.faults;
        let Sent { at, keys, generation, .. } = self.sent[number].clone();
        let back = self.now + self.latency() / 2;
        let foreign = matches!(self.plan.trouble, Trouble::Foreign(from) if self.now >= from);
        let answer = if self.is_out() {
            Answer::Network
        } else if foreign {
            Answer::Text(404, "<html>not here</html>".into())
        } else if self.happens(faults.throttled) {
            Answer::Text(429, String::new())
        } else if self.happens(faults.http_5xx) && self.rng.up_to(1) == 0 {
            Answer::Text(502, "<html>bad gateway</html>".into())
        } else {
            let body = self.service.answer(self.plan, &keys, generation, self.now, &mut self.rng);
            self.on_the_way_back(body)
        };
        if answer == Answer::Timeout || back > at + self.plan.timeout {
            return self.at(at + self.plan.timeout, Event::Deliver(number, Answer::Timeout));
        }
        self.at(back, Event::Deliver(number, answer));
    }

    fn deliver(&mut self, number: usize, answer: &Answer) {
        let Sent { run, flight, keys, .. } = self.sent[number].clone();
        if self.stopped_at[run].is_some() {
            return;
        }
        let outcome = match answer {
            Answer::Network => RequestOutcome::Lost(Loss::Network),
            Answer::Unsent => RequestOutcome::Lost(self.unsent(number)),
            Answer::Timeout => RequestOutcome::Lost(Loss::Timeout),
            Answer::Text(status, body) => {
                let envelope = host::envelope_of(body);
                response::read(*status, envelope.as_deref(), &mut self.runs[run].keys(flight))
            }
        };
        self.sent[number].back = Some(self.now);
        self.sent[number].unsent = *answer == Answer::Unsent;
        self.note(number, &keys, &outcome, answer);
        let clock = self.clock();
        self.runs[run].on_outcome(flight, outcome, clock, &mut self.session);
        self.step(run);
    }
}
