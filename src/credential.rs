//! The UserSig of a client: made or asked for when needed, kept until shortly before it expires, replaced when refused.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Date, Function, Promise};
use wasm_bindgen::JsValue;

use crate::door;
use crate::error::{Error, ErrorCode};
use crate::options::{self, ClientConfig, Credential};
use crate::transport;
use crate::user_sig::{self, Claims};

/// Seconds before its end at which a UserSig is replaced, if it lives long enough.
const MARGIN: f64 = 300.0;

/// A failure with what a function of the caller's threw.
pub struct Failure {
    /// The error.
    pub error: Error,
    /// What was thrown, for `cause`.
    pub cause: JsValue,
}

struct Kept {
    generation: u32,
    text: Rc<str>,
    /// Unix second of its signature, for those made here.
    time: u64,
    /// Unix seconds after which another one is made.
    until: f64,
}

/// Holds the UserSig in use.
pub struct UserSigs {
    provider: Option<Function>,
    kept: RefCell<Option<Kept>>,
    /// The call that is under way, so that all runs share its result.
    asked: RefCell<Option<(u32, Promise)>>,
    waiting: Cell<u32>,
}

/// One that waits for the caller's function. When the last one leaves, having been stopped, the call is forgotten: it may
/// never end, and the next run makes its own.
struct Waiting<'a>(&'a UserSigs);

impl<'a> Waiting<'a> {
    fn new(user_sigs: &'a UserSigs) -> Self {
        user_sigs.waiting.set(user_sigs.waiting.get() + 1);
        Self(user_sigs)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let left = self.0.waiting.get() - 1;
        self.0.waiting.set(left);
        if left == 0 {
            *self.0.asked.borrow_mut() = None;
        }
    }
}

impl UserSigs {
    /// An empty holder.
    #[must_use]
    pub fn new(provider: Option<Function>) -> Self {
        Self { provider, kept: RefCell::new(None), asked: RefCell::new(None), waiting: Cell::new(0) }
    }

    /// The one at hand for this generation, if no call of the caller's function is needed.
    pub fn at_hand(&self, config: &ClientConfig, generation: u32) -> Option<Rc<str>> {
        let now = Date::now() / 1000.0;
        if let Some(kept) = &*self.kept.borrow()
            && kept.generation == generation
            && now < kept.until
        {
            return Some(kept.text.clone());
        }
        match &config.credential {
            Credential::Secret(key) => {
                let time = self.next_time(now as u64);
                let claims = Claims {
                    sdk_app_id: config.caller.sdk_app_id,
                    identifier: &config.caller.identifier,
                    time,
                    expire: config.expire,
                    user_buf: None,
                };
                let expire = f64::from(config.expire);
                let text = user_sig::sign(key, &claims).into();
                Some(self.keep(Kept { generation, text, time, until: now + expire - MARGIN.min(expire / 2.0) }))
            }
            Credential::Fixed(text) => {
                Some(self.keep(Kept { generation, text: text.as_str().into(), time: 0, until: f64::INFINITY }))
            }
            Credential::Provider => None,
        }
    }

    /// Asks the caller's function for one.
    ///
    /// # Errors
    /// When it throws, rejects, or returns something that is not a UserSig.
    pub async fn ask(&self, config: &ClientConfig, generation: u32) -> Result<Rc<str>, Failure> {
        let promise = self.call(generation).map_err(failed)?;
        let waiting = Waiting::new(self);
        let value = transport::settled(&promise).await;
        drop(waiting);
        self.asked.borrow_mut().take_if(|(asked, _)| *asked == generation);
        let value = value.map_err(failed)?;
        let Some(text) = value.as_string() else {
            let found = door::loose(&value);
            return Err(no_user_sig(&["found ", found.kind(), ", expected a UserSig, a string"].concat()));
        };
        options::user_sig(&text, &config.caller.identifier, config.caller.sdk_app_id)
            .map_err(|message| no_user_sig(&message))?;
        let until = match user_sig::inspect(&text) {
            Ok(info) => (info.time + info.expire) as f64 - MARGIN.min(info.expire as f64 / 2.0),
            Err(_) => f64::INFINITY,
        };
        // One that looks expired is taken all the same: this clock may be the wrong one.
        let now = Date::now() / 1000.0;
        let until = if until <= now { now + MARGIN } else { until };
        Ok(self.keep(Kept { generation, text: text.into(), time: 0, until }))
    }

    fn call(&self, generation: u32) -> Result<JsValue, JsValue> {
        if let Some((asked, promise)) = &*self.asked.borrow()
            && *asked == generation
        {
            return Ok(promise.clone().into());
        }
        let Some(provider) = &self.provider else { return Err(JsValue::UNDEFINED) };
        let promise = transport::promised(&provider.call0(&JsValue::UNDEFINED)?);
        *self.asked.borrow_mut() = Some((generation, promise.clone()));
        Ok(promise.into())
    }

    fn keep(&self, kept: Kept) -> Rc<str> {
        let text = kept.text.clone();
        *self.kept.borrow_mut() = Some(kept);
        text
    }

    /// The second to sign for: later than that of the one before, since within one second a refused UserSig would be made
    /// once more, byte for byte. The vendor's check has nothing against a second that is still to come.
    fn next_time(&self, now: u64) -> u64 {
        self.kept.borrow().as_ref().map_or(now, |kept| now.max(kept.time + 1))
    }
}

fn failed(cause: JsValue) -> Failure {
    Failure { error: Error::new(ErrorCode::UserSigProvider, "the function given as userSig failed; see cause"), cause }
}

fn no_user_sig(message: &str) -> Failure {
    let text = ["userSig(): ", message].concat();
    Failure { error: Error::new(ErrorCode::UserSigProvider, text), cause: JsValue::UNDEFINED }
}
