// Plays the incident of the demo through the service's API, so that its webhook reaches a log as that of a backend does.
import { ACCOUNTS, CLOSED, STOLEN, TIDIED, branch, incident } from "../www/connection/incident.js";
import { Problem } from "./command.js";

const TOKEN = "a callback token of this emulator, and of nothing else";

/** @typedef {{ officialAccount: string, msgKey: string, text: string, sentAt: number }} LoggedMessage */

/**
 * The options of an emulator whose clock the story sets, and whose webhook writes the log.
 * @param {typeof import("../pkg-template/index.js")} library
 * @param {{ sdkAppId: number, identifier: string, secretKey: string }} administrator
 */
export function stage({ readWebhook }, { sdkAppId, secretKey, identifier }) {
  /** @type {LoggedMessage[]} */
  const log = [];
  const clock = { at: /** @type {number | undefined} */ (undefined) };
  const now = () => clock.at ?? Date.now();
  /** @param {string} url @param {{ body: string }} init */
  async function receive(url, { body }) {
    const event = await readWebhook({ url, body }, { token: TOKEN, sdkAppId, now: now() });
    if (event.kind === "sent") log.push({ officialAccount: event.officialAccount, msgKey: event.msgKeys[0] ?? "", text: textOf(event.msgBody), sentAt: (event.msgTime ?? 0) * 1000 });
    return { status: 200, json: async () => ({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" }) };
  }
  const webhook = { url: "https://backend.example/webhook", token: TOKEN, fetch: receive };
  const administrators = [identifier, STOLEN];
  return { log, clock, options: { sdkAppId, secretKey, administrators, webhook, now, seed: 7 } };
}

/** @param {readonly any[]} [msgBody] @returns {string} */
const textOf = (msgBody = []) => msgBody.map(({ MsgContent }) => MsgContent?.Text ?? "").join("");

/**
 * Sends every message of the incident at its time; then one account is closed, and in another one the message is taken back by hand.
 * @param {import("../pkg-template/emulator/index.js").Emulator} emulator
 * @param {typeof import("../pkg-template/index.js")} library
 * @param {ReturnType<typeof stage>} staged
 */
export async function play(emulator, library, { log, clock, options }) {
  const { sdkAppId, secretKey } = options;
  /** @param {string} identifier @param {string} command @param {object} body */
  async function call(identifier, command, body) {
    const userSig = library.signUserSig({ sdkAppId, identifier, secretKey });
    const query = `sdkappid=${sdkAppId}&identifier=${identifier}&usersig=${encodeURIComponent(userSig)}&random=7&contenttype=json`;
    const url = `https://console.tim.qq.com/v4/official_account_open_http_svc/${command}?${query}`;
    const reply = await emulator.fetch(url, { method: "POST", body: JSON.stringify(body) });
    const { ErrorCode, ErrorInfo } = /** @type {any} */ (await reply.json());
    if (ErrorCode !== 0) throw new Problem(`${command}: ${ErrorCode} ${ErrorInfo}`);
  }
  for (let number = 1; number <= ACCOUNTS; number += 1) emulator.createAccount(branch(number));
  for (const [at, { officialAccount, text, from, sentAt }] of incident(Date.now()).entries()) {
    clock.at = sentAt;
    // The editors have no API: their backend sends as its administrator.
    const identifier = from === STOLEN ? STOLEN : "administrator";
    const MsgBody = [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }];
    await call(identifier, "send_official_account_msg", { Official_Account: officialAccount, Random: at + 1, MsgBody });
    // The webhook carries the time of the story.
    await emulator.webhooksSettled();
  }
  clock.at = undefined;
  const byHand = log.find(({ officialAccount, sentAt }) => officialAccount === TIDIED && sentAt > Date.now() - 600_000);
  await call("administrator", "official_account_msg_recall", { Official_Account: TIDIED, MsgKeyList: [byHand?.msgKey] });
  await call("administrator", "destroy_official_account", { Official_Account: CLOSED });
  await emulator.webhooksSettled();
}
