/**
 * Keeps the messages that webhooks report, in SQLite or PostgreSQL, so that a recall finds its MsgKeys. `pg`, and `better-sqlite3` for
 * Node.js 20, are optional peers: install the one that your URL needs.
 * @module
 */

/**
 * Opens a store and brings its schema up to date. A new SQLite file can be read by its owner only.
 * - `sqlite:sent.db`, `sqlite:/var/lib/chat/sent.db`: a file, by Node's own `node:sqlite`, or without that by `better-sqlite3` 12.
 * - `postgres://user:password@host:5432/database`: PostgreSQL 12 or newer, by `pg` 8. Options in the URL are those of `pg`.
 * @throws {RecallError} `ERR_INVALID_INPUT` for the URL and the options; `ERR_STORE` if the driver is missing (`store-driver-missing`), if a
 * newer version of this package has written the store (`store-newer`), or if the database fails (`store-failed`, with `cause`)
 * @example
 * const store = await openStore("sqlite:sent.db", { sdkAppId: 1400000000 });
 * const since = Date.now() - 3_600_000;
 * for await (const { officialAccount, msgKey, text } of store.find({ since, text: "free today" })) console.log(officialAccount, msgKey, text);
 * await store.close();
 */
export function openStore(url: string, options: StoreOptions): Promise<MessageStore>;

/**
 * Options of `openStore`.
 * @example
 * const options: StoreOptions = { sdkAppId: 1400000000, batchDelay: 20 };
 */
export interface StoreOptions {
  /** The app whose messages are written and found. One database may hold the messages of several apps. */
  sdkAppId: number;
  /** Milliseconds that a message waits for others of its batch: 0 to 1000. Default 5. A batch of 100 does not wait. */
  batchDelay?: number | undefined;
}

/**
 * A message to put into a store. Other members are ignored, so that rows of `client.history` can be put with their account.
 * @example
 * const message: StoreMessage = { officialAccount: "@TOA#_2J4SZEAEL", msgKey: "71_1_1698741698" };
 */
export interface StoreMessage {
  officialAccount: string;
  msgKey: string;
  /** Unix seconds. Default: the time in the MsgKey. */
  msgTime?: number | undefined;
  /** The vendor's MsgBody. A message without it is not found by its text. */
  msgBody?: readonly unknown[] | undefined;
  onlineOnly?: boolean | undefined;
  /** When it was recalled. Default, if it is known to be recalled: now. */
  recalledAt?: Date | number | undefined;
  /** As in `HistoryMessage`. Only `recalled` counts. */
  state?: string | undefined;
}

/**
 * A message in a store. The webhooks do not say who sent it.
 * @example
 * const line = ({ officialAccount, msgKey, text = "" }: StoredMessage) => `${officialAccount} ${msgKey} ${text}`;
 */
export interface StoredMessage {
  officialAccount: string;
  msgKey: string;
  /** Unix seconds. */
  msgTime: number;
  state: "normal" | "recalled";
  /** Milliseconds since 1970. */
  recalledAt?: number;
  onlineOnly?: boolean;
  /** The texts of all elements; elements that are no text are named, like `[image]`. Absent if only the recall of the message is known. */
  text?: string;
  /** The vendor's MsgBody. */
  msgBody?: unknown[];
}

/**
 * What `find` yields. Every condition must hold.
 * @example
 * const filter: StoreFilter = { officialAccounts: ["@TOA#_2J4SZEAEL"], since: new Date("2026-11-23T08:30:00Z"), text: "free today" };
 */
export interface StoreFilter {
  /** Default: all accounts of the app. */
  officialAccounts?: Iterable<string> | AsyncIterable<string> | undefined;
  /** Only messages sent at this time or later. */
  since?: Date | number | undefined;
  /** Only messages sent at this time or earlier. */
  until?: Date | number | undefined;
  /** Part of the message's `text`, whatever the case and the Unicode form. */
  text?: string | undefined;
  /** A type that an element of the message has, such as `TIMImageElem`. */
  msgType?: string | undefined;
  /** Includes messages that are known to be recalled. Default false. */
  includeRecalled?: boolean | undefined;
}

/** The key of `asyncDispose` where the language has it. */
type AsyncDispose = SymbolConstructor extends { readonly asyncDispose: infer Key extends symbol } ? Key : never;

/**
 * An open store. A message is known by its app, its account and its MsgKey; to put it again changes nothing, and neither does the order in
 * which sending and recalling become known. With `await using` it closes itself.
 * @example
 * const keep = async (store: MessageStore) => {
 *   await store.put([{ officialAccount: "@TOA#_2J4SZEAEL", msgKey: "71_1_1698741698" }]);
 *   await store.markRecalled([{ officialAccount: "@TOA#_2J4SZEAEL", msgKey: "70_1_1698741698" }]);
 *   console.log(await store.prune({ before: Date.now() - 90 * 86_400_000 }));
 * };
 */
export type MessageStore = StoreMethods & { readonly [key in AsyncDispose]: () => Promise<void> };

/**
 * The methods of a store. All of them reject with a `RecallError`: `ERR_INVALID_INPUT` before anything is written, `ERR_STORE` if the
 * database fails or the store is closed.
 * @example
 * const countOf = async (store: StoreMethods) => {
 *   let count = 0;
 *   for await (const _message of store.find()) count += 1;
 *   return count;
 * };
 */
export interface StoreMethods {
  readonly sdkAppId: number;
  /** Adds messages, or what was not known of them. Resolves when they are written durably, in batches with those of other calls. */
  put(messages: Iterable<StoreMessage>): Promise<void>;
  /** Marks messages as recalled, and adds those that are not known. The earliest time counts. Resolves when this is written durably. */
  markRecalled(messages: Iterable<StoreMessage>): Promise<void>;
  /** Yields messages, newest first, in pages of 500: what is put meanwhile may be missing. */
  find(filter?: StoreFilter): AsyncIterableIterator<StoredMessage>;
  /** Deletes messages that were sent before a time, and returns their number. */
  prune(options: { before: Date | number; onlyRecalled?: boolean | undefined }): Promise<number>;
  /** Writes what waits, and closes the database. */
  close(): Promise<void>;
}

// Without this line, every declaration above would be exported.
export {};
