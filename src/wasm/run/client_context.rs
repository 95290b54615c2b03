//! What all runs of one client share.

use std::cell::RefCell;

use crate::input::client_options::{ClientConfig, Credential};
use crate::session::session::Session;
use crate::session::user_sig_cache::UserSigs;
use crate::text::masking;
use crate::wasm::clock;

/// What all runs of a client share.
pub struct Client {
    /// The options.
    pub config: ClientConfig,
    /// Clock, pace and UserSig generation.
    pub session: RefCell<Session>,
    /// The UserSig in use.
    pub user_sigs: RefCell<UserSigs>,
}

impl Client {
    /// A client with these options.
    #[must_use]
    pub fn new(config: ClientConfig) -> Self {
        let renewable = !matches!(config.credential, Credential::Fixed(_));
        let session = RefCell::new(Session::new(config.rate_limit, renewable));
        Self { config, session, user_sigs: RefCell::default() }
    }

    /// Number of the UserSig to send with now.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.session.borrow().user_sig.number()
    }

    /// A foreign text as it may be shown: without the UserSig and the secret key.
    #[must_use]
    pub fn masked(&self, text: &str) -> String {
        let user_sigs = self.user_sigs.borrow();
        let key = match &self.config.credential {
            Credential::Secret(key) => key.expose(),
            _ => "",
        };
        masking::masked(text, &[user_sigs.text().unwrap_or_default(), key])
    }

    /// Whether a request can leave without asking the caller's function.
    #[must_use]
    pub fn has_user_sig(&self) -> bool {
        self.user_sigs.borrow_mut().at_hand(&self.config, self.generation(), clock::unix()).is_some()
    }
}
