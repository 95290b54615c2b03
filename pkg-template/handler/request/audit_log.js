// Writes the audit records of one request: nothing is sent before the first record is written.
import { httpError } from "./http_error.js";
import { withTimeout } from "./timeout.js";

/** @typedef {import("../config/options.js").Config} Config */
/** @typedef {import("../index.js").AuditRecord} AuditRecord */

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

  /** What has become known. @param {Partial<AuditRecord>} facts */
  note(facts) {
    Object.assign(this.#facts, facts);
  }

  /**
   * Notes the messages: their number and digest, and themselves if that is wanted.
   * @param {readonly string[]} msgKeys
   */
  async noteKeys(msgKeys) {
    if (!this.#config.audit) return;
    this.note({ messages: msgKeys.length, digest: await digestOf(msgKeys) });
    if (this.#config.auditMsgKeys) this.note({ msgKeys: [...msgKeys] });
  }

  /** Before anything is sent. @throws {import("./http_error.js").HttpError} when it cannot be written down: then nothing is sent */
  async start() {
    try {
      await this.#write({ event: "start" });
      this.#started = true;
    } catch (cause) {
      throw httpError(503, "ERR_REFUSED", "audit-failed", { cause });
    }
  }

  /**
   * After the end: what was sent is sent, so a failure is for the operator alone.
   * @param {Partial<AuditRecord>} facts
   */
  async end(facts) {
    // The list is in the first record; the id joins them.
    delete this.#facts.msgKeys;
    await this.#writeLate({ event: "end", durationMs: Date.now() - this.#began, ...facts });
  }

  /** What was asked for did not begin; or ended before its answer began. @param {import("./http_error.js").HttpError} refusal */
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

/**
 * SHA-256 of the keys, joined by line feeds, in hexadecimal.
 * @param {readonly string[]} msgKeys
 */
async function digestOf(msgKeys) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(msgKeys.join("\n"))));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
