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
 *   path: string, header: Header, outcomes: KeyOutcomes, workers: Worker[], bytes: number, requests: number, closed: string | undefined,
 *   errorInfo: Record<number, string>, check: string,
 * }} Journal `workers`: those that have not said that they stopped, oldest first; `errorInfo`: what the service said with a code;
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
    checkKeys(lines, header, path);
    const events = new Events(header, path, { chains, hasChecksums });
    for (let line = lines.next(); line; line = lines.next()) events.read(line.text, lines.number);
    return { path, header, ...events.end(), bytes: fstatSync(fd).size };
  } finally {
    closeSync(fd);
  }
}

/**
 * The keys of a journal with their numbers, in order, from the file: a journal may hold more of them than fit into memory.
 * @param {string} path
 * @param {Header} header
 * @returns {Generator<[string, number], void, void>}
 */
export function* keysOf(path, header) {
  const fd = openJournal(path);
  try {
    const lines = linesOf(fd, path);
    // The header.
    lines.next();
    for (let number = 0; number < header.messages; ) {
      /** @type {string[]} */
      const keys = [];
      eachKey(parse(lines.next().value?.text ?? "").keys, (key) => keys.push(key));
      for (const key of keys) yield [key, number++];
    }
  } finally {
    closeSync(fd);
  }
}

/** @param {string} path */
function openJournal(path) {
  try {
    // To open a pipe is to wait for whoever writes into it, and a journal is read more than once.
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

/** What the library takes for a MsgKey; a key of another form would have been refused before the journal was written. */
const MSG_KEY = /^(?=.{5,50}$)\d{1,10}_\d+_\d{1,10}$/;

/** @param {Numbered} lines @param {Header} header @param {string} path */
function checkKeys(lines, { messages, sha256 }, path) {
  const hash = createHash("sha256");
  let found = 0;
  while (found < messages) {
    const line = lines.next();
    const keys = line?.whole ? parse(line.text)?.keys : undefined;
    if (!line || typeof keys !== "string") throw damaged(path, lines.number, line?.text, { what: "keys", found, messages });
    hash.update(line.bytes);
    eachKey(keys, (key) => {
      if (!MSG_KEY.test(key)) throw damaged(path, lines.number, key, { what: "msgKey" });
      found += 1;
    });
  }
  if (found > messages || hash.digest("hex") !== sha256) {
    throw new Failure(sentence("journalOtherKeys", { path: displayPath(path) }));
  }
}

/** @typedef {import("../languages/en/failures.js").Expected} Expected */

/** @param {string} path @param {number} line @param {string | undefined} text undefined: the file has ended @param {Expected} expected */
function damaged(path, line, text, expected) {
  return new Failure(sentence("journalDamaged", { path: displayPath(path), line, ...(text === undefined ? {} : { text: shown(text) }), expected }));
}

/** @param {string} path @param {number} line */
function changed(path, line) {
  return new Failure(sentence("journalChanged", { path: displayPath(path), line }));
}

/** How the first line of a process begins. */
const OPENING = '{"open":"';

/** Whether an unreadable line can be what is left of such a line. @param {string} text */
const isTornOpening = (text) => text.startsWith(OPENING) || OPENING.startsWith(text);

/** How a line begins whose text is the service's, and may hold anything. */
const SAID = '{"said":"';
/** The rest of such a line from where its text ends. */
const AFTER_TEXT = /^[^"\\]*(?:\\.[^"\\]*)*"/;

/** Whether an unreadable line without a checksum can have been torn where it ends: not behind its brace, but behind one in its text. @param {string} text */
const isTorn = (text) => !text.endsWith("}") || (text.startsWith(SAID) && !AFTER_TEXT.test(text.slice(SAID.length)));

/** Follows what happened after the keys. */
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
  /** Whether the process that began last writes checksums. */
  #isSealing;
  /** A line that a killed process seems to have left: then the next one is that of a new process. @type {[string, number] | undefined} */
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
    // A new process may have been killed in its first line too.
    if (this.#torn && !(event ? event.open !== undefined : isTornOpening(text))) throw this.#unreadable(...this.#torn);
    this.#torn = event ? undefined : [text, line];
    // A line that was not torn was damaged later, or hides what another process wrote behind a torn one.
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

  /** Without a checksum are the lines of releases that wrote none, and no line between those of one that does. @param {any} event @param {string} text @param {number} line */
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

  /** Whoever wrote it may be dead: what was under way then is open. */
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
    // One that was refused because another is at work has ended nothing.
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
