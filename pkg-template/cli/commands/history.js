// `history`: lists the messages of an official account, so that MsgKeys can be found.
import { RecallClient } from "tencent-chat-recall";
import { RUN_OPTIONS, clientOptions, inCommandTerms } from "../settings/client_options.js";
import { printNotes } from "../screen/credential_notes.js";
import { CREDENTIALS_HELP, CREDENTIAL_OPTIONS, SERVICE_OPTIONS, readCredentials, requireMembers } from "../settings/credentials.js";
import { csvOf } from "../files/csv_writer.js";
import { EXIT, Failure, harmless, plain } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { clock, languageOf, number } from "../languages/locale.js";
import { paragraph, proseWidthOf, table, widthOf } from "../terminal/layout.js";
import { wordsOf } from "../languages/screen_texts.js";
import { accountName, moment } from "../settings/option_values.js";

/** @typedef {import("tencent-chat-recall").HistoryMessage} HistoryMessage */

/** How messages are written: a head, and a text for each. @type {Record<string, { head: string, row: (message: HistoryMessage, options: Record<string, any>) => string }>} */
const FORMS = {
  "keys-only": { head: "", row: ({ msgKey }) => `${harmless(msgKey)}\n` },
  json: { head: "", row: (message) => `${JSON.stringify(message)}\n` },
  csv: {
    head: csvOf([["msgKey", "sentAt", "from", "state", "text"]]),
    row: (message) => csvOf([[plain(message.msgKey), new Date(message.msgTime * 1000).toISOString(), plain(message.from), message.state, plain(textOf(message))]]),
  },
  text: {
    head: "",
    row: (message, options) => {
      const state = message.state === "normal" ? "" : `[${wordsOf(languageOf(options.lang)).states[message.state]}] `;
      const cells = [{ text: harmless(message.msgKey), width: 24 }, { text: clock(message.msgTime, languageOf(options.lang)), width: 30 }, { text: harmless(message.from, 30), width: 18 }];
      return `${table([[...cells, { text: `${state}${harmless(textOf(message), 80)}` }]], process.stdout.columns ? widthOf(process.stdout) : LINE)}\n`;
    },
  },
};

/** Narrower lines would break each message into several. */
const LINE = 120;

/** What a person would see of a message. @param {HistoryMessage} message */
function textOf({ msgBody }) {
  const parts = msgBody.map((/** @type {any} */ element) => element?.MsgContent?.Text ?? element?.MsgContent?.Desc ?? `<${element?.MsgType ?? "?"}>`);
  return parts.join(" ");
}

export const history = {
  name: "history",
  summary: "List the messages of an official account, newest first, to find MsgKeys",
  usage: ["history --account '@TOA#_ID' [--since TIME] [--until TIME] [--from USERID] [--json | --csv | --keys-only]"],
  options: {
    account: { value: "@TOA#_ID", about: "Official account.", read: accountName },
    since: { value: "TIME", about: "Only messages sent at or after: a date such as 2026-11-23T08:30:00Z, or how long ago, such as 2h.", read: moment },
    until: { value: "TIME", about: "Only messages sent at or before.", read: moment },
    from: { value: "USERID", about: "Only messages of this sender." },
    "include-recalled": { about: "Also list messages already recalled." },
    json: { about: "Print JSON Lines, one message a line." },
    csv: { about: "Print CSV." },
    "keys-only": { about: "Print MsgKeys only, for --keys -." },
    ...CREDENTIAL_OPTIONS,
    ...SERVICE_OPTIONS,
    timeout: /** @type {import("../settings/arguments.js").Option} */ (RUN_OPTIONS.timeout),
  },
  notes: [["Credentials, from the environment or --credentials FILE, never as an option:", ...CREDENTIALS_HELP], ["Messages go to standard output, their number to standard error."]],
  examples: ["history --account '@TOA#_newsroom' --since 2h", "history --account '@TOA#_newsroom' --since 2026-11-23T08:00:00Z --from editor --keys-only > keys.txt"],

  /** @param {Record<string, any>} options */
  async run(options) {
    if (options.account === undefined) throw new Failure(sentence("missing", { command: "history", options: ["--account @TOA#_ID"] }));
    const forms = Object.keys(FORMS).filter((name) => options[name]);
    if (forms.length > 1) throw new Failure(sentence("oneOfOptions", { command: "history", options: forms.map((name) => `--${name}`) }));
    const { head, row } = /** @type {(typeof FORMS)[string]} */ (FORMS[forms[0] ?? "text"]);
    const credentials = readCredentials(options);
    requireMembers(credentials);
    printNotes(credentials, languageOf(options.lang));
    const { since, until, from } = options;
    const wanted = { ...(since ? { since } : {}), ...(until ? { until } : {}), ...(from ? { from } : {}), includeRecalled: Boolean(options["include-recalled"]) };
    try {
      const client = new RecallClient(clientOptions(credentials, options));
      process.stdout.write(head);
      let count = 0;
      for await (const message of client.history(options.account, wanted)) {
        process.stdout.write(row(message, options));
        count += 1;
      }
      process.stderr.write(`${foundText(count, options)}\n`);
    } catch (error) {
      throw inCommandTerms(error, credentials);
    }
    return EXIT.DONE;
  },
};

/** How many there are, and where was looked: also, and above all, when there are none. @param {number} count @param {Record<string, any>} options */
function foundText(count, { account, since, until, from, lang, "include-recalled": withRecalled }) {
  const language = languageOf(lang);
  const words = wordsOf(language);
  const at = (/** @type {Date} */ date) => clock(date.getTime() / 1000, language);
  const window = since && until ? words.window.between(at(since), at(until)) : since ? words.window.since(at(since)) : until ? words.window.until(at(until)) : words.window.all;
  const where = from === undefined ? window : words.onlyFrom(window, harmless(from));
  const found = words.found(count, number(count, language), harmless(account), where);
  return paragraph(withRecalled ? found : `${found} ${words.withoutRecalled}`, proseWidthOf(process.stderr));
}
