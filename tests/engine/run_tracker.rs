//! Tests of the run tracker: it counts every input position once, respects a slow consumer, and limits the texts that it keeps.

use super::rig::{OPTIONS, key, refusal, rows};
use crate::client::pace::{Micros, SECOND};
use crate::client::session::Session;
use crate::engine::messages::dedup::StreamDedup;
use crate::engine::messages::message::{Message, Status};
use crate::engine::run::Step;
use crate::engine::run_tracker::{Leaving, Outcomes, RunTracker};
use crate::input::accounts::Accounts;
use crate::input::issues::Issues;
use crate::input::message_list::Row;
use crate::input::raw_value::RawValue;
use crate::vendor::official_account::OfficialAccount;
use crate::wire::response::{Loss, RequestOutcome};

struct Bench {
    job: RunTracker,
    session: Session,
    now: Micros,
}

impl Bench {
    fn new(ledger: Outcomes) -> Self {
        let mut accounts = Accounts::seeded(7);
        accounts.enter("@TOA#_test").unwrap();
        let job = RunTracker::new(OPTIONS, accounts, None, Default::default(), ledger);
        Self { job, session: Session::new(200, true), now: 10 * SECOND }
    }

    /// A list of `keys` distinct keys, each at `copies` positions.
    fn list(keys: usize, copies: u32) -> Self {
        let mut bench = Self::new(Outcomes::List(vec![None; keys], vec![copies; keys]));
        let all = (0..keys as u32).map(|tag| (0, key(tag))).collect();
        bench.job.fill(all, keys * copies as usize, bench.now, &mut bench.session);
        bench
    }

    fn stream() -> Self {
        Self::new(Outcomes::Stream(StreamDedup::new(100, 7), Vec::new()))
    }

    fn take(&mut self, text: &str) -> Result<(), String> {
        let (row, mut issues) = (Row::Key(RawValue::Text(text.into())), Issues::default());
        self.job.take(&row, 0, self.now, &mut self.session, &mut issues);
        if issues.list.is_empty() { Ok(()) } else { Err(issues.list.iter().map(crate::said::issue).collect()) }
    }

    /// Sends the next request and passes its outcome.
    fn exchange(&mut self, outcome: impl FnOnce(usize) -> RequestOutcome, name: Option<&str>) {
        loop {
            match self.job.run.poll(self.now, &mut self.session) {
                Step::Wait(wait) => self.now += wait,
                Step::Ready => break,
                step => panic!("nothing to send: {step:?}"),
            }
        }
        let flight = self.job.run.send(self.now, &mut self.session);
        let keys = self.job.run.keys(flight).count();
        self.now += 20_000;
        self.job.on_outcome(flight, outcome(keys), name.map(str::to_owned), self.now, &mut self.session);
    }
}

fn recalled(keys: usize) -> RequestOutcome {
    rows(&vec![Some(0); keys])
}

#[test]
fn every_position_of_a_list_counts() {
    let mut bench = Bench::list(20, 3);
    bench.exchange(recalled, None);
    assert_eq!((bench.job.total, bench.job.counts), (60, [30, 0, 0, 0, 0, 0]));
    bench.job.run.abort();
    bench.job.collect();
    assert_eq!(bench.job.counts, [30, 0, 0, 0, 0, 30]);
    let Outcomes::List(outcomes, _) = &bench.job.outcomes else { panic!("a list") };
    assert!(outcomes.iter().take(10).all(|one| one.unwrap().status == Status::Recalled));
    assert!(outcomes.iter().skip(10).all(|one| one.unwrap().status == Status::NotAttempted));
}

