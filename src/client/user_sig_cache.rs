//! The UserSig of a client: signed or given, kept until shortly before it expires, replaced when refused.

use crate::input::client_options::{ClientConfig, Credential};
use crate::issue::problem::Problem;
use crate::user_sig::check;
use crate::user_sig::sign::{self, Claims, ReadClaims};

/// A UserSig is replaced this many seconds before it expires, or after half its life if that is shorter.
const MARGIN: f64 = 300.0;

#[derive(Debug)]
struct Kept {
    generation: u32,
    text: String,
    /// Unix second of signing, for those signed here.
    time: u64,
    /// Unix seconds until which it is used.
    until: f64,
}

/// Holds the UserSig in use.
#[derive(Debug, Default)]
pub struct UserSigs(Option<Kept>);

impl UserSigs {
    /// The UserSig of this generation at this Unix second; `None` when the caller's function must be asked for one.
    pub fn at_hand(&mut self, config: &ClientConfig, generation: u32, now: f64) -> Option<&str> {
        let is_good = self.0.as_ref().is_some_and(|kept| kept.generation == generation && now < kept.until);
        if !is_good {
            self.0 = Some(match &config.credential {
                Credential::Secret(key) => {
                    let claims = Claims {
                        sdk_app_id: config.caller.sdk_app_id,
                        identifier: &config.caller.identifier,
                        time: self.next_time(now as u64),
                        expire: config.expire,
                        user_buf: None,
                    };
                    let expire = f64::from(config.expire);
                    let until = now + expire - MARGIN.min(expire / 2.0);
                    Kept { generation, text: sign::sign(key, &claims), time: claims.time, until }
                }
                Credential::Fixed(text) => Kept { generation, text: text.clone(), time: 0, until: f64::INFINITY },
                Credential::Provider => return None,
            });
        }
        self.0.as_ref().map(|kept| kept.text.as_str())
    }

    /// The UserSig in use, if there is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.0.as_ref().map(|kept| kept.text.as_str())
    }

    /// Keeps a UserSig that the caller's function returned for this generation.
    ///
    /// # Errors
    /// When it is not a UserSig, or not of this client.
    pub fn keep(
        &mut self,
        config: &ClientConfig,
        generation: u32,
        now: f64,
        text: String,
        claims: ReadClaims,
    ) -> Result<(), Problem> {
        check::check(&text, Some(&config.caller.identifier), Some(config.caller.sdk_app_id), claims)?;
        let until =
            claims(&text).map_or(f64::INFINITY, |claims| claims.until as f64 - MARGIN.min(claims.expire as f64 / 2.0));
        // One that looks expired is used all the same: this clock may be wrong.
        let until = if until <= now { now + MARGIN } else { until };
        self.0 = Some(Kept { generation, text, time: 0, until });
        Ok(())
    }

    /// The second to sign for: later than the previous one, since signing again within one second yields the refused UserSig byte for byte. The
    /// vendor accepts a time in the future.
    fn next_time(&self, now: u64) -> u64 {
        self.0.as_ref().map_or(now, |kept| now.max(kept.time + 1))
    }
}
