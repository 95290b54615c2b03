//! Tests of the run tracker with a stream of many accounts, whose numbers are reused.

use super::rig::{OPTIONS, key, refusal, rows};
use crate::client::pace::{Micros, SECOND};
use crate::client::session::Session;
use crate::engine::messages::dedup::StreamDedup;
use crate::engine::messages::message::Status;
use crate::engine::run::{Options, Step};
use crate::engine::run_tracker::{Leaving, Outcomes, RunTracker};
use crate::input::accounts::Accounts;
use crate::input::issues::Issues;
use crate::input::message_list::Row;
use crate::input::raw_value::RawValue;
use crate::wire::response::RequestOutcome;

struct Bench {
    tracker: RunTracker,
    session: Session,
    now: Micros,
}

fn text(value: &str) -> RawValue {
    RawValue::Text(value.into())
}

impl Bench {
    /// A stream that remembers this many messages that left it.
    fn stream(remember: usize) -> Self {
        let outcomes = Outcomes::Stream(StreamDedup::new(remember, 7), Vec::new());
        let options = Options { many: true, ..OPTIONS };
        let tracker = RunTracker::new(options, Accounts::seeded(7), None, Default::default(), outcomes);
        Self { tracker, session: Session::new(200, true), now: 10 * SECOND }
    }

    fn try_take(&mut self, row: &Row, position: usize) -> Vec<String> {
        let mut issues = Issues::default();
        self.tracker.take(row, position, self.now, &mut self.session, &mut issues);
        issues.list.iter().map(crate::said::issue).collect()
    }

    fn take(&mut self, account: &str, tag: u32) {
        let row = Row::Message(text(&format!("@TOA#_{account}")), text(key(tag).as_str()));
        assert_eq!(self.try_take(&row, 0), Vec::<String>::new());
    }

    /// Sends the next request; returns its number and its account.
    fn send(&mut self) -> (u32, String) {
        loop {
            match self.tracker.run.poll(self.now, &mut self.session) {
                Step::Wait(wait) => self.now += wait,
                Step::Ready => break,
                step => panic!("nothing to send: {step:?}"),
            }
        }
        let request = self.tracker.run.send(self.now, &mut self.session);
        let account = self.tracker.accounts.get(self.tracker.run.account(request)).unwrap();
        (request, account.as_str().into())
    }

    fn deliver(&mut self, request: u32, outcome: RequestOutcome) {
        self.now += 20_000;
        self.tracker.on_outcome(request, outcome, None, self.now, &mut self.session);
    }

    /// Sends the next request, which is recalled; returns its account.
    fn recall(&mut self) -> String {
        let (request, account) = self.send();
        let keys = self.tracker.run.keys(request).count();
        self.deliver(request, rows(&vec![Some(0); keys]));
        account
    }

    /// The outcomes since the last call: account, key and status.
    fn leaving(&mut self) -> Vec<(String, String, Status)> {
        self.tracker.collect();
        let Outcomes::Stream(_, leaving) = &mut self.tracker.outcomes else { panic!("a stream") };
        let row = |Leaving { account, key, outcome, .. }: Leaving| {
            (account.as_str().to_owned(), key.as_str().to_owned(), outcome.status)
        };
        std::mem::take(leaving).into_iter().map(row).collect()
    }
}

fn left(account: &str, tag: u32, status: Status) -> (String, String, Status) {
    (format!("@TOA#_{account}"), key(tag).as_str().to_owned(), status)
}

#[test]
fn equal_keys_of_two_accounts_are_sent_and_reported_apart() {
    let mut bench = Bench::stream(100);
    for account in ["a", "b", "a"] {
        bench.take(account, 1);
    }
    bench.tracker.run.close_input();
    assert_eq!(bench.recall(), "@TOA#_a");
    let (request, account) = bench.send();
    assert_eq!(account, "@TOA#_b");
    bench.deliver(request, rows(&[Some(10031)]));
    assert_eq!(bench.leaving(), [left("a", 1, Status::Recalled), left("b", 1, Status::Failed)]);
    assert_eq!((bench.tracker.total, bench.tracker.counts), (3, [2, 0, 0, 1, 0, 0]));
}

