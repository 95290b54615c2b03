/**
 * The server side of a web page that recalls messages: it keeps the secret key, decides who may recall what, and streams
 * the outcome of each message. `tencent-chat-recall/remote` is the browser side.
 *
 * One function from Request to Response: Cloudflare Workers, Vercel, Deno, Bun, Next.js route handlers, Hono
 * (`(c) => handler(c.req.raw)`); `toNodeListener` for Node's http and Express.
 *
 * A request is a POST of JSON with an `action`. The path is ignored: mount the handler where you like.
 * - `{ action: "recall", officialAccount, msgKeys, unconfirmed?, reason?, run? }` (as in `RecallRequest`): the response is JSON Lines, see `HandlerEvent`.
 *   For messages of several accounts: `{ action: "recall", messages: [{ officialAccount, msgKey }], unconfirmed?, reason?, run? }`, where
 *   `unconfirmed` is an array of messages too. If one account is not allowed, the whole request is refused, and nothing was sent.
 * - `{ action: "history", officialAccount, since?, until?, from?, includeRecalled? }` (milliseconds since 1970): the same.
 * - `{ action: "stop", id, graceful? }` ends a recall of the same user, whose response then ends with all known outcomes, and answers
 *   `{ stopping: boolean }`: false if this process or isolate has no such run. `id` is that of the run's `start` line. With
 *   `graceful: true` the run waits for its requests in flight and ends with a report (as `stopSignal` does), otherwise it does not wait
 *   and ends with the error `ERR_ABORTED` (as `signal` does).
 * - `{ action: "plan", ... }`, with the same members as `recall`, answers `{ plan: RecallPlan }`. Sends nothing.
 *
 * A refused request is answered with a status and `{ error: HandlerError }`, and nothing was sent:
 * 400 not JSON, a duplicate member, too deep; 401 `authorize` said no; 403 page of another origin, or account not allowed;
 * 405 not POST; 408 slow body; 413 large body; 415 not `application/json`; 421 not in `hosts`; 422 problems in the members, too many
 * keys or members; 502 the service refused (`history`); 503 `authorize` or `audit` failed; 500 a defect, or `authorize` returned an
 * invalid value, or a body parser read the body without keeping it: `onError` receives the cause.
 * @module
 */
import type {
  BeforeSendRequest, ErrorDetail,
  ClientOptions, HistoryMessage, Issue, MessageRef, RecallCounts, RecallErrorCode, RecallProgress, RecallResult, RecallSummary,
} from "tencent-chat-recall";

// The runtime's types where the project has them, else only the members that are used.
type Request = typeof globalThis extends { Request: { prototype: infer Known } } ? Known : {
  readonly url: string;
  readonly method: string;
  readonly headers: { get(name: string): string | null };
  readonly body: unknown;
  readonly signal: { readonly aborted: boolean };
  text(): Promise<string>;
  clone(): Request;
};
type Response = typeof globalThis extends { Response: { prototype: infer Known } } ? Known : {
  readonly status: number;
  readonly headers: { get(name: string): string | null; forEach(use: (value: string, name: string) => void): void };
  readonly body: unknown;
  text(): Promise<string>;
};

/**
 * Makes a handler. All of its requests share one pace and one UserSig, so make one per process (or isolate).
 * @throws {RecallError} `ERR_INVALID_INPUT` with every problem of the options, including a missing `authorize` and unknown names
 * @example
 * const handler = createHandler({
 *   sdkAppId: 1400000000, identifier: "administrator", secretKey: process.env.TENCENT_CHAT_SECRET_KEY, region: "singapore",
 *   authorize: async (request) => {
 *     const session = await readSession(request);
 *     return session?.mayRecall ? { user: session.email } : null;
 *   },
 *   audit: (record) => database.insert("recall_audit", record),
 * });
 */
export function createHandler(options: HandlerOptions): RecallHandler;

/**
 * Answers one request. Never rejects.
 * On runtimes that stop a program once it has responded, pass their context, so that the last audit record is written:
 * `handler(request, ctx)` in a Worker.
 */
export type RecallHandler = (request: Request, context?: HandlerContext) => Promise<Response>;

/** The members of the runtime's context that are used. */
export interface HandlerContext {
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
}

