//! A recall from its first request to its end: the engine that a driver talks to.

use crate::client::permits::{Permission, Permits};
use crate::client::state::ClientState;
use crate::engine::contract::{Clock, Command, Input};
use crate::engine::run::Step;
use crate::engine::run_tracker::RunTracker;
use crate::error::Error;
use crate::vendor::endpoint;
use crate::vendor::official_account::OfficialAccount;
use crate::wire::request;
use crate::wire::response::{self, RequestOutcome};

/// What the caller has given besides the messages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hooks {
    /// A limiter, so that every request needs a permit.
    pub limiter: bool,
    /// A function for progress events.
    pub progress: bool,
    /// A function to be awaited before each request leaves.
    pub before_send: bool,
}

/// A recall on its way.
#[derive(Debug)]
pub struct Recall {
    /// The run and what is known of it.
    pub tracker: RunTracker,
    hooks: Hooks,
    permits: Permits,
    is_asking_for_user_sig: bool,
}

impl Recall {
    /// A recall that has not begun.
    #[must_use]
    pub fn new(tracker: RunTracker, hooks: Hooks) -> Self {
        Self { tracker, hooks, permits: Permits::new(hooks.limiter), is_asking_for_user_sig: false }
    }

    /// What the driver is to do now.
    pub fn next(&mut self, client: &mut ClientState, clock: Clock) -> Command {
        let step = self.tracker.run.poll(clock.now, &mut client.session);
        if self.tracker.run.has_ended() && self.permits.cancel() {
            return Command::CancelPermits;
        }
        if step == Step::Done {
            return Command::Finish;
        }
        // The caller's function may begin runs that share the pace, so the driver asks again after it. The end has an event of its own.
        if self.hooks.progress && self.tracker.is_progress_due(clock.now) {
            return Command::ReportProgress;
        }
        let command = match step {
            Step::Ready if self.hooks.before_send => self.prepare(client, clock),
            Step::Ready => self.launch(None, client, clock),
            Step::Prepared(request) => self.launch(Some(request), client, clock),
            Step::Wait(wait) => Command::Wait(wait),
            Step::Idle | Step::Done => Command::Idle,
        };
        let Some(left) = self.tracker.until_progress(clock.now).filter(|_| self.hooks.progress) else { return command };
        // A request that leaves or ends after the last event in a long silence would otherwise be missing from the progress.
        match command {
            Command::Wait(wait) => Command::Wait(wait.min(left)),
            Command::Idle => Command::Wait(left),
            other => other,
        }
    }

    fn prepare(&mut self, client: &mut ClientState, clock: Clock) -> Command {
        let RunTracker { run, accounts, .. } = &mut self.tracker;
        let request = run.prepare(clock.now, &mut client.session);
        let account = accounts.get(run.account(request)).map_or("", OfficialAccount::as_str).into();
        let mut keys = String::new();
        for key in run.keys(request) {
            keys.push_str(key.as_str());
            keys.push('\n');
        }
        Command::Prepare { request, account, keys }
    }

    /// Sends a prepared request, or the next one.
    fn launch(&mut self, prepared: Option<u32>, client: &mut ClientState, clock: Clock) -> Command {
        let ClientState { config, session, user_sigs } = client;
        if user_sigs.at_hand(config, session.user_sig.number(), clock.unix).is_none() {
            return self.ask_for_user_sig();
        }
        let (tracker, rate) = (&self.tracker, session.pace.rate());
        match self.permits.take(|permits| tracker.permits(permits.took_ms(), rate)) {
            Permission::Granted => {}
            Permission::Pending => return Command::Idle,
            Permission::Wanted(count) => return Command::AcquirePermits(count),
        }
        let RunTracker { run, accounts, reason, .. } = &mut self.tracker;
        let request = match prepared {
            Some(request) => {
                run.launch(request, clock.now, session);
                request
            }
            None => run.send(clock.now, session),
        };
        let account = accounts.get(run.account(request));
        let body = account.map(|account| request::recall_body(account, run.keys(request), reason.as_ref()));
        let url = client.url(endpoint::RECALL, clock.unix, || run.random());
        // The account was entered with its messages, and the UserSig was at hand a moment ago.
        Command::Send { request, url: url.unwrap_or_default(), body: body.unwrap_or_default() }
    }

    fn ask_for_user_sig(&mut self) -> Command {
        if std::mem::replace(&mut self.is_asking_for_user_sig, true) {
            return Command::Idle;
        }
        Command::AskForUserSig
    }

    /// Takes what the driver has to tell.
    pub fn input(&mut self, input: Input<'_>, client: &mut ClientState, clock: Clock) {
        match input {
            Input::Answer { request, status, retry_after, envelope } => {
                client.wait(retry_after, clock.now);
                let mut outcome = response::read(status, envelope, &mut self.tracker.run.keys(request));
                if let RequestOutcome::Reply(reply) = &mut outcome {
                    reply.error_info = client.masked(&reply.error_info);
                }
                let words = (status >= 400).then(|| response::http(status));
                self.tracker.on_outcome(request, outcome, words, clock.now, &mut client.session);
            }
            Input::Loss { request, loss, words } => {
                self.tracker.on_outcome(request, RequestOutcome::Lost(loss), words, clock.now, &mut client.session);
            }
            Input::UserSig => self.is_asking_for_user_sig = false,
            Input::Prepared { request } => self.tracker.run.prepared(request),
            Input::Permit { took } => self.permits.granted(took),
            Input::Stop => self.tracker.run.stop(),
            Input::Abort => self.tracker.run.abort(),
            Input::EndOfKeys => self.tracker.run.close_input(),
        }
        self.tracker.collect();
    }

    /// Why it ended early by itself.
    #[must_use]
    pub fn failure(&self) -> Option<Error> {
        self.tracker.error()
    }
}
