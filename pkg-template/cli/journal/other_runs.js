// Looks up what other runs know about the same messages: recalled or left open. Reads the journals in the same folder, newest first, for a
// limited time.
import { closeSync, openSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse, readHeader } from "./journal_format.js";
import { linesOf } from "./line_reader.js";
import { liveWorkerOf } from "./process_identity.js";
import { keysOf, readJournal } from "./journal_reader.js";
import { isSameService } from "./same_service.js";

/** @typedef {import("./journal_format.js").Header} Header */
/** @typedef {import("./key_outcomes.js").KeyOutcomes} KeyOutcomes */
/** @typedef {{ journal: string, at: number, count: number, pid?: number }} OtherRun `at`: when that run began, in Unix milliseconds; `pid`: the process of this machine that is working on it now */
/** @typedef {{ sdkAppId: number } & import("./same_service.js").Service} Scope messages of another app or service are others */
/** Each message counts once: for the first run that recalled it, else for the first that presumed so, else for the last that left it open. @typedef {{ recalledBy: OtherRun[], presumedBy: OtherRun[], unfinished: OtherRun[] }} OtherRuns */

const MOST_JOURNALS = 50;
const MOST_BYTES = 128 * 1024 * 1024;
/** More messages than a mistake in many accounts leaves. Those of a larger run are not looked up. */
export const MOST_MESSAGES = 50_000;

/** What is known about a message, the most certain first. */
const OPEN = 1;
const PRESUMED = 2;
const RECALLED = 3;
const KINDS = 4;

/** The messages of a new run, unless there are too many to look up quickly. */
export class MessageLookup {
  /** By account and key: 0 if nothing is known, else the number of a journal times `KINDS`, plus what it knows. @type {Map<string, number> | undefined} */
  #known = new Map();
  /** @type {Set<string>} */
  #accounts = new Set();

  /** @param {string} account @param {string} key */
  add(account, key) {
    this.#accounts.add(account);
    this.#known?.set(nameOf(account, key), 0);
    if (this.#known && this.#known.size > MOST_MESSAGES) this.#known = undefined;
  }

  /** Whether a journal may hold some of the messages. @param {Header} header */
  mayShare({ officialAccount }) {
    return officialAccount === undefined || this.#accounts.has(officialAccount);
  }

  get isTaking() {
    return this.#known !== undefined;
  }

  get known() {
    return this.#known ?? new Map();
  }
}

/** One string for a message. @param {string} account @param {string} key */
const nameOf = (account, key) => `${account} ${key}`;

/**
 * @param {string} path the journal of this run, which is skipped
 * @param {Scope} scope
 * @param {MessageLookup} lookup
 * @param {(outcomes: KeyOutcomes, number: number) => boolean} isOpen
 * @returns {OtherRuns} oldest first
 */
export function findOtherRuns(path, scope, lookup, isOpen) {
  const { known } = lookup;
  const journals = known.size === 0 ? [] : journalsIn(path, scope, lookup);
  for (const [index, journal] of journals.entries()) {
    for (const { key, number, account } of keysOf(journal)) {
      const name = nameOf(account, key);
      const before = known.get(name);
      if (before === undefined) continue;
      const kind = kindOf(journal.outcomes, number, isOpen);
      if (kind > before % KINDS || (kind === OPEN && before % KINDS === OPEN)) known.set(name, index * KINDS + kind);
    }
  }
  return { recalledBy: counted(journals, known, RECALLED), presumedBy: counted(journals, known, PRESUMED), unfinished: counted(journals, known, OPEN) };
}

/** @param {KeyOutcomes} outcomes @param {number} number @param {(outcomes: KeyOutcomes, number: number) => boolean} isOpen @returns {number} 0 for nothing */
function kindOf(outcomes, number, isOpen) {
  const status = outcomes.status(number);
  if (status === "recalled") return RECALLED;
  if (status === "presumedRecalled") return PRESUMED;
  return isOpen(outcomes, number) ? OPEN : 0;
}

/** @param {import("./journal_reader.js").Journal[]} journals @param {Map<string, number>} known @param {number} kind @returns {OtherRun[]} */
function counted(journals, known, kind) {
  const counts = journals.map(() => 0);
  for (const value of known.values()) if (value % KINDS === kind) counts[Math.floor(value / KINDS)] = (counts[Math.floor(value / KINDS)] ?? 0) + 1;
  return journals.flatMap(({ path, header, workers }, index) => {
    const count = counts[index] ?? 0;
    const pid = liveWorkerOf(workers)?.pid;
    return count === 0 ? [] : [{ journal: path, at: Date.parse(header.started), count, ...(pid === undefined ? {} : { pid }) }];
  });
}

/** The journals of this app and service that may hold some of the messages, oldest first. @param {string} own @param {Scope} scope @param {MessageLookup} lookup */
function journalsIn(own, scope, lookup) {
  let bytes = 0;
  /** @type {import("./journal_reader.js").Journal[]} */
  const found = [];
  for (const { path, size } of filesIn(dirname(own))) {
    if (basename(path) === basename(own)) continue;
    const header = headerOf(path);
    if (header?.sdkAppId !== scope.sdkAppId || !lookup.mayShare(header) || !isSameService(header, scope)) continue;
    bytes += size;
    if (bytes > MOST_BYTES || found.length === MOST_JOURNALS) break;
    const journal = orNothing(() => readJournal(path));
    if (journal) found.push(journal);
  }
  return found.sort((one, other) => Date.parse(one.header.started) - Date.parse(other.header.started));
}

/** Files that may be journals, the last written first. @param {string} folder */
function filesIn(folder) {
  const names = orNothing(() => readdirSync(folder)) ?? [];
  return names.filter((name) => name.endsWith(".jsonl")).flatMap((name) => {
    const path = folder === "." ? name : join(folder, name);
    const stat = orNothing(() => statSync(path));
    return stat?.isFile() ? [{ path, size: stat.size, time: stat.mtimeMs }] : [];
  }).sort((one, other) => other.time - one.time);
}

/** The header of a journal, with its account if it has one only. @param {string} path @returns {Header | undefined} */
function headerOf(path) {
  return orNothing(() => {
    const fd = openSync(path, "r");
    try {
      const lines = linesOf(fd, path);
      const { header } = readHeader((lines.next().value?.text ?? "").trimEnd(), path);
      if (header.accounts > 1 || header.officialAccount !== undefined) return header;
      return { ...header, officialAccount: parse(lines.next().value?.text ?? "")?.accounts?.[0] };
    } finally {
      closeSync(fd);
    }
  });
}

/** Ignores files that cannot be read: their messages are sent all the same. @template T @param {() => T} read @returns {T | undefined} */
function orNothing(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}
