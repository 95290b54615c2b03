// openStore: chooses the database by the URL, and brings its schema up to date.
import { isRecallError } from "tencent-chat-recall";
import { openPostgres } from "./drivers/postgres.js";
import { openSqlite } from "./drivers/sqlite.js";
import { MessageStore } from "./message_store.js";
import { invalid, outOfRange, storeFailed, unexpected, unknownMembers } from "./rows/problems.js";
import { MIGRATIONS } from "./schema/migrations.js";
import { migrate } from "./schema/migrate.js";

const MOST_APP_ID = 4_294_967_295;
const MOST_DELAY = 1000;
const DEFAULT_DELAY = 5;
const KNOWN = ["sdkAppId", "batchDelay"];

/**
 * @param {string} url
 * @param {import("./index.js").StoreOptions} options
 * @returns {Promise<import("./index.js").MessageStore>}
 */
export async function openStore(url, options) {
  const open = openerOf(url);
  const settings = readOptions(options, open === undefined ? [unexpected("url", url, "store-url")] : []);
  /** @type {import("./schema/database.js").Database | undefined} */
  let database;
  try {
    database = await /** @type {NonNullable<typeof open>} */ (open)();
    await migrate(database, MIGRATIONS, settings.now);
    return new MessageStore(database, settings);
  } catch (error) {
    await database?.close().catch(() => {});
    throw isRecallError(error) ? error : storeFailed(error);
  }
}

/**
 * @param {unknown} url
 * @returns {(() => Promise<import("./schema/database.js").Database>) | undefined} undefined if it names no store
 */
function openerOf(url) {
  if (typeof url !== "string") return undefined;
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/s.exec(url)?.[1];
  if (path !== undefined) return () => openSqlite(path);
  // Not quoted in any error: it may hold a password.
  return /^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url) ? () => openPostgres(url) : undefined;
}

/** @param {unknown} options @param {import("./rows/problems.js").Issue[]} issues of the URL */
function readOptions(options, issues) {
  if (typeof options !== "object" || options === null) throw invalid([...issues, unexpected("", options, "store-options")]);
  const { sdkAppId, batchDelay = DEFAULT_DELAY, ...rest } = /** @type {any} */ (options);
  const all = [
    ...issues,
    ...(Number.isInteger(sdkAppId) && sdkAppId >= 1 && sdkAppId <= MOST_APP_ID ? [] : [unexpected("sdkAppId", sdkAppId, "sdk-app-id")]),
    ...(Number.isInteger(batchDelay) && batchDelay >= 0 && batchDelay <= MOST_DELAY ? [] : [outOfRange("batchDelay", batchDelay, { min: 0, max: MOST_DELAY, unit: "milliseconds" })]),
    ...unknownMembers(rest, KNOWN),
  ];
  if (all.length > 0) throw invalid(all);
  return { sdkAppId, batchDelay, now: Date.now };
}