#[test]
fn a_duplicate_in_a_stream_shares_the_outcome_before_and_after_it_is_known() {
    let mut bench = Bench::stream();
    for text in ["1_1_1700000000", "2_1_1700000000", "1_1_1700000000"] {
        bench.take(text).unwrap();
    }
    bench.job.run.close_input();
    bench.exchange(recalled, None);
    bench.take("2_1_1700000000").unwrap();
    let Outcomes::Stream(_, leaving) = &bench.job.outcomes else { panic!("a stream") };
    let seen: Vec<_> = leaving.iter().map(|one| (one.key.as_str(), one.positions, one.outcome.status)).collect();
    let one = |key, positions| (key, positions, Status::Recalled);
    assert_eq!(seen, [one("1_1_1700000000", 2), one("2_1_1700000000", 1), one("2_1_1700000000", 1)]);
    assert_eq!((bench.job.total, bench.job.counts), (4, [4, 0, 0, 0, 0, 0]));
}

#[test]
fn a_value_that_is_not_a_key_is_rejected_and_not_counted() {
    let mut bench = Bench::stream();
    assert_eq!(bench.take("no key").unwrap_err(), "msgKeys[0]: msg-key-form \"no key\"");
    assert_eq!(bench.job.total, 0);
}

#[test]
fn a_stream_takes_keys_for_its_requests_in_flight_unless_outcomes_pile_up_or_it_ended() {
    let mut bench = Bench::stream();
    assert_eq!(bench.job.room(), 640);
    bench.take("1_1_1700000000").unwrap();
    assert_eq!(bench.job.room(), 639);
    if let Outcomes::Stream(_, leaving) = &mut bench.job.outcomes {
        let outcome = Message::new(0, key(1), 0).give_up();
        let account = OfficialAccount::parse("@TOA#_test").unwrap();
        leaving.extend(vec![Leaving { account, key: key(1), positions: 1, outcome }; 5001]);
    }
    assert_eq!(bench.job.room(), 0);
    let mut bench = Bench::stream();
    bench.job.run.abort();
    assert_eq!(bench.job.room(), 0);
}

#[test]
fn the_latest_loss_has_the_name_of_its_network_error() {
    let mut bench = Bench::list(10, 1);
    assert_eq!(bench.job.last_loss, None);
    bench.exchange(|_| RequestOutcome::Lost(Loss::Network), Some("network said ECONNRESET"));
    assert_eq!(bench.job.last_loss.as_deref(), Some("network said ECONNRESET"));
    bench.exchange(|_| RequestOutcome::Lost(Loss::Http(502)), None);
    assert_eq!(bench.job.last_loss.as_deref(), Some("http status 502"));
    bench.exchange(recalled, None);
    assert_eq!(bench.job.last_loss.as_deref(), Some("http status 502"));
}

#[test]
fn the_services_text_is_kept_once_for_each_code() {
    let mut bench = Bench::list(10, 1);
    for code in [10002, 70500, 10002] {
        bench.exchange(|keys| refusal(code, keys), None);
    }
    let said = [(10002, "err=10002".to_owned()), (70500, "err=70500".to_owned())];
    assert_eq!(bench.job.said, said);
}

#[test]
fn progress_is_due_at_once_and_then_ten_times_a_second() {
    let mut bench = Bench::list(1, 1);
    bench.now = 0;
    let moments = (0..1000).map(|ms| bench.now + ms * 1000).filter(|now| bench.job.is_progress_due(*now));
    assert_eq!(moments.count(), 10);
}

#[test]
fn permits_are_prefetched_to_cover_the_limiters_latency_and_never_in_excess() {
    let mut bench = Bench::list(1000, 1);
    // Before the first answer only one request is sent.
    assert_eq!(bench.job.permits(1000.0, 200.0), 1);
    bench.exchange(recalled, None);
    assert_eq!(bench.job.permits(0.0, 200.0), 1);
    assert_eq!(bench.job.permits(20.0, 200.0), 4);
    assert_eq!(bench.job.permits(10_000.0, 200.0), 16);
    let mut bench = Bench::list(35, 1);
    bench.exchange(recalled, None);
    assert_eq!(bench.job.permits(10_000.0, 200.0), 3);
}
