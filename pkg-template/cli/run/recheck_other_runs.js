// Checks the other journals again after a run: another process may have recalled messages in the meantime.
import { MessageLookup, findOtherRuns } from "../journal/other_runs.js";
import { keysOf } from "../journal/journal_reader.js";
import { isOpen } from "./open_keys.js";

/** @typedef {import("../journal/other_runs.js").OtherRuns} OtherRuns */

/**
 * @param {import("../journal/journal_reader.js").Journal} journal
 * @param {import("tencent-chat-recall").ClientOptions} options the options that name the service
 * @param {OtherRuns} [before] what was known before the run
 * @returns {OtherRuns | undefined}
 */
export function recheckOtherRuns(journal, { region, baseUrl }, before) {
  const { path, header, outcomes } = journal;
  const wasThere = before !== undefined && before.recalledBy.length + before.presumedBy.length > 0;
  if (outcomes.summary().counts.notFound === 0 && !wasThere) return before;
  const lookup = new MessageLookup();
  for (const { key, number, account } of keysOf(journal)) {
    if (!lookup.isTaking) return before;
    if (!["recalled", "presumedRecalled"].includes(outcomes.status(number))) lookup.add(account, key);
  }
  const { sdkAppId, host } = header;
  const service = { host, ...(region === undefined ? {} : { region }), ...(baseUrl === undefined ? {} : { baseUrl }) };
  return findOtherRuns(path, { sdkAppId, ...service }, lookup, (others, number) => isOpen(others, number, false));
}
