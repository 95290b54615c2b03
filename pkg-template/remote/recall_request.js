// Recalls a list of distinct messages through the handler, in as many requests as its time limit requires, and yields the outcome of each
// message once, whatever fails.
import { idOf } from "../handler/protocol/message_refs.js";
import { noCounts } from "../handler/protocol/outcome_counts.js";
import { RecallError } from "../lib/errors/recall_error.js";
import { Broken, aborted, linesOf, post, unreadable } from "./http.js";
import { asDescription, makeError } from "./remote_error.js";
import { bodyOf, placed } from "./message_list.js";
import { RunSignals } from "./run_signals.js";

/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {import("../index.js").MessageRef} MessageRef */
/** @typedef {import("../handler/index.js").HandlerEvent} HandlerEvent */
/** @typedef {import("./message_list.js").Entry} Entry */
/** @typedef {Map<string, RecallResult>} Prior earlier outcomes of messages that are not settled yet, by id */

/** Has every status as a key. */
const STATUSES = noCounts();
/** Most requests in a row that reach the time limit without an outcome. */
const MOST_BARREN = 3;

/**
 * @typedef {object} Order
 * @property {import("./http.js").Endpoint} endpoint
 * @property {object} members of the body, but for the messages
 * @property {import("./message_list.js").Form} form of the caller's request
 * @property {import("./run_accounts.js").RunAccounts} accounts
 * @property {AbortSignal} signal aborts the run: its outcomes are still read
 * @property {AbortSignal} stopSignal stops the run: what is in flight is waited for
 * @property {AbortSignal} leave closes the connection
 * @property {(event: HandlerEvent) => void} watch receives every line
 */

/**
 * @param {Order} order
 * @param {readonly Entry[]} entries
 * @param {Prior} [prior]
 * @returns {AsyncGenerator<RecallResult, void, void>}
 * @throws {RecallError} after every message has been yielded
 */
export async function* recallMessages(order, entries, prior = new Map()) {
  let todo = entries;
  for (let barren = 0; todo.length > 0; ) {
    if (order.stopSignal.aborted && !order.signal.aborted) return yield* unsent(todo, prior);
    todo = yield* withoutRefused(order, todo, prior);
    if (todo.length === 0) return;
    const { left, error } = yield* leg(order, todo, prior);
    barren = left.length >= todo.length ? barren + 1 : 0;
    const failure = error ?? (barren >= MOST_BARREN ? noReply() : undefined);
    if (failure) {
      yield* unsent(left, prior);
      throw failure;
    }
    todo = left;
  }
}

/**
 * Yields the outcomes of messages whose account the service has refused: they are not sent.
 * @param {Order} order
 * @param {readonly Entry[]} todo
 * @param {Prior} prior
 * @returns {Generator<RecallResult, Entry[], void>} the others
 */
function* withoutRefused({ accounts }, todo, prior) {
  const others = [];
  for (const entry of todo) {
    const refused = accounts.outcomeOf(entry.message);
    if (refused) yield prior.get(entry.id) ?? refused;
    else others.push(entry);
  }
  return others;
}

/**
 * @param {Iterable<Entry>} entries
 * @param {Prior} prior
 * @returns {Generator<RecallResult, void, void>}
 */
export function* unsent(entries, prior) {
  for (const { id, message } of entries) yield prior.get(id) ?? { ...message, status: "notAttempted", retryable: true, attempts: 0 };
}

/**
 * Sends one request and yields the final outcomes of its response.
 * @param {Order} order
 * @param {readonly Entry[]} todo
 * @param {Prior} prior
 * @returns {AsyncGenerator<RecallResult, { left: Entry[], error?: RecallError }, void>}
 */
async function* leg(order, todo, prior) {
  const { endpoint, members, signal, watch, accounts } = order;
  const response = new OpenResponse(todo, prior, accounts);
  const signals = new RunSignals(endpoint, order);
  try {
    if (signal.aborted) throw aborted(signal, false);
    const body = { action: "recall", ...members, ...bodyOf(todo, prior, accounts.isMany) };
    for await (const event of linesOf(await post(endpoint, body, signals.connection), signals.connection)) {
      watch(event);
      if (event.type === "start") signals.begun(event.id);
      else if (event.type === "results") {
        yield* response.settle(event.results);
      } else if (event.type === "continue") {
        return { left: yield* response.release(event) };
      } else if (event.type === "error" || event.type === "report") {
        yield* response.rest(true);
        return { left: [], error: event.type === "error" ? endOf(event.error, order) : undefined };
      }
    }
    throw new Broken(makeError("ERR_NO_REPLY", { detail: "handler-broke-off" }), true);
  } catch (thrown) {
    yield* response.rest(!(thrown instanceof Broken) || thrown.mayHaveBegun);
    return { left: [], error: isStop(order, thrown) ? undefined : thrown instanceof Broken ? placed(thrown.error, todo, order.form) : unreadable(thrown) };
  } finally {
    signals.release();
  }
}

