// Checks the official account ids in the options against the library's rules: an id that no account can have would allow nothing.
import { isRecallError } from "tencent-chat-recall";

/** Accounts whose problems are told. */
const MOST = 20;
/** Any that is one: what is asked about is the account. */
const MSG_KEYS = ["1_1_1698741698"];

/**
 * @param {readonly unknown[]} accounts
 * @param {import("tencent-chat-recall").RecallClient} client
 * @returns {{ path: string, message: string }[]}
 */
export function accountIssues(accounts, client) {
  const issues = [];
  for (const [position, account] of accounts.entries()) {
    // The list as a whole is told of elsewhere.
    if (issues.length === MOST || typeof account !== "string" || account === "") break;
    const message = problemOf(account, client);
    if (message !== undefined) issues.push({ path: `allowAccounts[${position}]`, message });
  }
  return issues;
}

/**
 * @param {string} officialAccount
 * @param {import("tencent-chat-recall").RecallClient} client
 * @returns {string | undefined}
 */
function problemOf(officialAccount, client) {
  // An id may hold a comma, but not another id.
  if (/,\s*@TOA/.test(officialAccount)) return "found several ids with commas between them in one text, expected each in a text of its own";
  try {
    client.plan({ officialAccount, msgKeys: MSG_KEYS });
    return undefined;
  } catch (error) {
    if (!isRecallError(error) || error.code !== "ERR_INVALID_INPUT") throw error;
    const message = String(error.issues[0]?.message);
    const isCut = officialAccount === "@TOA" && !message.includes("comment");
    return isCut ? `${message}; in a .env file # begins a comment: put the value in quotes` : message;
  }
}
