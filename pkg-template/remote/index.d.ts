/**
 * The browser side of `tencent-chat-recall/handler`: the methods of the library's client, by way of one URL of your own server, which
 * keeps the secret key. No WebAssembly; about 14 KB with gzip.
 * @module
 */
import type {
  HistoryMessage, HistoryOptions, RecallEachRequest, RecallPlan, RecallReport, RecallRequest, RecallRows,
} from "tencent-chat-recall";

export { RecallError, isRecallError } from "tencent-chat-recall";

// The runtime's type where the project has it, else only the members that are used.
type AbortSignal = NonNullable<RecallRequest["signal"]>;

/** The second argument for the `fetch` of `RemoteOptions`. */
export interface RemoteFetchInit {
  method: "POST";
  headers: Record<string, string>;
  body: string;
  credentials?: "omit" | "same-origin" | "include";
  redirect?: "manual";
  signal?: AbortSignal;
}

/** The members of a Response that the client reads. */
export interface RemoteFetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** A web ReadableStream: rows are read as they arrive. */
  readonly body: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; cancel(): Promise<unknown> };
  } | null;
  text(): Promise<string>;
}

/** Where the handler is, and how to call it. */
export interface RemoteOptions {
  /** URL of the handler: a path such as `/api/recall`; outside a page, a whole URL. */
  url: string;
  /** Replaces the global `fetch`. Its Response needs a web stream as `body`, so node-fetch does not work. */
  fetch?: ((url: string, init: RemoteFetchInit) => Promise<RemoteFetchResponse>) | undefined;
  /** Headers of every request, such as a bearer token; or a function that returns them, called before each request. */
  headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>) | undefined;
  /** As fetch's. Default `same-origin`; `include` sends cookies to another origin, which must list this one in `allowOrigins`. */
  credentials?: "omit" | "same-origin" | "include" | undefined;
  /**
   * MsgKeys in one request: from 1 to the handler's `maxKeys`. Default 10000. More keys are sent in further requests, one after the other.
   * If a request breaks off, its keys without a row are `unconfirmed`: with fewer keys in a request, fewer are in doubt.
   */
  keysPerRequest?: number | undefined;
}

/**
 * A request to recall through a handler. The requests to the service leave from the server, so there is no `beforeSend` here: a journal
 * belongs to the handler, which has an option of that name.
 */
export type RemoteRecallRequest = WithoutJournal<RecallRequest>;

/** As `RemoteRecallRequest`, with messages from any iterable of any length. */
export type RemoteRecallEachRequest = WithoutJournal<RecallEachRequest>;

/** Each form of a request without its `beforeSend`. */
type WithoutJournal<Form> = Form extends unknown ? Omit<Form, "beforeSend"> : never;

/**
 * Recalls through a handler. When the handler's time limit passes, it continues in another request by itself.
 * @example
 * const client = new RemoteRecallClient({ url: "/api/recall" });
 * const report = await client.recall({ officialAccount, msgKeys, reason: "sent by mistake", onProgress: show });
 */
export class RemoteRecallClient {
  /** @throws {RecallError} `ERR_INVALID_INPUT`, also for an option that does not exist */
  constructor(options: RemoteOptions);
  /**
   * As `RecallClient.recall`. Rejects with a `RecallError`, which has a `report` if anything may have been sent.
   * `ERR_NO_REPLY`: the connection to the handler broke. Outcomes that were read are kept, keys that the handler had received without
   * answering are `unconfirmed`, the rest `notAttempted`. If there was no connection at all, every key is `notAttempted`: Node and Bun
   * report this, browsers do not. `cause` is what `fetch` threw. `ERR_ABORTED`, after `signal`: the handler is asked to stop and to send
   * the outcome of each message. If it does not within 3 seconds (another process or isolate may have received it), as for `ERR_NO_REPLY`.
   * After `stopSignal` the handler stops gracefully: it sends nothing new, waits for its requests in flight, and the promise resolves with
   * `stopped: true`. If another process or isolate receives the request to stop, the connection is closed, and the keys without a row are
   * `unconfirmed`.
   * `ERR_PERMISSION` also means the handler's 401 and 403, or a redirect; `ERR_INVALID_INPUT` also means its other refusals.
   */
  recall(request: RemoteRecallRequest): Promise<RecallReport>;
  /** As `RecallClient.recallEach`. With a slow source, keys wait up to a second for more; leaving the loop stops the run. */
  recallEach(request: RemoteRecallEachRequest, options?: { signal?: AbortSignal | undefined }): RecallRows;
  /** As `RecallClient.plan`; the handler makes the plan. */
  plan(request: RemoteRecallRequest): Promise<RecallPlan>;
  /** As `RecallClient.history`. Throws `ERR_DEADLINE` when the handler's `timeLimit` passes: continue with `until: msgTime * 1000` of the last message, and drop duplicates. */
  history(officialAccount: string, options?: HistoryOptions): AsyncIterableIterator<HistoryMessage>;
}

// Without this line, every declaration above would be exported.
export {};
