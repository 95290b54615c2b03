// Exports the report: CSV for a spreadsheet, JSON for a program. Neither holds a secret.
import { accountOf, keyOf, messageOf } from "../connection/message.js";
import { outcomesByCode } from "./code_chart.js";

/** Formats a cell. A value that a spreadsheet would execute as a formula is kept as text. @param {unknown} value */
function cell(value) {
  const words = value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180, one message a line. @param {import("../state/run.js").Run} run */
export function toCsv(run) {
  const lines = run.ids.map((id) => {
    const { status, code, meaning, retryable, attempts } = run.outcome(id);
    return [accountOf(id), keyOf(id), status, code, meaning, retryable, attempts].map(cell).join(",");
  });
  return `${["officialAccount,msgKey,status,code,meaning,retryable,attempts", ...lines].join("\r\n")}\r\n`;
}

/** The library's report, with the facts of its request. @param {import("../state/run.js").Run} run */
export function toJson(run) {
  const { accounts, reason, startedAt, counts, requests, retries, durationMs, ids, target } = run;
  const { pending, ...settled } = counts;
  return JSON.stringify({
    ...(accounts.length === 1 && { officialAccount: accounts[0] }), reason, host: target.host || "emulator", startedAt: new Date(startedAt).toISOString(),
    complete: counts.recalled === ids.length, counts: settled, ...(pending > 0 && { pending }), requests, retries, durationMs,
    byCode: outcomesByCode(run).map(({ code, count }) => ({ code, count, errorInfo: run.errorInfo[code] })),
    byAccount: byAccount(run),
    results: ids.map((id) => ({ ...messageOf(id), ...run.outcome(id) })),
  }, null, 2);
}

/** The counts of each account, in order of first appearance. @param {import("../state/run.js").Run} run */
function byAccount(run) {
  /** @type {Map<string, { officialAccount: string, total: number, counts: Record<string, number> }>} */
  const rows = new Map(run.accounts.map((officialAccount) => [officialAccount, { officialAccount, total: 0, counts: {} }]));
  for (const id of run.ids) {
    const row = rows.get(accountOf(id));
    if (!row) continue;
    const { status } = run.outcome(id);
    row.total += 1;
    row.counts[status] = (row.counts[status] ?? 0) + 1;
  }
  return [...rows.values()];
}

/** Saves a text as a download. @param {string} name @param {string} type @param {string} content */
export function download(name, type, content) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** recall-2026-11-23T07-05-34.csv @param {import("../state/run.js").Run} run @param {string} ending */
export const fileName = (run, ending) => `recall-${new Date(run.startedAt).toISOString().slice(0, 19).replaceAll(":", "-")}.${ending}`;
