// Ensures that one process at a time works on a journal, without a lock file that could outlive its process: each process announces itself
// in the journal. Lines are appended whole and in order, so of two that begin at once the later one sees the earlier one and exits.
import { Failure } from "../failures/failure.js";
import { displayPath } from "../files/display_path.js";
import { sentence } from "../languages/sentence.js";
import { livenessOf, thisProcess } from "./process_identity.js";
import { readJournal } from "./journal_reader.js";
import { JournalWriter } from "./journal_writer.js";

/** @typedef {import("./journal_reader.js").Journal} Journal */

/**
 * Opens a journal for work.
 * @param {string} path
 * @param {{ takeOver?: boolean }} [options] `takeOver`: the caller knows that no other process works on it
 * @returns {Promise<{ journal: Journal, writer: JournalWriter, close: (because: string) => Promise<void> }>}
 */
export async function lockJournal(path, { takeOver = false } = {}) {
  const self = thisProcess();
  const before = readJournal(path);
  refuseIfBusy(before, self, takeOver);
  const writer = await JournalWriter.open(path, before.check);
  const close = (/** @type {string} */ because) => writer.close(self.open, because);
  try {
    await writer.begin(self);
  } catch (error) {
    await close("broken");
    throw error;
  }
  // Read again: another process may have begun, worked and stopped between the first reading and our line.
  const journal = readJournal(path);
  try {
    const mine = journal.workers.findIndex(({ open }) => open === self.open);
    refuseIfBusy({ ...journal, workers: journal.workers.slice(0, Math.max(0, mine)) }, self, takeOver);
  } catch (error) {
    await close("refused");
    throw error;
  }
  return { journal, writer, close };
}

/** @param {Journal} journal @param {import("./process_identity.js").Worker} self @param {boolean} takeOver */
function refuseIfBusy({ path, workers }, self, takeOver) {
  for (const worker of workers) {
    const life = livenessOf(worker, self);
    if (life === "alive") throw new Failure(sentence("journalBusy", { path: displayPath(path), pid: worker.pid }));
    if (life === "unknown" && !takeOver) {
      throw new Failure(sentence("journalElsewhere", { path: displayPath(path), pid: worker.pid, host: worker.host }));
    }
  }
}
