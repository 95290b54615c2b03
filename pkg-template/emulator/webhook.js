/** Sends webhooks to the configured URL, signed if there is a token, and reads the backend's decision in the replies of "before" webhooks. */

import { aborted } from "./clock.js";
import { Refusal, refuse } from "./code.js";
import { syncCrypto } from "./sync_crypto.js";

const TIMEOUT_MS = 2000;

/** The service's name of each webhook, in CallbackCommand. */
export const WEBHOOK = Object.freeze({
  BEFORE_CREATE: "OfficialAccount.CallbackBeforeCreateOfficialAccount",
  AFTER_CREATE: "OfficialAccount.CallbackAfterCreateOfficialAccount",
  AFTER_MODIFY: "OfficialAccount.CallbackAfterOfficialAccountInfoChanged",
  AFTER_DESTROY: "OfficialAccount.CallbackAfterOfficialAccountDestroyed",
  BEFORE_SUBSCRIBE: "OfficialAccount.CallbackBeforeAddSubscriber",
  AFTER_SUBSCRIBE: "OfficialAccount.CallbackAfterAddSubscriber",
  AFTER_FULL: "OfficialAccount.CallbackAfterOfficialAccountFull",
  AFTER_UNSUBSCRIBE: "OfficialAccount.CallbackAfterDeleteSubscriber",
  BEFORE_SEND: "OfficialAccount.CallbackBeforeSendMsg",
  AFTER_SEND: "OfficialAccount.CallbackAfterSendMsg",
  AFTER_RECALL: "OfficialAccount.CallbackAfterMsgWithDraw",
});

const NAMES = Object.values(WEBHOOK);
/** Those with which a message can be found and its recall be noticed. */
const DEFAULT_NAMES = [WEBHOOK.AFTER_SEND, WEBHOOK.AFTER_RECALL];

/** ErrorCode of a backend that refuses an action. Codes of its own are passed on to the caller. */
const REFUSED = 1;
const [LEAST_OWN_CODE, MOST_OWN_CODE] = [120001, 130000];

/** Whether a value is valid as the target's `commands`. @param {unknown} commands */
export function areWebhookNames(commands) {
  return commands === undefined || commands === "all" || (Array.isArray(commands) && commands.every((name) => NAMES.includes(name)));
}

/** Sends webhooks in the background and counts successes and failures. */
export class Webhooks {
  #target;
  #sdkAppId;
  #clock;
  #ledger;
  #names;
  /** @type {Set<Promise<unknown>>} */
  #underway = new Set();

  /**
   * @param {{ webhook?: import("./index.js").WebhookTarget, sdkAppId: number }} options
   * @param {import("./clock.js").Clock} clock
   * @param {import("./ledger.js").Ledger} ledger
   */
  constructor({ webhook, sdkAppId }, clock, ledger) {
    this.#target = webhook;
    this.#sdkAppId = sdkAppId;
    this.#clock = clock;
    this.#ledger = ledger;
    const { commands = DEFAULT_NAMES } = webhook ?? {};
    this.#names = /** @type {Set<string>} */ (new Set(commands === "all" ? NAMES : commands));
  }

  /** Tells the backend what has happened. @param {string} name @param {object} fields @param {string} [platform] */
  after(name, fields, platform = "RESTAPI") {
    if (this.#target && this.#names.has(name)) this.#send(this.#target, name, platform, fields);
  }

  /**
   * Asks the backend, if this webhook is on, and then proceeds unless it refuses. A backend that does not answer refuses nothing.
   * @template T
   * @param {string} name
   * @param {object} fields
   * @param {(reply?: any) => T} proceed gets the backend's reply if it was asked; state may have changed meanwhile
   * @returns {T | Promise<T | Refusal>}
   */
  before(name, fields, proceed) {
    if (!this.#target || !this.#names.has(name)) return proceed();
    return this.#send(this.#target, name, "RESTAPI", fields).then((reply = {}) => refusalIn(reply) ?? proceed(reply));
  }

  /** Resolves when every webhook so far has been answered or has timed out. */
  async settled() {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  /**
   * @param {import("./index.js").WebhookTarget} target
   * @param {string} command
   * @param {string} platform
   * @param {object} fields
   * @returns {Promise<any>} the backend's reply, or undefined if there is no valid one
   */
  #send(target, command, platform, fields) {
    const now = this.#clock.now();
    const body = JSON.stringify({ CallbackCommand: command, ...fields, EventTime: Math.floor(now) });
    const event = { command, platform, body, seconds: Math.floor(now / 1000) };
    const delivery = this.#deliver(target, event).catch(() => undefined).then((reply) => {
      this.#ledger.webhooks[reply ? "sent" : "failed"] += 1;
      return reply;
    });
    this.#underway.add(delivery);
    delivery.then(() => this.#underway.delete(delivery));
    return delivery;
  }

  /**
   * @param {import("./index.js").WebhookTarget} target
   * @param {{ command: string, platform: string, body: string, seconds: number }} event
   */
  async #deliver(target, { command, platform, body, seconds }) {
    const url = new URL(target.url);
    const query = {
      SdkAppid: String(this.#sdkAppId), CallbackCommand: command, contenttype: "json",
      ClientIP: target.clientIp ?? "127.0.0.1", OptPlatform: platform,
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    if (target.token) {
      url.searchParams.set("Sign", await sha256Hex(`${target.token}${seconds}`));
      url.searchParams.set("RequestTime", String(seconds));
    }
    const [abort, answered] = [new AbortController(), new AbortController()];
    this.#clock.sleep(TIMEOUT_MS, answered.signal).then((late) => late && abort.abort());
    const send = target.fetch ?? globalThis.fetch;
    const init = /** @type {const} */ ({ method: "POST", headers: { "content-type": "application/json" }, body, signal: abort.signal });
    const exchange = async () => {
      const answer = await send(url.href, init);
      const reply = answer.status === 200 ? await answer.json() : undefined;
      return isObject(reply) ? reply : undefined;
    };
    try {
      // A fetch of the user may ignore the signal.
      return await Promise.race([exchange(), aborted(abort.signal)]);
    } finally {
      answered.abort();
    }
  }
}

/** @param {any} reply of a "before" webhook @returns {Refusal | undefined} */
function refusalIn({ ErrorCode: code, ErrorInfo: info }) {
  if (code === REFUSED) return refuse(10016);
  return code >= LEAST_OWN_CODE && code <= MOST_OWN_CODE ? new Refusal(code, String(info ?? "")) : undefined;
}

/** @param {unknown} value */
function isObject(value) {
  return value !== null && typeof value === "object";
}

/** @param {string} text @returns {Promise<string>} lowercase hex */
async function sha256Hex(text) {
  const digest = syncCrypto()?.sha256(text) ?? new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
