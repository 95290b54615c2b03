/** Sends webhooks: signed by hand, or those of an emulator, kept to be sent in another order. */

import { createHash } from "node:crypto";
import { createEmulator } from "../../../../pkg/emulator/index.js";
import { RecallClient } from "../../../../pkg/index.js";

export const APP = 1400000000;
export const TOKEN = "a-callback-token-of-the-console";
export const ACCOUNT = "@TOA#_2J4SZEAEL";
const SECRET_KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const HOOK = "https://backend.example/hook";
export const SENT = "OfficialAccount.CallbackAfterSendMsg";

/**
 * A webhook with its signature.
 * @param {{ command?: string, token?: string, app?: number, key?: string, body?: string, url?: string }} [parts]
 */
export function webhook({ command = SENT, token = TOKEN, app = APP, key = "71_1_1698741698", url = HOOK, body } = {}) {
  const time = Math.floor(Date.now() / 1000);
  const sign = createHash("sha256").update(`${token}${time}`).digest("hex");
  const query = `SdkAppid=${app}&CallbackCommand=${command}&contenttype=json&ClientIP=127.0.0.1&OptPlatform=RESTAPI&Sign=${sign}&RequestTime=${time}`;
  const message = { CallbackCommand: command, Official_Account: ACCOUNT, MsgKey: key, MsgTime: 1_698_741_698, OnlineOnlyFlag: 0, MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "wrong" } }], EventTime: 1_698_741_698_500 };
  return { url: `${url}?${query}`, body: body ?? JSON.stringify(message) };
}

/** @param {{ url: string, body: any }} webhook @param {object} [init] */
export const requestOf = ({ url, body }, init = {}) => new Request(url, /** @type {any} */ ({ method: "POST", body, headers: { "content-type": "application/json" }, duplex: "half", ...init }));

/** An emulator whose webhooks are kept instead of sent. @param {object} [options] */
export function recordingEmulator(options = {}) {
  /** @type {{ url: string, body: string }[]} */
  const webhooks = [];
  const fetch = async (/** @type {string} */ url, /** @type {any} */ { body }) => {
    webhooks.push({ url, body });
    return Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" });
  };
  const emulator = createEmulator({ secretKey: SECRET_KEY, rateLimit: null, roamingDays: 36_500, ...options, webhook: { url: HOOK, token: TOKEN, fetch } });
  const client = new RecallClient({ sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: SECRET_KEY, region: "singapore", rateLimit: 100_000, fetch: emulator.fetch });
  return { emulator, client, webhooks };
}

/** Random numbers below one, by a seed (mulberry32). @param {number} seed */
export function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Shuffles in place. @template T @param {T[]} list @param {() => number} random */
export function shuffled(list, random) {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [/** @type {T} */ (list[other]), /** @type {T} */ (list[last])];
  }
  return list;
}
