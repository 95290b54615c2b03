/** Calls an emulator as a backend would, with UserSigs by the vendor's package and a clock that the test advances. */

import { createRequire } from "node:module";
import { createEmulator } from "../../../../pkg-template/emulator/index.js";

const { Api } = createRequire(import.meta.url)("tls-sig-api-v2");

export const SDK_APP_ID = 1400000000;
export const SECRET_KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
/** The start time of the clock, in milliseconds. */
export const START = 1_700_000_000_000;
export const ACCOUNT = "@TOA#_2J4SZEAEL";
export const RECALL = "official_account_msg_recall";
export const SEND = "send_official_account_msg";
export const HISTORY = "official_account_msg_get_simple";
const SERVICE = "https://adminapisgp.im.qcloud.com/v4/official_account_open_http_svc";

/**
 * A UserSig by the vendor's signer, signed at a given time.
 * @param {{ identifier?: string, sdkAppId?: number, key?: string, at?: number, expire?: number }} [claims] `at` in milliseconds
 * @returns {string}
 */
export function sign({ identifier = "administrator", sdkAppId = SDK_APP_ID, key = SECRET_KEY, at = START, expire = 86400 } = {}) {
  const { now } = Date;
  Date.now = () => at;
  try {
    return new Api(sdkAppId, key).genSig(identifier, expire);
  } finally {
    Date.now = now;
  }
}

/** A clock that only the test advances, with timers. */
export class VirtualClock {
  /** @type {{ due: number, wake: () => void }[]} */
  #sleepers = [];
  time = START;

  now = () => this.time;

  /** @param {number} ms @returns {Promise<void>} */
  sleep = (ms) => new Promise((resolve) => this.#sleepers.push({ due: this.time + ms, wake: resolve }));

  get sleeping() {
    return this.#sleepers.length;
  }

  /** Advances the clock, and stops at every timer. @param {number} ms */
  async advance(ms) {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const next = this.#sleepers.sort((a, b) => a.due - b.due)[0];
      if (!next || next.due > end) break;
      this.#sleepers.shift();
      this.time = next.due;
      next.wake();
    }
    this.time = end;
    await settle();
  }
}

/** Runs everything that does not wait for the clock. */
export async function settle() {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** @typedef {{ identifier?: string, userSig?: string, query?: Record<string, string | null>, url?: string, init?: RequestInit }} How */

/**
 * The URL of an API with all required parameters. `query` replaces parameters; null removes a parameter.
 * @param {string} command @param {How} [how]
 */
export function urlOf(command, { identifier = "administrator", userSig = sign({ identifier }), query = {}, url = SERVICE } = {}) {
  const parameters = new URLSearchParams({
    sdkappid: String(SDK_APP_ID), identifier, usersig: userSig, random: "99999999", contenttype: "json",
  });
  for (const [name, value] of Object.entries(query)) {
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  }
  return `${url}/${command}?${parameters}`;
}

/**
 * An emulator with one account and a stopped clock, and functions to call it.
 * @param {import("../../../../pkg-template/emulator/index.js").EmulatorOptions} [options]
 */
export function stage(options) {
  const clock = new VirtualClock();
  const emulator = createEmulator({ now: clock.now, sleep: clock.sleep, secretKey: SECRET_KEY, accounts: [ACCOUNT], ...options });
  /** @param {string} command @param {unknown} body a string is sent as it is @param {How} [how] @returns {Promise<Response>} */
  const post = (command, body, how) => emulator.fetch(urlOf(command, how), {
    method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), ...how?.init,
  });
  /** @param {string} command @param {unknown} body @param {How} [how] @returns {Promise<any>} */
  const call = async (command, body, how) => (await post(command, body, how)).json();
  /** @param {string[]} msgKeys @param {object} [more] @param {How} [how] @returns {Promise<any>} */
  const recall = (msgKeys, more, how) => call(RECALL, { Official_Account: ACCOUNT, MsgKeyList: msgKeys, ...more }, how);
  /** @param {number} count @param {object} [more] */
  const addMessages = (count, more) => emulator.addMessages({ officialAccount: ACCOUNT, count, text: "wrong", ...more });
  /**
   * Verifies the UserSig first, so that later calls need only the test's clock; then sets the plan.
   * @param {import("../../../../pkg-template/emulator/index.js").FaultPlanInput} faults
   */
  const warm = async (faults) => {
    await post(RECALL, "{}");
    emulator.setFaults(faults);
  };
  return { clock, emulator, post, call, recall, addMessages, warm };
}

/** The RetCodes of a reply, in order. @param {any} reply @returns {number[]} */
export function retCodes(reply) {
  return reply.RecallRetList.map((/** @type {{ RetCode: number }} */ row) => row.RetCode);
}
