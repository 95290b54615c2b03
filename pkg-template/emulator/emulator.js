/** The class Emulator, which createEmulator returns. It connects the clock, service, faults and ledger. */

import { isExpired, msgKeyOf } from "./account.js";
import { createClock } from "./clock.js";
import { given } from "./code.js";
import { handleRequest } from "./handle_request.js";
import { Faults } from "./faults.js";
import { readFaultPlan } from "./fault_plan.js";
import { abortReason, networkError, readFetchArguments, toResponse } from "./fetch.js";
import { Ledger } from "./ledger.js";
import { resolveOptions } from "./options.js";
import { Service } from "./service.js";
import { userIdProblem } from "./subscribers.js";

/** @typedef {import("./index.js").NewMessage} NewMessage */
/** @typedef {import("./index.js").Emulator} PublicEmulator */

const MOST_SEQ = 4294967295;

/** Emulates the service for one app. @implements {PublicEmulator} */
export class Emulator {
  ledger;
  #parts;
  #clock;
  #service;

  /** @param {import("./index.js").EmulatorOptions} [options] */
  constructor(options = {}) {
    const resolved = resolveOptions(options);
    const plan = readFaultPlan(resolved.faults);
    this.#clock = createClock(resolved);
    this.ledger = new Ledger(resolved.ledgerEntries);
    this.#service = new Service(resolved, this.#clock, this.ledger);
    const faults = new Faults(plan, resolved.seed, this.#clock);
    this.#parts = { service: this.#service, ledger: this.ledger, clock: this.#clock, faults };
    for (const id of resolved.accounts) this.createAccount({ id });
    // Bound, so that callers can pass them without the emulator.
    this.fetch = this.fetch.bind(this);
    this.handle = this.handle.bind(this);
  }

  get sdkAppId() {
    return this.#service.options.sdkAppId;
  }

  get cors() {
    return this.#service.options.cors;
  }

  /** @param {string | { readonly href: string } | Request} input @param {RequestInit} [init] @returns {Promise<Response>} */
  async fetch(input, init) {
    const { text, ...read } = readFetchArguments(input, init);
    const { signal } = read;
    const arrival = { ...read, text: typeof text === "string" ? text : await text, gone: () => signal?.aborted ?? false };
    if (signal?.aborted) throw abortReason(signal);
    const outcome = await handleRequest(this.#parts, arrival);
    if (outcome.kind === "reply") return toResponse(outcome, this.cors);
    throw signal?.aborted ? abortReason(signal) : networkError();
  }

  /** @param {Request} request @returns {Promise<Response>} */
  async handle(request) {
    const { host, text, ...read } = readFetchArguments(request);
    const outcome = await handleRequest(this.#parts, { ...read, text: await text, gone: () => request.signal.aborted });
    if (outcome.kind !== "reply") throw request.signal.aborted ? abortReason(request.signal) : networkError();
    return toResponse(outcome, this.cors, request.headers.get("access-control-request-headers"));
  }

  /** For HTTP servers, which have neither a Request nor a Response. @param {import("./handle_request.js").Arrival} arrival */
  handleRequest(arrival) {
    return handleRequest(this.#parts, arrival);
  }

  /** @param {import("./index.js").FaultPlanInput} [plan] */
  setFaults(plan) {
    this.#parts.faults = new Faults(readFaultPlan(plan), this.#service.options.seed, this.#clock);
  }

  /** @param {import("./index.js").NewAccount} [info] @returns {string} */
  createAccount(info = {}) {
    return this.#service.createAccount(info).id;
  }

  /** @param {NewMessage} message @returns {string} */
  addMessage(message) {
    const account = this.#account(message?.officialAccount, "addMessage");
    return msgKeyOf(this.#add(account, message, bodyOf(message, "addMessage"), "addMessage"));
  }

  /** @param {import("./index.js").NewMessages} messages @returns {string[]} */
  addMessages({ count, spacing = 0, ...message }) {
    const account = this.#account(message.officialAccount, "addMessages");
    if (!Number.isSafeInteger(count) || count < 0) throw new TypeError(`addMessages: count: found ${given(count)}, expected a whole number`);
    if (!(spacing >= 0)) throw new TypeError(`addMessages: spacing: found ${given(spacing)}, expected milliseconds`);
    const { text } = message;
    const shared = typeof text === "function" ? undefined : bodyOf(message, "addMessages");
    const start = timeOf(message.sentAt, this.#clock.now() - spacing * Math.max(0, count - 1), "addMessages");
    /** @type {string[]} */
    const keys = new Array(count);
    for (let i = 0; i < count; i++) {
      const body = shared ?? textBody(/** @type {(index: number) => string} */ (text)(i));
      const one = { ...message, sentAt: start + i * spacing, seq: message.seq === undefined ? undefined : message.seq + i };
      keys[i] = msgKeyOf(this.#add(account, one, body, "addMessages"));
    }
    return keys;
  }

  /** The old name of addMessages. @param {import("./index.js").NewMessages} messages */
  broadcast(messages) {
    return this.addMessages(messages);
  }

  /** @param {string} msgKey @param {string} [officialAccount] */
  message(msgKey, officialAccount) {
    const accounts = officialAccount === undefined
      ? [...this.#service.accounts.values()] : [this.#account(officialAccount, "message")];
    const hits = accounts.map((account) => account.find(msgKey)).filter((message) => message !== undefined);
    if (hits.length > 1) throw new RangeError(`message: ${msgKey} is in ${hits.length} accounts: name the officialAccount too`);
    return hits[0] && this.#view(hits[0]);
  }

  /** @param {string} officialAccount */
  messages(officialAccount) {
    return this.#account(officialAccount, "messages").messages.map((message) => this.#view(message));
  }

  /** @param {string} officialAccount @param {string[]} userIds */
  addSubscribers(officialAccount, userIds) {
    const account = this.#account(officialAccount, "addSubscribers");
    const wrong = Array.isArray(userIds) ? userIds.find((id) => typeof id !== "string" || userIdProblem(id)) : userIds;
    if (!Array.isArray(userIds) || wrong !== undefined) throw new TypeError(`addSubscribers: userIds: found ${given(wrong)}, expected UserIDs of 1 to 32 bytes`);
    const time = Math.floor(this.#clock.now() / 1000);
    for (const id of userIds) {
      if (account.subscribers.get(id)) continue;
      if (account.isFull) throw new RangeError(`addSubscribers: userIds: ${account.id} has room for ${account.info.maxSubscriberNum} subscribers`);
      account.subscribers.add(id, time);
    }
  }

  /** @param {string} officialAccount */
  subscribers(officialAccount) {
    return this.#account(officialAccount, "subscribers").subscribers.after(0, Infinity).page.map(({ account }) => account);
  }

  webhooksSettled() {
    return this.#service.webhooks.settled();
  }

  /** @param {string} id @param {string} caller */
  #account(id, caller) {
    const account = this.#service.accounts.get(id);
    if (account) return account;
    throw new RangeError(`${caller}: officialAccount: found ${given(id)}, expected one made with createAccount`);
  }

  /**
   * @param {import("./account.js").Account} account
   * @param {Omit<NewMessage, "text">} message
   * @param {unknown[]} body
   * @param {string} caller
   */
  #add(account, { from, sentAt, recallable = true, onlineOnly = false, seq, notify = false }, body, caller) {
    if (seq !== undefined && !(Number.isSafeInteger(seq) && seq >= 0 && seq <= MOST_SEQ)) {
      throw new TypeError(`${caller}: seq: found ${given(seq)}, expected a whole number from 0 to ${MOST_SEQ}`);
    }
    const recallCode = typeof recallable === "number" ? recallable : recallable ? 0 : 10032;
    const time = Math.floor(timeOf(sentAt, this.#clock.now(), caller) / 1000);
    const sender = from ?? account.info.owner;
    const stored = account.add({ time, from: sender, body, random: account.nextSeq >>> 0, onlineOnly, recallCode }, seq);
    if (notify) this.#service.afterSend(stored, { platform: "Web" });
    return stored;
  }

  /** @param {import("./account.js").StoredMessage} message @returns {import("./index.js").EmulatedMessage} */
  #view(message) {
    const { seq, time, from, body, onlineOnly, recalledAt, reason, request, account } = message;
    const expired = isExpired(message, this.#clock.now(), this.#service.options.roamingDays);
    return {
      msgKey: msgKeyOf(message), officialAccount: account.id, seq, sentAt: time * 1000, from, body, onlineOnly,
      state: request > 0 ? "recalled" : expired ? "expired" : "normal",
      ...(request > 0 ? { recalledAt, reason, request } : {}),
    };
  }
}

/** @param {{ text?: unknown, body?: unknown }} message @param {string} caller @returns {unknown[]} */
function bodyOf({ text = "", body }, caller) {
  if (typeof text !== "string") throw new TypeError(`${caller}: text: found ${given(text)}, expected a string`);
  if (body !== undefined && !Array.isArray(body)) throw new TypeError(`${caller}: body: found ${given(body)}, expected a MsgBody array`);
  return body ?? textBody(text);
}

/** @param {string} text */
function textBody(text) {
  return [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }];
}

/** @param {Date | number | undefined} sentAt @param {number} now @param {string} caller @returns {number} milliseconds */
function timeOf(sentAt, now, caller) {
  const time = sentAt === undefined ? now : Number(sentAt);
  if (Number.isFinite(time) && time >= 0) return time;
  throw new TypeError(`${caller}: sentAt: found ${given(sentAt)}, expected a Date or milliseconds since 1970`);
}
