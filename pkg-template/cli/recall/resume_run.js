// Prepares the rest of a run from its journal, with the account, app and service that it was started with.
import { sentAt } from "../../lib/vendor/msg_key.js";
import { checkOptions, clientOptions } from "../settings/client_options.js";
import { readCredentials, requireMembers } from "../settings/credentials.js";
import { withResumeTarget } from "./resume_target.js";
import { accountFacts } from "../keys/account_list.js";
import { figuresOf } from "../run/account_summaries.js";
import { effort, planOf } from "./start_run.js";
import { EXIT, Failure } from "../failures/failure.js";
import { displayPath } from "../files/display_path.js";
import { sentence } from "../languages/sentence.js";
import { lockJournal } from "../journal/journal_lock.js";
import { keysOf, readJournal } from "../journal/journal_reader.js";
import { countOpen, isOpen } from "../run/open_keys.js";
import { print } from "../terminal/stdout_fallback.js";
import { isDone, isDoneOrNotThere, summaryDocument, summaryText } from "../screen/summary.js";
import { wordsOf } from "../languages/screen_texts.js";

/** @typedef {import("../journal/journal_reader.js").Journal} Journal */

/** Options that the journal determines, so that the command line must not give them. */
const FIXED = ["keys", "column", "account", "account-column", "reason", "journal", "skip-invalid"];

/**
 * @param {Record<string, any>} options
 * @param {import("../languages/locale.js").Language} language
 * @returns {Promise<import("./execute_run.js").Ready | { status: number }>} `status`: the exit status when there is nothing to do
 */
export async function prepareResumedRun(options, language) {
  const given = FIXED.filter((name) => options[name] !== undefined);
  if (given.length > 0) throw new Failure(sentence("notWithResume", { options: given.map((name) => `--${name}`) }));
  const journal = readJournal(options.resume);
  const retryFailed = Boolean(options["retry-failed"]);
  if (countOpen(journal.outcomes, retryFailed).open === 0) return nothingLeft(journal, options, language);
  const { client, checked, credentials } = reach(journal, options);
  if (options["dry-run"]) return { facts: factsOf(journal, retryFailed, client, checked), options: client, credentials, lock: () => lockJournal(journal.path), leave: async () => {} };
  // Lock before the question: the user must not confirm and then learn that another process is working on the journal.
  const lock = await lockJournal(journal.path, { takeOver: Boolean(options["take-over"]) });
  let isTaken = false;
  return {
    facts: factsOf(lock.journal, retryFailed, client, checked),
    options: client,
    credentials,
    lock: async () => {
      isTaken = true;
      return lock;
    },
    leave: async () => {
      if (!isTaken) await lock.close("declined");
    },
  };
}

/** @param {Journal} journal @param {Record<string, any>} options */
function reach({ path, header, accounts }, options) {
  const set = readCredentials(options);
  if (set.values.sdkAppId !== undefined && set.values.sdkAppId !== header.sdkAppId) {
    throw new Failure(sentence("otherApp", { where: set.names.sdkAppId ?? "sdkAppId", found: set.values.sdkAppId, expected: header.sdkAppId, path: displayPath(path) }));
  }
  const { credentials, more } = withResumeTarget(set, header, options, path);
  requireMembers(credentials);
  const client = clientOptions(credentials, { ...options, ...more });
  const { reason } = header;
  const checked = checkOptions(client, { officialAccount: /** @type {string} */ (accounts[0]), ...(reason === undefined ? {} : { reason }) }, credentials);
  return { client, checked, credentials };
}

/**
 * @param {Journal} journal
 * @param {boolean} retryFailed
 * @param {import("tencent-chat-recall").ClientOptions} client
 * @param {{ host: string, warnings: import("../languages/sentence.js").Sentence[] }} checked
 * @returns {import("../screen/plan.js").PlanFacts}
 */
function factsOf(journal, retryFailed, client, { host, warnings }) {
  const { path, header, outcomes } = journal;
  const { open } = countOpen(outcomes, retryFailed);
  let [first, last, oldest, newest] = ["", "", Infinity, -Infinity];
  /** The number of open messages of each account. @type {Map<string, number>} */
  const counts = new Map();
  for (const { key, number, account } of keysOf(journal)) {
    if (!isOpen(outcomes, number, retryFailed)) continue;
    counts.set(account, (counts.get(account) ?? 0) + 1);
    const time = sentAt(key);
    first ||= key;
    last = key;
    oldest = Math.min(oldest, time);
    newest = Math.max(newest, time);
  }
  const { reason } = header;
  const byAccount = planOf(counts);
  return {
    ...accountFacts([...counts.keys()]), byAccount, ...(reason === undefined ? {} : { reason }),
    messages: open, total: outcomes.size, duplicates: 0, skipped: 0, settledBefore: outcomes.size - open,
    ...effort(byAccount, client.rateLimit),
    host, identifier: client.identifier, sdkAppId: client.sdkAppId, first, last, oldest, newest, journal: path, warnings,
  };
}

/** @param {Journal} journal @param {Record<string, any>} options @param {import("../languages/locale.js").Language} language */
async function nothingLeft(journal, options, language) {
  const ending = figuresOf(journal);
  const text = options.json ? `${JSON.stringify(summaryDocument(ending), null, 2)}\n` : `${wordsOf(language).nothingOpen}\n\n${summaryText(ending, language, process.stdout)}`;
  await print(text, language);
  if (isDone(ending.counts, ending.total)) return { status: EXIT.DONE };
  return { status: isDoneOrNotThere(ending.counts, ending.total) ? EXIT.NOT_THERE : EXIT.SOME_NOT };
}
