// What the command `webhook` prints about its webhooks: what goes wrong, on standard error, and the counts at its end.
import { harmless } from "../failures/failure.js";
import { issueSentence } from "../failures/recall_failure.js";
import { wordsOf } from "../languages/screen_texts.js";
import { sentence, textIn } from "../languages/sentence.js";

/** Milliseconds in which the same kind of trouble is printed once: anyone can send webhooks that are rejected. */
const QUIET_MS = 10_000;
const MOST_KEYS = 5;

/** @typedef {import("tencent-chat-recall/webhook").WebhookHandlerEvent} WebhookHandlerEvent */

export class WebhookLog {
  #language;
  #words;
  #counts = { sent: 0, recalled: 0, ignored: 0, rejected: 0, lost: 0 };
  /** When each kind was printed, and how many were not since then. @type {Map<string, { time: number, hidden: number }>} */
  #kinds = new Map();

  /** @param {import("../languages/locale.js").Language} language */
  constructor(language) {
    this.#language = language;
    this.#words = wordsOf(language).webhook;
  }

  /** @param {"sent" | "recalled"} kind */
  received(kind) {
    this.#counts[kind] += 1;
  }

  /** @param {WebhookHandlerEvent} event */
  tell(event) {
    if (event.type in this.#counts) this.#counts[/** @type {"ignored" | "rejected" | "lost"} */ (event.type)] += 1;
    const line = this.#lineOf(event);
    // A loss is always printed: its keys are nowhere else.
    if (event.type === "lost") print(line);
    else this.#printSeldom(event.type === "rejected" ? `${event.type} ${event.status}` : event.type, line);
  }

  /** @param {number} waiting for the store */
  stopping(waiting) {
    if (waiting > 0) print(this.#words.stopping(waiting));
  }

  /** @param {number} waiting for the store, and never written @returns {boolean} whether nothing was lost */
  end(waiting) {
    this.#counts.lost += waiting;
    print(`\n${this.#words.ended(this.#counts)}`);
    return this.#counts.lost === 0;
  }

  /** @param {WebhookHandlerEvent} event */
  #lineOf(event) {
    const words = this.#words;
    if (event.type === "rejected") return words.rejected(event.status, harmless(this.#reasonOf(event.error), 200));
    if (event.type === "ignored") return words.ignored(harmless(event.command));
    const { officialAccount, msgKeys } = event.event;
    const shown = event.type === "lost" ? msgKeys : msgKeys.slice(0, MOST_KEYS);
    const messages = `${harmless(officialAccount)} ${shown.join(" ")}`;
    if (event.type === "retry") return words.retry(messages, harmless(messageOf(event.cause), 200), event.waiting);
    return event.type === "lost" ? words.lost(messages) : words.late(messages);
  }

  /** @param {import("tencent-chat-recall").RecallError} error */
  #reasonOf(error) {
    const said = error.issues.length > 0 ? error.issues.map((issue) => issueSentence(issue, {})) : [sentence("recallError", { error })];
    return said.map((one) => textIn(one, this.#language)).join("; ");
  }

  /** @param {string} kind @param {string} line */
  #printSeldom(kind, line) {
    const last = this.#kinds.get(kind);
    if (last && Date.now() - last.time < QUIET_MS) {
      last.hidden += 1;
      return;
    }
    print(last && last.hidden > 0 ? this.#words.more(line, last.hidden) : line);
    this.#kinds.set(kind, { time: Date.now(), hidden: 0 });
  }
}

/** @param {string} line */
const print = (line) => void process.stderr.write(`${line}\n`);

/** @param {unknown} cause */
const messageOf = (cause) => (cause instanceof Error ? cause.message : String(cause));
