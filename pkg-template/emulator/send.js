/** send_official_account_msg: limits, duplicates, and the message itself, for the service's command table. */

import { msgKeyOf } from "./account.js";
import { found, refuse } from "./code.js";
import { accountOf } from "./recall.js";

const DUPLICATE_WINDOW_MS = 300_000;
const HOUR_MS = 3_600_000;
const MOST_BODY_BYTES = 12_288;

/** @typedef {{ at: number, fingerprint: string, message: import("./account.js").StoredMessage }} Sent */

/** What was sent by REST of late, by account: for duplicates and for the limits of sending. */
export class SentMessages {
  /** @type {Map<string, Sent[]>} */
  #byAccount = new Map();

  /** @param {string} account @param {number} now @returns {Sent[]} the last hour, oldest first */
  recent(account, now) {
    const sent = (this.#byAccount.get(account) ?? []).filter(({ at }) => at > now - HOUR_MS);
    this.#byAccount.set(account, sent);
    return sent;
  }
}

/** @param {import("./service.js").Call} call @returns {import("./service.js").Answer} */
export function sendMessage(call) {
  const { body, world, now } = call;
  const account = accountOf(call);
  if ("refused" in account) return account;
  const refusal = checkBody(body);
  if (refusal) return refusal;
  const recent = world.sent.recent(account.id, now);
  const fingerprint = JSON.stringify([body.Random, body.MsgBody]);
  // Content and Random both equal within five minutes: the later one is dropped, and its sender learns of the first.
  const first = recent.find((sent) => sent.at > now - DUPLICATE_WINDOW_MS && sent.fingerprint === fingerprint);
  if (first) return { fields: { MsgTime: first.message.time, MsgKey: msgKeyOf(first.message) } };
  const tooFast = checkLimits(recent, now, world.options.sendLimits);
  if (tooFast) return tooFast;
  const message = account.add({
    time: Math.floor(now / 1000), from: call.identifier, body: body.MsgBody, random: body.Random,
    onlineOnly: body.OnlineOnlyFlag === 1, recallCode: 0,
  });
  recent.push({ at: now, fingerprint, message });
  if (!body.ForbidCallbackControl?.includes("ForbidAfterSendMsgCallback")) {
    world.afterSend(message, { cloudCustomData: body.CloudCustomData, platform: "RESTAPI" });
  }
  return { fields: { MsgTime: message.time, MsgKey: msgKeyOf(message) } };
}

/** @param {Sent[]} recent @param {number} now @param {{ perSecond: number, perHour: number } | null} limits */
function checkLimits(recent, now, limits) {
  if (!limits) return undefined;
  const lastSecond = recent.filter(({ at }) => at > now - 1000).length;
  if (lastSecond >= limits.perSecond) return refuse(10023, `at most ${limits.perSecond} a second for one account`);
  if (recent.length >= limits.perHour) return refuse(10023, `at most ${limits.perHour} an hour for one account`);
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
