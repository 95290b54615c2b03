// Reads a journal that may have been cut at any byte, and returns the state of every key.
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, statSync } from "node:fs";
import { shown } from "../../lib/errors/excerpt.js";
import { Failure, reasonCode } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { displayPath } from "../files/display_path.js";
import { Chains } from "./checksum.js";
import { eachKey, parse, readHeader } from "./journal_format.js";
import { linesOf } from "./line_reader.js";
import { ENDINGS, KeyOutcomes } from "./key_outcomes.js";
import { isWorker } from "./process_identity.js";

/** @typedef {import("./process_identity.js").Worker} Worker */
/** @typedef {import("./journal_format.js").Header} Header */
/**
 * @typedef {{
 *   path: string, header: Header, accounts: string[], outcomes: KeyOutcomes, workers: Worker[], bytes: number, requests: number,
 *   closed: string | undefined, errorInfo: Record<number, string>, check: string,
 * }} Journal `accounts`: in the order of their first message; `workers`: those that did not record that they stopped, oldest first; `errorInfo`: the ErrorInfo of each code;
 *   `check`: the last checksum, "" for none
 */

/**
 * @param {string} path
 * @returns {Journal}
 */
export function readJournal(path) {
  const fd = openJournal(path);
  try {
    const lines = new Numbered(fd, path);
    const text = lines.next()?.text ?? "";
    if (text.endsWith("\r")) throw new Failure(sentence("journalLineEnds", { path: displayPath(path) }));
    const first = text.trimEnd();
    const { header, hasChecksums } = readHeader(first, path);
    const chains = new Chains();
    if (hasChecksums && !chains.begin(first)) throw changed(path, 1);
    const accounts = checkKeys(lines, header, path);
    const events = new Events(header, path, { chains, hasChecksums });
    for (let line = lines.next(); line; line = lines.next()) events.read(line.text, lines.number);
    return { path, header, accounts, ...events.end(), bytes: fstatSync(fd).size };
  } finally {
    closeSync(fd);
  }
}

/**
 * Yields the keys of a journal with their numbers and accounts, in order, from the file: a journal may hold more keys than fit into memory.
 * @param {Pick<Journal, "path" | "header" | "accounts">} journal
 * @returns {Generator<{ key: string, number: number, account: string }, void, void>}
 */
export function* keysOf({ path, header, accounts }) {
  const fd = openJournal(path);
  try {
    const lines = linesOf(fd, path);
    // The header.
    lines.next();
    for (let number = 0; number < header.messages; ) {
      /** @type {{ key: string, number: number, account: string }[]} */
      const found = [];
      eachKey(parse(lines.next().value?.text ?? "").keys, (key, account) => found.push({ key, number: number++, account: /** @type {string} */ (accounts[account]) }));
      yield* found;
    }
  } finally {
    closeSync(fd);
  }
}

/** @param {string} path */
function openJournal(path) {
  try {
    // Not a pipe: opening one waits for its writer, and a journal is read more than once.
    if (statSync(path).isFile()) return openSync(path, "r");
  } catch (error) {
    throw new Failure(sentence("journalUnreadable", { path: displayPath(path), reason: reasonCode(error) }));
  }
  throw new Failure(sentence("journalNoFile", { path: displayPath(path) }));
}

/** Lines with their numbers. */
class Numbered {
  number = 0;
  #lines;

  /** @param {number} fd @param {string} path */
  constructor(fd, path) {
    this.#lines = linesOf(fd, path);
  }

  next() {
    this.number += 1;
    return this.#lines.next().value ?? undefined;
  }
}

/** A MsgKey as the library accepts it; any other key would have been refused before the journal was written. */
const MSG_KEY = /^(?=.{5,50}$)\d{1,10}_\d+_\d{1,10}$/;

/** @param {Numbered} lines @param {Header} header @param {string} path @returns {string[]} the accounts */
function checkKeys(lines, { messages, accounts: most, officialAccount, sha256 }, path) {
  const hash = createHash("sha256");
  /** @type {string[]} */
  const accounts = officialAccount === undefined ? [] : [officialAccount];
  let found = 0;
  while (found < messages) {
    const line = lines.next();
    const { keys, accounts: names = [] } = (line?.whole && parse(line.text)) || {};
    if (!line || typeof keys !== "string" || !isList(names)) throw damaged(path, lines.number, line?.text, { what: "keys", found, messages });
    hash.update(line.bytes);
    for (const name of names) accounts.push(name);
    eachKey(keys, (key, account) => {
      if (!MSG_KEY.test(key) || accounts[account] === undefined) throw damaged(path, lines.number, key, { what: "msgKey" });
      found += 1;
    });
  }
  if (found > messages || accounts.length !== most || hash.digest("hex") !== sha256) {
    throw new Failure(sentence("journalOtherKeys", { path: displayPath(path) }));
  }
  return accounts;
}

/** @param {unknown} names */
const isList = (names) => Array.isArray(names) && names.every((name) => typeof name === "string");

/** @typedef {import("../languages/en/failures.js").Expected} Expected */

