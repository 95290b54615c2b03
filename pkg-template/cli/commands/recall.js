// `recall`: reads keys, shows the plan, asks for confirmation and recalls; or resumes from a journal.
import { existsSync } from "node:fs";
import { MAX_REASON_BYTES } from "../../lib/generated/facts.js";
import { CREDENTIALS_HELP, CREDENTIAL_OPTIONS, SERVICE_OPTIONS, readCredentials, requireMembers } from "../settings/credentials.js";
import { RUN_OPTIONS, checkOptions, clientOptions } from "../settings/client_options.js";
import { executeRun } from "../recall/execute_run.js";
import { EXIT, Failure, harmless } from "../failures/failure.js";
import { sentence, textIn } from "../languages/sentence.js";
import { languageOf, number } from "../languages/locale.js";
import { answerSource, askNumber, questionText } from "../terminal/number_prompt.js";
import { paintFor, paragraph, proseWidthOf } from "../terminal/layout.js";
import { placeText } from "../screen/accounts.js";
import { planText } from "../screen/plan.js";
import { keptOptions } from "../screen/resume_command.js";
import { wordsOf } from "../languages/screen_texts.js";
import { SIGNALS, leave } from "../failures/exit_signals.js";
import { accountName } from "../settings/option_values.js";
import { prepareNewRun } from "../recall/start_run.js";
import { refuseUnreadable } from "../files/bounded_file.js";
import { prepareResumedRun } from "../recall/resume_run.js";

/** @typedef {import("../screen/plan.js").PlanFacts} PlanFacts */
/** @typedef {import("../recall/execute_run.js").Ready} Ready */

/** @type {import("../settings/arguments.js").Options} */
const OPTIONS = {
  account: { value: "@TOA#_ID", about: "Official account that sent the messages. Needed only for keys whose account the file does not name; a line that names another one is refused.", read: accountName },
  keys: { value: "FILE", many: true, about: "File with MsgKeys: a list, CSV, JSON, JSON Lines or a log; - is standard input. May be repeated." },
  column: { value: "NAME", about: "Column of the CSV, or member of the JSON objects, that holds the keys." },
  "account-column": { value: "NAME", about: "Column of the CSV by name or number, or member of the JSON objects, that holds the official accounts." },
  reason: { value: "TEXT", about: `Reason of the recall, at most ${MAX_REASON_BYTES} bytes of UTF-8.` },
  "dry-run": { about: "Show the plan only. Nothing is sent and no journal is written." },
  yes: { about: "Do not ask. Needed where there is no terminal." },
  "skip-invalid": { about: "Skip lines that hold no key, or one whose account is not certain, instead of refusing the input." },
  journal: { value: "FILE", about: "File for the outcome of every message. Default recall-<UTC time>.jsonl in the working folder." },
  resume: { value: "FILE", about: "Resume from the journal of an earlier run: only unsettled messages are sent." },
  "retry-failed": { about: "With --resume: also send messages that the service refused for good." },
  "take-over": { about: "With --resume: confirm that the process on another machine has stopped." },
  json: { about: "Print one JSON document at the end instead of text." },
  ...CREDENTIAL_OPTIONS,
  ...SERVICE_OPTIONS,
  ...RUN_OPTIONS,
};

export const recall = {
  name: "recall",
  summary: "Recall messages, or resume from a journal",
  usage: ["recall --account '@TOA#_ID' --keys FILE [options]", "recall --keys FILE [--account-column NAME] [options]", "recall --resume JOURNAL [options]"],
  options: OPTIONS,
  notes: [
    ["Credentials, from the environment or --credentials FILE, never as an option:", ...CREDENTIALS_HELP],
    ["Exit status:", "0    every message is gone: recalled, or no longer there after an unanswered request", "1    the run ended, and some messages are not confirmed to be gone", "2    bad input or usage; nothing was sent", "3    the service refused the run as a whole", "4    nothing is left to do, but some messages were not there: recalled before, expired, or never existed", "130  stopped by Ctrl-C (143: SIGTERM or SIGHUP), or quit at the question; --resume continues the run"],
    ["Accounts in the file: a column of a CSV or member of JSON objects, lines of an account and a key, or webhook bodies in a log. One run recalls messages of any number of accounts."],
    ["The journal holds every key with its outcome, and no secret. After a stop or a crash at any moment, --resume continues the run."],
    ["If standard output cannot be written, as when the disk is full, the summary goes to standard error, and the exit status is still that of the run."],
  ],
  examples: [
    "history --account '@TOA#_newsroom' --since 2h --keys-only > keys.txt",
    "recall --account '@TOA#_newsroom' --keys keys.txt --reason 'sent by mistake' --dry-run",
    "recall --account '@TOA#_newsroom' --keys sent.csv --column MsgKey",
    "recall --keys sent.csv --account-column sender --dry-run",
    "recall --resume recall-20261123T083000Z.jsonl",
  ],

  /** @param {Record<string, any>} options @returns {Promise<number>} */
  async run(options) {
    const language = languageOf(options.lang);
    const release = () => SIGNALS.forEach((signal) => process.off(signal, leave));
    SIGNALS.forEach((signal) => process.on(signal, leave));
    const ready = await (options.resume === undefined ? newRun(options) : prepareResumedRun(options, language));
    if ("status" in ready) return ready.status;
    try {
      const status = await confirm(ready.facts, options, language);
      if (status !== undefined) return status;
      const lock = await ready.lock();
      release();
      return await executeRun(lock, {
        options: ready.options, retryFailed: Boolean(options["retry-failed"]), language, json: Boolean(options.json), kept: keptOptions(options),
        wasAsked: !options.yes, settings: ready.credentials, ...(ready.facts.earlier ? { earlier: ready.facts.earlier } : {}),
      });
    } finally {
      await ready.leave();
      release();
    }
  },
};

