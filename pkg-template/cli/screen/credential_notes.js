// Prints the notes about credentials for commands that show no plan.
import { textIn } from "../languages/sentence.js";
import { paragraph, proseWidthOf } from "../terminal/layout.js";

/** @param {import("../settings/credentials.js").Credentials} credentials @param {import("../languages/locale.js").Language} language */
export function printNotes({ notes }, language) {
  for (const note of notes) process.stderr.write(`${paragraph(textIn(note, language), proseWidthOf(process.stderr))}\n`);
}
