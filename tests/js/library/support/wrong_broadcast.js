/** An incident in an emulator: three senders in many accounts, and one of them sent a wrong text within three minutes. */

import { RecallClient } from "../../../../pkg/index.js";
import { createEmulator } from "../../../../pkg/emulator/index.js";
import { CREDENTIALS, SECRET_KEY, seededRandom } from "./fixture.js";

const MINUTE = 60_000;
const PAGE = 20;
const EACH = 50;
/** Half an hour ago, at a whole second. */
const BEGAN = Math.floor(Date.now() / 1000) * 1000 - 30 * MINUTE;

export const WRONG = "Limited offer: 90 % OFF";
/** The filter that describes the incident, in other letters. */
export const INCIDENT = Object.freeze({ since: BEGAN, until: BEGAN + 3 * MINUTE, from: "mallory", text: "ｌｉｍｉｔｅｄ offer" });

export const pairOf = (/** @type {import("../../../../pkg/index.js").MessageRef} */ { officialAccount, msgKey }) => `${officialAccount} ${msgKey}`;

/**
 * Each account has 50 messages: older ones, those of the three minutes, and newer ones.
 * @param {{ accounts: number, seed: number, client?: Partial<import("../../../../pkg/index.js").ClientOptions> }} setup
 */
export function incident({ accounts: count, seed, client: options = {} }) {
  const random = seededRandom(seed);
  const officialAccounts = Array.from({ length: count }, (_, at) => `@TOA#_${at}`);
  const emulator = createEmulator({ secretKey: SECRET_KEY, accounts: officialAccounts, rateLimit: 100_000, seed });
  /** The messages to find. @type {string[]} */
  const wrong = [];
  let least = 0;
  for (const officialAccount of officialAccounts) {
    const newer = 5 + Math.floor(random() * 30);
    const add = (/** @type {number} */ n, /** @type {number} */ sentAt, /** @type {string} */ from, /** @type {string} */ text) =>
      n > 0 ? emulator.addMessages({ officialAccount, count: n, sentAt, spacing: 1000, from, text }).map((msgKey) => pairOf({ officialAccount, msgKey })) : [];
    add(EACH - 6 - newer - 1, BEGAN - 10 * MINUTE, "alice", "Good morning");
    add(1, BEGAN - 1000, "mallory", WRONG);
    wrong.push(...add(2, BEGAN, "mallory", WRONG));
    add(1, BEGAN + 10_000, "mallory", "Sorry");
    add(2, BEGAN + 20_000, "bob", WRONG);
    wrong.push(...add(1, BEGAN + 3 * MINUTE, "mallory", WRONG));
    add(newer, BEGAN + 3 * MINUTE + 1000, "mallory", WRONG);
    // Up to the page with the first message from before.
    least += Math.floor((newer + 6) / PAGE) + 1;
  }
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch: emulator.fetch, rateLimit: 100_000, ...options });
  return { emulator, client, officialAccounts, wrong: wrong.sort(), least };
}

/**
 * Reads a search to its end.
 * @param {import("../../../../pkg/index.js").FoundRows} rows
 */
export async function collect(rows) {
  const found = [];
  let step = await rows.next();
  for (; !step.done; step = await rows.next()) found.push(step.value);
  return { found, summary: step.value };
}
