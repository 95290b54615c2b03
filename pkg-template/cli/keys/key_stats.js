// Statistics of the keys of a run for the plan: count, duplicates and time range, collected while reading.
import { shown } from "../../lib/errors/excerpt.js";
import { Failure, harmless } from "../failures/failure.js";
import { KeySet } from "./key_set.js";
import { textOf } from "./plain_keys.js";

/** Lines that are shown when they hold no key. */
const SHOWN = 20;
/** What stands in a line instead of a key may be a secret: a file with credentials may be taken for one with keys. */
const LONG = /\S{32,}/g;
/** A message from further ahead than clocks differ. */
const FUTURE_SECONDS = 3600;
/** Unix seconds of 2014-01-01, before the service existed. */
const FIRST_SECOND = 1_388_534_400;

export class KeyStats {
  set = new KeySet();
  messages = 0;
  inFuture = 0;
  tooOld = 0;
  /** What was read of each file. @type {import("./key_reader.js").FileRead[]} */
  files = [];
  rejectedCount = 0;
  /** The first few that are no keys. @type {import("./key_reader.js").Rejected[]} */
  rejects = [];
  oldest = Infinity;
  newest = -Infinity;
  first = "";
  /** @type {{ key: (seq: number, time: number) => void, other: (text: string) => void } | undefined} */
  #next;
  #future = Date.now() / 1000 + FUTURE_SECONDS;
  /** @type {[number, number] | string} */
  #last = "";

  /** @param {{ key: (seq: number, time: number) => void, other: (text: string) => void }} [next] where the keys go on to */
  constructor(next) {
    this.#next = next;
  }

  get last() {
    return typeof this.#last === "string" ? this.#last : textOf(...this.#last);
  }

  key = (/** @type {number} */ seq, /** @type {number} */ time) => {
    if (this.messages === 0) this.first = textOf(seq, time);
    this.messages += 1;
    this.#time(time);
    if (typeof this.#last === "string") this.#last = [seq, time];
    else {
      this.#last[0] = seq;
      this.#last[1] = time;
    }
    this.set.add(seq, time);
    this.#next?.key(seq, time);
  };

  other = (/** @type {string} */ text) => {
    if (this.messages === 0) this.first = text;
    this.messages += 1;
    this.#time(Number(text.slice(text.lastIndexOf("_") + 1)));
    this.#last = text;
    this.set.addOther(text);
    this.#next?.other(text);
  };

  rejected = (/** @type {import("./key_reader.js").Rejected} */ what) => {
    this.rejectedCount += 1;
    if (this.rejects.length < SHOWN) this.rejects.push(what);
  };

  file = (/** @type {import("./key_reader.js").FileRead} */ read) => {
    if (this.files.length < SHOWN) this.files.push(read);
  };

  /** @param {number} time */
  #time(time) {
    if (time < this.oldest) this.oldest = time;
    if (time > this.newest) this.newest = time;
    if (time > this.#future) this.inFuture += 1;
    if (time < FIRST_SECOND) this.tooOld += 1;
  }
}

/**
 * The lines that hold no key, as text.
 * @param {KeyStats} stats
 */
export function describeRejects({ rejects, rejectedCount }) {
  const lines = rejects.map(({ file, line, reason }) => `  ${harmless(file, 200)}:${line}: ${harmless(reason.replaceAll(LONG, shown), 200)}`);
  if (rejectedCount > rejects.length) lines.push(`  ... and ${rejectedCount - rejects.length} more`);
  return lines.join("\n");
}

/** What to say of files in which there is no key: how much was read of each, and what it looks like. @param {KeyStats} stats */
export function describeNothing({ files }) {
  const line = (/** @type {import("./key_reader.js").FileRead} */ { file, lines, sample, column }) => {
    const read = `${lines} ${lines === 1 ? "line" : "lines"}${column === undefined ? "" : ` of the column "${harmless(column)}"`}`;
    return `${harmless(file, 200)}: found no MsgKey in ${read}, expected keys like 71_1_1698741698${sample === undefined ? "" : `; the first line is "${harmless(sample)}"`}`;
  };
  return files.map(line).join("\n");
}

/** The columns that were read, as sentences. @param {KeyStats} stats */
export function describeColumns({ files }) {
  return files.flatMap(({ file, column }) => (column === undefined ? [] : [`${harmless(file, 200)}: read from column "${harmless(column)}"`])).join("\n");
}

/**
 * @param {KeyStats} stats
 * @param {boolean} skipInvalid
 * @param {string} advice how to go on
 */
export function refuseRejects(stats, skipInvalid, advice) {
  if (stats.rejectedCount === 0 || skipInvalid) return;
  const many = stats.rejectedCount === 1 ? "1 line holds" : `${stats.rejectedCount} lines hold`;
  throw new Failure(`${many} no MsgKey where one was expected:\n${describeRejects(stats)}\n${advice}`);
}
