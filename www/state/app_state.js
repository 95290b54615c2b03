// The state shared by the panels: the connection, the input and the run. Panels listen for its events.
import * as library from "../pkg/index.js";
import { OPTIONS } from "../generated/facts.js";
import { KeyReading, nothing } from "./key_reading.js";

/**
 * Fires `input` when something entered changes, `run` when another run is shown, `words` when the language changes, and
 * `target` when a run of an earlier page is taken up, for the connection that it needs.
 */
export class AppState extends EventTarget {
  /** @type {import("../connection/connections.js").Connection | undefined} */
  connection = undefined;
  /** @type {{ path: string, message: string }[]} what is wrong with the connection */
  connectionProblems = [];
  /** What came of trying a connection. @type {(import("../connection/connection_check.js").Reach & { connection: import("../connection/connections.js").Connection }) | undefined} */
  reach = undefined;
  officialAccount = "";
  reason = "";
  keysText = "";
  /** What is in the text of the keys; nothing while a long one is being read. */
  parsed = nothing();
  /** Names of the columns of the text that hold keys, where it does not say which is meant. @type {readonly string[] | undefined} */
  columns = undefined;
  /** The one of them that the reader chose. @type {string | undefined} */
  column = undefined;
  /** Whether the reader leaves out what is no key; asked again for every text. */
  leavesOut = false;
  /** @type {import("./run.js").Run | undefined} */
  run = undefined;
  #keyReading = new KeyReading();

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

  /** Messages found so far in a long text that is being read; undefined while none is. */
  get foundSoFar() {
    return this.#keyReading.found;
  }

  /** Asks for the connection of a run, which has no secrets. @param {import("./run.js").Target} target */
  connectTo(target) {
    this.dispatchEvent(new CustomEvent("target", { detail: target }));
  }

  /** @param {import("./run.js").Run | undefined} run */
  show(run) {
    this.run = run;
    this.dispatchEvent(new Event("run"));
  }

  /** Number of different messages. */
  get distinct() {
    return this.parsed.msgKeys.length - this.parsed.duplicates;
  }

  get running() {
    return this.run !== undefined && this.run.state !== "ended";
  }
}

/** @param {string} words */
export const byteLength = (words) => new Blob([words]).size;

/**
 * What the library says of the input, without a connection's secrets: the plan, or every problem by its path.
 * @param {{ officialAccount: string, msgKeys: string[], reason: string, rateLimit?: number }} input
 * @returns {{ plan?: import("../pkg/index.js").RecallPlan, issues: readonly import("../pkg/index.js").Issue[] }}
 */
export function planOf({ officialAccount, msgKeys, reason, rateLimit = OPTIONS.rateLimit.default }) {
  try {
    const planner = new library.RecallClient({ sdkAppId: 1, identifier: "planner", userSig: "none", region: "singapore", rateLimit });
    return { plan: planner.plan({ officialAccount, msgKeys, ...(reason && { reason }) }), issues: [] };
  } catch (error) {
    if (!library.isRecallError(error)) throw error;
    return { issues: error.issues };
  }
}

/** The time in a MsgKey, Unix seconds. @param {string} msgKey */
export const sentAt = (msgKey) => Number(msgKey.slice(msgKey.lastIndexOf("_") + 1));