/** The options of a client (see the main entry), and those that protect it from web pages. */
export interface HandlerOptions extends Omit<ClientOptions, "allowSecretKeyInBrowser"> {
  /**
   * Identifies the user: from a session cookie, a token, or the header of an access proxy. Required.
   * `null`, any other falsy value (`session && { user }`), and a `user` that is empty or undefined are answered with 401. A Response is
   * sent as it is. If `authorize` throws, rejects or takes longer than `checkTimeout`: 503. If it returns anything else: 500.
   * It must not read the body, except that of `request.clone()`.
   */
  authorize: (request: Request) => Verdict | Promise<Verdict>;
  /**
   * Official accounts that requests may name; others get 403. Each must have the form of an official account id. Default: any of the app.
   */
  allowAccounts?: readonly string[];
  /**
   * Host names under which the handler may be reached, without a port (any port) or with one: `["ops.example.com", "127.0.0.1:8080", "[::1]"]`.
   * A request for any other host is answered with 421, before any other check. Upper and lower case are equal, and a trailing dot is
   * ignored, as is `X-Forwarded-Host`. Default: any; a page whose own host name resolves to this machine (DNS rebinding) then has the
   * handler's origin. Set it wherever browsers can reach the handler without a proxy that checks host names, above all on loopback.
   */
  hosts?: readonly string[] | undefined;
  /**
   * Origins of other sites whose pages may call the handler, with cookies; exactly as browsers send them.
   * Default: only pages of the same origin.
   */
  allowOrigins?: readonly string[] | undefined;
  /** Most MsgKeys or messages in one request: 1 to 10000000. Default 100000. */
  maxKeys?: number | undefined;
  /** Most bytes of a body, counted while it is read. Default 65536 + 272 for each of `maxKeys`, which has room for the longest ones. */
  maxBodyBytes?: number | undefined;
  /** Milliseconds for the whole body: 1 to 600000. Default 15000. */
  bodyTimeout?: number | undefined;
  /** Milliseconds for one call of `authorize`, `audit` or `beforeSend`: 1 to 600000. Default 10000. */
  checkTimeout?: number | undefined;
  /**
   * Milliseconds from the arrival of a request to the end of its response: at least 1000. Default none.
   * Set it a few seconds below the runtime's own limit. Before it passes, the run sends nothing new and waits for requests in flight,
   * and the client receives the remaining keys, to send in another request (`remote` does so by itself).
   */
  timeLimit?: number | undefined;
  /** Milliseconds of silence after which the last progress is repeated, so that proxies keep the connection: 10 to 600000. Default 10000. */
  heartbeat?: number | undefined;
  /**
   * Milliseconds after which a run is stopped if its client reads nothing: at least 10. Default 60000. Until then, about 8,000 rows may wait
   * for it; a run with fewer ends normally, and the unread rest of its response is dropped after the same time.
   */
  stallTimeout?: number | undefined;
  /**
   * Receives a record before a run, after it, and for each refused POST. Awaited for at most `checkTimeout`.
   * If the first one of a run fails or takes longer than `checkTimeout`, nothing is sent and the client gets 503.
   */
  audit?: ((record: AuditRecord) => unknown) | undefined;
  /**
   * Awaited before each request to the service, including retries: the place to write a journal of what is about to be sent, and for whom.
   * Up to 16 calls may run concurrently. If it throws or takes longer than `checkTimeout`, its request is not sent, nor is anything after
   * it, and the run ends with `ERR_BEFORE_SEND`: `onError` receives the cause, the client does not.
   * @example
   * const handler = createHandler({
   *   ...options,
   *   beforeSend: ({ officialAccount, msgKeys, user, id }) => database.insert("recall_journal", { officialAccount, msgKeys, user, id }),
   * });
   */
  beforeSend?: ((request: HandlerSendRequest) => void | PromiseLike<void>) | undefined;
  /** Puts the MsgKeys themselves into the first record. Default false: only their number and digest. */
  auditMsgKeys?: boolean | undefined;
  /**
   * Receives what clients must not see: why a check, an audit or a run failed. Not awaited. If it throws or rejects, both errors go to
   * `console.error`. Default `console.error`.
   */
  onError?: ((what: string, error: unknown) => void) | undefined;
}

/** The request to the service that is about to be sent, for `beforeSend`; `id`, `run` and `user` are those of the audit records. */
export interface HandlerSendRequest extends BeforeSendRequest {
  user: string;
  /** Joins the requests and the audit records of one run. */
  id: string;
  /** An id from the client, the same for all requests of one recall. */
  run?: string;
}

/** The result of `authorize`: the user, a Response to send instead, or no user. */
export type Verdict = Authorized | Response | null | undefined | false | "" | 0;

/** The user who sent the request. */
export interface Authorized {
  /** Name of the user, for the audit records. Empty: not signed in, 401. */
  user: string;
  /** Official accounts that this user may name, within the `allowAccounts` of the options. */
  allowAccounts?: readonly string[];
}

/** Who did what, and when. */
export interface AuditRecord {
  /** `start`: about to send; `end`: the run is over; `refused`: nothing was sent. */
  event: "start" | "end" | "refused";
  /** Joins the records of one request. */
  id: string;
  /** ISO 8601, UTC. */
  time: string;
  action?: "recall" | "history" | "plan" | "stop";
  /** The `user` that `authorize` returned; undefined if the request was refused before. */
  user?: string;
  /** The `Origin` of the request. */
  origin?: string;
  /** The official account, if the request concerns one. */
  officialAccount?: string;
  /** Number of official accounts, if the recall concerns several. */
  accounts?: number;
  /** How many messages each of several accounts has: in `start` and `refused`, up to 1000 accounts. */
  byAccount?: AuditedAccount[];
  /** Number of MsgKeys of a recall, from `start` on of distinct ones; at the end of a history, number of messages read. */
  messages?: number;
  /**
   * SHA-256 of the distinct MsgKeys in order, joined by line feeds; hexadecimal. With several accounts, of lines of the account, a space
   * and the MsgKey.
   */
  digest?: string;
  /** The MsgKeys, in `start` with `auditMsgKeys`. With several accounts, they are in `byAccount`, which then lists every account. */
  msgKeys?: string[];
  reason?: string;
  /** An id from the client, the same for all requests of one recall. */
  run?: string;
  /**
   * In `end`. `continued`: the time limit passed, and the rest follows in another request; `stopped`: by the action `stop`, gracefully or not;
   * `disconnected`: the client left, or stopped reading.
   */
  outcome?: "completed" | "continued" | "stopped" | "failed" | "disconnected";
  /** At the end of a recall. `notAttempted` counts the remaining messages. */
  counts?: RecallCounts;
  /** Requests sent to the service. */
  requests?: number;
  /** HTTP status of the refusal. */
  status?: number;
  /** Why it was refused or failed. */
  code?: RecallErrorCode;
  message?: string;
  /** Milliseconds since the request arrived. */
  durationMs?: number;
}

