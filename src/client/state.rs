//! The state of one client, which all of its runs share.

use crate::client::pace::Micros;
use crate::client::session::Session;
use crate::client::user_sig_cache::UserSigs;
use crate::input::client_options::{ClientConfig, Credential};
use crate::text::masking;
use crate::wire::request;

/// What all runs of a client share.
#[derive(Debug)]
pub struct ClientState {
    /// The options.
    pub config: ClientConfig,
    /// Clock, pace and UserSig generation.
    pub session: Session,
    /// The UserSig in use.
    pub user_sigs: UserSigs,
}

impl ClientState {
    /// A client with these options.
    #[must_use]
    pub fn new(config: ClientConfig) -> Self {
        let renewable = !matches!(config.credential, Credential::Fixed(_));
        let session = Session::new(config.rate_limit, renewable);
        Self { config, session, user_sigs: UserSigs::default() }
    }

    /// A text of somebody else's as it may be shown: without the UserSig and the secret key.
    #[must_use]
    pub fn masked(&self, text: &str) -> String {
        let key = match &self.config.credential {
            Credential::Secret(key) => key.expose(),
            _ => "",
        };
        masking::masked(text, &[self.user_sigs.text().unwrap_or_default(), key])
    }

    /// URL of a call with the UserSig in use; `None` when the caller's function has to be asked for one.
    pub fn url(&mut self, command: &str, unix: f64, random: impl FnOnce() -> u32) -> Option<String> {
        let generation = self.session.user_sig.number();
        let user_sig = self.user_sigs.at_hand(&self.config, generation, unix)?;
        Some(request::url(&self.config.caller, command, user_sig, random()))
    }

    /// Heeds a `Retry-After`.
    pub fn wait(&mut self, wait: Micros, now: Micros) {
        if wait > 0 {
            self.session.wait(wait, now);
        }
    }
}
