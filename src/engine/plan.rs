//! What a run would do, without sending anything.

use crate::client::pace::{SECOND, SPACING_MARGIN};
use crate::input::client_options::ClientConfig;
use crate::input::key_list::KeyList;
use crate::issue::code::IssueCode;
use crate::issue::problem::{Issue, Problem};
use crate::vendor::limits::{MAX_KEYS, RATE_LIMIT, SERVICE_TIMEOUT};

/// What a run would do.
#[derive(Debug, PartialEq)]
pub struct Plan {
    /// Requests without retries.
    pub requests: usize,
    /// Least duration in seconds at `rateLimit`.
    pub seconds: f64,
    /// Earliest send time in the keys, in Unix seconds.
    pub oldest: Option<u32>,
    /// Latest send time in the keys, in Unix seconds.
    pub newest: Option<u32>,
    /// What is allowed but unusual.
    pub warnings: Vec<Issue>,
}

/// Plans a checked input. `now` is in Unix seconds.
#[must_use]
pub fn plan(config: &ClientConfig, keys: &KeyList, now: f64) -> Plan {
    let requests = keys.distinct.len().div_ceil(MAX_KEYS);
    let spacing = (SECOND + SPACING_MARGIN) as f64 / f64::from(config.rate_limit) / SECOND as f64;
    let (mut oldest, mut newest) = (None, None);
    let [mut unusual, mut future, mut old] = [0_u32; 3];
    for key in &keys.distinct {
        unusual += u32::from(!key.is_usual());
        future += u32::from(key.is_of_future(now));
        old += u32::from(key.is_too_old());
        if let Some(sent) = key.sent_at() {
            oldest = Some(oldest.map_or(sent, |time: u32| time.min(sent)));
            newest = newest.max(Some(sent));
        }
    }
    let duplicates = (keys.places.len() - keys.distinct.len()) as u32;
    let warnings = warnings(config, [duplicates, unusual, future, old]);
    let seconds = requests.saturating_sub(1) as f64 * spacing;
    Plan { requests, seconds, oldest, newest, warnings }
}

fn warnings(config: &ClientConfig, counts: [u32; 4]) -> Vec<Issue> {
    let mut warnings = Vec::new();
    let mut warn = |path: &str, code, number: u32| warnings.push(Problem::new(code, [number.into()]).at(path));
    let codes = [IssueCode::DuplicateKeys, IssueCode::UnusualKeys, IssueCode::FutureKeys, IssueCode::OldKeys];
    for (code, count) in codes.into_iter().zip(counts) {
        if count > 0 {
            warn("msgKeys", code, count);
        }
    }
    if config.rate_limit > RATE_LIMIT {
        warn("rateLimit", IssueCode::HighRateLimit, RATE_LIMIT);
    }
    if config.timeout <= SERVICE_TIMEOUT {
        warn("timeout", IssueCode::ShortTimeout, SERVICE_TIMEOUT);
    }
    if !config.caller.identifier.is_plain() {
        warnings.push(Problem::from(IssueCode::UnusualIdentifier).at("identifier"));
    }
    warnings
}
