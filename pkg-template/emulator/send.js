/** The command send_official_account_msg, with its limits and the removal of duplicates. */

import { accountOf, msgKeyOf } from "./account.js";
import { found, Refusal, refuse } from "./code.js";
import { WEBHOOK } from "./webhook.js";

const DUPLICATE_WINDOW_MS = 300_000;
const HOUR_MS = 3_600_000;
const MOST_BODY_BYTES = 12_288;
/** For one account: a message a second, and two messages to all subscribers an hour. */
const DOCUMENTED_LIMITS = Object.freeze({ perSecond: 1, perHour: 2 });
/** ErrorCode of a backend that wants a message dropped without telling its sender. */
const SILENT_DROP = 2;

/** @typedef {{ at: number, fingerprint: string, message: import("./account.js").StoredMessage }} Sent */

/** The messages sent from one account through the API in the last hour, to detect duplicates and enforce the sending limits. */
class RecentlySent {
  /** Oldest first. @type {Sent[]} */
  #sent = [];
  #stale = 0;
  /** @type {Map<string, Sent>} */
  #byFingerprint = new Map();

  /** @param {number} now */
  forget(now) {
    for (; this.#sent[this.#stale]?.at <= now - HOUR_MS; this.#stale++) {
      const { fingerprint } = this.#sent[this.#stale];
      if (this.#byFingerprint.get(fingerprint) === this.#sent[this.#stale]) this.#byFingerprint.delete(fingerprint);
    }
    // Trimmed only when half is stale, so that a thousand messages a second stay cheap.
    if (this.#stale * 2 < this.#sent.length) return;
    this.#sent.splice(0, this.#stale);
    this.#stale = 0;
  }

  /** @param {string} fingerprint @param {number} now */
  duplicateOf(fingerprint, now) {
    const sent = this.#byFingerprint.get(fingerprint);
    return sent && sent.at > now - DUPLICATE_WINDOW_MS ? sent.message : undefined;
  }

  /** @param {number} since milliseconds, exclusive */
  countSince(since) {
    let first = this.#sent.length;
    while (first > this.#stale && this.#sent[first - 1].at > since) first -= 1;
    return this.#sent.length - first;
  }

  get count() {
    return this.#sent.length - this.#stale;
  }

  /** @param {Sent} sent */
  add(sent) {
    // A message that waited for a webhook may be older than the last one.
    let at = this.#sent.length;
    while (at > this.#stale && this.#sent[at - 1].at > sent.at) at -= 1;
    this.#sent.splice(at, 0, sent);
    this.#byFingerprint.set(sent.fingerprint, sent);
  }
}

/** The recently sent messages of all accounts. */
export class SentMessages {
  /** @type {Map<string, RecentlySent>} */
  #byAccount = new Map();

  /** @param {string} account @param {number} now */
  recent(account, now) {
    let recent = this.#byAccount.get(account);
    if (!recent) this.#byAccount.set(account, (recent = new RecentlySent()));
    recent.forget(now);
    return recent;
  }
}

/** @typedef {import("./service.js").Call} Call */
/** @typedef {import("./service.js").Answer} Answer */

/** @param {Call} call @returns {Answer | Promise<Answer>} */
export function sendMessage(call) {
  const answer = answerWithoutSending(call);
  if (answer) return answer;
  const { body, world } = call;
  if (body.ForbidCallbackControl?.includes("ForbidBeforeSendMsgCallback")) return send(call);
  const fields = {
    Official_Account: body.Official_Account, OnlineOnlyFlag: body.OnlineOnlyFlag ?? 0, MsgBody: body.MsgBody,
    CloudCustomData: body.CloudCustomData ?? "",
  };
  return world.webhooks.before(WEBHOOK.BEFORE_SEND, fields, (reply) => (reply && answerWithoutSending(call)) || send(call, reply));
}

/** The refusal of an invalid message, or the reply to a duplicate. @param {Call} call @returns {Answer | undefined} */
function answerWithoutSending(call) {
  const { body, world, now } = call;
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  const refusal = checkBody(body);
  if (refusal) return refusal;
  const recent = world.sent.recent(account.id, now);
  // A message with the same content and Random within five minutes is a duplicate: it is dropped, and the reply names the first one.
  const first = recent.duplicateOf(fingerprintOf(body), now);
  return first ? sentReply(first) : checkLimits(recent, now, world.options.sendLimits);
}

/**
 * @param {Call} call
 * @param {any} [decision] the backend's reply to the webhook before sending
 * @returns {Answer}
 */
function send(call, decision = {}) {
  const { body, world, now } = call;
  const account = /** @type {import("./account.js").Account} */ (accountOf(call));
  const time = Math.floor(now / 1000);
  // The sender gets the key of a message that does not exist.
  if (decision.ErrorCode === SILENT_DROP) return sentReply({ seq: account.nextSeq++, time });
  const message = account.add({
    time, from: call.identifier, body: Array.isArray(decision.MsgBody) ? decision.MsgBody : body.MsgBody, random: body.Random,
    onlineOnly: body.OnlineOnlyFlag === 1, recallCode: 0,
  });
  world.sent.recent(account.id, now).add({ at: now, fingerprint: fingerprintOf(body), message });
  if (!body.ForbidCallbackControl?.includes("ForbidAfterSendMsgCallback")) {
    world.afterSend(message, { cloudCustomData: body.CloudCustomData, platform: "RESTAPI" });
  }
  return sentReply(message);
}

/** @param {any} body */
const fingerprintOf = (body) => JSON.stringify([body.Random, body.MsgBody]);

/** @param {{ seq: number, time: number }} message */
const sentReply = (message) => ({ fields: { MsgTime: message.time, MsgKey: msgKeyOf(message) } });

/** @param {RecentlySent} recent @param {number} now @param {import("./options.js").ResolvedOptions["sendLimits"]} sendLimits */
function checkLimits(recent, now, sendLimits) {
  const limits = sendLimits === "documented" ? DOCUMENTED_LIMITS : sendLimits;
  if (!limits) return undefined;
  if (recent.countSince(now - 1000) >= limits.perSecond) return refuse(10023, `at most ${limits.perSecond} a second for one account`);
  if (recent.count >= limits.perHour) return refuse(10023, `at most ${limits.perHour} an hour for one account`);
  return undefined;
}

/** @param {any} body */
function checkBody(body) {
  const { Random: random, MsgBody: content, OnlineOnlyFlag: online, ForbidCallbackControl: forbidden } = body;
  if (!Number.isInteger(random) || random < 0 || random > 4294967295) {
    return refuse(10004, `Random is ${found(random)}, expected a whole number from 0 to 4294967295`);
  }
  if (!Array.isArray(content) || content.length === 0) return refuse(10004, `MsgBody is ${found(content)}, expected a non-empty array`);
  for (const [at, element] of content.entries()) {
    if (typeof element?.MsgType !== "string" || element.MsgContent === null || typeof element.MsgContent !== "object") {
      return refuse(10004, `MsgBody[${at}] is ${found(element)}, expected { MsgType, MsgContent }`);
    }
  }
  if (![undefined, 0, 1].includes(online)) return refuse(10004, `OnlineOnlyFlag is ${found(online)}, expected 0 or 1`);
  if (forbidden !== undefined && !Array.isArray(forbidden)) {
    return refuse(10004, `ForbidCallbackControl is ${found(forbidden)}, expected an array`);
  }
  const bytes = new TextEncoder().encode(JSON.stringify(content)).length;
  return bytes > MOST_BODY_BYTES ? refuse(80002, `MsgBody has ${bytes} bytes, at most ${MOST_BODY_BYTES} are allowed`) : undefined;
}
