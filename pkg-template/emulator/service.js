/** The emulated service: its state, its APIs by name, and the order of its checks. */

import { Account, accountIdProblem, msgKeyOf } from "./account.js";
import { createOfficialAccount, destroyOfficialAccount, getOfficialAccountInfo, modifyOfficialAccount } from "./account_commands.js";
import { found, given, injected as injectedRefusal, Refusal, refuse } from "./code.js";
import { Authenticator, readBody, readParameters, readTarget, SERVICE } from "./request_checks.js";
import { getHistory } from "./history.js";
import { seededRandom } from "./random.js";
import { RateLimit } from "./rate_limit.js";
import { recallMessages } from "./recall.js";
import { sendMessage, SentMessages } from "./send.js";
import { addSubscribers, deleteSubscribers, getSubscribedAccounts, getSubscriberInfo, modifySubscriberInfo } from "./subscriber_commands.js";
import { WEBHOOK, Webhooks } from "./webhook.js";

/** @typedef {{ fields: Record<string, any>, recalled?: import("./account.js").StoredMessage[] } | import("./code.js").Refusal} Answer */
/** @typedef {{ body: any, identifier: string, world: Service, now: number, number: number,
 *   itemFault: (msgKey: string) => import("./faults.js").InjectedCode | undefined }} Call */
/**
 * A request on its arrival. `bytes`: length of the body, if `text` is incomplete.
 * @typedef {{ method: string, target: string, host?: string, text: string, bytes?: number }} Arrival
 */

/** @type {Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>>} */
const COMMANDS = Object.freeze({
  official_account_msg_recall: recallMessages,
  send_official_account_msg: sendMessage,
  official_account_msg_get_simple: getHistory,
  create_official_account: createOfficialAccount,
  destroy_official_account: destroyOfficialAccount,
  modify_official_account_base_info: modifyOfficialAccount,
  get_official_account_info: getOfficialAccountInfo,
  get_subscriber_info: getSubscriberInfo,
  add_subscriber: addSubscribers,
  delete_subscriber: deleteSubscribers,
  modify_subscriber_info: modifySubscriberInfo,
  get_subscribed_official_account_list: getSubscribedAccounts,
});

/** @param {string} target @returns {string} the API in the path, or "" if it is unknown */
export function commandOf(target) {
  const read = readTarget(target);
  return !(read instanceof Refusal) && read.service === SERVICE && Object.hasOwn(COMMANDS, read.command) ? read.command : "";
}

/** @param {import("./request_checks.js").Target} target @returns {Refusal | undefined} */
function unknownCommand({ service, command }) {
  if (service !== SERVICE) return refuse(60009, `the service in the path is ${found(service)}, expected ${SERVICE}`);
  if (Object.hasOwn(COMMANDS, command)) return undefined;
  return refuse(60009, `there is no API ${found(command)}; this emulator has ${Object.keys(COMMANDS).join(", ")}`);
}

/** State and rules of one app. */
export class Service {
  /** @type {Map<string, Account>} */
  accounts = new Map();
  sent = new SentMessages();
  options;
  #authenticator;
  #clock;
  #ledger;
  #webhooks;
  #random;
  /** @type {Map<string, RateLimit>} */
  #limits = new Map();

  /**
   * @param {import("./options.js").ResolvedOptions} options
   * @param {import("./clock.js").Clock} clock
   * @param {import("./ledger.js").Ledger} ledger
   */
  constructor(options, clock, ledger) {
    const { secretKey, ...open } = options;
    this.options = open;
    this.#authenticator = new Authenticator({ ...open, secretKey });
    this.#clock = clock;
    this.#ledger = ledger;
    this.#webhooks = new Webhooks(open, clock, ledger);
    this.#random = seededRandom(open.seed);
  }

  get webhooks() {
    return this.#webhooks;
  }

