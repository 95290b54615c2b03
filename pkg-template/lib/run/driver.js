// Drives the engine: carries out its commands and passes it inputs, as src/engine/contract.rs describes. For recalls and pages of history.
import { readError } from "../errors/problems.js";
import { promiseTry } from "../errors/try_call.js";
import { watchCancellation } from "../request/cancellation.js";
import { envelopeOf } from "../request/envelope.js";
import { acquire } from "../request/limiter_permits.js";
import * as crossing from "../generated/crossing.js";

/**
 * What the core exports of a recall, or of a page of history.
 * @typedef {object} Engine
 * @property {() => string} next
 * @property {(number: number, request: number, first: number, second: number, text?: string) => void} input
 * @property {() => any} failure
 *
 * @typedef {import("../request/client_context.js").ClientContext} ClientContext
 * @typedef {import("../errors/problems.js").Description} Description
 *
 * @typedef {object} Listeners
 * @property {any[]} signals abort it; those that are undefined are ignored
 * @property {{ after?: number, at?: number }} [deadline]
 * @property {any} [stopSignal] stops it: nothing new is sent, what is in flight is waited for
 * @property {(msgKeys: string[]) => unknown} [beforeSend] awaited before a request with these keys leaves
 * @property {() => void} [onReport] a progress event is due
 * @property {() => void} [onNews] outcomes may have become known
 * @property {(answer: any) => void} [onAnswer] a request was answered with this JSON
 */

export class Driver {
  #engine;
  #client;
  #listeners;
  /** Cancels the requests in flight, by their numbers. @type {Map<number, () => void>} */
  #flights = new Map();
  /** Permits that were asked for. @type {Set<AbortController>} */
  #permits = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Stops waiting for a UserSig. @type {(() => void) | undefined} */
  #leave;
  /** Set once it is aborted; without an error when the caller has stopped listening. @type {{ error?: Description } | undefined} */
  #aborted;
  /** Why a function of the caller's ended it. @type {Description | undefined} */
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

  /** How it ended; rejects with what the core threw. @type {Promise<{ error?: Description, isStopped: boolean }>} */
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
    const unwatch = [
      watchCancellation(listeners.signals, listeners.deadline ?? {}, (error) => this.abort(error)),
      watchCancellation([listeners.stopSignal], {}, () => this.#stop()),
    ];
    this.#unwatch = () => unwatch.forEach((end) => end());
    this.#turnLater();
  }

  /**
   * Ends it now: what is in flight is unconfirmed. The first reason counts.
   * @param {Description} [error] none when the caller has stopped listening
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
    const [number, ...keys] = /** @type {[string, ...string[]]} */ (fields.trimEnd().split("\n"));
    promiseTry(() => this.#listeners.beforeSend?.(keys)).then(
      () => this.#input(crossing.PREPARED, +number),
      (cause) => this.#fail({ code: "ERR_BEFORE_SEND", message: "beforeSend failed; see cause", cause }),
    );
    return true;
  }

  /** @param {string} fields */
  #send(fields) {
    const [number, url, body] = /** @type {[string, string, string]} */ (fields.split("\n"));
    const request = +number;
    const end = (/** @type {import("../request/transport.js").Exchange} */ exchange) => {
      this.#flights.delete(request);
      if (exchange.loss !== undefined) return this.#input(crossing.LOSS, request, exchange.loss, 0, exchange.words);
      const { status, answer, wait } = exchange;
      this.#listeners.onAnswer?.(answer);
      this.#input(crossing.ANSWER, request, status, wait, envelopeOf(answer));
    };
    this.#flights.set(request, this.#client.transport.post(url, body, end));
    return true;
  }

  #askForUserSig() {
    const { done, leave } = this.#client.userSigs.ask();
    this.#leave = leave;
    done.then(
      () => {
        this.#leave = undefined;
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
      () => this.#permits.delete(controller) && this.#input(crossing.PERMIT, 0, performance.now() - begun),
      (failure) => this.#permits.delete(controller) && this.#fail(failure),
    );
  }

  /** Tells the limiter that its permits are not needed any more; what it answers to that is ignored. */
  #cancelPermits() {
    // Cleared first: what listens to the signals may call back.
    const permits = [...this.#permits];
    this.#permits.clear();
    for (const controller of permits) controller.abort();
  }

  /** A function of the caller's failed: nothing more is sent, what is in flight is waited for. @param {any} failure */
  #fail(failure) {
    // What the core throws is an Error; a description of one is none.
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
    this.#listeners.onNews?.();
    this.turn();
  }

  /** The core, or what surrounds it, failed in the midst of its work. @param {unknown} thrown */
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
    // Cleared first: what listens to their signals may call back. A `fetch` that ignores its signal is not waited for.
    const flights = [...this.#flights.values()];
    this.#flights.clear();
    for (const cancel of flights) cancel();
  }
}

/**
 * Calls a function of the caller's with an event; what it throws, or its promise is rejected with, is ignored.
 * @param {(event: any) => unknown} listener
 * @param {any} event
 */
export function notify(listener, event) {
  promiseTry(() => listener(event)).catch(() => {});
}

/**
 * The stop signal and the `beforeSend` of a request.
 * @param {any} request a snapshot
 * @returns {Pick<Listeners, "stopSignal" | "beforeSend">}
 */
export function listenersOf({ officialAccount, stopSignal, beforeSend }) {
  return { stopSignal, ...(beforeSend && { beforeSend: (msgKeys) => beforeSend({ officialAccount, msgKeys }) }) };
}
