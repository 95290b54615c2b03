/** Sends the after-send and after-recall webhooks to the configured URL, signed if there is a token. */

import { msgKeyOf } from "./account.js";

const TIMEOUT_MS = 2000;

/** Sends webhooks in the background and counts successes and failures. */
export class Webhooks {
  #target;
  #sdkAppId;
  #clock;
  #ledger;
  /** @type {Set<Promise<void>>} */
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
  }

  /** @param {import("./account.js").StoredMessage} message @param {{ cloudCustomData?: string, platform: string }} more */
  afterSend(message, { cloudCustomData = "", platform }) {
    this.#fire("OfficialAccount.CallbackAfterSendMsg", platform, {
      Official_Account: message.account.id,
      MsgKey: msgKeyOf(message),
      MsgTime: message.time,
      OnlineOnlyFlag: message.onlineOnly ? 1 : 0,
      MsgBody: message.body,
      CloudCustomData: cloudCustomData,
    });
  }

  /** @param {import("./account.js").Account} account @param {import("./account.js").StoredMessage[]} messages */
  afterRecall(account, messages) {
    this.#fire("OfficialAccount.CallbackAfterMsgWithDraw", "RESTAPI", {
      Official_Account: account.id,
      WithdrawMsgList: messages.map((message) => ({ MsgKey: msgKeyOf(message) })),
    });
  }

  /** Resolves when every webhook so far has been answered or has timed out. */
  async settled() {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  /** @param {string} command @param {string} platform @param {object} fields */
  #fire(command, platform, fields) {
    const target = this.#target;
    if (!target) return;
    const now = this.#clock.now();
    const body = JSON.stringify({ CallbackCommand: command, ...fields, EventTime: Math.floor(now) });
    const delivery = this.#deliver(target, { command, platform, body, seconds: Math.floor(now / 1000) }).then(
      (ok) => this.#count(ok), () => this.#count(false),
    );
    this.#underway.add(delivery);
    delivery.then(() => this.#underway.delete(delivery));
  }

  /** @param {boolean} ok */
  #count(ok) {
    this.#ledger.webhooks[ok ? "sent" : "failed"] += 1;
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
    try {
      const send = target.fetch ?? globalThis.fetch;
      const answer = await send(url.href, {
        method: "POST", headers: { "content-type": "application/json" }, body, signal: abort.signal,
      });
      return answer.status === 200 && isObject(await answer.json());
    } finally {
      answered.abort();
    }
  }
}

/** @param {unknown} value */
function isObject(value) {
  return value !== null && typeof value === "object";
}

/** @param {string} text @returns {Promise<string>} lowercase hex */
async function sha256Hex(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
