// Recalls a list of distinct keys through the handler, in as many requests as its time limit requires, and yields the outcome of each key
// once, whatever fails.
import { noCounts } from "../handler/protocol/outcome_counts.js";
import { RecallError } from "../lib/errors/recall_error.js";
import { Broken, aborted, linesOf, post, unreadable } from "./http.js";
import { asDescription, makeError } from "./remote_error.js";
import { RunSignals } from "./run_signals.js";

/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {import("../handler/index.js").HandlerEvent} HandlerEvent */
/** @typedef {import("../handler/index.js").Left} Left */

/** Has every status as a key. */
const STATUSES = noCounts();
/** Most requests in a row that reach the time limit without an outcome. */
const MOST_BARREN = 3;

/**
 * @typedef {object} Order
 * @property {import("./http.js").Endpoint} endpoint
 * @property {object} members of the body, but for the keys
 * @property {AbortSignal} signal aborts the run: its outcomes are still read
 * @property {AbortSignal} stopSignal stops the run: what is in flight is waited for
 * @property {AbortSignal} leave closes the connection
 * @property {(event: HandlerEvent) => void} watch receives every line
 */

/**
 * @param {Order} order
 * @param {readonly string[]} msgKeys
 * @param {Map<string, RecallResult>} [prior] earlier outcomes of keys that are not settled yet
 * @returns {AsyncGenerator<RecallResult, void, void>}
 * @throws {RecallError} after every key has been yielded
 */
export async function* recallKeys(order, msgKeys, prior = new Map()) {
  let todo = msgKeys;
  for (let barren = 0; todo.length > 0; ) {
    if (order.stopSignal.aborted && !order.signal.aborted) {
      for (const msgKey of todo) yield prior.get(msgKey) ?? notAttempted(msgKey);
      return;
    }
    const { left, error } = yield* leg(order, todo, prior);
    const next = [...left.msgKeys, ...left.unconfirmed];
    barren = next.length >= todo.length ? barren + 1 : 0;
    const failure = error ?? (barren >= MOST_BARREN ? noReply() : undefined);
    if (failure) {
      for (const msgKey of next) yield prior.get(msgKey) ?? notAttempted(msgKey);
      throw failure;
    }
    todo = next;
  }
}

/**
 * Sends one request and yields the final outcomes of its response.
 * @param {Order} order
 * @param {readonly string[]} todo
 * @param {Map<string, RecallResult>} prior
 * @returns {AsyncGenerator<RecallResult, { left: Left, error?: RecallError }, void>}
 */
async function* leg(order, todo, prior) {
  const { endpoint, members, signal, watch } = order;
  const open = new Set(todo);
  /** Outcomes that a `continue` line may still revoke. @type {RecallResult[]} */
  const held = [];
  const signals = new RunSignals(endpoint, order);
  try {
    if (signal.aborted) throw aborted(signal, false);
    const response = await post(endpoint, { action: "recall", ...members, msgKeys: todo, ...doubts(todo, prior) }, signals.connection);
    for await (const event of linesOf(response, signals.connection)) {
      watch(event);
      if (event.type === "start") signals.begun(event.id);
      else if (event.type === "results") {
        yield* settle(event.results, open, prior, held);
      } else if (event.type === "continue") {
        return { left: yield* release(held, open, prior, event) };
      } else if (event.type === "error" || event.type === "report") {
        yield* held.splice(0);
        yield* rest(open, prior, true);
        return { left: nothing(), error: event.type === "error" ? endOf(event.error, order) : undefined };
      }
    }
    throw new Broken(makeError("ERR_NO_REPLY", { detail: "handler-broke-off" }), true);
  } catch (thrown) {
    yield* held;
    yield* rest(open, prior, !(thrown instanceof Broken) || thrown.mayHaveBegun);
    return { left: nothing(), error: isStop(order, thrown) ? undefined : thrown instanceof Broken ? thrown.error : unreadable(thrown) };
  } finally {
    signals.release();
  }
}

/**
 * The error of a run that the handler ended with one. An abort is the caller's own, and a stop is no error.
 * @param {import("../handler/index.js").HandlerError} error
 * @param {Order} order
 */
