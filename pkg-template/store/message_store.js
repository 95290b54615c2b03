// The store that users hold: checks what is given, writes in batches, and reads in pages.
import { isRecallError } from "tencent-chat-recall";
import { Batcher } from "./batcher.js";
import { readFilter } from "./rows/filter.js";
import { detailed, invalid, storeFailed, unexpected, unknownMembers } from "./rows/problems.js";
import { messageOf, momentOf, rowsOf } from "./rows/row.js";
import { conditionsOf } from "./schema/conditions.js";
import { deleteSome, selectPage } from "./schema/statements.js";

const PAGE = 500;
/** Messages that one statement deletes: few enough that other writers hardly wait. */
const DELETED_AT_ONCE = 1000;

/** @typedef {import("./index.js").MessageStore} Public */

export class MessageStore {
  #database;
  #sdkAppId;
  #batcher;
  #now;
  /** @type {Promise<void> | undefined} */
  #closing;

  /**
   * @param {import("./schema/database.js").Database} database
   * @param {{ sdkAppId: number, batchDelay: number, now: () => number }} settings
   */
  constructor(database, { sdkAppId, batchDelay, now }) {
    this.#database = database;
    this.#sdkAppId = sdkAppId;
    this.#now = now;
    this.#batcher = new Batcher((rows) => this.#guarded(() => database.upsert(sdkAppId, rows)), batchDelay);
  }

  get sdkAppId() {
    return this.#sdkAppId;
  }

  /** @type {Public["put"]} */
  async put(messages) {
    await this.#write(messages, false);
  }

  /** @type {Public["markRecalled"]} */
  async markRecalled(messages) {
    await this.#write(messages, true);
  }

  /** @type {Public["find"]} */
  async *find(given) {
    this.#refuseIfClosed();
    const filter = await readFilter(given);
    const { conditions, values } = conditionsOf(filter, this.#database.dialect);
    /** @type {any} */
    let last;
    do {
      const after = last ? [last.msg_time, last.official_account, last.msg_key] : [];
      const all = [this.#sdkAppId, ...values, ...after, PAGE];
      this.#refuseIfClosed();
      const rows = await this.#guarded(() => this.#database.all(selectPage(conditions, !last), all));
      for (const row of rows) yield messageOf(row);
      last = rows.length < PAGE ? undefined : rows.at(-1);
    } while (last);
  }

  /** @type {Public["prune"]} */
  async prune(options) {
    this.#refuseIfClosed();
    const { before, onlyRecalled = false, ...rest } = /** @type {any} */ (options ?? {});
    const issues = [
      ...(momentOf(before) === undefined ? [unexpected("before", before, "moment")] : []),
      ...(typeof onlyRecalled === "boolean" ? [] : [unexpected("onlyRecalled", onlyRecalled, "flag")]),
      ...unknownMembers(rest, ["before", "onlyRecalled"]),
    ];
    if (issues.length > 0) throw invalid(issues);
    const seconds = Math.ceil(/** @type {number} */ (momentOf(before)) / 1000);
    let total = 0;
    for (let deleted = DELETED_AT_ONCE; deleted === DELETED_AT_ONCE; total += deleted) {
      this.#refuseIfClosed();
      deleted = await this.#guarded(() => this.#database.run(deleteSome(onlyRecalled), [this.#sdkAppId, seconds, DELETED_AT_ONCE]));
    }
    return total;
  }

  /** @type {Public["close"]} */
  close() {
    this.#closing ??= this.#batcher.drain().then(() => this.#guarded(() => this.#database.close()));
    return this.#closing;
  }

  [Symbol.asyncDispose]() {
    return this.close();
  }

  /** @param {unknown} messages @param {boolean} isRecalled */
  async #write(messages, isRecalled) {
    this.#refuseIfClosed();
    await this.#batcher.add(rowsOf(messages, { isRecalled, now: this.#now }));
  }

  #refuseIfClosed() {
    if (this.#closing) throw detailed("ERR_STORE", "store-closed");
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async #guarded(work) {
    try {
      return await work();
    } catch (error) {
      throw isRecallError(error) ? error : storeFailed(error);
    }
  }
}
