// `parse`: extracts MsgKeys from files and prints them, for a check before a recall or for other programs.
import { keyOf } from "../../lib/vendor/msg_key.js";
import { EXIT, Failure } from "../failures/failure.js";
import { languageOf } from "../languages/locale.js";
import { sentence } from "../languages/sentence.js";
import { KeyStats, columnsRead, filesWithoutKeys, print, refuseRejects, rejectedLines } from "../keys/key_stats.js";
import { readKeys } from "../keys/key_reader.js";

export const parse = {
  name: "parse",
  summary: "Find MsgKeys in lists, CSV, JSON or logs and print them, one a line",
  usage: ["parse FILE... [--column NAME] [--account-column NAME]"],
  options: {
    column: { value: "NAME", about: "Column of the CSV by name or number, or member of the JSON objects, that holds the keys." },
    "account-column": { value: "NAME", about: "Column of the CSV by name or number, or member of the JSON objects, that holds the official accounts." },
    "skip-invalid": { about: "Exit with 0 even if some lines held no key." },
    json: { about: "Print JSON Lines: {\"msgKey\": ...}, with \"officialAccount\" before it if the file names one." },
  },
  notes: [["If the file names the official account of a key, the account and a tab are printed before the key. Duplicates are kept. Lines that hold no key are listed on standard error. - is standard input."], ["Exit status: 0 done, 2 some lines held no key or there was none at all, or bad usage."]],
  examples: ["parse webhook.log", "parse sent.csv --column MsgKey > keys.txt"],
  most: Infinity,

  /** @param {Record<string, any>} options @param {string[]} files */
  async run(options, files) {
    if (files.length === 0) throw new Failure(sentence("noFiles"));
    const language = languageOf(options.lang);
    let block = "";
    const write = (/** @type {string} */ msgKey, /** @type {string | undefined} */ officialAccount) => {
      block += options.json ? `${JSON.stringify({ officialAccount, msgKey })}\n` : officialAccount === undefined ? `${msgKey}\n` : `${officialAccount}\t${msgKey}\n`;
      if (block.length > 65536) flush();
    };
    const flush = () => {
      process.stdout.write(block);
      block = "";
    };
    const stats = new KeyStats({ next: (seq, time, _, officialAccount) => write(keyOf(seq, time), officialAccount) });
    await readKeys(files, stats, { language, column: options.column, accountColumn: options["account-column"] });
    flush();
    print(columnsRead(stats), language);
    if (options["skip-invalid"]) print(rejectedLines(stats), language);
    refuseRejects(stats, { skipInvalid: Boolean(options["skip-invalid"]), advice: stats.messages > 0 ? "printed" : "nonePrinted" });
    if (stats.messages === 0) throw new Failure(filesWithoutKeys(stats));
    return EXIT.DONE;
  },
};