/** @param {string} path @param {number} line @param {string | undefined} text undefined: the file has ended @param {Expected} expected */
function damaged(path, line, text, expected) {
  return new Failure(sentence("journalDamaged", { path: displayPath(path), line, ...(text === undefined ? {} : { text: shown(text) }), expected }));
}

/** @param {string} path @param {number} line */
function changed(path, line) {
  return new Failure(sentence("journalChanged", { path: displayPath(path), line }));
}

/** The beginning of the first line of a process. */
const OPENING = '{"open":"';

/** Whether an unreadable line may be a torn one of these. @param {string} text */
const isTornOpening = (text) => text.startsWith(OPENING) || OPENING.startsWith(text);

/** The beginning of a line with text of the service, which may contain anything. */
const SAID = '{"said":"';
/** The rest of such a line, after its text. */
const AFTER_TEXT = /^[^"\\]*(?:\\.[^"\\]*)*"/;

/** Whether an unreadable line without a checksum may have been torn at its end: not after its closing brace, but after a brace in its text. @param {string} text */
const isTorn = (text) => !text.endsWith("}") || (text.startsWith(SAID) && !AFTER_TEXT.test(text.slice(SAID.length)));

/** Replays the events after the keys. */
class Events {
  #path;
  #outcomes;
  /** @type {Map<string, Worker>} */
  #workers = new Map();
  #requests = 0;
  /** @type {Record<number, string>} */
  #errorInfo = {};
  /** @type {string | undefined} */
  #closed;
  #chains;
  #hasChecksums;
  /** Whether the latest process writes checksums. */
  #isSealing;
  /** A line that a killed process seems to have torn: then the next line must begin a new process. @type {[string, number] | undefined} */
  #torn;

  /** @param {Header} header @param {string} path @param {{ chains: Chains, hasChecksums: boolean }} how `hasChecksums`: no line is without */
  constructor(header, path, { chains, hasChecksums }) {
    this.#path = path;
    this.#outcomes = new KeyOutcomes(header.messages);
    this.#chains = chains;
    this.#hasChecksums = hasChecksums;
    this.#isSealing = hasChecksums;
  }

  /** @param {string} text @param {number} line */
  read(text, line) {
    if (text === "") return;
    const event = parse(text);
    // A new process may have been killed while writing its first line, too.
    if (this.#torn && !(event ? event.open !== undefined : isTornOpening(text))) throw this.#unreadable(...this.#torn);
    this.#torn = event ? undefined : [text, line];
    // A line that was not torn was damaged later, or conceals what another process wrote after a torn one.
    if (!event && (this.#isSealing ? this.#chains.has(text) : !isTorn(text))) throw this.#unreadable(text, line);
    if (!event) return;
    this.#checkLine(event, text, line);
    if (typeof event.open === "string" && isWorker(event)) this.#open(event);
    else if (Array.isArray(event.sent)) this.#sent(event.sent, text, line);
    else if (ENDINGS.has(event.ended) && Array.isArray(event.keys) && Number.isInteger(event.code ?? 0)) this.#ended(event, text, line);
    else if (typeof event.said === "string" && Number.isInteger(event.code)) this.#errorInfo[event.code] ??= event.said;
    else if (typeof event.close === "string") this.#close(event);
    else throw damaged(this.#path, line, text, { what: "event" });
  }

  /** Only releases without checksums write lines without one: such a line cannot occur after a process that writes them. @param {any} event @param {string} text @param {number} line */
  #checkLine(event, text, line) {
    const begins = typeof event.open === "string";
    const has = this.#chains.has(text);
    if (has ? !this.#chains.follow(text, event) : this.#hasChecksums || (this.#isSealing && !begins)) throw changed(this.#path, line);
    if (begins) this.#isSealing = has;
  }

  /** @param {string} text @param {number} line */
  #unreadable(text, line) {
    return damaged(this.#path, line, text, { what: "line" });
  }

  /** Its process may be dead: its unanswered keys are open again. */
  end() {
    this.#outcomes.abandon();
    return { outcomes: this.#outcomes, workers: [...this.#workers.values()], requests: this.#requests, closed: this.#closed, errorInfo: this.#errorInfo, check: this.#chains.last };
  }

  /** @param {Worker} worker */
  #open(worker) {
    this.#workers.set(worker.open, worker);
    this.#closed = undefined;
    this.#outcomes.abandon();
  }

  /** @param {{ close: string, because?: unknown }} event */
  #close({ close, because }) {
    this.#workers.delete(close);
    // A process that was refused because another was working has changed nothing.
    if (because !== "refused") this.#closed = String(because);
  }

  /** @param {unknown[]} numbers @param {string} text @param {number} line */
  #sent(numbers, text, line) {
    this.#requests += 1;
    for (const number of numbers) this.#outcomes.sent(this.#check(number, text, line));
  }

  /** @param {any} event @param {string} text @param {number} line */
  #ended({ ended, keys, code }, text, line) {
    for (const number of keys) this.#outcomes.ended(this.#check(number, text, line), ended, code ?? 0);
  }

  /** @param {unknown} number @param {string} text @param {number} line @returns {number} */
  #check(number, text, line) {
    if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number < this.#outcomes.size) return number;
    throw damaged(this.#path, line, text, { what: "numbers", below: this.#outcomes.size });
  }
}
