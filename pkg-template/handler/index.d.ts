/**
 * The server's side of a page that recalls messages: it keeps the secret key, decides who may recall what, and streams
 * what becomes of each message. `tencent-chat-recall/remote` is the page's side.
 *
 * One function from Request to Response: Cloudflare Workers, Vercel, Deno, Bun, Next.js route handlers, Hono
 * (`(c) => handler(c.req.raw)`); `toNodeListener` for Node's http and Express.
 *
 * A request is a POST of JSON with an `action`; the path is not looked at, mount it where you like:
 * - `{ action: "recall", officialAccount, msgKeys, unconfirmed?, reason?, run? }` (as in `RecallRequest`) answers with JSON Lines: see `HandlerEvent`.
 * - `{ action: "history", officialAccount, since?, until?, from?, includeRecalled? }` (milliseconds since 1970): the same.
 * - `{ action: "stop", id }` stops a recall of the same person, whose answer then ends with all that is known, and answers
 *   `{ stopping: boolean }`: false where no such run is known, as in another process or isolate. `id` is that of its `start` line.
 * - `{ action: "plan", officialAccount, msgKeys, unconfirmed?, reason? }` answers `{ plan: RecallPlan }`. Sends nothing.
 *
 * What is refused is answered with `{ error: HandlerError }` and a status, and nothing was sent:
 * 400 no JSON, a member twice, too deep; 401 `authorize` said no; 403 page of a foreign origin, or account not allowed;
 * 405 not POST; 408 slow body; 413 large body; 415 not `application/json`; 421 none of `hosts`; 422 problems in the members, too many
 * keys or members; 502 the service refused (`history`); 503 `authorize` or `audit` failed; 500 a defect, or `authorize` answered
 * something that it should not, or a body parser left nothing of the body: `onError` is told which.
 * @module
 */
import type {
  ErrorDetail,
  ClientOptions, HistoryMessage, Issue, RecallCounts, RecallErrorCode, RecallProgress, RecallReport, RecallResult,
} from "tencent-chat-recall";

// The types of the runtime where the project has them, and what is used of them where it has none.
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
 * Makes a handler. All of its requests share one pace and one UserSig, so make one for the process (or the isolate).
 * @throws {RecallError} `ERR_INVALID_INPUT` with every problem of the options, a missing `authorize` and unknown names included
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
 * On runtimes that stop a program with its answer, pass their context, so that the last audit record is written:
 * `handler(request, ctx)` in a Worker.
 */
export type RecallHandler = (request: Request, context?: HandlerContext) => Promise<Response>;

/** What of the runtime's context is used; other members are left alone. */
export interface HandlerContext {
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
}

/** The options of a client (see the main entry), and what stands between it and a page. */
export interface HandlerOptions extends Omit<ClientOptions, "allowSecretKeyInBrowser"> {
  /**
   * Says who is calling: from a session cookie, a token, the header of an access proxy. Required.
   * `null`, every other falsy value (`session && { user }`) and a `user` that is empty or undefined are answered with 401, a Response is
   * answered as it is. If it throws, rejects or takes longer than `checkTimeout`: 503. If it returns something else: 500.
   * Must not read the body, unless that of `request.clone()`.
   */
  authorize: (request: Request) => Verdict | Promise<Verdict>;
  /**
   * Official accounts that may be named; others get 403. Each is held to the form of an official account id. Default: any of the app.
   */
  allowAccounts?: readonly string[];
  /**
   * Host names under which the handler may be reached, alone (any port) or with a port: `["ops.example.com", "127.0.0.1:8080", "[::1]"]`.
   * A request for any other is answered with 421, before anything else is looked at. Upper and lower case are alike, and so is a dot at
   * the end; `X-Forwarded-Host` is not looked at. Default: any, and then a page whose own name was made to lead here (DNS rebinding) is of
   * the handler's origin. Give it wherever browsers can reach the handler past a proxy that knows its names, above all on loopback.
   */
  hosts?: readonly string[] | undefined;
  /** Origins of other sites whose pages may call, with cookies; exactly as browsers send them. Default: only pages of the same origin. */
  allowOrigins?: readonly string[] | undefined;
  /** MsgKeys in one request at most: 1 to 10000000. Default 100000. */
  maxKeys?: number | undefined;
  /** Bytes of a body at most, counted while it is read. Default 65536 + 64 for each of `maxKeys`. */
  maxBodyBytes?: number | undefined;
  /** Milliseconds for the whole body: 1 to 600000. Default 15000. */
  bodyTimeout?: number | undefined;
  /** Milliseconds for one call of `authorize` or `audit`: 1 to 600000. Default 10000. */
  checkTimeout?: number | undefined;
  /**
   * Milliseconds from the arrival of a request to the end of its answer: at least 1000. Default none.
   * Set it some seconds below the runtime's own limit. In time, nothing new is sent, what is in flight is waited for, and the
   * client gets the keys that are left, to go on with in another request (`remote` does so by itself).
   */
  timeLimit?: number | undefined;
  /** Milliseconds of silence after which the last progress is repeated, so that proxies keep the connection: 10 to 600000. Default 10000. */
  heartbeat?: number | undefined;
  /**
   * Milliseconds after which a run is stopped whose client reads nothing: at least 10. Default 60000. Until then some 8,000 rows may wait
   * for it; a run of fewer ends, and what was not read of its answer is dropped after the same time.
   */
  stallTimeout?: number | undefined;
  /**
   * Takes a record before a run, after it, and of each POST that is refused. Awaited, for `checkTimeout` at most.
   * If the first one of a run fails or takes longer than `checkTimeout`, nothing is sent and the client gets 503.
   */
  audit?: ((record: AuditRecord) => unknown) | undefined;
  /** Put the MsgKeys themselves into the first record. Default false: their number and digest. */
  auditMsgKeys?: boolean | undefined;
  /**
   * Told what clients are not told: why a check, an audit or a run failed. Not awaited. If it throws or rejects, both go to `console.error`.
   * Default `console.error`.
   */
  onError?: ((what: string, error: unknown) => void) | undefined;
}

