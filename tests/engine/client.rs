//! A client for tests of the driver contract, and the inputs that a driver passes.

use crate::client::pace::Micros;
use crate::client::state::ClientState;
use crate::engine::contract::{Clock, Input};
use crate::input::client_options::{ClientConfig, Credential};
use crate::user_sig::sign::SecretKey;
use crate::vendor::endpoint::Endpoint;
use crate::vendor::user_id::{SdkAppId, UserId};
use crate::wire::request::Caller;
use crate::wire::response::Loss;

/// Options of a client without a limiter.
pub(crate) fn config(credential: Credential) -> ClientConfig {
    ClientConfig {
        caller: Caller {
            endpoint: Endpoint::region("china", false).unwrap(),
            sdk_app_id: SdkAppId::parse(1).unwrap(),
            identifier: UserId::parse("admin").unwrap(),
        },
        credential,
        expire: 86_400,
        timeout: 5000,
        retries: 5,
        rate_limit: 200,
        concurrency: 64,
        deadline: None,
    }
}

/// A client with a secret key.
pub(crate) fn signing() -> ClientState {
    ClientState::new(config(Credential::Secret(SecretKey::parse(&"0123456789abcdef".repeat(4)).unwrap())))
}

/// A clock reading.
pub(crate) fn at(now: Micros) -> Clock {
    Clock { now, unix: 1_700_000_000.0 + now as f64 / 1e6 }
}

/// An answer with this ErrorCode and no rows.
pub(crate) fn error_code(code: i32) -> String {
    let status = if code == 0 { "OK" } else { "FAIL" };
    format!("{status}\0{code}\0err={code}\0")
}

/// HTTP 200 with this envelope.
pub(crate) fn answer(request: u32, envelope: &str) -> Input<'_> {
    Input::Answer { request, status: 200, retry_after: 0, envelope: Some(envelope) }
}

/// A network error.
pub(crate) fn lost(request: u32) -> Input<'static> {
    Input::Loss { request, loss: Loss::Network, words: None }
}
