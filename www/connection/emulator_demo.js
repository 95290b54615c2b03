// The demos to practise with: an emulator of the service in the browser, after an incident in many accounts, or with many messages of one.
import { createEmulator } from "../pkg/emulator/index.js";
import * as library from "../pkg/index.js";
import { idOf, messageOf } from "./message.js";
import { ACCOUNTS, CLOSED, TIDIED, SCAM, branch, incident } from "./incident.js";

const DAY = 86_400_000;
export const DEMO_ACCOUNT = "@TOA#_demo_news";
/** Opens nothing but this emulator. */
const SECRET_KEY = "a key of the emulator in this page, and of nothing else";
const FAULTS = { latency: { min: 60, max: 240 }, lostReply: { p: 0.03 }, code: [{ code: 60008, p: 0.02 }] };

/** What a demo holds: the incident, or so many messages of one account. @typedef {"incident" | number} DemoSize */
/** @type {DemoSize[]} */
export const DEMO_SIZES = ["incident", 400, 5_000, 100_000];

/**
 * @typedef {{ size: DemoSize, sentAt: number, recalled: string[] }} DemoState
 * restores the demo after a reload: `sentAt` in milliseconds, `recalled` the ids of the messages that are gone
 */
/** A message in the log of the webhook. @typedef {{ officialAccount: string, msgKey: string, text: string, from: string, sentAt: number }} LoggedMessage */
/** @typedef {{ log: LoggedMessage[], msgKeys: string[], ready: Promise<unknown> }} Staged `log` of the incident, or `msgKeys` of the one account */
/** @typedef {ReturnType<typeof openDemo>} Demo */

/** @param {DemoState} state */
export function openDemo({ size, sentAt, recalled }) {
  const emulator = createEmulator({ secretKey: SECRET_KEY, expiredCode: 10031, seed: 7, ledgerEntries: 100 });
  const options = /** @type {const} */ ({ sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: SECRET_KEY, region: "singapore", allowSecretKeyInBrowser: true });
  const stage = { ...options, fetch: emulator.fetch };
  const { ready, ...staged } = size === "incident" ? stageIncident(emulator, stage, sentAt, recalled) : stageList(emulator, size, sentAt, recalled);
  const opened = ready.then(() => emulator.setFaults(FAULTS));
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    await opened;
    return emulator.fetch(url, init);
  };
  return { size, sentAt, ...staged, options: { ...options, fetch } };
}

/**
 * The messages of the incident. One account is closed, and in another one the message was recalled by hand.
 * @param {import("../pkg/emulator/index.js").Emulator} emulator @param {any} options @param {number} sentAt @param {string[]} recalled
 * @returns {Staged}
 */
function stageIncident(emulator, options, sentAt, recalled) {
  for (let number = 1; number <= ACCOUNTS; number += 1) if (branch(number).id !== CLOSED) emulator.createAccount(branch(number));
  /** @type {Map<string, number>} */
  const sent = new Map();
  const log = incident(sentAt).map((message) => {
    const seq = (sent.get(message.officialAccount) ?? 0) + 1;
    sent.set(message.officialAccount, seq);
    if (message.officialAccount !== CLOSED) emulator.addMessage({ ...message, seq });
    return { ...message, msgKey: `${seq}_1_${Math.floor(message.sentAt / 1000)}` };
  });
  const byHand = log.filter(({ officialAccount, text }) => officialAccount === TIDIED && text === SCAM).map(({ officialAccount, msgKey }) => idOf(officialAccount, msgKey));
  const messages = [...new Set([...byHand, ...recalled])].map(messageOf);
  return { log, msgKeys: [], ready: new library.RecallClient(options).recall({ messages }) };
}

/** @param {import("../pkg/emulator/index.js").Emulator} emulator @param {number} size @param {number} sentAt @param {string[]} recalled @returns {Staged} */
function stageList(emulator, size, sentAt, recalled) {
  emulator.createAccount({ id: DEMO_ACCOUNT, name: "Demo news" });
  const gone = new Set(recalled);
  const msgKeys = [];
  for (let seq = 1; seq <= size; seq += 1) {
    const message = listedMessage(seq, size, sentAt);
    const msgKey = `${seq}_1_${Math.floor(message.sentAt / 1000)}`;
    msgKeys.push(msgKey);
    if (!gone.has(idOf(DEMO_ACCOUNT, msgKey))) emulator.addMessage({ officialAccount: DEMO_ACCOUNT, seq, ...message });
  }
  return { log: [], msgKeys, ready: Promise.resolve() };
}

/**
 * One message of the account: of every hundred, four are past the roaming period and three cannot be recalled.
 * @param {number} seq @param {number} size @param {number} sentAt
 */
function listedMessage(seq, size, sentAt) {
  const kind = seq % 100;
  if (kind >= 10 && kind < 14) return { text: "Spring sale begins on Monday", sentAt: sentAt - 120 * DAY };
  const sent = sentAt - 120_000 + Math.floor((seq / size) * 30_000);
  if (kind >= 40 && kind < 43) return { text: "Everything is free today", sentAt: sent, recallable: false };
  return { text: "Everything is free today", sentAt: sent };
}