  /**
   * @param {Arrival} arrival
   * @param {import("./index.js").LedgerEntry} entry filled in during the work
   * @param {import("./faults.js").Faults} faults
   * @param {import("./faults.js").Fate} fate
   * @returns {Promise<Answer> | Answer}
   */
  answer(arrival, entry, faults, fate) {
    const read = this.#readRequest(arrival);
    if (read instanceof Refusal) return read;
    const { caller, body } = read;
    if (Array.isArray(body.MsgKeyList)) entry.msgKeys = [...body.MsgKeyList];
    const injected = faults.requestCode(fate, body.MsgKeyList);
    if (injected && !injected.workDone) return injectedRefusal(injected.code);
    // All later steps use the time of arrival, however long the verification takes.
    const [now, ticks] = [this.#clock.now(), this.#clock.ticks()];
    const work = () => {
      // Recorded only after verification: before, it may be any text, such as a misplaced UserSig.
      entry.identifier = caller.identifier;
      const answer = this.#work(entry, { body, identifier: caller.identifier, now, ticks }, faults, fate);
      /** @param {Answer} done */
      const replaced = (done) => injected && !(done instanceof Refusal) ? injectedRefusal(injected.code, ", after the work was done") : done;
      return answer instanceof Promise ? answer.then(replaced) : replaced(answer);
    };
    const refusal = this.#authenticator.check(caller, now, (issuedAt) => faults.isRevoked(issuedAt));
    if (refusal instanceof Promise) return refusal.then((late) => late ?? work());
    return refusal ?? work();
  }

  /** Checks the URL and the JSON. @param {Arrival} arrival */
  #readRequest({ method, target, host, text, bytes }) {
    if (method !== "POST") return refuse(60002, `the method is ${found(method)}, expected POST`);
    const read = readTarget(target);
    if (read instanceof Refusal) return read;
    const unknown = unknownCommand(read);
    if (unknown) return unknown;
    const caller = readParameters(read.parameters);
    if (caller instanceof Refusal) return caller;
    if (host !== undefined && this.options.hosts && !this.options.hosts.includes(host)) return refuse(60026, `this app is not served by ${found(host)}`);
    const body = readBody(text, bytes);
    return body instanceof Refusal ? body : { caller, body };
  }

  /**
   * Checks the call limit and runs the command.
   * @param {import("./index.js").LedgerEntry} entry
   * @param {{ body: any, identifier: string, now: number, ticks: number }} request
   * @param {import("./faults.js").Faults} faults
   * @param {import("./faults.js").Fate} fate
   * @returns {Answer | Promise<Answer>} a promise if a webhook is asked before the work
   */
  #work(entry, { body, identifier, now, ticks }, faults, fate) {
    const limit = this.#limitOf(entry.command);
    faults.letOthersCall(entry.command, limit, ticks);
    if (!limit.accepts(ticks)) return refuse(60007, `at most ${this.options.rateLimit} calls in any second`);
    this.#ledger.accept(entry, ticks);
    const itemFault = (/** @type {string} */ msgKey) => faults.itemCode(fate, msgKey);
    return COMMANDS[entry.command]({ body, identifier, world: this, now, number: entry.number, itemFault });
  }

  /** @param {string} command */
  #limitOf(command) {
    let limit = this.#limits.get(command);
    if (!limit) this.#limits.set(command, (limit = new RateLimit(this.options.rateLimit)));
    return limit;
  }

  /**
   * @param {{ id?: string, name?: string, owner?: string, introduction?: string, faceUrl?: string, organization?: string,
   *   customString?: string, maxSubscriberNum?: number }} info
   */
  createAccount({ id = this.#newAccountId(), name = "Official account", owner = this.options.administrators[0], introduction = "",
    faceUrl = "", organization = "", customString = "", maxSubscriberNum = 100_000 }) {
    const problem = typeof id === "string" ? accountIdProblem(id) : "is not a string";
    if (problem) throw new TypeError(`createAccount: id: found ${given(id)}, which ${problem}`);
    if (this.accounts.has(id)) throw new RangeError(`createAccount: id: ${JSON.stringify(id)} is taken`);
    const createTime = Math.floor(this.#clock.now() / 1000);
    const account = new Account(id, { name, owner, createTime, introduction, faceUrl, organization, customString, maxSubscriberNum });
    this.accounts.set(id, account);
    return account;
  }

  /** Makes an ID like those of the service: `@TOA#_@TOA#d` and four characters. */
  #newAccountId() {
    for (;;) {
      const tail = Math.floor(this.#random() * 36 ** 4).toString(36).padStart(4, "0");
      const id = `@TOA#_@TOA#d${tail.toUpperCase()}`;
      if (!this.accounts.has(id)) return id;
    }
  }

  /** @param {import("./account.js").StoredMessage} message @param {{ cloudCustomData?: string, platform: string }} more */
  afterSend(message, { cloudCustomData = "", platform }) {
    this.#webhooks.after(WEBHOOK.AFTER_SEND, {
      Official_Account: message.account.id,
      MsgKey: msgKeyOf(message),
      MsgTime: message.time,
      OnlineOnlyFlag: message.onlineOnly ? 1 : 0,
      MsgBody: message.body,
      CloudCustomData: cloudCustomData,
    }, platform);
  }

  /** @param {Account} account @param {import("./account.js").StoredMessage[]} messages */
  afterRecall(account, messages) {
    this.#ledger.record(messages);
    const list = messages.map((message) => ({ MsgKey: msgKeyOf(message) }));
    this.#webhooks.after(WEBHOOK.AFTER_RECALL, { Official_Account: account.id, WithdrawMsgList: list });
  }
}