/**
 * The error of a run that the handler ended with one. An abort is the caller's own, a stop is no error, and the refusal of one account of
 * several is in the rows.
 * @param {import("../handler/index.js").HandlerError} given
 * @param {Order} order
 */
function endOf(given, order) {
  const { signal, accounts } = order;
  if (given.code === "ERR_ABORTED" && signal.aborted) return aborted(signal, true).error;
  const error = new RecallError(asDescription(given));
  return isStop(order, { error }) || accounts.isOfOne(error) ? undefined : error;
}

/**
 * Whether the caller's stop ended the run: a handler that knows only aborts, or did not hear of the stop, ends it so.
 * @param {Order} order
 * @param {any} thrown
 */
function isStop({ signal, stopSignal }, thrown) {
  return stopSignal.aborted && !signal.aborted && thrown?.error?.code === "ERR_ABORTED";
}

/** The messages of one request, until each has an outcome. */
class OpenResponse {
  /** @type {ReadonlyMap<string, Entry>} */
  #entries;
  /** Messages without a row so far. @type {Map<string, Entry>} */
  #open;
  /** Outcomes that a `continue` line may still revoke. @type {RecallResult[]} */
  #held = [];
  #prior;
  #accounts;
  /** The account of the messages if they have one, which rows of handlers of 0.1.0 do not name. */
  #only;

  /**
   * @param {readonly Entry[]} todo
   * @param {Prior} prior
   * @param {import("./run_accounts.js").RunAccounts} accounts
   */
  constructor(todo, prior, accounts) {
    this.#entries = new Map(todo.map((entry) => [entry.id, entry]));
    this.#open = new Map(this.#entries);
    this.#prior = prior;
    this.#accounts = accounts;
    this.#only = todo[0]?.message.officialAccount ?? "";
  }

  /**
   * Yields the final outcomes and holds back the others.
   * @param {RecallResult[]} rows
   * @returns {Generator<RecallResult, void, void>}
   */
  *settle(rows) {
    for (const given of rows) {
      if (!Object.hasOwn(STATUSES, given.status)) throw new TypeError("a row has no status that exists");
      const row = { ...given, officialAccount: given.officialAccount ?? this.#only };
      const id = idOf(row);
      if (!this.#open.delete(id)) continue;
      this.#accounts.note(row);
      const result = merge(this.#prior.get(id), row);
      if (row.retryable) this.#held.push(result);
      else yield result;
    }
  }

  /**
   * Handles the time limit: yields the held outcomes of messages that do not continue in another request.
   * @param {import("../handler/index.js").Left | import("../handler/index.js").LeftMessages} event
   * @returns {Generator<RecallResult, Entry[], void>} the messages that do
   */
  *release(event) {
    const listed = [...("messages" in event ? event.messages : event.msgKeys), ...event.unconfirmed];
    const continued = new Set(listed.map((one) => idOf(typeof one === "string" ? { officialAccount: this.#only, msgKey: one } : one)));
    /** @type {{ open: Entry[], doubtful: Entry[] }} */
    const left = { open: [], doubtful: [] };
    for (const result of this.#held.splice(0)) {
      const entry = this.#entries.get(idOf(result));
      if (!entry || !continued.has(entry.id)) yield result;
      else {
        this.#prior.set(entry.id, result);
        left[result.status === "unconfirmed" ? "doubtful" : "open"].push(entry);
      }
    }
    for (const [id, entry] of this.#open) {
      if (!continued.has(id)) continue;
      this.#open.delete(id);
      left.open.push(entry);
    }
    yield* this.rest(true);
    return [...left.open, ...left.doubtful];
  }

  /**
   * Yields the held outcomes, and one for each message without a row.
   * @param {boolean} mayHaveBegun
   * @returns {Generator<RecallResult, void, void>}
   */
  *rest(mayHaveBegun) {
    yield* this.#held.splice(0);
    const entries = [...this.#open.values()];
    this.#open.clear();
    if (!mayHaveBegun) return yield* unsent(entries, this.#prior);
    for (const { id, message } of entries) {
      yield { ...message, status: "unconfirmed", retryable: true, attempts: Math.max(this.#prior.get(id)?.attempts ?? 0, 1) };
    }
  }
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

/** Prior outcomes of messages that an earlier run left unconfirmed. @param {Iterable<MessageRef>} messages @returns {Prior} */
export function inDoubt(messages) {
  return new Map(Array.from(messages, (message) => [idOf(message), { ...message, status: "unconfirmed", retryable: true, attempts: 0 }]));
}

function noReply() {
  return makeError("ERR_NO_REPLY", { detail: "handler-time-limit", params: { count: MOST_BARREN } });
}
