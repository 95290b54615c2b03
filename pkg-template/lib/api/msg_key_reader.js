// Reads MsgKeys from texts: whole, in chunks, or from a stream. The core finds them; this file makes keys of numbers, and sentences of codes.
import { rejected as sentence } from "../../texts/rejected_en.js";
import { keyOf } from "../vendor/msg_key.js";
import { ChunkDecoder } from "./text_decoder.js";
import { refuseText } from "./refuse_text.js";
import { chunksOf } from "./text_source.js";

/**
 * @typedef {import("./error_boundary.js").ErrorBoundary} ErrorBoundary
 * @typedef {import("../../index.js").RejectedText} RejectedText
 * @typedef {Omit<RejectedText, "reason" | "opened">} Rejection as the core returns it
 * @typedef {{ numbers: Uint32Array, lines?: Uint32Array | number, odd: number[], rejected: Rejection[], owners?: Uint32Array, accounts?: string }} Found `numbers`: Seq and ServerTime
 *   of each key; `lines`: the line of each key, or only that of the first if they are on consecutive lines;
 *   `owners`: for each key the number of its line in `accounts`, from 1 on, or 0 or nothing if the text names no account for it
 */


/** @param {ErrorBoundary} boundary */
export function makeParseMsgKeys({ call }) {
  return function parseMsgKeys(/** @type {any} */ text, /** @type {any} */ options) {
    const { numbers, lines, odd, rejected, owners, accounts, duplicates, ...traits } = call((glue) => glue.parseMsgKeys(text, options));
    const officialAccounts = accountsOf(owners, accounts, numbers);
    return parsed({ msgKeys: keysOf(numbers), lines: Array.from(linesOf(lines, numbers)), officialAccounts, odd, rejected: rejected.map(explained), duplicates }, traits);
  };
}

/** @param {ErrorBoundary} boundary */
export function makeCreateMsgKeyReader(boundary) {
  return function createMsgKeyReader(/** @type {any} */ options) {
    return new MsgKeyReader(boundary, options);
  };
}

/** @param {ErrorBoundary} boundary */
export function makeReadMsgKeys(boundary) {
  return async function readMsgKeys(/** @type {any} */ source, /** @type {any} */ options) {
    const reader = new MsgKeyReader(boundary, options);
    const all = new Collection();
    for await (const chunk of chunksOf(source, options?.signal)) {
      all.add(reader.push(chunk));
      options?.onProgress?.({ read: reader.read, msgKeys: all.msgKeys.length, rejected: all.rejected.length });
    }
    const { traits, ...batch } = reader.finish();
    all.add(new MsgKeyBatch(batch));
    return parsed({ ...all, duplicates: all.duplicates() }, traits);
  };
}

/** The keys found in one chunk, as numbers, which take less memory. Strings are made when they are read. */
class MsgKeyBatch {
  /** @type {string[] | undefined} */
  #msgKeys;
  /** @type {(string | undefined)[] | undefined} */
  #officialAccounts;
  #lines;
  #owners;
  #accounts;

  /** @param {Found} found */
  constructor({ numbers, lines, odd, rejected, owners, accounts }) {
    this.numbers = numbers;
    this.#owners = owners;
    this.#accounts = accounts;
    this.#lines = lines;
    this.odd = odd;
    this.rejected = rejected.map(explained);
  }

