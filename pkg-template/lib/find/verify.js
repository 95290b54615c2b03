// verify(): reads history back, and says of each message whether it is gone.
import { PageRun } from "../history/page_run.js";
import { PageScheduler } from "../history/page_scheduler.js";
import { STATUSES } from "../generated/facts.js";
import { checkedVerifyOptions } from "./find_input.js";
import { rowsToVerify } from "./verify_input.js";
import { VerifyWalk } from "./verify_walk.js";

/** @typedef {import("../../index.js").Verified} Verified */
/** @typedef {import("../../index.js").VerifyReport} VerifyReport */
/** @typedef {import("../../index.js").VerifyResult} VerifyResult */
/** @typedef {import("./verify_input.js").Row} Row */

const VERIFIED = /** @type {const} */ (["recalled", "visible", "hole", "notFound", "unknown"]);

/**
 * @param {import("./find.js").Reader} reader
 * @param {any} input
 * @param {any} members a snapshot of the options
 * @returns {Promise<VerifyReport>}
 */
export async function verify({ boundary, client, concurrency, checkPage, checkMessages }, input, members) {
  const { signal, onProgress } = checkedVerifyOptions(members, checkPage);
  const rows = rowsToVerify(input, checkMessages);
  const known = byAccount(rows);
  const counts = { settled: 0 };
  const scheduler = new PageScheduler((account) => new VerifyWalk(account, /** @type {any} */ (known.get(account)), counts), concurrency);
  const total = [...known.values()].reduce((sum, { size }) => sum + size, 0);
  const progress = () => ({ total, ...counts, accounts: scheduler.accounts, refused: scheduler.refused.length });
  const accounts = known.keys();
  const source = { next: () => accounts.next(), close: () => {} };
  const pages = new PageRun(boundary, client, { scheduler, source, options: { includeRecalled: true }, signal, onProgress, progress });
  const report = () => ({ ...reportOf(rows, known, scheduler.refused), requests: pages.requests, durationMs: pages.durationMs });
  try {
    await pages.next();
  } catch (/** @type {any} */ error) {
    // Not enumerable, as the report of a recall.
    if (pages.requests > 0) Object.defineProperty(error, "verifyReport", { value: report(), enumerable: false });
    throw error;
  }
  return report();
}

/** The distinct messages by account, all unknown. @param {Row[]} rows */
function byAccount(rows) {
  /** @type {Map<string, Map<string, Verified>>} */
  const known = new Map();
  for (const { officialAccount, msgKey } of rows) {
    const keys = known.get(officialAccount) ?? new Map();
    known.set(officialAccount, keys.set(msgKey, "unknown"));
  }
  return known;
}

/**
 * @param {Row[]} rows
 * @param {Map<string, Map<string, Verified>>} known
 * @param {VerifyReport["refused"]} refused
 */
function reportOf(rows, known, refused) {
  const counts = zeros();
  /** @type {Map<string, VerifyReport["byAccount"][number]>} */
  const accounts = new Map();
  const results = rows.map(({ officialAccount, msgKey, status, code }) => {
    const verified = known.get(officialAccount)?.get(msgKey) ?? "unknown";
    const account = accounts.get(officialAccount) ?? { officialAccount, total: 0, counts: zeros() };
    accounts.set(officialAccount, account);
    account.total += 1;
    account.counts[verified] += 1;
    counts[verified] += 1;
    return { officialAccount, msgKey, verified, ...corrected(verified, status, code) };
  });
  for (const { officialAccount, code, meaning } of refused) Object.assign(accounts.get(officialAccount) ?? {}, { refused: { code, meaning } });
  return { complete: counts.recalled === rows.length, results, counts, byAccount: [...accounts.values()], refused };
}

/** @returns {Record<Verified, number>} */
const zeros = () => /** @type {any} */ (Object.fromEntries(VERIFIED.map((name) => [name, 0])));

/**
 * The status of a row of a report, after the history was read.
 * @param {Verified} verified
 * @param {any} status
 * @param {any} code
 * @returns {Pick<VerifyResult, "status" | "code">}
 */
function corrected(verified, status, code) {
  if (!STATUSES.includes(status)) return {};
  if (verified === "recalled") return { status: "recalled" };
  // Never sent, or refused with this code: that is still so.
  const isOpen = verified === "visible" && status !== "notAttempted" && status !== "failed";
  if (isOpen) return { status: "failed" };
  return { status, ...(typeof code === "number" && { code }) };
}
