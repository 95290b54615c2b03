// Prepares a new run: reads and checks all keys, writes them to a draft journal, and computes the plan.
import { MAX_KEYS, OPTIONS } from "../../lib/generated/facts.js";
import { keyOf } from "../../lib/vendor/msg_key.js";
import { Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { lockJournal } from "../journal/journal_lock.js";
import { MessageLookup, findOtherRuns } from "../journal/other_runs.js";
import { JournalBuilder } from "../journal/journal_builder.js";
import { AccountCheck } from "../keys/account_check.js";
import { accountFacts } from "../keys/account_list.js";
import { KeyStats, columnsRead, filesWithoutKeys, print, refuseRejects, rejectedLines } from "../keys/key_stats.js";
import { readKeys } from "../keys/key_reader.js";
import { languageOf } from "../languages/locale.js";
import { isOpen } from "../run/open_keys.js";

/** @typedef {{ officialAccount?: string, reason?: string }} Request `officialAccount`: of the messages whose lines name none */

/**
 * @param {{
 *   options: Record<string, any>, credentials: import("../settings/credentials.js").Credentials, client: import("tencent-chat-recall").ClientOptions, path: string,
 *   request: Request, checked: { host: string, warnings: import("../languages/sentence.js").Sentence[] },
 * }} what
 * @returns {Promise<import("./execute_run.js").Ready>}
 */
export async function prepareNewRun({ options, credentials, client, request, checked, path }) {
  const lookup = new MessageLookup();
  const language = languageOf(options.lang);
  const check = new AccountCheck(request.officialAccount);
  /** @type {KeyStats} */
  const stats = new KeyStats({
    check,
    next: (seq, time, account) => {
      draft?.key(seq, time, account);
      if (lookup.isTaking) lookup.add(/** @type {string} */ (stats.accounts.names[account]), keyOf(seq, time));
    },
  });
  const draft = options["dry-run"] ? undefined : new JournalBuilder(path, headerOf(client, request, checked.host), stats.accounts);
  try {
    await readKeys(options.keys, stats, { language, column: options.column, accountColumn: options["account-column"] });
    refuseRejects(stats, { skipInvalid: Boolean(options["skip-invalid"]), advice: stats.messages > 0 ? "correctOrSkip" : "correct" });
    if (stats.messages === 0) throw new Failure([...filesWithoutKeys(stats), sentence("nothingSent")]);
    check.end();
  } catch (error) {
    draft?.discard();
    throw error;
  }
  for (const sentences of [rejectedLines(stats), columnsRead(stats)]) {
    print(sentences, language);
    if (sentences.length > 0) process.stderr.write("\n");
  }
  const distinct = stats.set.settle();
  const facts = factsOf({ options, client, request, checked, path, stats, distinct, lookup });
  const lock = () => {
    draft?.commit(distinct, facts.duplicates > 0 ? stats.set : undefined);
    return lockJournal(path);
  };
  return { facts, options: client, credentials, lock, leave: async () => draft?.discard() };
}

/**
 * @param {import("tencent-chat-recall").ClientOptions} client
 * @param {{ reason?: string }} request
 * @param {string} host
 */
function headerOf({ sdkAppId, identifier, region, baseUrl, standby }, { reason }, host) {
  return {
    started: new Date().toISOString(), sdkAppId, identifier, ...(reason === undefined ? {} : { reason }), host,
    ...(region === undefined ? {} : { region }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(standby ? { standby } : {}),
  };
}

/**
 * @param {{
 *   options: Record<string, any>, client: import("tencent-chat-recall").ClientOptions, path: string, stats: KeyStats, distinct: number, lookup: MessageLookup,
 *   request: Request, checked: { host: string, warnings: import("../languages/sentence.js").Sentence[] },
 * }} what
 * @returns {import("../screen/plan.js").PlanFacts}
 */
function factsOf({ options, client, request, checked, path, stats, distinct, lookup }) {
  const oddities = [
    ...(stats.inFuture > 0 ? [odd("future-keys", stats.inFuture)] : []),
    ...(stats.tooOld > 0 ? [odd("old-keys", stats.tooOld)] : []),
  ];
  const scope = headerOf(client, request, checked.host);
  const known = { earlier: findOtherRuns(path, scope, lookup, (outcomes, index) => isOpen(outcomes, index, false)) };
  const byAccount = planOf(stats.accounts.names.map((name, account) => [name, stats.set.distinctOf(account)]));
  return {
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...accountFacts(stats.accounts.names), byAccount,
    ...known,
    messages: distinct, total: distinct, duplicates: stats.messages - distinct, skipped: stats.rejectedCount, settledBefore: 0,
    ...effort(byAccount, client.rateLimit),
    host: checked.host, identifier: client.identifier, sdkAppId: client.sdkAppId,
    first: stats.first, last: stats.last, oldest: stats.oldest, newest: stats.newest,
    ...(options["dry-run"] ? {} : { journal: path }),
    warnings: [...oddities, ...checked.warnings],
  };
}

/** The same warning as in the package's plan. @param {"future-keys" | "old-keys"} code @param {number} count */
const odd = (code, count) => sentence("issue", { where: "", issue: { path: "msgKeys", code, params: { count }, message: "" } });

/**
 * The plan of each account: a request has messages of one account.
 * @param {Iterable<[string, number]>} counts the number of messages of each account
 * @returns {import("../screen/plan.js").PlanFacts["byAccount"]}
 */
export const planOf = (counts) => Array.from(counts, ([officialAccount, messages]) => ({ officialAccount, messages, requests: Math.ceil(messages / MAX_KEYS) }));

/**
 * @param {import("../screen/plan.js").PlanFacts["byAccount"]} byAccount
 * @param {number} [rateLimit]
 */
export function effort(byAccount, rateLimit = OPTIONS.rateLimit.default) {
  const requests = byAccount.reduce((sum, one) => sum + one.requests, 0);
  return { requests, seconds: Math.max(0, requests - 1) / rateLimit, rateLimit };
}
