/** Records what the service did, for assertions: counters of all requests, the latest requests, and every recall. */

import { msgKeyOf } from "./account.js";
import { PeakRate } from "./peak_rate.js";

/** @typedef {import("./index.js").LedgerEntry} LedgerEntry */
/** @typedef {import("./index.js").Ledger} PublicLedger */
/** @typedef {import("./index.js").Counters} PublicCounters */

/** Counters of one command, or of all commands. @implements {PublicCounters} */
class Counters {
  requests = 0;
  accepted = 0;
  refusedForRate = 0;
  lostRequests = 0;
  lostReplies = 0;
  /** @type {Record<number, number>} */
  errorCodes = {};
  /** @type {Record<number, number>} */
  retCodes = {};
  #left = new PeakRate();
  #accepted = new PeakRate();

  get peakPerSecond() {
    return this.#left.most;
  }

  get peakAcceptedPerSecond() {
    return this.#accepted.most;
  }

  get acceptedPerSecond() {
    return [...this.#accepted.series];
  }

  /** @param {number} ticks */
  countArrival(ticks) {
    this.requests += 1;
    this.#left.add(ticks);
  }

  /** @param {number} ticks */
  countAccepted(ticks) {
    this.accepted += 1;
    this.#accepted.add(ticks);
  }
}

/** The ledger of one emulator. @implements {PublicLedger} */
export class Ledger extends Counters {
  /** @type {Record<string, number>} */
  faults = {};
  webhooks = { sent: 0, failed: 0 };
  #limit;
  /** @type {LedgerEntry[]} */
  #entries = [];
  /** @type {import("./account.js").StoredMessage[]} */
  #recalled = [];
  /** @type {Map<string, Counters>} */
  #byCommand = new Map();
  entriesDropped = 0;

  /** @param {number} limit maximum number of entries */
  constructor(limit) {
    super();
    this.#limit = limit;
  }

  get entries() {
    this.#trim(this.#limit);
    return [...this.#entries];
  }

  get recalledCount() {
    return this.#recalled.length;
  }

  get recalled() {
    return this.#recalled.map((message) => ({
      msgKey: msgKeyOf(message),
      officialAccount: message.account.id,
      time: message.recalledAt,
      reason: message.reason,
      request: message.request,
    }));
  }

  /** @param {string} command */
  of(command) {
    let counters = this.#byCommand.get(command);
    if (!counters) this.#byCommand.set(command, (counters = new Counters()));
    return counters;
  }

  /**
   * Adds the entry of a request that has left its sender. The methods below fill it in.
   * @param {string} command @param {number} now @param {number} ticks
   * @returns {LedgerEntry}
   */
  arrive(command, now, ticks) {
    this.countArrival(ticks);
    this.of(command).countArrival(ticks);
    const entry = {
      number: this.requests, time: now, command, identifier: "", status: 0, errorCode: null,
      msgKeys: [], recalled: [], fault: null, lost: null,
    };
    if (this.#limit > 0) this.#entries.push(entry);
    // Trimmed at twice the limit, so that the array is seldom copied.
    if (this.#entries.length > 2 * this.#limit + 64) this.#trim(this.#limit);
    return entry;
  }

  /** @param {LedgerEntry} entry @param {number} ticks */
  accept(entry, ticks) {
    this.countAccepted(ticks);
    this.of(entry.command).countAccepted(ticks);
  }

  /** @param {LedgerEntry} entry @param {number} code the ErrorCode, whether or not the reply arrives */
  answer(entry, code) {
    entry.errorCode = code;
    for (const counters of [this, this.of(entry.command)]) {
      counters.errorCodes[code] = (counters.errorCodes[code] ?? 0) + 1;
      if (code === 60007) counters.refusedForRate += 1;
    }
  }

  /** @param {LedgerEntry} entry @param {number} code */
  countItem(entry, code) {
    for (const counters of [this, this.of(entry.command)]) counters.retCodes[code] = (counters.retCodes[code] ?? 0) + 1;
  }

  /** @param {LedgerEntry} entry @param {"request" | "reply"} what */
  lose(entry, what) {
    if (entry.lost) return;
    entry.lost = what;
    for (const counters of [this, this.of(entry.command)]) {
      if (what === "request") counters.lostRequests += 1;
      else counters.lostReplies += 1;
    }
  }

  /** @param {LedgerEntry} entry @param {string} name */
  countFault(entry, name) {
    entry.fault = name;
    this.faults[name] = (this.faults[name] ?? 0) + 1;
  }

  /** @param {import("./account.js").StoredMessage[]} messages */
  record(messages) {
    for (const message of messages) this.#recalled.push(message);
  }

  /** @param {number} most */
  #trim(most) {
    const excess = this.#entries.length - most;
    if (excess <= 0) return;
    this.#entries.splice(0, excess);
    this.entriesDropped += excess;
  }
}
