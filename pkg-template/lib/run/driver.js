// Drives the engine: carries out its commands and passes it inputs, as src/engine/contract.rs describes. For recalls and pages of history.
import { readError } from "../errors/problems.js";
import { detailed } from "../errors/problems.js";
import { promiseTry } from "../errors/try_call.js";
import { watchCancellation } from "../request/cancellation.js";
import { envelopeOf } from "../request/envelope.js";
import { acquire } from "../request/limiter_permits.js";
import * as crossing from "../generated/crossing.js";
import { RunEvents } from "./run_events.js";

/**
 * The core's exports for a recall or a page of history.
 * @typedef {object} Engine
 * @property {() => string} next
 * @property {(number: number, request: number, first: number, second: number, text?: string) => void} input
 * @property {() => any} failure
 *
 * @typedef {import("../request/client_context.js").ClientContext} ClientContext
 * @typedef {import("../errors/problems.js").Description} Description
 *
 * @typedef {object} Listeners
 * @property {any[]} signals abort the run; undefined ones are ignored
 * @property {{ after?: number, at?: number }} [deadline]
 * @property {any} [stopSignal] stops the run: it sends nothing new, and waits for requests in flight
 * @property {(request: import("../../index.js").BeforeSendRequest) => unknown} [beforeSend] awaited before a request leaves
 * @property {() => void} [onReport] a progress event is due
 * @property {() => void} [onNews] outcomes may have become known
 * @property {(answer: any) => void} [onAnswer] a request was answered with this JSON
 */

export class Driver {
  #engine;
  #client;
  #listeners;
  /** @type {RunEvents | undefined} */
  #events;
  /** Cancels the requests in flight, by their numbers. @type {Map<number, () => void>} */
  #flights = new Map();
  /** The pending permits. @type {Set<AbortController>} */
  #permits = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Stops waiting for a UserSig. @type {(() => void) | undefined} */
  #leave;
  /** Set once the run is aborted; without an error if the caller has stopped listening. @type {{ error?: Description } | undefined} */
  #aborted;
  /** The error of a caller's function that ended the run. @type {Description | undefined} */
  #failure;
  #isTurning = false;
  #isCalledAgain = false;
  #isDone = false;
  #isStopped = false;
  #unwatch = () => {};
  /** @type {(end: { error?: Description, isStopped: boolean }) => void} */
  #resolve = () => {};
  /** @type {(thrown: unknown) => void} */
  #reject = () => {};

  /** Resolves with the end of the run; rejects with what the core threw. @type {Promise<{ error?: Description, isStopped: boolean }>} */
  ended = new Promise((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  /**
   * Begins in a microtask: a caller that aborts at once sends nothing.
   * @param {ClientContext} client
   * @param {Engine} engine
   * @param {Listeners} listeners
   */
  constructor(client, engine, listeners) {
    this.#client = client;
    this.#engine = engine;
    this.#listeners = listeners;
    this.#events = client.onEvent && new RunEvents(client, engine);
    const unwatch = [
      watchCancellation(listeners.signals, listeners.deadline ?? {}, (error) => this.abort(error)),
      watchCancellation([listeners.stopSignal], {}, () => this.#stop()),
    ];
    this.#unwatch = () => unwatch.forEach((end) => end());
    this.#turnLater();
  }

  /**
   * Aborts the run: messages in flight become unconfirmed. The first reason counts.
   * @param {Description} [error] none if the caller has stopped listening
   */
  abort(error) {
    this.#aborted ??= { error };
    // Later, since a signal may be aborted where the stack is nearly full.
    this.#turnLater();
  }

  #stop() {
    this.#isStopped = true;
    // Later, as for an abort.
    void Promise.resolve().then(() => this.#input(crossing.STOP));
  }

  /** No more keys will come. */
  endOfKeys() {
    this.#input(crossing.END_OF_KEYS);
  }

  #turnLater() {
    void Promise.resolve().then(() => this.turn());
  }

  /** Carries out commands until there is nothing to do at once. */
  turn() {
    // A function of the caller's that is called here may call back.
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

  /** Carries out one command. @returns {boolean} whether to ask for another at once */
  #step() {
    if (this.#aborted) {
      this.#engine.input(crossing.ABORT, 0, 0, 0);
      return this.#finish(this.#aborted.error);
    }
    const command = this.#engine.next();
    const fields = command.slice(1);
    switch (command[0]) {
      case crossing.SEND:
        return this.#send(fields);
      case crossing.PREPARE:
        return this.#prepare(fields);
      case crossing.WAIT:
        this.#timer = setTimeout(() => this.turn(), +fields);
        return false;
      case crossing.ASK_FOR_USER_SIG:
        return this.#askForUserSig();
      case crossing.ACQUIRE_PERMITS:
        for (let left = +fields; left > 0; left -= 1) this.#acquirePermit();
        return true;
      case crossing.CANCEL_PERMITS:
        this.#cancelPermits();
        return true;
      case crossing.REPORT_PROGRESS:
        this.#listeners.onReport?.();
        return true;
      case crossing.FINISH: {
        const failure = this.#engine.failure();
        return this.#finish(failure ? this.#client.transport.explain(readError(failure)) : this.#failure);
      }
    }
    return false;
  }

  /** @param {string} fields */
  #prepare(fields) {
    const [number, officialAccount, ...msgKeys] = /** @type {[string, string, ...string[]]} */ (fields.trimEnd().split("\n"));
    promiseTry(() => this.#listeners.beforeSend?.({ officialAccount, msgKeys })).then(
      () => this.#input(crossing.PREPARED, +number),
      (cause) => this.#fail(detailed("ERR_BEFORE_SEND", "before-send-failed", { cause })),
    );
    return true;
  }

  /** @param {string} fields */
  #send(fields) {
    const [number, url, body] = /** @type {[string, string, string]} */ (fields.split("\n"));
    const request = +number;
    const end = (/** @type {import("../request/transport.js").Exchange} */ exchange) => {
      this.#flights.delete(request);
      this.#events?.ended(request, exchange);
      if (exchange.loss !== undefined) return this.#input(crossing.LOSS, request, exchange.loss, 0, exchange.words);
      const { status, answer, wait } = exchange;
      this.#listeners.onAnswer?.(answer);
      this.#input(crossing.ANSWER, request, status, wait, envelopeOf(answer));
    };
    this.#flights.set(request, this.#client.transport.post(url, body, end));
    this.#events?.leaves(request, body);
    return true;
  }

