//! What a run would do, without sending anything.

use crate::client::pace::{SECOND, SPACING_MARGIN};
use crate::input::client_options::ClientConfig;
use crate::input::key_list::KeyList;
use crate::text::decimal;
use crate::vendor::limits::{MAX_KEYS, RATE_LIMIT, SERVICE_TIMEOUT};

/// What a run would do.
#[derive(Debug, Clone, PartialEq)]
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
    pub warnings: Vec<String>,
}

/// Plans a checked input. `now` is in Unix seconds.
#[must_use]
pub fn plan(config: &ClientConfig, keys: &KeyList, now: f64) -> Plan {
    let requests = keys.distinct.len().div_ceil(MAX_KEYS);
    let sent = || keys.distinct.iter().filter_map(|key| key.sent_at());
    let spacing = (SECOND + SPACING_MARGIN) as f64 / f64::from(config.rate_limit) / SECOND as f64;
    Plan {
        requests,
        seconds: requests.saturating_sub(1) as f64 * spacing,
        oldest: sent().min(),
        newest: sent().max(),
        warnings: warnings(config, keys, now),
    }
}

fn warnings(config: &ClientConfig, keys: &KeyList, now: f64) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut warn = |count: usize, one: &str, many: &str| {
        if count > 0 {
            warnings.push([decimal::text(count as u64).as_str(), if count == 1 { one } else { many }].concat());
        }
    };
    let distinct = &keys.distinct;
    warn(
        keys.places.len() - distinct.len(),
        " key is a duplicate; it is sent once",
        " keys are duplicates; each is sent once",
    );
    warn(
        distinct.iter().filter(|key| !key.is_usual()).count(),
        " key has a middle number other than 1; keys of official accounts have 1",
        " keys have a middle number other than 1; keys of official accounts have 1",
    );
    warn(
        distinct.iter().filter(|key| key.is_of_future(now)).count(),
        " key says that its message was sent in the future",
        " keys say that their messages were sent in the future",
    );
    warn(
        distinct.iter().filter(|key| key.is_too_old()).count(),
        " key says that its message was sent before 2014",
        " keys say that their messages were sent before 2014",
    );
    if !config.caller.identifier.is_plain() {
        warnings.push(
            "the identifier has characters other than a-z A-Z 0-9 _ -, which some documents of the vendor exclude"
                .into(),
        );
    }
    if config.rate_limit > RATE_LIMIT {
        warnings.push("rateLimit is above 200 requests a second, the service's documented limit".into());
    }
    if config.timeout <= SERVICE_TIMEOUT {
        warnings.push("timeout is not longer than 3000 ms, in which the service itself gives up".into());
    }
    warnings
}
