// Checks the other journals again after a run: another process may have recalled messages in the meantime.
import { KeyLookup, findOtherRuns } from "../journal/other_runs.js";
import { keysOf } from "../journal/journal_reader.js";
import { isOpen } from "./journaled_run.js";

/** @typedef {import("../journal/other_runs.js").OtherRuns} OtherRuns */

/**
 * @param {import("../journal/journal_reader.js").Journal} journal
 * @param {import("tencent-chat-recall").ClientOptions} options the options that name the service
 * @param {OtherRuns} [before] what was known before the run
 * @returns {OtherRuns | undefined}
 */
export function recheckOtherRuns({ path, header, outcomes }, { region, baseUrl }, before) {
  const wasThere = before !== undefined && before.recalledBy.length + before.presumedBy.length > 0;
  if (outcomes.summary().counts.notFound === 0 && !wasThere) return before;
  const keys = new KeyLookup();
  for (const [key, number] of keysOf(path, header)) {
    if (!keys.isTaking) return before;
    if (!["recalled", "presumedRecalled"].includes(outcomes.status(number))) keys.add(key);
  }
  const { sdkAppId, officialAccount, host } = header;
  const service = { host, ...(region === undefined ? {} : { region }), ...(baseUrl === undefined ? {} : { baseUrl }) };
  return findOtherRuns(path, { sdkAppId, officialAccount, ...service }, keys, (others, number) => isOpen(others, number, false));
}
