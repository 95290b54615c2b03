// Drives one run of the core to its end: asks it what to do, sends that, waits with timers, tells it what came back. For client.js and
// stream.js.
import { Eta } from "./eta.js";
import { guard } from "../request/cancellation.js";
import { Permits } from "../request/limiter_permits.js";
import { settled } from "../errors/try_call.js";

/** What `poll` says besides milliseconds to wait, as src/run_bindings.rs has it. */
const IDLE = -1;
const DONE = -2;
const ASK = -3;

/**
 * @typedef {import("tencent-chat-recall-glue").CoreRun} CoreRun
 * @typedef {import("../request/client_context.js").Shared} Shared
 * @typedef {import("../errors/recall_error.js").Description} Description
 * @typedef {{ signals: any[], onProgress?: any, onNews?: () => void }} Listeners `onNews` when outcomes may have become known
 */

export class Drive {
  #run;
  #client;
  #listeners;
  /** @type {Permits | undefined} */
  #permits;
  #eta = new Eta();
  /** What breaks off the requests in flight, by their numbers. @type {Map<string, () => void>} */
  #flights = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Leaves the waiting for a UserSig. @type {(() => void) | undefined} */
  #leave;
  /** Why it was stopped from outside, `error` being none when nobody listens any more. @type {{ error?: Description } | undefined} */
  #stopped;
  /** Why a function of the caller's ended it. @type {Description | undefined} */
  #failure;
  #isTurning = false;
  #isCalledAgain = false;
  #isDone = false;
  #unwatch = () => {};
  /** @type {(end: { error?: Description }) => void} */
  #resolve = () => {};
  /** @type {(thrown: unknown) => void} */
  #reject = () => {};

