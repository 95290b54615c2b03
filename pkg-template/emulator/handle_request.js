/** Handles one request from its arrival to the reply that the client sees, including injected faults. */

import { aborted } from "./clock.js";
import { Refusal } from "./code.js";
import { deliver, envelope, reply } from "./reply.js";
import { commandOf } from "./service.js";

/** @typedef {import("./reply.js").Outcome} Outcome */
/**
 * `gone`: whether the client has stopped waiting.
 * @typedef {import("./service.js").Arrival & { signal?: AbortSignal, gone?: () => boolean }} Arrival
 */
/**
 * @typedef {{ service: import("./service.js").Service, ledger: import("./ledger.js").Ledger,
 *   clock: import("./clock.js").Clock, faults: import("./faults.js").Faults }} Parts
 */

/** @param {Parts} parts @param {Arrival} arrival @returns {Promise<Outcome>} */
export async function handleRequest(parts, arrival) {
  if (arrival.method === "OPTIONS") return reply("", { status: 204, type: "" });
  if (arrival.method === "HEAD") return reply("", { type: "" });
  const { ledger, clock } = parts;
  const now = clock.now();
  const entry = ledger.arrive(commandOf(arrival.target), now, clock.ticks());
  const faults = parts.faults;
  const fate = faults.fateOf(entry.number, entry.command, now);
  if (fate.fault) ledger.countFault(entry, fate.fault);
  for (const name of fate.rows) ledger.countFault(entry, name);
  const outcome = await pass(parts, arrival, entry, faults, fate);
  if (outcome.kind === "reply") entry.status = outcome.status;
  // A reply that a gateway's page, a cut or garbage hides from the client is lost too. Padding hides nothing.
  const arrived = outcome.kind === "reply" && (fate.fault === null || fate.fault === "hugeBody");
  if (!arrived) ledger.lose(entry, entry.errorCode === null ? "request" : "reply");
  return outcome;
}

/**
 * @param {Parts} parts
 * @param {Arrival} arrival
 * @param {import("./index.js").LedgerEntry} entry
 * @param {import("./faults.js").Faults} faults
 * @param {import("./faults.js").Fate} fate
 * @returns {Promise<Outcome>}
 */
async function pass({ service, ledger, clock }, arrival, entry, faults, fate) {
  // Read only if there is something to wait for: a server makes the signal on demand.
  const signal = fate.before > 0 || fate.after > 0 || fate.fault === "stall" ? arrival.signal : undefined;
  if (fate.before > 0 && !(await clock.sleep(fate.before, signal))) return { kind: "aborted" };
  if (fate.fault === "lostRequest" && !fate.workDone) return { kind: "lost" };
  const due = clock.ticks() + fate.after;
  const text = fate.workDone ? await answerText(service, ledger, arrival, entry, faults, fate) : "";
  if (fate.fault === "stall") return stall(signal);
  const wait = fate.after > 0 ? due - clock.ticks() : 0;
  if (wait > 0 && !(await clock.sleep(wait, signal))) return { kind: "aborted" };
  if (arrival.gone?.()) return { kind: "aborted" };
  if (fate.fault === "lostRequest") return { kind: "lost" };
  return deliver(text, fate);
}

/**
 * @param {import("./service.js").Service} service
 * @param {import("./ledger.js").Ledger} ledger
 * @param {Arrival} arrival
 * @param {import("./index.js").LedgerEntry} entry
 * @param {import("./faults.js").Faults} faults
 * @param {import("./faults.js").Fate} fate
 */
async function answerText(service, ledger, arrival, entry, faults, fate) {
  const pending = service.answer(arrival, entry, faults, fate);
  const answer = pending instanceof Promise ? await pending : pending;
  ledger.answer(entry, answer instanceof Refusal ? answer.code : 0);
  if (!(answer instanceof Refusal)) {
    if (answer.recalled) entry.recalled = answer.recalled.map(({ seq, time }) => `${seq}_1_${time}`);
    const rows = answer.fields.RecallRetList;
    if (rows) {
      for (const { RetCode } of rows) ledger.countItem(entry, RetCode);
      if (fate.rows.size > 0) faults.damageRows(fate, rows);
    }
  }
  return envelope(answer, fate.rows.has("contradiction"));
}

/** Sends nothing until the client gives up. @param {AbortSignal} [signal] @returns {Promise<Outcome>} */
async function stall(signal) {
  await (signal ? aborted(signal) : new Promise(() => {}));
  return { kind: "stalled" };
}
