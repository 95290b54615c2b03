// The walk of verify through one account: back to the oldest message asked for, noting what the history shows of each.
import { HistoryWalk } from "../history/history_walk.js";
import { rebuiltKey, timeOf } from "../history/history_rows.js";

/** @typedef {import("../../index.js").Verified} Verified */

const VERIFIED = /** @type {const} */ ({ normal: "visible", hole: "hole", recalled: "recalled" });

export class VerifyWalk {
  officialAccount;
  isDone = false;
  #walk = new HistoryWalk();
  #counts;
  /** What is known of each message. @type {Map<string, Verified>} */
  #known;
  /** The keys that were not seen, newest first. @type {string[]} */
  #open;

  /**
   * @param {string} officialAccount
   * @param {Map<string, Verified>} known the messages asked for, all `unknown`; this walk changes it
   * @param {{ settled: number }} counts of the whole run, which this walk adds to
   */
  constructor(officialAccount, known, counts) {
    this.officialAccount = officialAccount;
    this.#known = known;
    this.#counts = counts;
    this.#open = [...known.keys()].sort((a, b) => timeOf(b) - timeOf(a));
  }

  get before() {
    return this.#walk.before;
  }

  /** Yields no rows: what it learns is in the map. @param {any} answer @returns {never[]} */
  take(answer) {
    for (const message of this.#walk.take(answer)) {
      // A message whose key the service left out is recognized by its number and time.
      const key = message.msgKey || rebuiltKey(message);
      if (this.#known.get(key) === "unknown") this.#settle(key, VERIFIED[message.state]);
    }
    while (this.#open.length > 0 && this.#known.get(/** @type {string} */ (this.#open.at(-1))) !== "unknown") this.#open.pop();
    const oldest = this.#open.at(-1);
    this.isDone = oldest === undefined || this.#walk.isOver || this.#walk.isPast(timeOf(oldest) * 1000);
    if (this.isDone) for (const key of this.#open) if (this.#isMissing(key)) this.#settle(key, "notFound");
    return [];
  }

  /** Whether the place of a message was read, and it was not there. @param {string} key */
  #isMissing(key) {
    return this.#known.get(key) === "unknown" && (this.#walk.isComplete || this.#walk.isPast(timeOf(key) * 1000));
  }

  /** @param {string} key @param {Verified} verified */
  #settle(key, verified) {
    this.#known.set(key, verified);
    this.#counts.settled += 1;
  }
}
