// The journal of a run in IndexedDB, so that an interrupted run can be resumed. It holds no secret.
import { openDB } from "../generated/idb.js";

const NAME = "recall-dashboard";
const VERSION = 1;
/** Most archived recalls whose messages are kept. */
const MOST_PUT_AWAY = 50;

/**
 * @typedef {{ id: string, target: import("./run.js").Target, officialAccount: string, reason: string, msgKeys: string[],
 *   startedAt: number, demo?: { size: number, sentAt: number }, isPutAway?: boolean }} JournalledRun
 *   of an archived run, only the recalled messages are kept
 */
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

  /** Begins the journal of a run. @param {JournalledRun} run */
  static async begin(run) {
    const database = await open();
    await database.put("runs", run);
    return new Journal(database, run.id);
  }

  /** Continues an existing journal. @param {string} run */
  static async again(run) {
    return new Journal(await open(), run);
  }

  /** @param {string[]} msgKeys keys about to leave in a request */
  departing(msgKeys) {
    return this.#write({ departed: msgKeys });
  }

  /** @param {string} msgKey @param {import("./run.js").Outcome} outcome */
  settled(msgKey, outcome) {
    this.#waiting.push([msgKey, outcome]);
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

  /** @param {string[]} msgKeys keys that the page's emulator no longer has */
  gone(msgKeys) {
    return this.#write({ gone: msgKeys });
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

/** @param {Database} database @returns {Promise<JournalledRun[]>} the latest first */
async function all(database) {
  /** @type {JournalledRun[]} */
  const found = await database.getAll("runs");
  return found.sort((a, b) => b.startedAt - a.startedAt);
}

/** Every run in the journal without its entries, latest first, except archived runs. @returns {Promise<JournalledRun[]>} */
export async function runs() {
  const database = await open();
  try {
    return (await all(database)).filter(({ isPutAway }) => !isPutAway);
  } finally {
    database.close();
  }
}

/**
 * The messages that each run recalled, including archived runs, earliest first.
 * @param {(run: JournalledRun) => boolean} isWanted
 * @returns {Promise<{ startedAt: number, msgKeys: string[] }[]>}
 */
export async function recallsOf(isWanted) {
  const database = await open();
  try {
    const found = [];
    for (const run of (await all(database)).filter(isWanted).reverse()) {
      const entries = run.isPutAway ? [] : await database.getAllFromIndex("entries", "run", run.id);
      found.push({ startedAt: run.startedAt, msgKeys: run.isPutAway ? run.msgKeys : recalledIn(entries) });
    }
    return found;
  } finally {
    database.close();
  }
}

/** @param {Entry[]} entries @returns {string[]} */
const recalledIn = (entries) => entries.flatMap(({ outcomes = [] }) => outcomes.filter(([, { status }]) => status === "recalled" || status === "presumedRecalled").map(([msgKey]) => msgKey));

/**
 * Archives a run: removes it from the list, but keeps which messages it recalled, since a later run will not find them.
 * @param {string} id
 */
export async function archiveRun(id) {
  const kept = await read(id);
  const database = await open();
  try {
    await forget(database, id);
    const msgKeys = recalledIn(kept?.entries ?? []);
    if (!kept || msgKeys.length === 0) return;
    await database.put("runs", { ...kept.run, msgKeys, isPutAway: true });
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
    return { run, entries: await transaction.objectStore("entries").index("run").getAll(id) };
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
