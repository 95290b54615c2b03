// Writes the audit records of one request: nothing is sent before the first record is written.
import { httpError } from "./http_error.js";
import { withTimeout } from "./timeout.js";

/** @typedef {import("../config/options.js").Config} Config */
/** @typedef {import("../index.js").AuditRecord} AuditRecord */
/** @typedef {import("tencent-chat-recall").MessageRef} MessageRef */

/** Most accounts that a record lists; with more, it has their number. */
const MOST_ACCOUNTS = 1000;

export class AuditLog {
  /** @type {Config} */
  #config;
  /** @type {Partial<AuditRecord>} */
  #facts;
  #began = Date.now();
  #started = false;

  /**
   * @param {Config} config
   * @param {string} id
   * @param {Request} request
   */
  constructor(config, id, request) {
    this.#config = config;
    this.#facts = { id, origin: request.headers.get("origin") ?? undefined };
  }

  get began() {
    return this.#began;
  }

  /** Adds facts to the records to come. @param {Partial<AuditRecord>} facts */
  note(facts) {
    Object.assign(this.#facts, facts);
  }

  /**
   * Adds the accounts of a recall and how many messages each has.
   * @param {ReadonlyMap<string, number>} accounts
   */
  noteAccounts(accounts) {
    const [[officialAccount] = []] = accounts;
    if (accounts.size === 1) return this.note({ officialAccount });
    this.note({ accounts: accounts.size });
    if (accounts.size <= MOST_ACCOUNTS) this.note({ byAccount: Array.from(accounts, ([id, messages]) => ({ officialAccount: id, messages })) });
  }

  /**
   * Adds the number and digest of the messages, and with `auditMsgKeys` their keys.
   * @param {readonly MessageRef[]} messages distinct ones
   */
  async noteMessages(messages) {
    if (!this.#config.audit) return;
    const isOfOne = this.#facts.accounts === undefined;
    const lines = messages.map(({ officialAccount, msgKey }) => (isOfOne ? msgKey : `${officialAccount} ${msgKey}`));
    this.note({ messages: messages.length, digest: await digestOf(lines) });
    if (this.#config.auditMsgKeys) this.note(isOfOne ? { msgKeys: lines } : { byAccount: keysByAccount(messages) });
  }

  /** Writes the first record, before anything is sent. @throws {import("./http_error.js").HttpError} when it cannot be written: then nothing is sent */
  async start() {
    try {
      await this.#write({ event: "start" });
      this.#started = true;
    } catch (cause) {
      throw httpError(503, "ERR_REFUSED", "audit-failed", { cause });
    }
  }

  /**
   * Writes the last record. It is too late to refuse the request, so a failure goes to the operator only.
   * @param {Partial<AuditRecord>} facts
   */
  async end(facts) {
    // The first record has the lists; the id joins the two.
    delete this.#facts.msgKeys;
    delete this.#facts.byAccount;
    await this.#writeLate({ event: "end", durationMs: Date.now() - this.#began, ...facts });
  }

  /** Writes the record of a request that was rejected, or that ended before its response began. @param {import("./http_error.js").HttpError} refusal */
  async refused({ status, code, message }) {
    if (this.#started) return this.end({ outcome: "failed", status, code, message });
    return this.#writeLate({ event: "refused", status, code, message, durationMs: Date.now() - this.#began });
  }

  /** @param {Partial<AuditRecord>} facts */
  async #writeLate(facts) {
    await this.#write(facts).catch((error) => this.#config.tell("audit", error));
  }

  /** @param {Partial<AuditRecord>} facts */
  async #write(facts) {
    const { audit, checkTimeout } = this.#config;
    if (!audit) return;
    const known = Object.entries({ time: new Date().toISOString(), ...this.#facts, ...facts }).filter(([, fact]) => fact !== undefined);
    const record = /** @type {AuditRecord} */ (/** @type {unknown} */ (Object.fromEntries(known)));
    await withTimeout(checkTimeout, () => audit(record), () => new Error(`audit took more than ${checkTimeout} ms`));
  }
}

/** @param {readonly MessageRef[]} messages */
function keysByAccount(messages) {
  /** @type {Map<string, string[]>} */
  const accounts = new Map(messages.map(({ officialAccount }) => [officialAccount, []]));
  for (const { officialAccount, msgKey } of messages) accounts.get(officialAccount)?.push(msgKey);
  return Array.from(accounts, ([officialAccount, msgKeys]) => ({ officialAccount, messages: msgKeys.length, msgKeys }));
}

/**
 * SHA-256 of the lines, joined by line feeds, in hexadecimal.
 * @param {readonly string[]} lines
 */
async function digestOf(lines) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines.join("\n"))));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