/** @param {Record<string, any>} options @returns {Promise<Ready>} */
async function newRun(options) {
  if (options.keys === undefined) throw new Failure(sentence("missing", { command: "recall", options: ["--keys FILE"], instead: "--resume JOURNAL" }));
  for (const name of ["retry-failed", "take-over"]) if (options[name]) throw new Failure(sentence("belongsToResume", { option: `--${name}` }));
  if (options.keys.filter((/** @type {string} */ file) => file === "-").length > 1) throw new Failure(sentence("oneStandardInput"));
  const credentials = readCredentials(options);
  requireMembers(credentials);
  const client = clientOptions(credentials, options);
  const request = { ...(options.account === undefined ? {} : { officialAccount: options.account }), ...(options.reason === undefined ? {} : { reason: options.reason }) };
  const checked = checkOptions(client, request, credentials);
  for (const file of options.keys) if (file !== "-") refuseUnreadable(file);
  if (!options["dry-run"] && !options.yes && !answerSource(options.keys.includes("-"))) throw nobodyThere();
  return prepareNewRun({ options, credentials, client, request, checked, path: options.journal ?? freePath() });
}

const nobodyThere = () => new Failure(sentence("noTerminal"));

/** An unused name for the journal of a run that begins now. */
function freePath() {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  for (let count = 1; ; count += 1) {
    const path = `recall-${time}${count === 1 ? "" : `-${count}`}.jsonl`;
    if (!existsSync(path)) return path;
  }
}

/**
 * @param {PlanFacts} facts
 * @param {Record<string, any>} options
 * @param {import("../languages/locale.js").Language} language
 * @returns {Promise<number | undefined>} undefined: continue
 */
async function confirm(facts, options, language) {
  const words = wordsOf(language);
  const isDry = Boolean(options["dry-run"]);
  if (isDry && options.json) {
    const { first, last, warnings, ...rest } = facts;
    const told = { ...rest, warnings: warnings.map((said) => textIn(said, "en")), firstMsgKey: first, lastMsgKey: last };
    process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
    return EXIT.DONE;
  }
  const stream = isDry ? process.stdout : process.stderr;
  stream.write(`${planText(facts, language, stream, paintFor(stream))}\n`);
  if (isDry) process.stdout.write(`${words.dryRun}\n`);
  if (isDry) return EXIT.DONE;
  if (options.yes) return undefined;
  return question(facts, options, language);
}

/**
 * @param {PlanFacts} facts
 * @param {Record<string, any>} options
 * @param {import("../languages/locale.js").Language} language
 */
async function question(facts, options, language) {
  const { messages } = facts;
  const open = () => answerSource((options.keys ?? []).includes("-"));
  const first = open();
  if (!first) throw nobodyThere();
  first.release();
  const words = wordsOf(language);
  const say = (/** @type {string} */ text) => process.stderr.write(`${paragraph(text, proseWidthOf(process.stderr))}\n`);
  const shown = number(messages, language);
  say(words.cannotUndo);
  process.off("SIGINT", leave);
  const answer = await askNumber({
    question: questionText(words.confirm(shown, placeText(facts, language)), process.stderr, shown.length),
    expected: messages,
    onWrong: (typed) => say(words.mistyped(harmless(typed, 40), shown)),
  }, open);
  process.on("SIGINT", leave);
  if (answer !== "yes") say(answer === "wrong" ? words.tooOften : words.declined);
  else process.stderr.write("\n");
  return { yes: undefined, left: EXIT.INTERRUPTED, wrong: EXIT.BAD_INPUT }[answer];
}
