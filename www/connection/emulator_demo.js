// A demo broadcast to practise with: an emulator of the service in the browser, with messages of every kind.
import { createEmulator } from "../pkg/emulator/index.js";

const DAY = 86_400_000;
export const DEMO_ACCOUNT = "@TOA#_demo_news";
/** Opens nothing but this emulator. */
const SECRET_KEY = "a key of the emulator in this page, and of nothing else";
export const DEMO_SIZES = [400, 5_000, 100_000];

/**
 * @typedef {{ size: number, sentAt: number, recalled: string[] }} DemoState
 * restores the demo after a reload: `sentAt` in milliseconds, `recalled` the keys that are gone
 */

/** @typedef {ReturnType<typeof openDemo>} Demo */

/** @param {DemoState} state */
export function openDemo({ size, sentAt, recalled }) {
  const emulator = createEmulator({
    secretKey: SECRET_KEY, expiredCode: 10031, seed: 7, ledgerEntries: 100,
    faults: { latency: { min: 60, max: 240 }, lostReply: { p: 0.03 }, code: [{ code: 60008, p: 0.02 }] },
  });
  emulator.createAccount({ id: DEMO_ACCOUNT, name: "Demo news" });
  const gone = new Set(recalled);
  const msgKeys = [];
  for (let seq = 1; seq <= size; seq += 1) {
    const message = demoMessage(seq, size, sentAt);
    const msgKey = `${seq}_1_${Math.floor(message.sentAt / 1000)}`;
    msgKeys.push(msgKey);
    if (!gone.has(msgKey)) emulator.addMessage({ officialAccount: DEMO_ACCOUNT, seq, ...message });
  }
  return {
    size,
    sentAt,
    msgKeys,
    fetch: emulator.fetch,
    /** Those of these messages that the service no longer has. @param {string[]} keys */
    gone: (keys) => keys.filter((msgKey) => emulator.message(msgKey)?.state === "recalled"),
    options: { sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: SECRET_KEY, region: "singapore", fetch: emulator.fetch, allowSecretKeyInBrowser: true },
  };
}

/**
 * One message of the broadcast: of every hundred, four are past the roaming period and three cannot be recalled.
 * @param {number} seq @param {number} size @param {number} sentAt
 */
function demoMessage(seq, size, sentAt) {
  const kind = seq % 100;
  if (kind >= 10 && kind < 14) return { text: "Spring sale begins on Monday", sentAt: sentAt - 120 * DAY };
  const sent = sentAt - 120_000 + Math.floor((seq / size) * 30_000);
  if (kind >= 40 && kind < 43) return { text: "Everything is free today", sentAt: sent, recallable: false };
  return { text: "Everything is free today", sentAt: sent };
}
