// Statistics of the messages of a run for the plan: count, accounts, duplicates and time range, collected while reading.
import { keyOf } from "../../lib/vendor/msg_key.js";
import { FIRST_TIME } from "../../lib/generated/facts.js";
import { Failure, harmless, plain } from "../failures/failure.js";
import { sentence, textIn } from "../languages/sentence.js";
import { paragraph, proseWidthOf } from "../terminal/layout.js";
import { AccountList } from "./account_list.js";
import { KeySet } from "./key_set.js";

/** Most characters of a file name. */
const MOST_OF_NAME = 200;
/** Most lines without a key that are listed. */
const SHOWN = 20;
/** Seconds of clock difference beyond which a message is from the future. */
const FUTURE_SECONDS = 3600;

/** @typedef {import("../languages/locale.js").Language} Language */
/** @typedef {import("../languages/sentence.js").Sentence} Sentence */
/** @typedef {(seq: number, time: number, account: number, officialAccount?: string) => void} Next `account`: its number; `officialAccount`: the one that the line names */

export class KeyStats {
  set = new KeySet();
  accounts = new AccountList();
  messages = 0;
  inFuture = 0;
  tooOld = 0;
  /** Facts about each file read. @type {import("./key_reader.js").FileRead[]} */
  files = [];
  rejectedCount = 0;
  /** The first few rejected lines. @type {import("./key_reader.js").Rejected[]} */
  rejects = [];
  oldest = Infinity;
  newest = -Infinity;
  first = "";
  /** @type {Next | undefined} */
  #next;
  #check;
  #future = Date.now() / 1000 + FUTURE_SECONDS;
  #last = { seq: 0, time: 0 };

  /** @param {{ check?: import("./account_check.js").AccountCheck, next?: Next }} how `check` decides the accounts; without it, a message may have none. `next` receives the messages */
  constructor({ check, next }) {
    this.#check = check;
    this.#next = next;
  }

  begin = (/** @type {string} */ file) => this.#check?.begin(file);

  get last() {
    return this.messages === 0 ? "" : keyOf(this.#last.seq, this.#last.time);
  }

  key = (/** @type {number} */ seq, /** @type {number} */ time, /** @type {string | undefined} */ named, /** @type {number} */ line) => {
    if (this.messages === 0) this.first = keyOf(seq, time);
    this.messages += 1;
    this.#time(time);
    this.#last.seq = seq;
    this.#last.time = time;
    const name = this.#check ? this.#check.accountOf({ seq, time, named, line }) : named ?? "";
    if (name === undefined) return;
    const account = this.accounts.numberOf(name);
    this.set.add(seq, time, account);
    this.#next?.(seq, time, account, named);
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
 * Lists the lines that hold no key.
 * @param {KeyStats} stats
 * @returns {Sentence[]}
 */
export function rejectedLines({ rejects, rejectedCount }) {
  const lines = rejects.map(({ file, line, code, text, params }) => sentence("rejectedLine", { file: harmless(file, MOST_OF_NAME), line, rejected: { code, text, params } }));
  const more = rejectedCount > rejects.length ? [sentence("moreRejected", { count: rejectedCount - rejects.length })] : [];
  return [...lines, ...more].map((said) => ({ ...said, isListed: true }));
}

/** Describes the files without any key. @param {KeyStats} stats @returns {Sentence[]} */
export const filesWithoutKeys = ({ files }) =>
  files.map(({ file, lines, sample, column }) => sentence("noKeysIn", {
    file: harmless(file, MOST_OF_NAME), lines, ...(sample === undefined ? {} : { sample: harmless(sample) }), ...(column === undefined ? {} : { column: harmless(column) }),
  }));

/** Names the columns that were read. @param {KeyStats} stats @returns {Sentence[]} */
export const columnsRead = ({ files }) => files.flatMap(({ file, column, accountColumn }) => {
  if (column === undefined) return [];
  const accounts = accountColumn === undefined ? {} : { accountColumn: harmless(accountColumn) };
  return [sentence("columnRead", { file: harmless(file, MOST_OF_NAME), column: harmless(column), ...accounts })];
});

/** Prints sentences to standard error, each on its own line. @param {Sentence[]} sentences @param {Language} language */
export function print(sentences, language) {
  for (const said of sentences) process.stderr.write(`${paragraph(plain(textIn(said, language)), proseWidthOf(process.stderr))}\n`);
}

/**
 * @param {KeyStats} stats
 * @param {{ skipInvalid: boolean, advice: "printed" | "nonePrinted" | "correct" | "correctOrSkip" }} how
 */
export function refuseRejects(stats, { skipInvalid, advice }) {
  if (stats.rejectedCount === 0 || skipInvalid) return;
  throw new Failure([sentence("rejectedLines", { count: stats.rejectedCount }), ...rejectedLines(stats), sentence("rejectedAdvice", { advice })]);
}