#[test]
fn a_row_that_is_not_a_message_is_refused_by_its_path() {
    let mut bench = Bench::stream(100);
    let bad = [
        Row::Message(text("nobody"), text(key(1).as_str())),
        Row::Message(RawValue::Absent, text(key(1).as_str())),
        Row::Message(text("@TOA#_a"), text("no key")),
        Row::Other(RawValue::Absent),
    ];
    let paths = ["messages[3].officialAccount", "messages[3].officialAccount", "messages[3].msgKey", "messages[3]"];
    for (row, path) in bad.iter().zip(paths) {
        let issues = bench.try_take(row, 3);
        assert_eq!(issues.len(), 1, "{issues:?}");
        assert_eq!(issues[0].split(": ").next(), Some(path));
    }
    assert_eq!(bench.tracker.total, 0);
}

#[test]
fn a_stream_of_many_accounts_keeps_few_numbers_and_reports_every_name() {
    let mut bench = Bench::stream(3);
    for tag in 0..2000 {
        let account = format!("user{tag}");
        bench.take(&account, tag % 7);
        assert_eq!(bench.recall(), format!("@TOA#_{account}"));
        assert_eq!(bench.leaving(), [left(&account, tag % 7, Status::Recalled)]);
    }
    assert!(bench.tracker.accounts.len() <= 6, "{} accounts are known", bench.tracker.accounts.len());
}

#[test]
fn an_outcome_that_comes_after_others_have_gone_has_the_name_of_its_account() {
    let mut bench = Bench::stream(0);
    bench.take("first", 1);
    bench.recall();
    bench.take("slow", 1);
    let (slow, _) = bench.send();
    for tag in 0..20 {
        bench.take(&format!("user{tag}"), 1);
        bench.recall();
    }
    bench.leaving();
    bench.deliver(slow, rows(&[Some(10030)]));
    assert_eq!(bench.leaving(), [left("slow", 1, Status::NotFound)]);
}

#[test]
fn a_refused_account_is_remembered_and_its_refusal_is_of_no_other() {
    let mut bench = Bench::stream(0);
    bench.take("first", 1);
    bench.recall();
    bench.take("refused", 1);
    let (request, _) = bench.send();
    bench.deliver(request, refusal(10010, 1));
    for tag in 0..20 {
        bench.take(&format!("user{tag}"), 1);
        bench.recall();
    }
    bench.leaving();
    bench.take("refused", 2);
    assert_eq!(bench.leaving(), [left("refused", 2, Status::Failed)]);
}

#[test]
fn an_account_with_the_number_of_another_starts_without_its_history() {
    let mut bench = Bench::stream(0);
    bench.take("first", 1);
    bench.recall();
    // Accepted, so that ten of its keys could be refused before it ends; then forgotten.
    bench.take("accepted", 1);
    bench.recall();
    let known = bench.tracker.accounts.len();
    for tag in [1, 2, 3] {
        bench.take("other", tag);
    }
    assert_eq!(bench.tracker.accounts.len(), known);
    let (request, _) = bench.send();
    bench.deliver(request, refusal(10004, 3));
    for _ in 0..2 {
        let (request, _) = bench.send();
        let keys = bench.tracker.run.keys(request).count();
        bench.deliver(request, refusal(10004, keys));
    }
    let (request, _) = bench.send();
    bench.deliver(request, refusal(10004, 1));
    bench.take("other", 4);
    let statuses: Vec<Status> = bench.leaving().into_iter().skip(2).map(|(.., status)| status).collect();
    assert_eq!(statuses.last(), Some(&Status::NotAttempted));
    assert_eq!(bench.tracker.run.error().map(ToString::to_string), None);
}
