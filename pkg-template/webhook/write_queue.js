// Webhooks on their way into the store: each is written at once, and again with growing pauses if that fails. Bounded in number.
import { isRecallError } from "tencent-chat-recall";
import { promiseTry } from "../lib/errors/try_call.js";

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;

/** @typedef {import("tencent-chat-recall").WebhookEvent} WebhookEvent */

export class WriteQueue {
  #config;
  /** @type {Set<Promise<void>>} */
  #writes = new Set();

  /** @param {import("./options.js").Config} config */
  constructor(config) {
    this.#config = config;
  }

  /**
   * @param {WebhookEvent} event
   * @returns {Promise<void> | undefined} resolves when the event is written or lost; undefined if there is no room for it
   */
  add(event) {
    const { store, queueLimit, tell } = this.#config;
    if (!store) return Promise.resolve();
    if (this.#writes.size >= queueLimit) {
      tell({ type: "lost", reason: "queueFull", event });
      return undefined;
    }
    const write = this.#write(store, event);
    this.#writes.add(write);
    void write.then(() => this.#writes.delete(write));
    return write;
  }

  get waiting() {
    return this.#writes.size;
  }

  /** Resolves when nothing waits. */
  async settled() {
    while (this.#writes.size > 0) await Promise.all(this.#writes);
  }

  /** @param {import("./index.js").WebhookStore} store @param {WebhookEvent} event */
  async #write(store, event) {
    const { retryFor, tell } = this.#config;
    const start = Date.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        await promiseTry(() => save(store, event));
        return;
      } catch (cause) {
        // Half of it at random: those that failed together do not come back together.
        const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
        if (isHopeless(cause) || Date.now() - start + pause > retryFor) return tell({ type: "lost", reason: "storeFailed", event, cause });
        tell({ type: "retry", attempt, waiting: this.#writes.size, event, cause });
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }
}

/** What a store does not take will not become better. @param {unknown} cause */
const isHopeless = (cause) => isRecallError(cause) && cause.code === "ERR_INVALID_INPUT";

/** @param {import("./index.js").WebhookStore} store @param {WebhookEvent} event */
function save(store, { kind, officialAccount: named, msgKeys, eventTime, msgTime, msgBody, onlineOnly }) {
  // The vendor's sample of a recall names "#TOA#_123", and no account begins like that: it has to be found under the name it was sent by.
  const officialAccount = named.replace(/^#TOA#_/, "@TOA#_");
  if (kind === "recalled") return store.markRecalled(msgKeys.map((msgKey) => ({ officialAccount, msgKey, recalledAt: eventTime })));
  return store.put(msgKeys.map((msgKey) => ({
    officialAccount, msgKey,
    ...(msgTime !== undefined && { msgTime }), ...(msgBody !== undefined && { msgBody }), ...(onlineOnly !== undefined && { onlineOnly }),
  })));
}
