// Statistics of the keys of a run for the plan: count, duplicates and time range, collected while reading.
import { explainRejected } from "tencent-chat-recall";
import { keyOf } from "../../lib/vendor/msg_key.js";
import { FIRST_TIME } from "../../lib/generated/facts.js";
import { Failure, harmless } from "../failures/failure.js";
import { wordsOf } from "../languages/screen_texts.js";
import { sentence } from "../languages/sentence.js";
import { KeySet } from "./key_set.js";

/** Lines that are shown when they hold no key. */
const SHOWN = 20;
/** A message from further ahead than clocks differ. */
const FUTURE_SECONDS = 3600;

/** @typedef {import("../languages/locale.js").Language} Language */

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
  /** @type {((seq: number, time: number) => void) | undefined} */
  #next;
  #future = Date.now() / 1000 + FUTURE_SECONDS;
  #last = { seq: 0, time: 0 };

  /** @param {(seq: number, time: number) => void} [next] where the keys go on to */
  constructor(next) {
    this.#next = next;
  }

  get last() {
    return this.messages === 0 ? "" : keyOf(this.#last.seq, this.#last.time);
  }

  key = (/** @type {number} */ seq, /** @type {number} */ time) => {
    if (this.messages === 0) this.first = keyOf(seq, time);
    this.messages += 1;
    this.#time(time);
    this.#last.seq = seq;
    this.#last.time = time;
    this.set.add(seq, time);
    this.#next?.(seq, time);
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
    if (time < FIRST_TIME) this.tooOld += 1;
  }
}

/**
 * The lines that hold no key, as text.
 * @param {KeyStats} stats
 * @param {Language} language
 */
export function describeRejects({ rejects, rejectedCount }, language) {
  const lines = rejects.map((one) => `  ${harmless(one.file, 200)}:${one.line}: ${harmless(explainRejected(one, { locale: language }), 200)}`);
  if (rejectedCount > rejects.length) lines.push(`  ${wordsOf(language).moreRejected(rejectedCount - rejects.length)}`);
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
 * @param {{ skipInvalid: boolean, advice: "printed" | "nonePrinted" | "correct" | "correctOrSkip", language: Language }} how
 */
export function refuseRejects(stats, { skipInvalid, advice, language }) {
  if (stats.rejectedCount === 0 || skipInvalid) return;
  throw new Failure(sentence("rejectedLines", { count: stats.rejectedCount, told: describeRejects(stats, language), advice }));
}
