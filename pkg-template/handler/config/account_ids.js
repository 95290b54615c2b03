// Checks the official account ids in the options against the library's rules: an id that no account can have would allow nothing.
import { isRecallError } from "tencent-chat-recall";
import { issue } from "../protocol/texts.js";

/** Accounts whose problems are told. */
const MOST = 20;
/** Any that is one: what is asked about is the account. */
const MSG_KEYS = ["1_1_1698741698"];

/**
 * @param {readonly unknown[]} accounts
 * @param {import("tencent-chat-recall").RecallClient} client
 * @returns {import("../protocol/texts.js").Issue[]}
 */
export function accountIssues(accounts, client) {
  const issues = [];
  for (const [position, account] of accounts.entries()) {
    // The list as a whole is told of elsewhere.
    if (issues.length === MOST || typeof account !== "string" || account === "") break;
    const problem = problemOf(`allowAccounts[${position}]`, account, client);
    if (problem) issues.push(problem);
  }
  return issues;
}

/**
 * @param {string} path
 * @param {string} officialAccount
 * @param {import("tencent-chat-recall").RecallClient} client
 * @returns {import("../protocol/texts.js").Issue | undefined}
 */
function problemOf(path, officialAccount, client) {
  // An id may hold a comma, but not another id.
  if (/,\s*@TOA/.test(officialAccount)) return issue(path, "several-accounts");
  try {
    client.plan({ officialAccount, msgKeys: MSG_KEYS });
    return undefined;
  } catch (error) {
    if (!isRecallError(error) || error.code !== "ERR_INVALID_INPUT") throw error;
    const [found] = error.issues;
    return found && { ...found, path };
  }
}
