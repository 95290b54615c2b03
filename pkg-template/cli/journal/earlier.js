// What earlier runs know of the messages of a new one: which of them they recalled, and which they left open. From the journals in the
// folder of its own, newest first, as many as can be read in a moment.
import { closeSync, openSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { readHeader } from "./format.js";
import { linesOf } from "./lines.js";
import { keysOf, readJournal } from "./read.js";

/** @typedef {import("./outcomes.js").Outcomes} Outcomes */
/** @typedef {{ journal: string, at: number, count: number }} Elsewhere `at`: when that run began, in Unix milliseconds */

const MOST_JOURNALS = 50;
const MOST_BYTES = 128 * 1024 * 1024;
/** Far more than an account has messages. */
const MOST_KEYS = 20_000;

/** The keys of a new run, unless there are so many of them that to look for them would take long. */
export class KeysAtHand {
  /** By what is known of it: 0 nothing, n: recalled by the nth journal, -n: open in it. @type {Map<string, number> | undefined} */
  #known = new Map();

  /** @param {string} key */
  add(key) {
    this.#known?.set(key, 0);
    if (this.#known && this.#known.size > MOST_KEYS) this.#known = undefined;
  }

  get isTaking() {
    return this.#known !== undefined;
  }

  get known() {
    return this.#known ?? new Map();
  }
}

/**
 * @param {string} path of the journal of the new run
 * @param {{ sdkAppId: number, officialAccount: string }} whose the messages are: keys of another account are other messages
 * @param {KeysAtHand} keys
 * @param {(outcomes: Outcomes, number: number) => boolean} isOpen
 * @returns {{ recalledBy: Elsewhere[], unfinished: Elsewhere[] }} oldest first; each message counts once: for the first run that recalled it, or else for the last one that left it open
 */
export function earlierRuns(path, whose, { known }, isOpen) {
  const journals = known.size === 0 ? [] : journalsIn(dirname(path), whose);
  for (const [index, journal] of journals.entries()) {
    for (const [key, number] of keysOf(journal.path, journal.header)) {
      const before = known.get(key);
      if (before === undefined || before > 0) continue;
      const status = journal.outcomes.status(number);
      if (status === "recalled" || status === "presumedRecalled") known.set(key, index + 1);
      else if (isOpen(journal.outcomes, number)) known.set(key, -index - 1);
    }
  }
  return { recalledBy: counted(journals, known, 1), unfinished: counted(journals, known, -1) };
}

/** @param {import("./read.js").Journal[]} journals @param {Map<string, number>} known @param {1 | -1} sign @returns {Elsewhere[]} */
function counted(journals, known, sign) {
  const counts = journals.map(() => 0);
  for (const value of known.values()) if (value * sign > 0) counts[value * sign - 1] = (counts[value * sign - 1] ?? 0) + 1;
  return journals.flatMap(({ path, header }, index) => {
    const count = counts[index] ?? 0;
    return count === 0 ? [] : [{ journal: path, at: Date.parse(header.started), count }];
  });
}

/** Those of this app and account, oldest first. @param {string} folder @param {{ sdkAppId: number, officialAccount: string }} whose */
function journalsIn(folder, { sdkAppId, officialAccount }) {
  let bytes = 0;
  /** @type {import("./read.js").Journal[]} */
  const found = [];
  for (const { path, size } of filesIn(folder)) {
    const header = headerOf(path);
    if (header?.sdkAppId !== sdkAppId || header.officialAccount !== officialAccount) continue;
    bytes += size;
    if (bytes > MOST_BYTES || found.length === MOST_JOURNALS) break;
    const journal = orNothing(() => readJournal(path));
    if (journal) found.push(journal);
  }
  return found.sort((one, other) => Date.parse(one.header.started) - Date.parse(other.header.started));
}

/** What may be a journal, what was written last first. @param {string} folder */
function filesIn(folder) {
  const names = orNothing(() => readdirSync(folder)) ?? [];
  return names.filter((name) => name.endsWith(".jsonl")).flatMap((name) => {
    const path = folder === "." ? name : join(folder, name);
    const stat = orNothing(() => statSync(path));
    return stat?.isFile() ? [{ path, size: stat.size, time: stat.mtimeMs }] : [];
  }).sort((one, other) => other.time - one.time);
}

/** @param {string} path */
function headerOf(path) {
  return orNothing(() => {
    const fd = openSync(path, "r");
    try {
      return readHeader((linesOf(fd, path).next().value?.text ?? "").trimEnd(), path).header;
    } finally {
      closeSync(fd);
    }
  });
}

/** What cannot be read knows nothing of the messages: they are asked for all the same. @template T @param {() => T} read @returns {T | undefined} */
function orNothing(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}