  #askForUserSig() {
    const { done, leave } = this.#client.userSigs.ask();
    const asked = performance.now();
    this.#leave = leave;
    done.then(
      () => {
        this.#leave = undefined;
        this.#events?.tell({ type: "userSig", ms: performance.now() - asked });
        this.#input(crossing.USER_SIG);
      },
      (failure) => {
        this.#leave = undefined;
        this.#fail(failure);
      },
    );
    return true;
  }

  #acquirePermit() {
    const { limiter } = this.#client;
    if (!limiter) return;
    const controller = new AbortController();
    this.#permits.add(controller);
    const begun = performance.now();
    acquire(limiter, controller.signal).then(
      () => this.#permits.delete(controller) && this.#permit(performance.now() - begun),
      (failure) => this.#permits.delete(controller) && this.#fail(failure),
    );
  }

  /** @param {number} ms how long the limiter took */
  #permit(ms) {
    this.#events?.tell({ type: "limiter", ms });
    this.#input(crossing.PERMIT, 0, ms);
  }

  /** Aborts the pending permits of the limiter, and ignores its reaction. */
  #cancelPermits() {
    // Clear the set first: listeners of the signals may call back.
    const permits = [...this.#permits];
    this.#permits.clear();
    for (const controller of permits) controller.abort();
  }

  /** Handles the failure of a caller's function: sends nothing more, and waits for requests in flight. @param {any} failure */
  #fail(failure) {
    // The core throws an Error; a failed function of the caller has a description, which is not an Error.
    if (failure instanceof Error) return this.#crash(failure);
    this.#failure ??= failure;
    this.#input(crossing.STOP);
  }

  /**
   * @param {number} number
   * @param {number} [request]
   * @param {number} [first]
   * @param {number} [second]
   * @param {string} [text]
   */
  #input(number, request = 0, first = 0, second = 0, text = undefined) {
    if (this.#isDone) return;
    try {
      this.#engine.input(number, request, first, second, text);
    } catch (thrown) {
      return this.#crash(thrown);
    }
    this.#events?.changed();
    this.#listeners.onNews?.();
    this.turn();
  }

  /** Handles a failure of the core, or of this driver, in the middle of its work. @param {unknown} thrown */
  #crash(thrown) {
    if (this.#isDone) return;
    this.#reject(thrown);
    this.#end();
  }

  /** @param {Description} [error] */
  #finish(error) {
    this.#end();
    this.#listeners.onReport?.();
    this.#resolve({ error, isStopped: this.#isStopped });
    return false;
  }

  /** Releases everything. */
  #end() {
    this.#isDone = true;
    clearTimeout(this.#timer);
    this.#unwatch();
    this.#leave?.();
    this.#cancelPermits();
    // Clear the map first: listeners of the signals may call back. Do not wait for a `fetch` that ignores its signal.
    const flights = [...this.#flights.values()];
    this.#flights.clear();
    for (const cancel of flights) cancel();
  }
}
