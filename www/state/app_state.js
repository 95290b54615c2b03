// The state shared by the panels: the connection, the input and the run. Panels listen for its events.
import * as library from "../pkg/index.js";
import { OPTIONS } from "../generated/facts.js";
import { messagesOf } from "./input_messages.js";
import { idOf } from "../connection/message.js";
import { KeyReading, nothing } from "./key_reading.js";

/**
 * Fires `input` when the input changes, `run` when another run is shown, `words` when the language changes, and
 * `target` when a run of an earlier page is opened, for the connection that it needs.
 */
export class AppState extends EventTarget {
  /** @type {import("../connection/connections.js").Connection | undefined} */
  connection = undefined;
  /** @type {{ path: string, message: string }[]} what is wrong with the connection */
  connectionProblems = [];
  /** The result of checking a connection. @type {(import("../connection/connection_check.js").Reach & { connection: import("../connection/connections.js").Connection }) | undefined} */
  reach = undefined;
  officialAccount = "";
  reason = "";
  keysText = "";
  /** The parsed text of the keys; empty while a long one is being read. */
  parsed = nothing();
  /** Names of the columns with keys, if the user must choose one. @type {readonly string[] | undefined} */
  columns = undefined;
  /** The column that the user chose. @type {string | undefined} */
  column = undefined;
  /** Whether the user leaves out the rejected lines; asked again for every text. */
  leavesOut = false;
  /** @type {import("./run.js").Run | undefined} */
  run = undefined;
  #keyReading = new KeyReading();
  /** The messages of the input. @type {{ of: readonly unknown[], messages: import("./input_messages.js").InputMessages } | undefined} */
  #known = undefined;

  /** @param {Partial<Pick<AppState, "connection" | "connectionProblems" | "reach" | "officialAccount" | "reason" | "keysText" | "column" | "leavesOut">>} entered */
  enter(entered) {
    if (entered.keysText !== undefined && entered.keysText !== this.keysText) {
      Object.assign(this, { columns: undefined, column: undefined, leavesOut: false });
      this.#read(entered.keysText, undefined);
    }
    if (entered.column !== undefined) {
      this.leavesOut = false;
      this.#read(this.keysText, entered.column);
    }
    Object.assign(this, entered);
    this.dispatchEvent(new Event("input"));
  }

  /** @param {string} words @param {string | undefined} column */
  #read(words, column) {
    let isLater = false;
    this.parsed = nothing();
    this.#keyReading.read(words, column, (parsed) => {
      this.parsed = parsed;
      if (column === undefined) this.columns = parsed.columns;
      if (isLater) this.dispatchEvent(new Event("input"));
    });
    isLater = true;
  }

  /** Messages found so far in a long text being read; undefined if none is being read. */
  get foundSoFar() {
    return this.#keyReading.found;
  }

  /** Requests a connection for a run, whose record has no secrets. @param {import("./run.js").Target} target */
  connectTo(target) {
    this.dispatchEvent(new CustomEvent("target", { detail: target }));
  }

  /** @param {import("./run.js").Run | undefined} run */
  show(run) {
    this.run = run;
    this.dispatchEvent(new Event("run"));
  }

  /** The messages of the input, found once for each text and account. */
  get messages() {
    const of = [this.parsed, this.officialAccount];
    if (this.#known?.of.every((one, place) => one === of[place])) return this.#known.messages;
    const messages = messagesOf(this.parsed, this.officialAccount);
    this.#known = { of, messages };
    return messages;
  }

  /** Number of distinct messages. */
  get distinct() {
    return this.messages.distinct;
  }

  /** The ids of the distinct messages. */
  get ids() {
    const { isNamed, ids } = this.messages;
    return isNamed ? ids : new Set(this.parsed.msgKeys.map((msgKey) => idOf(this.officialAccount, msgKey)));
  }

  get running() {
    return this.run !== undefined && this.run.state !== "ended";
  }
}

/** @param {string} words */
export const byteLength = (words) => new Blob([words]).size;

/**
 * The library's check of the input, without a connection's secrets: the plan, or every problem by path.
 * @param {AppState} appState
 * @param {number} [rateLimit]
 * @returns {{ plan?: import("../pkg/index.js").RecallPlan, issues: readonly import("../pkg/index.js").Issue[] }}
 */
export function planOf({ officialAccount, parsed, messages, reason }, rateLimit = OPTIONS.rateLimit.default) {
  const named = parsed.msgKeys.map((msgKey, place) => ({ officialAccount: parsed.officialAccounts?.[place] ?? officialAccount, msgKey }));
  const request = messages.isNamed ? { messages: named } : { officialAccount, msgKeys: parsed.msgKeys };
  try {
    const planner = new library.RecallClient({ sdkAppId: 1, identifier: "planner", userSig: "none", region: "singapore", rateLimit });
    return { plan: planner.plan({ ...request, ...(reason && { reason }) }), issues: [] };
  } catch (error) {
    if (!library.isRecallError(error)) throw error;
    return { issues: error.issues };
  }
}