  get msgKeys() {
    return (this.#msgKeys ??= keysOf(this.numbers));
  }

  get officialAccounts() {
    return (this.#officialAccounts ??= accountsOf(this.#owners, this.#accounts, this.numbers));
  }

  get lines() {
    return (this.#lines = linesOf(this.#lines, this.numbers));
  }
}

class MsgKeyReader {
  /** Bytes read so far, or characters of strings. */
  read = 0;
  #call;
  #decoder = new ChunkDecoder();
  /** Undefined after the end. @type {import("tencent-chat-recall-glue").CoreKeyReader | undefined} */
  #core;

  /** @param {ErrorBoundary} boundary @param {any} options */
  constructor({ call }, options) {
    this.#call = call;
    this.#core = call((glue) => new glue.CoreKeyReader(options));
  }

  get held() {
    return this.#core ? this.#call(() => this.#core?.held() ?? 0) : 0;
  }

  /** @param {any} chunk */
  push(chunk) {
    const core = this.#open();
    const text = this.#decoder.decode(chunk);
    this.read += typeof chunk === "string" ? chunk.length : chunk.byteLength;
    return new MsgKeyBatch(this.#call(() => (typeof text === "string" ? core.push(text) : core.pushBytes(text))));
  }

  end() {
    const { traits, ...found } = this.finish();
    return Object.assign(new MsgKeyBatch(found), describe(traits));
  }

  /** @returns {Found & { traits: any }} */
  finish() {
    const core = this.#open();
    this.#core = undefined;
    const rest = this.#decoder.end();
    const { numbers, lines, odd, rejected, owners, accounts, ...traits } = this.#call(() => core.end(rest));
    return { numbers, lines, odd, rejected, owners, accounts, traits };
  }

  #open() {
    if (!this.#core) throw refuseText("", "reader-ended");
    return this.#core;
  }
}

/** Joins batches. */
class Collection {
  msgKeys = /** @type {string[]} */ ([]);
  lines = /** @type {number[]} */ ([]);
  odd = /** @type {number[]} */ ([]);
  rejected = /** @type {RejectedText[]} */ ([]);
  /** @type {(string | undefined)[] | undefined} */
  officialAccounts;

  /** @param {MsgKeyBatch} batch */
  add({ msgKeys, lines, odd, rejected, officialAccounts }) {
    if (officialAccounts) this.officialAccounts ??= new Array(this.msgKeys.length).fill(undefined);
    if (this.officialAccounts) for (let place = 0; place < msgKeys.length; place += 1) this.officialAccounts.push(officialAccounts?.[place]);
    // Not by push(...): engines limit the number of arguments.
    for (const place of odd) this.odd.push(this.msgKeys.length + place);
    for (const msgKey of msgKeys) this.msgKeys.push(msgKey);
    for (const line of lines) this.lines.push(line);
    for (const one of rejected) this.rejected.push(one);
  }

  /** Keys that occurred before, for the same account. */
  duplicates() {
    // A MsgKey has no blank.
    const distinct = new Set(this.officialAccounts ? this.msgKeys.map((msgKey, place) => `${msgKey} ${this.officialAccounts?.[place] ?? ""}`) : this.msgKeys);
    return this.msgKeys.length - distinct.size;
  }
}

/** @param {Pick<import("../../index.js").ParsedMsgKeys, "msgKeys" | "lines" | "odd" | "rejected" | "duplicates"> & { officialAccounts: (string | undefined)[] | undefined }} found @param {any} traits */
const parsed = ({ msgKeys, lines, officialAccounts, duplicates, rejected, odd }, { format, ...traits }) =>
  ({ msgKeys, lines, ...(officialAccounts && { officialAccounts }), duplicates, format, rejected, odd, ...describe(traits) });

/** The properties of a text, with a sentence about what is incomplete. @param {any} traits of the core */
function describe({ incomplete, ...traits }) {
  if (!incomplete) return traits;
  const { text, opened, ...rest } = explained(incomplete);
  return { ...traits, incomplete: rest };
}

/** @param {Rejection} rejection @returns {RejectedText} */
function explained({ line, text, code, params }) {
  const reason = sentence(code, { text, ...params });
  return params ? { line, text, code, params, reason, ...(params.opened !== undefined && { opened: params.opened }) } : { line, text, code, reason };
}

/** @param {Found["lines"]} lines @param {Uint32Array} numbers @returns {Uint32Array} */
const linesOf = (lines = 0, numbers) => (typeof lines === "number" ? Uint32Array.from({ length: numbers.length / 2 }, (_, place) => lines + place) : lines);

/** @param {Uint32Array} numbers pairs of Seq and ServerTime @returns {string[]} */
function keysOf(numbers) {
  /** @type {string[]} */
  const keys = new Array(numbers.length / 2);
  for (let place = 0; place < keys.length; place += 1) keys[place] = keyOf(Number(numbers[2 * place]), Number(numbers[2 * place + 1]));
  return keys;
}

/** @param {Uint32Array | undefined} owners @param {string | undefined} accounts @param {Uint32Array} numbers @returns {(string | undefined)[] | undefined} */
function accountsOf(owners, accounts, numbers) {
  if (!owners) return undefined;
  const names = (accounts ?? "").split("\n");
  return Array.from({ length: numbers.length / 2 }, (_, place) => names[(owners[place] ?? 0) - 1]);
}