  /** How it ended; rejects with what the core threw in the midst of its work. @type {Promise<{ error?: Description }>} */
  ended = new Promise((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  /**
   * Begins once the caller's own work of this moment is done: what it aborts at once sends nothing.
   * @param {Shared} client
   * @param {CoreRun} run
   * @param {Listeners} listeners
   */
  constructor(client, run, listeners) {
    this.#client = client;
    this.#run = run;
    this.#listeners = listeners;
    if (client.limiter) this.#permits = new Permits(client.limiter, (failure) => (failure ? this.#fail(failure) : this.turn()));
    this.#unwatch = guard(listeners.signals, client.settings, (error) => this.stop(error));
    this.#turnLater();
  }

  /**
   * Ends it now: what is in flight is unconfirmed. The first reason counts.
   * @param {Description} [error] none when nobody listens any more
   */
  stop(error) {
    this.#stopped ??= { error };
    // Later, since whoever aborts a signal may do so where the stack is nearly full.
    this.#turnLater();
  }

  #turnLater() {
    void Promise.resolve().then(() => this.turn());
  }

  /** Does what there is to do. */
  turn() {
    // Foreign code that is called here may call back.
    this.#isCalledAgain = this.#isTurning;
    if (this.#isTurning || this.#isDone) return;
    this.#isTurning = true;
    try {
      do {
        this.#isCalledAgain = false;
        clearTimeout(this.#timer);
        while (this.#step());
      } while (this.#isCalledAgain && !this.#isDone);
    } catch (thrown) {
      this.#crash(thrown);
    } finally {
      this.#isTurning = false;
    }
  }

  /** One thing. @returns {boolean | undefined} whether there is more to do at once */
  #step() {
    if (this.#stopped) {
      this.#run.stop();
      return this.#finish(this.#stopped.error);
    }
    const step = this.#run.poll();
    if (this.#permits && this.#run.hasEnded()) this.#permits.withdraw();
    if (step === DONE) {
      const failure = this.#run.failure();
      return this.#finish(failure ? this.#client.transport.explain(failure) : this.#failure);
    }
    // Foreign code may begin runs that share the pace: after a call of it the core is asked again. The end has an event of its own.
    if (this.#listeners.onProgress && this.#run.isProgressDue()) {
      this.#tell();
      return true;
    }
    if (step === IDLE) return false;
    if (step === ASK) return this.#askForUserSig();
    if (step > 0) this.#timer = setTimeout(() => this.turn(), step);
    else if (this.#permits?.ask(this.#run)) return true;
    else if (this.#permits?.take() ?? true) return this.#launch();
    return false;
  }

  #launch() {
    const lines = this.#run.send();
    if (lines === "") return true;
    const [number, url, body] = /** @type {[string, string, string]} */ (lines.split("\n"));
    const landed = (/** @type {import("../request/transport.js").Exchange} */ exchange) => {
      this.#flights.delete(number);
      this.#tellCore(() => {
        if (exchange.loss === undefined) this.#run.answered(+number, exchange.status, exchange.answer, exchange.wait);
        else this.#run.lost(+number, exchange.loss, exchange.words);
      });
    };
    this.#flights.set(number, this.#client.transport.post(url, body, landed));
    return true;
  }

  #askForUserSig() {
    // Outcomes may come while we wait; only a stop ends the waiting.
    if (this.#leave) return false;
    const { done, leave } = this.#client.userSigs.ask();
    this.#leave = leave;
    done.then(
      () => {
        this.#leave = undefined;
        this.turn();
      },
      (failure) => {
        this.#leave = undefined;
        this.#fail(failure);
      },
    );
    return false;
  }

  /** A function of the caller's failed: nothing more leaves, what is in flight is waited for. @param {any} failure */
  #fail(failure) {
    this.#tellCore(() => {
      // What the core throws is an error, what describes one is none.
      if (failure instanceof Error) throw failure;
      if (this.#run.end()) this.#failure = failure;
    });
  }

  /** @param {() => void} tell */
  #tellCore(tell) {
    if (this.#isDone) return;
    try {
      tell();
    } catch (thrown) {
      return this.#crash(thrown);
    }
    this.#listeners.onNews?.();
    this.turn();
  }

  /** The core, or what surrounds it, failed in the midst of its work. @param {unknown} thrown */
  #crash(thrown) {
    this.#reject(thrown);
    this.#end();
  }

  /** @param {Description} [error] */
  #finish(error) {
    this.#end();
    if (this.#listeners.onProgress) this.#tell();
    this.#resolve({ error });
    return false;
  }

  /** Lets go of everything. */
  #end() {
    this.#isDone = true;
    clearTimeout(this.#timer);
    this.#unwatch();
    this.#leave?.();
    this.#permits?.withdraw();
    // Taken first: what listens to their signals is foreign code. Not every `fetch` heeds its signal; nobody waits for it any more.
    const flights = [...this.#flights.values()];
    this.#flights.clear();
    for (const breakOff of flights) breakOff();
  }

  /** Calls the caller's `onProgress`; what it throws, or its promise is rejected with, is its own affair. */
  #tell() {
    const { onProgress } = this.#listeners;
    settled(() => onProgress(progressOf(this.#run, this.#client.statusNames, this.#eta))).catch(() => {});
  }
}

/**
 * What a run has done so far, its numbers being in the order of src/run_bindings.rs.
 * @param {CoreRun} run
 */
export function trafficOf(run) {
  const [total, requests, retries, inFlight, rate, durationMs, ...byStatus] = /** @type {any} */ (run.numbers());
  const [lastLoss, errorInfo] = [run.lastLoss(), run.errorInfo()];
  const said = { ...(lastLoss !== undefined && { lastLoss }), ...(errorInfo !== undefined && { errorInfo }) };
  return { total, byStatus, requests, retries, inFlight, rate, durationMs, said };
}

/**
 * @param {CoreRun} run
 * @param {readonly string[]} names of the statuses by number
 * @param {Eta} eta
 */
function progressOf(run, names, eta) {
  const traffic = trafficOf(run);
  const { total, byStatus, requests, retries, inFlight, rate, durationMs, said } = traffic;
  const known = byStatus.reduce((/** @type {number} */ sum, /** @type {number} */ count) => sum + count, 0);
  const secondsLeft = eta.secondsLeft(known, traffic);
  const left = secondsLeft !== undefined && { secondsLeft };
  return { total, counts: countsOf(byStatus, names), requests, retries, inFlight, rate, ...left, durationMs, ...said };
}

/**
 * @param {number[]} byStatus
 * @param {readonly string[]} names of the statuses by number
 * @returns {import("../../index.js").RecallCounts}
 */
export const countsOf = (byStatus, names) => /** @type {any} */ (Object.fromEntries(names.map((name, status) => [name, byStatus[status]])));
