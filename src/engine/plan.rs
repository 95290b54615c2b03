//! What a run would do, without sending anything.

use crate::client::pace::{SECOND, SPACING_MARGIN};
use crate::input::client_options::ClientConfig;
use crate::input::message_list::MessageList;
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
pub fn plan(config: &ClientConfig, list: &MessageList, now: f64) -> Plan {
    // A request holds messages of one account.
    let mut by_account: Vec<usize> = Vec::new();
    let mut requests = 0;
    for (account, _) in &list.distinct {
        while by_account.len() <= *account as usize {
            by_account.push(0);
        }
        if let Some(count) = by_account.get_mut(*account as usize) {
            requests += usize::from(*count % MAX_KEYS == 0);
            *count += 1;
        }
    }
    let spacing = (SECOND + SPACING_MARGIN) as f64 / f64::from(config.rate_limit) / SECOND as f64;
    let (mut oldest, mut newest) = (None, None);
    let [mut unusual, mut future, mut old] = [0_u32; 3];
    for (_, key) in &list.distinct {
        unusual += u32::from(!key.is_usual());
        future += u32::from(key.is_of_future(now));
        old += u32::from(key.is_too_old());
        if let Some(sent) = key.sent_at() {
            oldest = Some(oldest.map_or(sent, |time: u32| time.min(sent)));
            newest = newest.max(Some(sent));
        }
    }
    let duplicates = (list.places.len() - list.distinct.len()) as u32;
    let warnings = warnings(config, list.name, [duplicates, unusual, future, old]);
    let seconds = requests.saturating_sub(1) as f64 * spacing;
    Plan { requests, seconds, oldest, newest, warnings }
}

fn warnings(config: &ClientConfig, name: &str, counts: [u32; 4]) -> Vec<Issue> {
    let mut warnings = Vec::new();
    let mut warn = |path: &str, code, number: u32| warnings.push(Problem::new(code, [number.into()]).at(path));
    let codes = [IssueCode::DuplicateKeys, IssueCode::UnusualKeys, IssueCode::FutureKeys, IssueCode::OldKeys];
    for (code, count) in codes.into_iter().zip(counts) {
        if count > 0 {
            warn(name, code, count);
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
