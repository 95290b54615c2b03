// The walk of find through one account: which messages it yields, and what it only counts.
import { HistoryWalk, windowOf } from "../history/history_walk.js";
import { rebuiltKey } from "../history/history_rows.js";
import { detailed, makeError } from "../errors/problems.js";
import { promiseTry } from "../errors/try_call.js";
import { findTexts } from "./find_texts.js";
import { invalid, unexpected } from "./issues.js";
import { comparable, textOf, typesOf } from "./message_text.js";

/** @typedef {import("../../index.js").FoundMessage} FoundMessage */
/** @typedef {import("../../index.js").HistoryMessage} HistoryMessage */
/** @typedef {{ messages: number, holes: number, withoutKey: number }} FindCounts */

export class FindWalk {
  officialAccount;
  isDone = false;
  #walk = new HistoryWalk();
  #filter;
  #counts;

  /**
   * @param {string} officialAccount
   * @param {ReturnType<typeof filterOf>} filter
   * @param {FindCounts} counts of the whole run, which this walk adds to
   */
  constructor(officialAccount, filter, counts) {
    this.officialAccount = officialAccount;
    this.#filter = filter;
    this.#counts = counts;
  }

  get before() {
    return this.#walk.before;
  }

  /** @param {any} answer @returns {FoundMessage[]} */
  take(answer) {
    /** @type {FoundMessage[]} */
    const found = [];
    for (const message of this.#walk.take(answer)) {
      const one = this.#found(message);
      if (one) found.push(one);
    }
    this.#counts.messages += found.length;
    this.isDone = this.#walk.isOver || this.#walk.isPast(this.#filter.earliest);
    return found;
  }

  /** @param {HistoryMessage} message @returns {FoundMessage | undefined} */
  #found(message) {
    const { earliest, latest, from, matches, rebuildKeys } = this.#filter;
    const sent = message.msgTime * 1000;
    if (sent < earliest || sent > latest || (from !== undefined && message.from !== from)) return undefined;
    const { state } = message;
    if (state === "hole") {
      this.#counts.holes += 1;
      return undefined;
    }
    const msgKey = message.msgKey || (rebuildKeys ? rebuiltKey(message) : "");
    const isKeyRebuilt = message.msgKey === "" && msgKey !== "";
    const text = textOf(message.msgBody);
    const found = { officialAccount: this.officialAccount, ...message, msgKey, state, text, ...(isKeyRebuilt && { isKeyRebuilt }) };
    if (!matches(found)) return undefined;
    if (msgKey !== "") return found;
    this.#counts.withoutKey += 1;
    return undefined;
  }
}

/**
 * The filter of a run.
 * @param {any} options checked
 */
export function filterOf({ since, until, from, text, types, where, rebuildKeys }) {
  const tests = [
    ...(types ? [(/** @type {FoundMessage} */ { msgBody }) => typesOf(msgBody).some((type) => types.includes(type))] : []),
    ...textTest(text),
    ...(where ? [(/** @type {FoundMessage} */ message) => ask("where", () => where(message))] : []),
  ];
  const matches = (/** @type {FoundMessage} */ message) => tests.every((test) => test(message));
  return { ...windowOf({ since, until }), from, rebuildKeys, matches };
}

/** @param {any} text @returns {((message: FoundMessage) => boolean)[]} */
function textTest(text) {
  if (text === undefined) return [];
  if (typeof text === "function") return [(message) => ask("text", () => text(message.text))];
  const wanted = comparable(text);
  return [(message) => comparable(message.text).includes(wanted)];
}

/**
 * Asks a caller's function. A promise is refused: it would count as true for every message.
 * @param {string} name
 * @param {() => unknown} call
 */
function ask(name, call) {
  let answer;
  try {
    answer = call();
    if (typeof (/** @type {any} */ (answer)?.then) !== "function") return Boolean(answer);
  } catch (cause) {
    throw makeError(detailed("ERR_INPUT_SOURCE", "filter-failed", { cause }), findTexts());
  }
  // What it rejects with is of no interest.
  promiseTry(() => /** @type {any} */ (answer)).catch(() => {});
  throw invalid([unexpected(`${name}()`, answer, "flag")]);
}
