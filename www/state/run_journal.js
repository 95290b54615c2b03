// The journal of a run in IndexedDB, so that an interrupted run can be resumed. It holds no secret.
import { openDB } from "../generated/idb.js";
import { idOf } from "../connection/message.js";

const NAME = "recall-dashboard";
const VERSION = 1;
/** Most archived recalls whose messages are kept. */
const MOST_PUT_AWAY = 50;

/**
 * @typedef {{ id: string, target: import("./run.js").Target, reason: string, ids: string[], startedAt: number,
 *   demo?: { size: import("../connection/emulator_demo.js").DemoSize, sentAt: number }, isPutAway?: boolean }} JournalledRun
 *   `ids` of the messages; of an archived run, only those of the recalled messages are kept
 */
/** A run of version 0.1.0, whose record and entries have MsgKeys of one account. @typedef {Omit<JournalledRun, "ids"> & { officialAccount: string, msgKeys: string[] }} OldRun */
/** @typedef {import("./run.js").JournalledOutcome} JournalledOutcome */
/** @typedef {import("./run.js").JournalEntry} Entry */

/** @typedef {import("../generated/idb.js").IDBPDatabase} Database */

/** @returns {Promise<Database>} */
const open = () => openDB(NAME, VERSION, {
  upgrade(database) {
    database.createObjectStore("runs", { keyPath: "id" });
    database.createObjectStore("entries", { autoIncrement: true }).createIndex("run", "run");
  },
});

/** The journal of one run: departing messages are written before they leave, outcomes soon after they are known. */
export class Journal {
  /** @type {JournalledOutcome[]} */
  #waiting = [];
  #timer = 0;

  /** @param {Database} database @param {string} run */
  constructor(database, run) {
    this.database = database;
    this.run = run;
  }

  /** Begins the journal of a run, or continues it. @param {JournalledRun} run */
  static async begin(run) {
    const database = await open();
    const known = await database.get("runs", run.id);
    // The entries of an old record need its account.
    await database.put("runs", known?.msgKeys ? known : run);
    return new Journal(database, run.id);
  }

  /** @param {string[]} ids of messages about to leave */
  departing(ids) {
    return this.#write({ departed: ids });
  }

  /** @param {string} id @param {import("./run.js").Outcome} outcome */
  settled(id, outcome) {
    this.#waiting.push([id, outcome]);
    this.#timer ||= window.setTimeout(() => void this.flush().catch(() => {}), 100);
  }

  async flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#waiting.length === 0) return;
    const outcomes = this.#waiting;
    this.#waiting = [];
    await this.#write({ outcomes });
  }

  /** @param {Entry} entry */
  async #write(entry) {
    const transaction = this.database.transaction("entries", "readwrite", { durability: "relaxed" });
    await Promise.all([transaction.store.add({ run: this.run, ...entry }), transaction.done]);
  }

  /** Writes pending entries and closes the database. */
  async close() {
    await this.flush();
    this.database.close();
  }
}

/** @param {Database} database @param {string} id */
async function forget(database, id) {
  const transaction = database.transaction(["runs", "entries"], "readwrite");
  const entries = transaction.objectStore("entries");
  const keys = await entries.index("run").getAllKeys(id);
  await Promise.all([transaction.objectStore("runs").delete(id), ...keys.map((key) => entries.delete(key)), transaction.done]);
}

/** The id of a message in a record: in one of version 0.1.0, the MsgKey of a message. @param {OldRun | JournalledRun} run @returns {(id: string) => string} */
const idIn = (run) => (id) => ("officialAccount" in run && !id.includes(" ") ? idOf(run.officialAccount, id) : id);

/** A record in today's form. @param {OldRun | JournalledRun} run @returns {JournalledRun} */
function renewed(run) {
  if ("ids" in run) return run;
  const { officialAccount: _, msgKeys, ...rest } = run;
  return { ...rest, ids: msgKeys.map(idIn(run)) };
}

/** An entry of a run, in today's form. @param {Entry} entry @param {OldRun | JournalledRun} run @returns {Entry} */
function renewedEntry({ departed = [], outcomes = [] }, run) {
  if ("ids" in run) return { departed, outcomes };
  const of = idIn(run);
  return { departed: departed.map(of), outcomes: outcomes.map(([id, outcome]) => [of(id), outcome]) };
}

/** @param {Database} database @returns {Promise<(OldRun | JournalledRun)[]>} the latest first */
async function all(database) {
  /** @type {(OldRun | JournalledRun)[]} */
  const found = await database.getAll("runs");
  return found.sort((a, b) => b.startedAt - a.startedAt);
}

/** Every run in the journal without its entries, latest first, except archived runs. @returns {Promise<JournalledRun[]>} */
export async function runs() {
  const database = await open();
  try {
    return (await all(database)).filter(({ isPutAway }) => !isPutAway).map(renewed);
  } finally {
    database.close();
  }
}

/**
 * The messages that each run recalled, including archived runs, earliest first.
 * @param {(run: JournalledRun) => boolean} isWanted
 * @returns {Promise<{ startedAt: number, ids: string[] }[]>}
 */
export async function recallsOf(isWanted) {
  const database = await open();
  try {
    const found = [];
    for (const run of (await all(database)).reverse()) {
      const { id, startedAt, isPutAway, ids } = renewed(run);
      if (!isWanted(renewed(run))) continue;
      found.push({ startedAt, ids: isPutAway ? ids : recalledIn((await database.getAllFromIndex("entries", "run", id)).map((entry) => renewedEntry(entry, run))) });
    }
    return found;
  } finally {
    database.close();
  }
}

/** The ids of the messages that a run recalled. @param {Entry[]} entries @returns {string[]} */
export const recalledIn = (entries) => entries.flatMap(({ outcomes = [] }) => outcomes.filter(([, { status }]) => status === "recalled" || status === "presumedRecalled").map(([id]) => id));

/**
 * Archives a run: removes it from the list, but keeps which messages it recalled, since a later run will not find them.
 * @param {string} id
 */
export async function archiveRun(id) {
  const kept = await read(id);
  const database = await open();
  try {
    await forget(database, id);
    const ids = recalledIn(kept?.entries ?? []);
    if (!kept || ids.length === 0) return;
    await database.put("runs", { ...kept.run, ids, isPutAway: true });
    const old = (await all(database)).filter(({ isPutAway }) => isPutAway).slice(MOST_PUT_AWAY);
    for (const run of old) await forget(database, run.id);
  } finally {
    database.close();
  }
}

/** A run with its entries, or undefined if it is gone. @param {string} id @returns {Promise<{ run: JournalledRun, entries: Entry[] } | undefined>} */
export async function read(id) {
  const database = await open();
  try {
    const transaction = database.transaction(["runs", "entries"]);
    const run = await transaction.objectStore("runs").get(id);
    if (!run) return undefined;
    const entries = await transaction.objectStore("entries").index("run").getAll(id);
    return { run: renewed(run), entries: entries.map((entry) => renewedEntry(entry, run)) };
  } finally {
    database.close();
  }
}

/** Deletes a run. @param {string} id */
export async function discard(id) {
  const database = await open();
  await forget(database, id);
  database.close();
}
