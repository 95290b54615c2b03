// `report`: prints a journal as a summary, or every message as CSV or JSON.
import { statSync } from "node:fs";
import { explainCode } from "tencent-chat-recall";
import { sentAt as timeOf } from "../../lib/vendor/msg_key.js";
import { writeCsv, writeText } from "../files/csv_writer.js";
import { EXIT, Failure, harmless } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { liveWorkerOf } from "../journal/process_identity.js";
import { keysOf, readJournal } from "../journal/journal_reader.js";
import { clock, languageOf } from "../languages/locale.js";
import { figuresOf } from "../run/account_summaries.js";
import { cachedByCode } from "../run/open_keys.js";
import { paintFor, paragraph, proseWidthOf } from "../terminal/layout.js";
import { displayPath } from "../files/display_path.js";
import { accountFacts } from "../keys/account_list.js";
import { accountText } from "../screen/accounts.js";
import { isDone, isDoneOrNotThere, summaryDocument, summaryText } from "../screen/summary.js";
import { wordsOf } from "../languages/screen_texts.js";

/** @typedef {import("../journal/journal_reader.js").Journal} Journal */

const HEAD = ["officialAccount", "msgKey", "status", "code", "meaning", "attempts", "sentAt"];

export const report = {
  name: "report",
  summary: "Show what a journal holds, as text, CSV or JSON",
  usage: ["report JOURNAL [--csv FILE | --json]"],
  options: {
    csv: { value: "FILE", about: "Write the outcome of every message to this file; - is standard output." },
    json: { about: "Print one JSON document with every message in `results`." },
  },
  notes: [["Exit status: 0 every message is gone, 1 some are not confirmed to be gone, 2 bad usage or an unreadable journal, 4 nothing is left to do, but some messages were not there."]],
  examples: ["report recall-20261123T083000Z.jsonl", "report recall-20261123T083000Z.jsonl --csv outcomes.csv"],
  most: 1,
  expected: /** @type {const} */ ("journal"),

  /** @param {Record<string, any>} options @param {string[]} words */
  async run(options, [path]) {
    if (path === undefined) throw new Failure(sentence("missing", { command: "report", options: ["JOURNAL"] }));
    if (options.csv && options.json) throw new Failure(sentence("oneOfOptions", { command: "report", options: ["--csv", "--json"] }));
    const language = languageOf(options.lang);
    const journal = readJournal(path);
    if (options.csv && isSameFile(options.csv, path)) throw new Failure(sentence("journalItself", { path: displayPath(options.csv) }));
    const pid = liveWorkerOf(journal.workers)?.pid;
    const ending = { ...figuresOf(journal), ...(pid === undefined ? {} : { atWork: pid }) };
    if (options.csv) await writeCsv(options.csv, HEAD, rows(journal));
    else if (options.json) await writeText("-", json(journal, summaryDocument(ending)));
    else process.stdout.write(`${titleOf(journal, language)}\n\n${summaryText(ending, language, process.stdout)}`);
    if (isDone(ending.counts, ending.total)) return EXIT.DONE;
    return isDoneOrNotThere(ending.counts, ending.total) ? EXIT.NOT_THERE : EXIT.SOME_NOT;
  },
};

/** Whether both names, possibly links, refer to one file. @param {string} one @param {string} other */
function isSameFile(one, other) {
  const [a, b] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** @param {Journal} journal @param {import("../languages/locale.js").Language} language */
function titleOf({ header, accounts }, language) {
  const words = wordsOf(language);
  const begun = words.journalOf(clock(Date.parse(header.started) / 1000, language), words.caller(harmless(header.identifier), header.sdkAppId));
  const account = accountText(accountFacts(accounts), language);
  const text = `${account}${header.reason ? `, ${harmless(header.reason, 100)}` : ""}\n${begun} (${harmless(header.host)})`;
  // Colour after layout: escape sequences would count as width.
  return paragraph(text, proseWidthOf(process.stdout)).replace(account, (found) => paintFor(process.stdout)("bold", found));
}

/** @param {Journal} journal */
function* outcomes(journal) {
  const { outcomes: known } = journal;
  const meaningOf = cachedByCode((code) => explainCode(code).meaning);
  for (const { key: msgKey, number, account: officialAccount } of keysOf(journal)) {
    const code = known.code(number);
    const sentAt = new Date(1000 * timeOf(msgKey)).toISOString();
    yield { officialAccount, msgKey, status: known.status(number), ...(code === 0 ? {} : { code, meaning: meaningOf(code) }), attempts: known.attempts(number), sentAt };
  }
}

/** @param {Journal} journal */
function* rows(journal) {
  for (const { officialAccount, msgKey, status, code = "", meaning = "", attempts, sentAt } of outcomes(journal)) yield [officialAccount, msgKey, status, code, meaning, attempts, sentAt];
}

/** Yields a document of any length piece by piece. @param {Journal} journal @param {object} summary */
function* json(journal, summary) {
  const { started, sdkAppId, identifier, reason, host } = journal.header;
  const head = JSON.stringify({ ...accountFacts(journal.accounts), reason, host, sdkAppId, identifier, started, ...summary }, null, 2);
  yield `${head.slice(0, -2)},\n  "results": [`;
  let parted = "\n    ";
  for (const outcome of outcomes(journal)) {
    yield `${parted}${JSON.stringify(outcome)}`;
    parted = ",\n    ";
  }
  yield "\n  ]\n}\n";
}
