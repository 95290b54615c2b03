/**
 * The page's side of `tencent-chat-recall/handler`: the methods of the library's client over one URL of your own server, which
 * keeps the secret key. Without WebAssembly, about 7 KB with gzip.
 * @module
 */
import type {
  HistoryMessage, HistoryOptions, RecallEachRequest, RecallPlan, RecallReport, RecallRequest, RecallRows,
} from "tencent-chat-recall";

export { RecallError, isRecallError } from "tencent-chat-recall";

// The type of the runtime where the project has it, and what is used of it where it has none.
type AbortSignal = NonNullable<RecallRequest["signal"]>;

/** What the `fetch` of `RemoteOptions` is called with, besides the URL. */
export interface RemoteFetchInit {
  method: "POST";
  headers: Record<string, string>;
  body: string;
  credentials?: "omit" | "same-origin" | "include";
  redirect?: "manual";
  signal?: AbortSignal;
}

/** What is read of the handler's answer. */
export interface RemoteFetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** A web ReadableStream: rows are read as they come. */
  readonly body: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; cancel(): Promise<unknown> };
  } | null;
  text(): Promise<string>;
}

/** Where the handler is, and how to call it. */
export interface RemoteOptions {
  /** URL of the handler: `/api/recall`, or a whole one where there is no page. */
  url: string;
  /** Replaces the global `fetch`. Its Response needs a web stream as `body`, so that of node-fetch does not do. */
  fetch?: ((url: string, init: RemoteFetchInit) => Promise<RemoteFetchResponse>) | undefined;
  /** Headers of every request, such as a bearer token; or a function that gives them, called before each request. */
  headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>) | undefined;
  /** As fetch's. Default `same-origin`; `include` sends cookies to another origin, which must list this one in `allowOrigins`. */
  credentials?: "omit" | "same-origin" | "include" | undefined;
  /**
   * MsgKeys in one request: 1 up to the handler's `maxKeys`. Default 10000. More are sent in further requests, one after the other.
   * Of the keys of one request that breaks off, those without a row are `unconfirmed`: fewer keys leave fewer in doubt.
   */
  keysPerRequest?: number | undefined;
}

/**
 * Recalls through a handler. Goes on by itself when the handler's time limit passes.
 * @example
 * const client = new RemoteRecallClient({ url: "/api/recall" });
 * const report = await client.recall({ officialAccount, msgKeys, reason: "sent by mistake", onProgress: show });
 */
export class RemoteRecallClient {
  /** @throws {RecallError} `ERR_INVALID_INPUT`, also for an option that does not exist */
  constructor(options: RemoteOptions);
  /**
   * As `RecallClient.recall`. Rejects with a `RecallError`; with `report` if anything may have been sent:
   * `ERR_NO_REPLY` when the connection to the handler broke: what was read is kept, what had been given to the handler and was
   * not answered is `unconfirmed`, the rest `notAttempted`. Where there was no connection at all, all of it is `notAttempted`: Node and Bun
   * tell, browsers do not. `cause` is what `fetch` threw. `ERR_ABORTED` after `signal`: the handler is asked to stop and to tell
   * what became of each message; if it does not within 3 seconds (another process or isolate may have got the question), as above.
   * `ERR_PERMISSION` also stands for the handler's 401 and 403 and for a redirect, `ERR_INVALID_INPUT` for its other refusals.
   */
  recall(request: Omit<RecallRequest, "stopSignal" | "beforeSend">): Promise<RecallReport>;
  /** As `RecallClient.recallEach`. Keys of a slow source wait a second for more; leaving the loop stops the run. */
  recallEach(request: Omit<RecallEachRequest, "stopSignal" | "beforeSend">, options?: { signal?: AbortSignal | undefined }): RecallRows;
  /** As `RecallClient.plan`, by the handler. */
  plan(request: Omit<RecallRequest, "stopSignal" | "beforeSend">): Promise<RecallPlan>;
  /** As `RecallClient.history`. Throws `ERR_DEADLINE` when the handler's `timeLimit` is over: go on with `until: msgTime * 1000` of the last message, and drop what comes twice. */
  history(officialAccount: string, options?: HistoryOptions): AsyncIterableIterator<HistoryMessage>;
}

// Without it, what is not exported above would be.
export {};