/** What `authorize` says: who it is, an answer of its own, or nobody. */
export type Verdict = Authorized | Response | null | undefined | false | "" | 0;

/** Who is calling. */
export interface Authorized {
  /** Name of the person, for the audit records. Empty: nobody, 401. */
  user: string;
  /** Official accounts that this person may name, within the `allowAccounts` of the options. */
  allowAccounts?: readonly string[];
}

/** What was done, by whom, when. */
export interface AuditRecord {
  /** `start`: about to send; `end`: it is over; `refused`: nothing was sent. */
  event: "start" | "end" | "refused";
  /** Joins the records of one request. */
  id: string;
  /** ISO 8601, UTC. */
  time: string;
  action?: "recall" | "history" | "plan" | "stop";
  /** As `authorize` said; undefined when it did not come to that. */
  user?: string;
  /** The `Origin` of the request. */
  origin?: string;
  officialAccount?: string;
  /** MsgKeys of a recall, distinct ones from `start` on; of the end of a history, messages read. */
  messages?: number;
  /** SHA-256 of the distinct MsgKeys in their order, joined by line feeds; hexadecimal. */
  digest?: string;
  /** With `auditMsgKeys`, in `start`. */
  msgKeys?: string[];
  reason?: string;
  /** Given by the client: the same for all requests of one recall. */
  run?: string;
  /**
   * Of `end`. `continued`: the time limit passed, the rest comes in another request; `stopped`: by the action of that name;
   * `disconnected`: the client left, or did not read.
   */
  outcome?: "completed" | "continued" | "stopped" | "failed" | "disconnected";
  /** Of the end of a recall. `notAttempted` holds what is left. */
  counts?: RecallCounts;
  /** Requests that left. */
  requests?: number;
  /** HTTP status of the refusal. */
  status?: number;
  /** Why it was refused or failed. */
  code?: RecallErrorCode;
  message?: string;
  /** Since the request came. */
  durationMs?: number;
}

/** The one shape of errors. */
export interface HandlerError {
  code: RecallErrorCode;
  message: string;
  /** As in `RecallError`. */
  detail?: ErrorDetail;
  /** The vendor's ErrorCode. */
  apiCode?: number;
  /** At most 100, and one that says how many more. */
  issues?: Issue[];
}

/** A report without its rows, which came before. Counts are of the rows in this answer. */
export type ReportSummary = Omit<RecallReport, "results">;

/** What is left when the time limit passed. */
export interface Left {
  /** Never sent, or refused for now. */
  msgKeys: string[];
  /** Sent, and no answer was read in time: give these to the next request as `unconfirmed` too. */
  unconfirmed: string[];
}

/**
 * One line of an answer. The last one is `report`, `continue` or `error`; an answer without has broken off, and of a key without
 * a row nothing is known. Every distinct key has a row or is in `continue`; a key of `unconfirmed` may have both.
 */
export type HandlerEvent =
  | { type: "start"; id: string; messages?: number }
  | { type: "progress"; progress: RecallProgress }
  | { type: "results"; results: RecallResult[] }
  | ({ type: "continue"; report: ReportSummary } & Left)
  | { type: "messages"; messages: HistoryMessage[] }
  | { type: "report"; report: ReportSummary | { messages: number; durationMs: number } }
  | { type: "error"; error: HandlerError; report: ReportSummary | { messages: number; durationMs: number } };

/** What is used of Node's IncomingMessage (or Http2ServerRequest). */
export interface NodeRequest {
  method?: string | undefined;
  url?: string | undefined;
  /** Of Express. */
  originalUrl?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  httpVersionMajor?: number;
  complete: boolean;
  readableEnded: boolean;
  /** Whether something has read of it before. */
  readableDidRead?: boolean | undefined;
  destroyed?: boolean | undefined;
  /** What a body parser left. Taken only when the stream was read before. */
  body?: unknown;
  /** Of HTTP/2. */
  stream?: { close(code: number): unknown } | undefined;
  socket?: (object & { encrypted?: boolean | undefined }) | undefined;
  on(event: string, listener: (...values: any[]) => void): unknown;
  once(event: string, listener: (...values: any[]) => void): unknown;
  pause(): unknown;
  resume(): unknown;
  destroy(): unknown;
}

/** What is used of Node's ServerResponse (or Http2ServerResponse). */
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
 * Put it before any body parser. Behind one, what it left in `request.body` is taken if it is text, bytes or a JSON value, and goes through
 * the same checks, except that a member that was there twice cannot be told any more; the parser's own limit of size comes first.
 * Behind a proxy that ends TLS, browsers' Sec-Fetch-Site tells the page's origin; for browsers without it, name the site in `allowOrigins`.
 * @example
 * http.createServer(toNodeListener(handler)).listen(8080);
 */
export function toNodeListener(handler: RecallHandler): (request: NodeRequest, response: NodeResponse) => Promise<void>;

// Without it, what is not exported above would be.
export {};
