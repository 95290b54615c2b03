/** Draws the faults of each request from the plan and the seed, and applies them to rows. */

import { EXCHANGE_FAULTS, readChance, ROW_FAULTS } from "./fault_plan.js";
import { diceOfRequest } from "./random.js";
import { OtherTraffic } from "./rate_limit.js";

/** @typedef {keyof typeof EXCHANGE_FAULTS} ExchangeFault */
/** @typedef {{ code: number, workDone: boolean }} InjectedCode */
/** @typedef {{ MsgKey: string, RetCode: number }} Row */
/**
 * The faults drawn for one request: its latency, at most one fault of the exchange, and faults of the rows.
 * @typedef {{ before: number, after: number, fault: ExchangeFault | null, workDone: boolean,
 *   rows: Set<string>, command: string, dice: () => number }} Fate
 */

/** An active plan. Its counters (`times`) and windows (`outages`) start when it is constructed. */
export class Faults {
  /** @type {[ExchangeFault, import("./fault_plan.js").Chance][]} */
  #exchange = [];
  /** @type {[string, import("./fault_plan.js").Chance][]} */
  #rows = [];
  /** @type {(import("./index.js").CodeFault & { left: number })[]} */
  #codes;
  /** @type {Map<string, OtherTraffic>} */
  #others = new Map();
  #plan;
  #seed;
  #start;
  #startTicks;
  /** Issue time of the UserSig that refuseUserSigOnce has caught. @type {number | undefined} */
  #caught;

  /** @param {import("./index.js").FaultPlan} plan @param {number} seed @param {import("./clock.js").Clock} clock */
  constructor(plan, seed, clock) {
    this.#plan = plan;
    this.#seed = seed;
    this.#start = clock.now();
    this.#startTicks = clock.ticks();
    for (const [name, workDone] of Object.entries(EXCHANGE_FAULTS)) {
      const chance = readChance(plan[/** @type {ExchangeFault} */ (name)], workDone);
      if (chance) this.#exchange.push([/** @type {ExchangeFault} */ (name), chance]);
    }
    for (const name of ROW_FAULTS) {
      const chance = readChance(plan[name], 1);
      if (chance) this.#rows.push([name, chance]);
    }
    this.#codes = (plan.code ?? []).map((rule) => ({ ...rule, left: rule.times ?? Infinity }));
  }

  /** @param {number} number @param {string} command @param {number} now @returns {Fate} */
  fateOf(number, command, now) {
    const dice = diceOfRequest(this.#seed, number);
    const { latency, commands } = this.#plan;
    const total = latency ? latency.min + dice() * (latency.max - latency.min) : 0;
    const before = total * (latency?.before ?? 0);
    /** @type {Fate} */
    const fate = { before, after: total - before, fault: null, workDone: true, rows: new Set(), command, dice };
    if (commands && !commands.includes(command)) return fate;
    this.#drawOutage(fate, now);
    for (const [name, chance] of this.#exchange) {
      const [hit, done] = [dice() < chance.p, dice() < chance.workDone];
      if (fate.fault || !hit || chance.times <= 0) continue;
      chance.times -= 1;
      fate.fault = name;
      fate.workDone = done;
    }
    for (const [name, chance] of this.#rows) {
      if (dice() >= chance.p || chance.times <= 0) continue;
      chance.times -= 1;
      fate.rows.add(name);
    }
    return fate;
  }

  /** @param {Fate} fate @param {number} now */
  #drawOutage(fate, now) {
    const elapsed = now - this.#start;
    const outage = this.#plan.outages?.find(({ from, to }) => elapsed >= from && elapsed < to);
    if (!outage) return;
    const kind = outage.kind ?? "lost";
    fate.fault = kind === "lost" ? "lostRequest" : kind;
    fate.workDone = false;
  }

  /** @param {Fate} fate @param {unknown} msgKeys @returns {InjectedCode | undefined} an ErrorCode for the whole request */
  requestCode(fate, msgKeys) {
    const keys = Array.isArray(msgKeys) ? msgKeys : [];
    return this.#code(fate, "request", (wanted) => keys.some((key) => wanted.includes(key)));
  }

  /** @param {Fate} fate @param {string} msgKey @returns {InjectedCode | undefined} a RetCode for one message */
  itemCode(fate, msgKey) {
    return this.#code(fate, "item", (wanted) => wanted.includes(msgKey));
  }

  /** @param {Fate} fate @param {"request" | "item"} level @param {(msgKeys: string[]) => boolean} concerns */
  #code(fate, level, concerns) {
    const { commands } = this.#plan;
    if (this.#codes.length === 0 || (commands && !commands.includes(fate.command))) return undefined;
    for (const rule of this.#codes) {
      if ((rule.level ?? "request") !== level || rule.left <= 0) continue;
      if (rule.command !== undefined && rule.command !== fate.command) continue;
      if (rule.msgKeys && !concerns(rule.msgKeys)) continue;
      if (fate.dice() >= (rule.p ?? 1)) continue;
      rule.left -= 1;
      return { code: rule.code, workDone: rule.workDone ?? false };
    }
    return undefined;
  }

  /** @param {number} issuedAt Unix seconds @returns {boolean} */
  isRevoked(issuedAt) {
    const { expireUserSigsBefore, refuseUserSigOnce } = this.#plan;
    if (expireUserSigsBefore !== undefined && issuedAt < expireUserSigsBefore) return true;
    if (!refuseUserSigOnce) return false;
    this.#caught ??= issuedAt;
    return issuedAt <= this.#caught;
  }

  /**
   * Makes the calls of other processes that are due.
   * @param {string} command
   * @param {import("./rate_limit.js").RateLimit} limit
   * @param {number} ticks
   */
  letOthersCall(command, limit, ticks) {
    if (!this.#plan.otherTraffic) return;
    let others = this.#others.get(command);
    if (!others) this.#others.set(command, (others = new OtherTraffic(this.#plan.otherTraffic, this.#startTicks)));
    others.catchUp(limit, ticks);
  }

  /** Corrupts the rows of a reply, in place. @param {Fate} fate @param {Row[]} rows */
  damageRows({ rows: faults, dice }, rows) {
    const pick = () => Math.floor(dice() * rows.length);
    if (rows.length === 0) return;
    if (faults.has("repeatedKeys")) {
      const row = rows[pick()];
      rows.splice(pick(), 0, dice() < 0.5 ? { ...row } : { ...row, RetCode: 10030 });
    }
    if (faults.has("missingKeys")) rows.splice(pick(), 1);
    if (faults.has("unknownKeys")) rows.splice(pick(), 0, { MsgKey: `${4e9 + Math.floor(dice() * 1e6)}_1_1`, RetCode: 0 });
    if (!faults.has("shuffledKeys")) return;
    for (let i = rows.length - 1; i > 0; i--) {
      const j = Math.floor(dice() * (i + 1));
      [rows[i], rows[j]] = [rows[j], rows[i]];
    }
  }
}
