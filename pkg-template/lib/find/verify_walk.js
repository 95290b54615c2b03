// The walk of verify through one account: back to the oldest message asked for, noting what the history shows of each.
import { HistoryWalk } from "../history/history_walk.js";
import { rebuiltKey, timeOf } from "../history/history_rows.js";

/** @typedef {import("../../index.js").Verified} Verified */

const VERIFIED = /** @type {const} */ ({ normal: "visible", hole: "hole", recalled: "recalled" });

export class VerifyWalk {
  officialAccount;
  isDone = false;
  #walk = new HistoryWalk();
  /** What is known of each message. @type {Map<string, Verified>} */
  #known;
  /** The keys that were not seen, newest first. @type {string[]} */
  #open;

  /**
   * @param {string} officialAccount
   * @param {Map<string, Verified>} known the messages asked for, all `unknown`; this walk changes it
   */
  constructor(officialAccount, known) {
    this.officialAccount = officialAccount;
    this.#known = known;
    this.#open = [...known.keys()].sort((a, b) => timeOf(b) - timeOf(a));
  }

  get before() {
    return this.#walk.before;
  }

  /** @param {any} answer @returns {string[]} the keys about which more is known now */
  take(answer) {
    /** @type {string[]} */
    const found = [];
    for (const message of this.#walk.take(answer)) {
      // A message whose key the service left out is recognized by its number and time.
      const key = message.msgKey || rebuiltKey(message);
      if (this.#known.get(key) !== "unknown") continue;
      this.#known.set(key, VERIFIED[message.state]);
      found.push(key);
    }
    while (this.#open.length > 0 && this.#known.get(/** @type {string} */ (this.#open.at(-1))) !== "unknown") this.#open.pop();
    const oldest = this.#open.at(-1);
    this.isDone = oldest === undefined || this.#walk.isOver || this.#walk.isPast(timeOf(oldest) * 1000);
    if (this.isDone) found.push(...this.#missing());
    return found;
  }

  /** Settles the messages whose place was read, and that were not there. */
  #missing() {
    const missing = this.#open.filter((key) => this.#known.get(key) === "unknown" && (this.#walk.isComplete || this.#walk.isPast(timeOf(key) * 1000)));
    for (const key of missing) this.#known.set(key, "notFound");
    return missing;
  }
}
