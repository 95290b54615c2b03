//! The requests of a simulation: how each leaves, reaches the service, and comes back.

#[path = "../support/host.rs"]
mod host;

use tencent_chat_recall::wire::response::{self, Loss, RequestOutcome};

use super::{Answer, Event, Sent, Taken, World};
use crate::plan::Trouble;
use crate::service::{Key, key};

impl World<'_> {
    /// The account and the messages of a request, read from its body as the service reads it.
    fn addressed(&self, run: usize, request: u32) -> (u32, Vec<Key>) {
        let body: serde_json::Value = serde_json::from_str(&self.runs[run].body(request)).expect("JSON");
        let account = body["Official_Account"].as_str().expect("an account");
        let texts = body["MsgKeyList"].as_array().expect("a list").iter().map(|text| text.as_str().expect("a text"));
        let keys: Vec<Key> = texts.map(|text| key(account, text)).collect();
        (keys.first().map_or(0, |key| key.1), keys)
    }

    fn note_taken(&mut self, run: usize, request: u32) -> (u32, Vec<Key>) {
        let (account, keys) = self.addressed(run, request);
        let order = self.next_order();
        self.taken.push(Taken { at: self.now, run, account, keys: keys.clone(), order });
        (account, keys)
    }

    pub(super) fn prepare_or_send(&mut self, run: usize) {
        let Some(most) = self.plan.runs[run].prepares else { return self.send(run, None) };
        let clock = self.clock();
        let request = self.runs[run].run().prepare(clock, &mut self.session);
        self.note_taken(run, request);
        let took = self.rng.up_to(most);
        self.at(self.now + took, Event::Prepared(run, request));
    }

    pub(super) fn send(&mut self, run: usize, prepared: Option<u32>) {
        let clock = self.clock();
        let generation = self.session.user_sig.number();
        let (flight, (account, keys)) = match prepared {
            Some(request) => {
                assert!(self.prepared.contains(&(run, request)), "run {run}: a request left before it was prepared");
                self.runs[run].run().launch(request, clock, &mut self.session);
                (request, self.addressed(run, request))
            }
            None => {
                let request = self.runs[run].run().send(clock, &mut self.session);
                (request, self.note_taken(run, request))
            }
        };
        let in_flight = self.runs[run].run().in_flight();
        let left = self.next_order();
        let number = self.sent.len();
        self.sent.push(Sent {
            at: self.now,
            run,
            flight,
            account,
            keys,
            generation,
            in_flight,
            back: None,
            left,
            read: None,
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

    pub(super) fn arrive(&mut self, number: usize) {
        let faults = self.plan.faults;
        let at = self.sent[number].at;
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
            let body = self.service.answer(self.plan, &self.sent[number], self.now, &mut self.rng);
            self.on_the_way_back(body)
        };
        if answer == Answer::Timeout || back > at + self.plan.timeout {
            return self.at(at + self.plan.timeout, Event::Deliver(number, Answer::Timeout));
        }
        self.at(back, Event::Deliver(number, answer));
    }

    pub(super) fn deliver(&mut self, number: usize, answer: &Answer) {
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
                response::read(*status, envelope.as_deref(), &mut self.runs[run].run().keys(flight))
            }
        };
        self.sent[number].back = Some(self.now);
        self.sent[number].read = Some(self.next_order());
        self.sent[number].unsent = *answer == Answer::Unsent;
        self.note(number, &keys, &outcome, answer);
        let clock = self.clock();
        self.runs[run].on_outcome(flight, outcome, clock, &mut self.session);
        self.step(run);
    }
}
