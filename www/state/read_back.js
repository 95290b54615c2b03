// Reads the messages of a run back: what the history of their accounts shows after the recall.
import { accountOf, idOf } from "../connection/message.js";

/**
 * @typedef {object} Shown what the history shows
 * @property {number} read accounts read so far, with those that cannot be read
 * @property {number} accounts
 * @property {number} recalled messages that show as recalled
 * @property {string[]} visible ids of messages that are still visible
 * @property {string[]} missing ids of messages that their history does not have
 * @property {string[]} unread accounts that cannot be read
 * @property {number} unknown messages of these accounts
 */

/** Reads the messages of a run that ended, by one walk through the history of each account. Never rejects. @param {import("./run.js").Run} run */
export async function readBack(run) {
  const client = run.connection?.open();
  if (!client) return;
  /** @type {Shown} */
  const shown = { read: 0, accounts: run.accounts.length, recalled: 0, visible: [], missing: [], unread: [], unknown: 0 };
  const changed = () => run.dispatchEvent(new Event("change"));
  run.shown = shown;
  changed();
  const wanted = new Map(run.accounts.map((account) => [account, /** @type {string[]} */ ([])]));
  for (const id of run.ids) wanted.get(accountOf(id))?.push(id);
  await Promise.all(Array.from(wanted, async ([account, ids]) => {
    try {
      const states = await statesIn(client, account, new Set(ids));
      for (const id of ids) {
        const state = states.get(id);
        if (state === "recalled") shown.recalled += 1;
        else (state === undefined ? shown.missing : shown.visible).push(id);
      }
    } catch {
      shown.unread.push(account);
      shown.unknown += ids.length;
    }
    shown.read += 1;
    changed();
  }));
  run.dispatchEvent(new Event("readBack"));
}

/**
 * The states of these messages, by id. The walk ends with the last of them.
 * @param {import("../pkg/index.js").RecallClient} client @param {string} account @param {Set<string>} ids
 */
async function statesIn(client, account, ids) {
  /** @type {Map<string, string>} */
  const states = new Map();
  for await (const { msgKey, state } of client.history(account, { includeRecalled: true })) {
    const id = idOf(account, msgKey);
    if (ids.has(id)) states.set(id, state);
    if (states.size === ids.size) break;
  }
  return states;
}
