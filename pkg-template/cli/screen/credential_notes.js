// Prints what is to be known of the credentials of a command that shows no plan.
import { paragraph, proseWidthOf } from "../terminal/layout.js";

/** @param {import("../settings/credentials.js").Credentials} credentials */
export function sayNotes({ notes }) {
  for (const note of notes) process.stderr.write(`${paragraph(note, proseWidthOf(process.stderr))}\n`);
}