function endOf(error, order) {
  const { signal } = order;
  if (error.code === "ERR_ABORTED" && signal.aborted) return aborted(signal, true).error;
  return isStop(order, { error }) ? undefined : new RecallError(asDescription(error));
}

/**
 * Whether the caller's stop ended the run: a handler that knows only aborts, or did not hear of the stop, ends it so.
 * @param {Order} order
 * @param {any} thrown
 */
function isStop({ signal, stopSignal }, thrown) {
  return stopSignal.aborted && !signal.aborted && thrown?.error?.code === "ERR_ABORTED";
}

/**
 * Yields the final outcomes and holds back the others.
 * @param {RecallResult[]} rows
 * @param {Set<string>} open
 * @param {Map<string, RecallResult>} prior
 * @param {RecallResult[]} held
 * @returns {Generator<RecallResult, void, void>}
 */
function* settle(rows, open, prior, held) {
  for (const row of rows) {
    if (!Object.hasOwn(STATUSES, row.status)) throw new TypeError("a row has no status that exists");
    if (!open.delete(row.msgKey)) continue;
    const result = merge(prior.get(row.msgKey), row);
    if (row.retryable) held.push(result);
    else yield result;
  }
}

/**
 * Handles the time limit: yields the held outcomes of keys that do not continue in another request.
 * @param {RecallResult[]} held
 * @param {Set<string>} open
 * @param {Map<string, RecallResult>} prior
 * @param {Left} event
 * @returns {Generator<RecallResult, Left, void>}
 */
function* release(held, open, prior, event) {
  const goesOn = new Set([...event.msgKeys, ...event.unconfirmed]);
  /** @type {Left} */
  const left = nothing();
  for (const result of held.splice(0)) {
    if (!goesOn.has(result.msgKey)) yield result;
    else {
      prior.set(result.msgKey, result);
      (result.status === "unconfirmed" ? left.unconfirmed : left.msgKeys).push(result.msgKey);
    }
  }
  for (const msgKey of open) {
    if (!goesOn.has(msgKey)) continue;
    open.delete(msgKey);
    left.msgKeys.push(msgKey);
  }
  yield* rest(open, prior, true);
  return left;
}

/**
 * Yields outcomes for the keys without a row in the response.
 * @param {Set<string>} open
 * @param {Map<string, RecallResult>} prior
 * @param {boolean} mayHaveBegun
 * @returns {Generator<RecallResult, void, void>}
 */
function* rest(open, prior, mayHaveBegun) {
  for (const msgKey of open) {
    const known = prior.get(msgKey);
    if (mayHaveBegun) yield { msgKey, status: "unconfirmed", retryable: true, attempts: Math.max(known?.attempts ?? 0, 1) };
    else yield known ?? notAttempted(msgKey);
  }
  open.clear();
}

/**
 * Merges the outcomes of one message from two requests.
 * @param {RecallResult | undefined} before
 * @param {RecallResult} now
 * @returns {RecallResult}
 */
function merge(before, now) {
  if (!before) return now;
  // A request that did not attempt the message adds nothing.
  if (now.attempts === 0) return before;
  return { ...now, attempts: before.attempts + now.attempts };
}

/**
 * The keys in doubt, for the member `unconfirmed` of the request.
 * @param {readonly string[]} msgKeys
 * @param {Map<string, RecallResult>} prior
 */
function doubts(msgKeys, prior) {
  const unconfirmed = msgKeys.filter((msgKey) => prior.get(msgKey)?.status === "unconfirmed");
  return unconfirmed.length > 0 ? { unconfirmed } : {};
}

/** @returns {Left} */
function nothing() {
  return { msgKeys: [], unconfirmed: [] };
}

/** Prior outcomes of keys that an earlier run left unconfirmed. @param {Iterable<string>} msgKeys @returns {Map<string, RecallResult>} */
export function inDoubt(msgKeys) {
  return new Map(Array.from(msgKeys, (msgKey) => [msgKey, { msgKey, status: "unconfirmed", retryable: true, attempts: 0 }]));
}

/** @param {string} msgKey @returns {RecallResult} */
export function notAttempted(msgKey) {
  return { msgKey, status: "notAttempted", retryable: true, attempts: 0 };
}

function noReply() {
  return makeError("ERR_NO_REPLY", { detail: "handler-time-limit", params: { count: MOST_BARREN } });
}
