// `parse`: finds MsgKeys in files and prints them, for a look before a recall or for other programs.
import { EXIT, Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { Intake, describeColumns, describeNothing, describeRejects, refuseRejects } from "../keys/key_stats.js";
import { textOf } from "../keys/plain_keys.js";
import { readKeys } from "../keys/key_reader.js";

export const parse = {
  name: "parse",
  summary: "Find MsgKeys in lists, CSV, JSON or logs and print them, one a line",
  usage: ["parse FILE... [--column NAME]"],
  options: {
    column: { value: "NAME", about: "Column of the CSV by name or number, or member of the JSON objects, that holds the keys." },
    "skip-invalid": { about: "Exit with 0 even if some lines held no key." },
    json: { about: "Print JSON Lines: {\"msgKey\": ...}." },
  },
  notes: [["Duplicates are kept. Lines that hold no key are listed on standard error. - is standard input."], ["Exit status: 0 done, 2 some lines held no key or there was none at all, or bad usage."]],
  examples: ["parse webhook.log", "parse sent.csv --column MsgKey > keys.txt"],
  most: Infinity,

  /** @param {Record<string, any>} options @param {string[]} files */
  async run(options, files) {
    if (files.length === 0) throw new Failure(sentence("noFiles"));
    let block = "";
    const write = (/** @type {string} */ key) => {
      block += options.json ? `{"msgKey":"${key}"}\n` : `${key}\n`;
      if (block.length > 65536) flush();
    };
    const flush = () => {
      process.stdout.write(block);
      block = "";
    };
    const intake = new Intake({ key: (seq, time) => write(textOf(seq, time)), other: write });
    await readKeys(files, options.column, intake);
    flush();
    const columns = describeColumns(intake);
    if (columns !== "") process.stderr.write(`${columns}\n`);
    if (intake.rejectedCount > 0 && options["skip-invalid"]) process.stderr.write(`${describeRejects(intake)}\n`);
    refuseRejects(intake, Boolean(options["skip-invalid"]), intake.messages > 0 ? "The keys of the other lines were printed." : "No key was found.");
    if (intake.messages === 0) throw new Failure(describeNothing(intake));
    return EXIT.DONE;
  },
};
