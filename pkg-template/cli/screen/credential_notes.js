// Prints the notes about credentials for commands that show no plan.
import { paragraph, proseWidthOf } from "../terminal/layout.js";

/** @param {import("../settings/credentials.js").Credentials} credentials */
export function printNotes({ notes }) {
  for (const note of notes) process.stderr.write(`${paragraph(note, proseWidthOf(process.stderr))}\n`);
}