/** One of several accounts of a recall, in the audit. */
export interface AuditedAccount {
  officialAccount: string;
  /** Number of distinct messages. */
  messages: number;
  /** With `auditMsgKeys`. */
  msgKeys?: string[];
}

/** The error object of every refusal and failure. */
export interface HandlerError {
  code: RecallErrorCode;
  message: string;
  /** As in `RecallError`. */
  detail?: ErrorDetail;
  /** The vendor's ErrorCode. */
  apiCode?: number;
  /** At most 100, and one that counts the others. */
  issues?: Issue[];
}

/** A report without its rows, which came before it. It counts the rows of this response. `stopped` after a graceful stop. */
export type ReportSummary = RecallSummary;

/** The keys that remain when the time limit has passed, of a request with `msgKeys`. */
export interface Left {
  /** Never sent, or refused temporarily. */
  msgKeys: string[];
  /** Sent, but no answer was read in time: pass these to the next request as `unconfirmed` too. */
  unconfirmed: string[];
}

/** The messages that remain when the time limit has passed, of a request with `messages`. */
export interface LeftMessages {
  /** Never sent, or refused temporarily. */
  messages: MessageRef[];
  /** Sent, but no answer was read in time: pass these to the next request as `unconfirmed` too. */
  unconfirmed: MessageRef[];
}

/**
 * One line of a response. The last line is `report`, `continue` or `error`; a response without one has broken off, and the outcome of
 * each message without a row is unknown. Every distinct message has a row or is in `continue`; one of `unconfirmed` may have both.
 */
export type HandlerEvent =
  | { type: "start"; id: string; messages?: number }
  | { type: "progress"; progress: RecallProgress }
  | { type: "results"; results: RecallResult[] }
  | ({ type: "continue"; report: ReportSummary } & (Left | LeftMessages))
  | { type: "messages"; messages: HistoryMessage[] }
  | { type: "report"; report: ReportSummary | { messages: number; durationMs: number } }
  | { type: "error"; error: HandlerError; report: ReportSummary | { messages: number; durationMs: number } };

/** The members of Node's IncomingMessage (or Http2ServerRequest) that are used. */
export interface NodeRequest {
  method?: string | undefined;
  url?: string | undefined;
  /** Express only. */
  originalUrl?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  httpVersionMajor?: number;
  complete: boolean;
  readableEnded: boolean;
  /** Whether anything has been read from it before. */
  readableDidRead?: boolean | undefined;
  destroyed?: boolean | undefined;
  /** The result of a body parser. Used only if the stream was read before. */
  body?: unknown;
  /** HTTP/2 only. */
  stream?: { close(code: number): unknown } | undefined;
  socket?: (object & { encrypted?: boolean | undefined }) | undefined;
  on(event: string, listener: (...values: any[]) => void): unknown;
  once(event: string, listener: (...values: any[]) => void): unknown;
  pause(): unknown;
  resume(): unknown;
  destroy(): unknown;
}

/** The members of Node's ServerResponse (or Http2ServerResponse) that are used. */
export interface NodeResponse {
  readonly destroyed: boolean;
  readonly writableFinished: boolean;
  writeHead(status: number, headers: Record<string, string | string[]>): unknown;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  destroy(): unknown;
  on(event: string, listener: (...values: any[]) => void): unknown;
  once(event: string, listener: (...values: any[]) => void): unknown;
  off(event: string, listener: (...values: any[]) => void): unknown;
}

/**
 * The handler as a listener for the servers of Node's `http`, `https` and `http2`, and for Express. A client that disconnects ends its run.
 * Put it before any body parser. After one, its `request.body` is used if it is text, bytes or a JSON value, and passes
 * the same checks, except that duplicate members cannot be detected any more; the parser's own size limit applies first.
 * Behind a proxy that terminates TLS, the browser's Sec-Fetch-Site shows whether the page has the same origin; for browsers without it,
 * list the site in `allowOrigins`.
 * @example
 * http.createServer(toNodeListener(handler)).listen(8080);
 */
export function toNodeListener(handler: RecallHandler): (request: NodeRequest, response: NodeResponse) => Promise<void>;

// Without this line, every declaration above would be exported.
export {};
