//! The network of a simulation: latency, losses and damage. Also a second, independent reader of answers.

use tencent_chat_recall::client::pace::Micros;
use tencent_chat_recall::wire::response::{Loss, RequestOutcome};

use super::{Answer, World};
use crate::plan::Trouble;
use crate::service::{Key, text};

/// Codes after which the service may have done the work anyway.
const UNKNOWN: [i32; 5] = [10002, 60008, 60013, 70169, 70500];

impl World<'_> {
    pub(super) fn latency(&mut self) -> Micros {
        let (least, most) = self.plan.latency;
        least + self.rng.up_to(most - least)
    }

    pub(super) fn happens(&mut self, thousandths: u64) -> bool {
        thousandths > 0 && self.rng.up_to(999) < thousandths
    }

    pub(super) fn is_out(&self) -> bool {
        matches!(self.plan.trouble, Trouble::Outage(from, until) if self.now >= from && self.now < until)
    }

    /// The fate of an answer on its way back, after the service did the work.
    pub(super) fn on_the_way_back(&mut self, body: String) -> Answer {
        let faults = self.plan.faults;
        if self.happens(faults.lost_reply) {
            Answer::Network
        } else if self.happens(faults.stall) {
            Answer::Timeout
        } else if self.happens(faults.http_5xx) {
            // A gateway may change the status, or replace the answer with its own page.
            let kept = self.rng.up_to(1) == 0;
            Answer::Text(500, if kept { body } else { String::new() })
        } else if self.happens(faults.garbage) {
            let cut = self.rng.up_to(body.len() as u64 - 1) as usize;
            Answer::Text(200, body[..cut].to_owned())
        } else if self.happens(faults.contradiction) {
            Answer::Text(200, body.replace("\"OK\"", "\"FAIL\""))
        } else {
            Answer::Text(200, body)
        }
    }

    /// The loss of a request that never left: `Unreachable` is permanent; `Unsent` may pass, as an outage does.
    pub(super) fn unsent(&self, number: usize) -> Loss {
        let is_last = self.plan.faults.lost_request > 0 && number % 40 == 39;
        if is_last { Loss::Unreachable } else { Loss::Unsent }
    }

    /// Reads the answer independently of the code under test.
    pub(super) fn note(&mut self, number: usize, keys: &[Key], outcome: &RequestOutcome, answer: &Answer) {
        let read = match answer {
            Answer::Text(_, body) => serde_json::from_str::<serde_json::Value>(body).ok(),
            _ => None,
        };
        let code = read.as_ref().and_then(|value| value["ErrorCode"].as_i64()).map(|code| code as i32);
        let agrees = read.as_ref().is_some_and(|value| (value["ActionStatus"] == "OK") == (value["ErrorCode"] == 0));
        assert_eq!(matches!(outcome, RequestOutcome::Reply(_)), agrees, "an answer read as another: {answer:?}");
        self.sent[number].code = code.filter(|_| agrees);
        for one in keys {
            let name = text(*one);
            let rows: Vec<i64> = match &read {
                Some(value) if agrees && code == Some(0) => {
                    let rows = value["RecallRetList"].as_array().expect("rows").iter();
                    rows.filter(|row| row["MsgKey"] == name.as_str())
                        .filter_map(|row| row["RetCode"].as_i64())
                        .collect()
                }
                _ => Vec::new(),
            };
            if rows.contains(&0) {
                self.read_zero.insert(*one);
            }
            let known = agrees && code.is_some_and(|code| code != 0 && !UNKNOWN.contains(&code));
            // A request that a gateway throttled, or that never left, did not reach the service.
            let away =
                matches!(outcome, RequestOutcome::Throttled | RequestOutcome::Lost(Loss::Unsent | Loss::Unreachable));
            let silent = !rows.iter().any(|row| !UNKNOWN.contains(&(*row as i32)));
            if silent && !known && !away {
                *self.unanswered.entry(*one).or_default() += 1;
            }
        }
    }
}
