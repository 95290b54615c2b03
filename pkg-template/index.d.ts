/**
 * Recall (revoke) Tencent Cloud Chat official-account messages: any number of them, paced, retried by message,
 * with the truth about each one. A recall cannot be undone.
 *
 * Works in Node.js 20+, Deno, Bun, Cloudflare Workers, Vercel edge and browsers. There is no init call.
 * @module
 */

// The types of the runtime where the project has them (the DOM's, Node's, of workers or of Bun), and what is used of them where it has
// none: these declarations need no more than ES2022.
type AbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Known } } ? Known
  // A class, as for workers, is no member of globalThis.
  : typeof globalThis extends { Request: { prototype: { signal: infer Known } } } ? Known : {
    readonly aborted: boolean;
    readonly reason: any;
    throwIfAborted(): void;
    addEventListener(type: "abort", listener: (event: any) => void, options?: { once?: boolean }): void;
    removeEventListener(type: "abort", listener: (event: any) => void): void;
  };
type Request = typeof globalThis extends { Request: { prototype: infer Known } } ? Known : {
  readonly url: string;
  text(): Promise<string>;
};

/**
 * Data centres by name. Each SDKAppID belongs to exactly one; see the console. `mumbai` and `ksa` are no longer, or not, in the vendor's page.
 * @example
 * const region: Region = "singapore";
 */
export type Region =
  | "china" | "singapore" | "seoul" | "tokyo" | "frankfurt" | "silicon-valley" | "jakarta" | "mumbai" | "ksa";

/**
 * What is known about one message when a run has ended.
 * @example
 * const doubtful: RecallStatus[] = ["unconfirmed", "presumedRecalled"];
 * const toCheck = report.results.filter(({ status }) => doubtful.includes(status));
 */
export type RecallStatus =
  /** A RetCode 0 was read for this key. */
  | "recalled"
  /** 10030 ("does not exist") for a key of which an earlier attempt ended without a readable answer: gone, most likely by that attempt. */
  | "presumedRecalled"
  /**
   * 10030 ("does not exist") for a key that no request of this run, and none that it was told of, can have recalled: it was recalled
   * before, has expired, or never was a message of this account. Nothing is left to do for it.
   */
  | "notFound"
  /** The service answered that it did not recall this message; `code` says why. */
  | "failed"
  /** It was sent, and no answer says what became of it: it may or may not be recalled. */
  | "unconfirmed"
  /** It was never sent. */
  | "notAttempted";

/**
 * The closed list of `RecallError.code`.
 * @example
 * const mine: RecallErrorCode[] = ["ERR_INVALID_INPUT", "ERR_USER_SIG_PROVIDER", "ERR_INPUT_SOURCE"];
 * if (isRecallError(error) && mine.includes(error.code)) console.error(error.cause ?? error.issues);
 */
export type RecallErrorCode =
  /** The input has problems; all of them are in `issues`. Nothing was sent, except what `recallEach` had taken before. */
  | "ERR_INVALID_INPUT"
  /** The UserSig was refused (70001 twice, 70003, 70009, 70013, 70014, 70050, 70052, ...). */
  | "ERR_USER_SIG"
  /** The identifier may not do this (60010, 10007, 60021, 70107, ...). */
  | "ERR_PERMISSION"
  /** The SDKAppID belongs to another data centre, or does not exist (60006, 60026, 70016, 70020). */
  | "ERR_REGION"
  /** The official account does not exist or its id is malformed (10010, 10015, 130004, 130007). */
  | "ERR_OFFICIAL_ACCOUNT"
  /** The app's plan or quota does not allow it (60016, 60017, 60020, 60027, 60028, 131000, ...). */
  | "ERR_PLAN"
  /** The service refused the request for another reason; see `apiCode`. */
  | "ERR_REFUSED"
  /** Every request for a long while was refused for its rate (60007, 60011, 60018, 60019, 10006). */
  | "ERR_RATE_LIMITED"
  /**
   * No request of the run got an answer that could be read, or a long row of them got none, or no other can: network errors, timeouts,
   * HTTP 5xx. Messages of requests that never left are `notAttempted`. `report` and `cause` say more.
   */
  | "ERR_NO_REPLY"
  /** An answer came and is not one of this service: an HTTP status that it never gives, without its fields; for `decodeResponse` any unreadable one. */
  | "ERR_UNREADABLE_REPLY"
  /** `signal` was aborted; `cause` is its reason. */
  | "ERR_ABORTED"
  /** `deadline` passed. */
  | "ERR_DEADLINE"
  /** The `limiter` given in the options threw; `cause` is what it threw. */
  | "ERR_LIMITER"
  /** The `beforeSend` function threw; its request never left. `cause` is what it threw. */
  | "ERR_BEFORE_SEND"
  /** The `userSig` function threw or returned something that is not a UserSig; `cause` is what it threw. */
  | "ERR_USER_SIG_PROVIDER"
  /** The iterable given as `msgKeys` threw; `cause` is what it threw. */
  | "ERR_INPUT_SOURCE"
  /** A webhook request that is not what it claims to be, or cannot be read. */
  | "ERR_WEBHOOK"
  /** WebAssembly may not be compiled here; in a page, its Content-Security-Policy needs `script-src 'wasm-unsafe-eval'`. `cause` is what the engine says. */
  | "ERR_WEBASSEMBLY"
  /**
   * A defect of this package. If the compiled core stopped, every run under way ends with this error and sends nothing more; messages
   * without a result may or may not be recalled. A `RecallClient` made before refuses from then on: make a new one.
   */
  | "ERR_INTERNAL";

/**
 * The closed list of `Issue.code`. What each says is in `tencent-chat-recall/messages`, in English, Chinese and Japanese.
 * @example
 * const ofKeys = (code: IssueCode) => code.startsWith("msg-key");
 */
export type IssueCode =
  // Of any input.
  | "unexpected-value" | "not-in-range" | "mispaste" | "empty" | "misspelt-option" | "client-option" | "unknown-option" | "neither"
  | "both" | "secret-key-in-browser" | "unknown-region" | "url-not-absolute" | "url-characters" | "url-user-info" | "url-query"
  | "url-no-host" | "url-scheme" | "url-http" | "url-path" | "msg-key-form" | "msg-key-too-long" | "msg-key-leading-zero"
  | "msg-key-out-of-range" | "more-bad-keys" | "account-prefix" | "account-too-long" | "account-characters" | "identifier-too-long"
  | "identifier-characters" | "reason-too-long" | "user-sig-too-long" | "user-sig-old" | "user-sig-cut" | "user-sig-identifier"
  | "user-sig-app"
  // Of `RecallPlan.issues`.
  | "duplicate-keys" | "unusual-keys" | "future-keys" | "old-keys" | "unusual-identifier" | "high-rate-limit" | "short-timeout"
  // Of `buildRequest`, `inspectUserSig` and `readWebhook`.
  | "too-many-keys" | "inspected-too-long" | "inspected-empty" | "inspected-mispaste" | "inspected-alphabet" | "inspected-base64"
  | "inspected-plain" | "inspected-trailing" | "inspected-zlib" | "inspected-utf8" | "inspected-json" | "inspected-old" | "inspected-type"
  | "inspected-member" | "inspected-version" | "inspected-signature" | "parameter-missing" | "parameter-of-token-missing"
  | "parameter-twice" | "parameter-encoding" | "sign-form" | "sign-mismatch" | "token-empty" | "request-time-form" | "request-time-old"
  | "request-time-ahead" | "parameter-value" | "webhook-command" | "webhook-other-command" | "webhook-json" | "webhook-member"
  | "body-parsed" | "body-read" | "body-chunks" | "body-utf8" | "body-bytes" | "body-characters" | "body-endless"
  // Of `readMsgKeys` and `createMsgKeyReader`.
  | "text-source" | "text-chunk" | "reader-ended"
  // Of `tencent-chat-recall/handler` and `tencent-chat-recall/remote`.
  | "unknown-member" | "more-members" | "more-issues" | "unknown-action" | "keys-above-limit" | "run-id-form" | "reason-characters"
  | "several-accounts" | "url-without-origin" | "headers-unusable";

/**
 * One problem of the input.
 * @example
 * const line = ({ path, message }: Issue) => `${path || "input"}: ${message}`;
 * if (isRecallError(error)) console.error(error.issues.map(line).join("\n"));
 */
export interface Issue {
  /** Where: `msgKeys[3]`, `reason`, `sdkAppId`. Empty when it concerns the whole. */
  path: string;
  /** Which problem: for programs, and for sentences in other languages (`tencent-chat-recall/messages`). */
  code: IssueCode;
  /**
   * What the code leaves open: numbers, names and excerpts, such as `{ min: 1, max: 100, found: "number", value: 200 }`. `found`, `expected` and
   * `unit` are names, not sentences. Never contains a secret.
   */
  params: Readonly<Record<string, string | number>>;
  /** What was found and what was expected, in English. Never contains a secret. */
  message: string;
}

/**
 * The closed list of `RecallError.detail.code`.
 * @example
 * const isOfProxy = (code: DetailCode) => code === "proxy-credentials";
 */
export type DetailCode =
  | "service-refusal" | "undocumented-refusal" | "rate-patience" | "rate-retries" | "no-reply" | "unexpected-status" | "proxy-credentials"
  | "unreadable-answer"
  | "aborted" | "deadline" | "limiter-failed" | "user-sig-failed" | "source-failed" | "no-message-list" | "no-webassembly" | "defect"
  | "defect-with-cause" | "core-stopped" | "webhook-unreadable" | "text-source-failed"
  // Of `tencent-chat-recall/handler` and `tencent-chat-recall/remote`.
  | "handler-failed" | "body-taken" | "account-not-allowed" | "audit-failed" | "authorize-failed" | "authorize-answered" | "not-signed-in"
  | "origin-not-allowed" | "host-not-served" | "client-left" | "request-head" | "request-method" | "odd-method" | "request-content-type"
  | "request-encoding" | "no-body" | "body-timeout" | "body-broke-off" | "body-not-bytes" | "body-not-utf8" | "body-not-json"
  | "body-too-large" | "body-depth" | "body-members" | "body-containers" | "member-twice" | "history-late" | "handler-unreachable"
  | "handler-connection" | "handler-broke-off" | "handler-time-limit" | "handler-answer" | "handler-answer-cause" | "handler-line"
  | "handler-redirect" | "handler-status" | "handler-missing" | "handler-too-large";

/**
 * What an error says besides its `ERR_*` code.
 * @example
 * if (isRecallError(error) && error.detail?.code === "unexpected-status") console.error(error.detail.params.status);
 */
export interface ErrorDetail {
  code: DetailCode;
  /** What the code leaves open: `host`, `status`, `errorInfo`; of a lost request `loss`, a code of `Loss`, with its parameter. */
  params: Readonly<Record<string, string | number>>;
}

/**
 * How a request ended that was not answered for every message.
 * @example
 * const wasSlow = (loss?: Loss) => loss?.code === "timeout";
 */
export interface Loss {
  code:
    | "network" | "timeout" | "http" | "unreadable" | "no-rows" | "fetch-threw" | "no-response" | "used-response" | "other-response";
  /** `status` of `http`, `count` of `no-rows`, `type` of `no-response`; `said` is what `fetch` threw, or its code, as it came. */
  params: Readonly<Record<string, string | number>>;
}

/**
 * Everything this package throws or rejects with. Never contains a secret key or a UserSig.
 * @example
 * try {
 *   await client.recall(request);
 * } catch (error) {
 *   if (!(error instanceof RecallError)) throw error;
 *   console.error(error.code, error.apiCode, error.report?.counts);
 * }
 */
export class RecallError extends Error {
  readonly name: "RecallError";
  readonly code: RecallErrorCode;
  /** The vendor's ErrorCode, when the service refused. */
  readonly apiCode?: number;
  /** What the error says besides its code. Absent where `issues` say it. */
  readonly detail?: ErrorDetail;
  /** Every problem of the input, for `ERR_INVALID_INPUT`; what is wrong, for `ERR_WEBHOOK` and a UserSig that your function gave; else empty. */
  readonly issues: readonly Issue[];
  /**
   * What is known about every message, when a `recall` ended after its first request had left. Not enumerable, since it may hold a hundred
   * thousand rows; `counts` and `requests` are. `recallEach` has none: its rows say it.
   */
  readonly report?: RecallReport;
  /** Number of messages by status, and requests, of a run that ended after its first request had left. */
  readonly counts?: RecallCounts;
  readonly requests?: number;
  /**
   * What made the caller's own function or signal fail; for `ERR_NO_REPLY` what `fetch` threw at last, as an Error with its message
   * (secrets taken out) and, of a network error, its `code` such as `ENOTFOUND`.
   */
  readonly cause?: unknown;
}

/**
 * True for a `RecallError` of any copy of this package, as `instanceof RecallError` is: of its ES modules or CommonJS, of another
 * installation, of another realm. False for a clone, such as `postMessage` makes.
 * @example
 * await client.recall(request).catch((error: unknown) => {
 *   if (isRecallError(error) && error.code === "ERR_ABORTED") return error.report;
 *   throw error;
 * });
 */
export function isRecallError(error: unknown): error is RecallError;

/**
 * What a `FetchLike` is called with, besides the URL. Nothing else is ever set.
 * @example
 * const dispatcher = new ProxyAgent("http://proxy.internal:3128"); // of undici, as is this `fetch`
 * const options = { fetch: (url: string, init: FetchInit) => undici.fetch(url, { ...init, dispatcher }) };
 */
export interface FetchInit {
  method: "POST";
  headers: Record<string, string>;
  body: string;
  /** Always set: a redirect that is followed carries the UserSig to another address. */
  redirect?: "manual";
  /** Aborted when the answer is no longer waited for. */
  signal: AbortSignal;
}

/**
 * What is read of an answer. The Response of every implementation of fetch has it, and so may a mock.
 * @example
 * const reply = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: [{ MsgKey: "71_1_1698741698", RetCode: 0 }] };
 * const mock = async (): Promise<FetchResponse> => ({ status: 200, json: async () => reply });
 */
export type FetchResponse = {
  readonly status: number;
  /** Asked for `content-length`, `content-encoding` and `retry-after`. */
  readonly headers?: { get(name: string): string | null | undefined } | undefined;
  /** A web ReadableStream of bytes (what has `getReader`) is read as it comes, up to a limit. Anything else is left alone. */
  readonly body?: unknown;
} & (
  | { text(): Promise<string> }
  | { json(): Promise<unknown> }
);

/**
 * A function like the global `fetch`, of the runtime or of a library. It must send what it is given once: a hidden retry turns a
 * recalled message into `failed`. The URL holds the UserSig: do not log it. In Node.js, tracers see it too: README.md, under Security.
 * @example
 * const logged: FetchLike = async (url, init) => {
 *   const response = await fetch(url, init);
 *   console.log(new URL(url).pathname, response.status); // never the query: it holds the UserSig
 *   return response;
 * };
 */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchResponse>;

/**
 * How to reach the service, and as whom.
 * @example
 * const options: ClientOptions = {
 *   sdkAppId: 1400000000,
 *   identifier: "administrator",
 *   userSig: async () => (await fetch("/user-sig")).text(),
 *   region: "frankfurt",
 *   rateLimit: 50,
 *   deadline: 10 * 60_000,
 * };
 */
export interface ClientOptions {
  /** SDKAppID of the app: 1 to 4294967295. */
  sdkAppId: number;
  /** UserID of an app administrator: 1 to 32 bytes of UTF-8, no control characters. */
  identifier: string;
  /** The app's secret key from the console. One of `secretKey` and `userSig`. Refused in browsers unless `allowSecretKeyInBrowser`. */
  secretKey?: string | undefined;
  /** A UserSig made elsewhere for `identifier`, or a function that returns a fresh one (called again when the service calls the old one expired). */
  userSig?: string | (() => string | Promise<string>) | undefined;
  /** Validity in seconds of the UserSigs made from `secretKey`: 60 to 1576800000 (50 years). Default 86400. */
  userSigExpire?: number | undefined;
  /** Data centre of the app. One of `region` and `baseUrl`. */
  region?: Region | undefined;
  /** With `region`: use the vendor's stand-by host (for when a carrier hijacks DNS). Default false. */
  standby?: boolean | undefined;
  /** Origin (and path prefix) of a proxy or of the emulator. `https:`, or `http:` to a loopback host. */
  baseUrl?: string | undefined;
  /** Replaces the global `fetch`. */
  fetch?: FetchLike | undefined;
  /** Milliseconds for one request, from sending to the last byte of its answer: 1 to 600000. Default 5000; the service's own limit is 3000. */
  timeout?: number | undefined;
  /** How often one message is tried again after an answer that may be better next time: 0 to 100. Default 5. Refusals for rate do not count. */
  retries?: number | undefined;
  /** Requests a second at most, over all runs of this client: 1 to 100000. Default 200, the service's limit for a whole app: set a share when several processes send. */
  rateLimit?: number | undefined;
  /** Requests in flight at most, over one run: 1 to 1000. Default 64. */
  concurrency?: number | undefined;
  /**
   * Awaited before every request, beside the local pace: for a limit shared by several processes. It is asked as far ahead as its
   * answers take, at most 16 times at once and never for more requests than there are messages for; `signal` is aborted when the
   * run no longer wants the answer. If it fails, nothing more leaves and what is in flight is waited for.
   */
  limiter?: { acquire(signal: AbortSignal): Promise<void> | void } | undefined;
  /** End of the whole job: milliseconds from its start, or a moment. */
  deadline?: number | Date | undefined;
  /** Permit `secretKey` in a browser. For demos with the emulator only: an admin's secret key in a page is power over the whole app. */
  allowSecretKeyInBrowser?: boolean | undefined;
}

/**
 * What to recall.
 * @example
 * const request: RecallRequest = {
 *   officialAccount: "@TOA#_2J4SZEAEL",
 *   msgKeys: ["71_1_1698741698", "72_1_1698741698"],
 *   reason: "sent by mistake",
 *   signal: AbortSignal.timeout(60_000),
 * };
 */
export interface RecallRequest {
  /** Official account that sent the messages: begins with `@TOA#_`, at most 48 bytes. */
  officialAccount: string;
  /**
   * MsgKeys of the messages (`Seq_1_ServerTime`, at most 50 characters), in an array or any other iterable, such as a Set: at least one, no
   * upper limit. Duplicates are sent once.
   */
  msgKeys: Iterable<string> & object;
  /**
   * Those of `msgKeys` that an earlier run left `unconfirmed`, so that they may be gone already. Then a 10030 makes them
   * `presumedRecalled`, and a refusal that is not about the message leaves them `unconfirmed`. Other keys in it have no effect.
   */
  unconfirmed?: (Iterable<string> & object) | undefined;
  /** Reason of the recall: at most 100 bytes of UTF-8 (33 Chinese characters). */
  reason?: string | undefined;
  /** Stops the run: in the queue, in a pause, in a request. */
  signal?: AbortSignal | undefined;
  /**
   * Stops the run gently, for a process that is told to end: nothing new is sent, what is in flight is waited for (at most `timeout`), and
   * the run resolves with `stopped: true`. Messages that were not sent are `notAttempted`.
   */
  stopSignal?: AbortSignal | undefined;
  /**
   * Awaited before each request leaves, retries included: the place to write a journal of what is about to be sent. It counts neither
   * against `timeout` nor against `rateLimit`, and up to 16 calls may run at once. If it throws, its request never leaves, nothing more is
   * sent, and the run rejects with `ERR_BEFORE_SEND`. A run that is stopped meanwhile does not send the request either.
   */
  beforeSend?: ((request: BeforeSendRequest) => void | PromiseLike<void>) | undefined;
  /** Called at most ten times a second, and once at the end. What it throws is ignored. */
  onProgress?: ((progress: RecallProgress) => void) | undefined;
}

/**
 * The request that is about to leave, for `beforeSend`.
 * @example
 * const journal: string[] = [];
 * const beforeSend = ({ officialAccount, msgKeys }: BeforeSendRequest) => void journal.push(`${officialAccount} ${msgKeys.join(" ")}`);
 */
export interface BeforeSendRequest {
  officialAccount: string;
  /** At most 10. */
  msgKeys: string[];
}

/**
 * What to recall, for `recallEach`: keys may come from any iterable of any length.
 * @example
 * async function* lines(): AsyncGenerator<string> {
 *   yield "71_1_1698741698";
 * }
 * const request: RecallEachRequest = { officialAccount: "@TOA#_2J4SZEAEL", msgKeys: lines() };
 */
export interface RecallEachRequest extends Omit<RecallRequest, "msgKeys"> {
  msgKeys: (Iterable<string> & object) | AsyncIterable<string>;
}

/**
 * Number of messages by status.
 * @example
 * const open = (counts: RecallCounts) => counts.failed + counts.unconfirmed + counts.notAttempted;
 */
export type RecallCounts = Record<RecallStatus, number>;

/**
 * How far a run is. Counts hold only what is settled.
 * @example
 * const onProgress = ({ counts, total, secondsLeft }: RecallProgress) =>
 *   console.log(`${counts.recalled} of ${total}, ${Math.ceil(secondsLeft ?? 0)} s left`);
 */
export interface RecallProgress {
  /** Messages of the input; of `recallEach`, those read so far. */
  total: number;
  counts: RecallCounts;
  /** Requests so far, those that found no connection among them, and how many of all carried a message again. */
  requests: number;
  retries: number;
  /** Requests in flight now. */
  inFlight: number;
  /** Requests a second that the pace allows now. Below `rateLimit` after the service refused for rate. */
  rate: number;
  /**
   * Estimate for what is left, in seconds, from the last five; in the first second of a run from its pace. Undefined while nothing is
   * known of any message, and while nothing becomes known.
   */
  secondsLeft?: number;
  /** Milliseconds since the start. */
  durationMs: number;
  /**
   * How the last request ended that was not answered for every message: `a network error (ECONNREFUSED)`, `fetch threw Error: ...`,
   * `a timeout`, `HTTP 429`, `an unreadable answer`, `no rows for 25 messages`. Absent if every request was answered. For people;
   * `loss` is the same as data.
   */
  lastLoss?: string;
  /** The same as `lastLoss`, as data. */
  loss?: Loss;
  /**
   * ErrorInfo by ErrorCode, as the service first gave it in this run: 200 characters at most, of 20 codes at most. Some codes, such as
   * 10004, say only in it what is wrong. Absent if the service refused nothing with words. For people, not for programs.
   */
  errorInfo?: Record<number, string>;
}

/**
 * The outcome of one message. One that is `unconfirmed` may be gone already: tell a later run, or a 10030 makes it `notFound` there,
 * although it is what `presumedRecalled` stands for. `isOpen` says which a later run is for.
 * @example
 * const byStatus = ({ status, code, msgKey }: RecallResult) => `${msgKey}: ${status}${code === undefined ? "" : ` (${code})`}`;
 * console.log(report.results.map(byStatus).join("\n"));
 */
export interface RecallResult {
  msgKey: string;
  status: RecallStatus;
  /** The vendor's code in the last answer that said something about this message. */
  code?: number;
  /** What the code means, in English. See `explainCode` for more. */
  meaning?: string;
  /** Whether a later run may succeed without any change. */
  retryable?: boolean;
  /** Requests that carried this message, without those that found no connection. */
  attempts: number;
}

/**
 * Whether a later run may still have to do something for a message: it is `unconfirmed` or `notAttempted`, or `failed` with a code that is
 * not about the message itself (its class is another than `message`): a missing permission, a wrong UserSig, the rate. `retryable` says
 * whether that takes no change by you. Takes a result, or a row of your own with its `status` and `code`.
 * @example
 * const open = report.results.filter(isOpen);
 * const msgKeys = open.map(({ msgKey }) => msgKey);
 * const unconfirmed = open.filter(({ status }) => status === "unconfirmed").map(({ msgKey }) => msgKey);
 * if (open.length > 0) await client.recall({ officialAccount: "@TOA#_2J4SZEAEL", msgKeys, unconfirmed });
 */
export function isOpen(result: Pick<RecallResult, "status" | "code">): boolean;

/**
 * Messages that ended with one code.
 * @example
 * const [worst]: CodeSummary[] = report.byCode;
 * if (worst) console.error(`${worst.count} times ${worst.code}: ${worst.meaning}`);
 */
export interface CodeSummary {
  code: number;
  meaning: string;
  count: number;
  /** Whether a later run may succeed with any of them without any change. */
  retryable: boolean;
}

/**
 * What a run that has ended says as a whole. `recallEach` returns it when its rows are at an end.
 * @example
 * const line = ({ complete, counts, requests, durationMs }: RecallSummary) =>
 *   `${complete ? "all" : counts.recalled} recalled with ${requests} requests in ${durationMs} ms`;
 */
export interface RecallSummary {
  /** True only if every message is `recalled`. */
  complete: boolean;
  /** Sums to the number of keys in the input. */
  counts: RecallCounts;
  /** What did not succeed, grouped by code, most frequent first. */
  byCode: CodeSummary[];
  /** Present if `stopSignal` was aborted before the run had finished by itself: messages may be left `notAttempted`. */
  stopped?: true;
  /** Requests, those that found no connection among them. */
  requests: number;
  /** Requests that carried at least one message again. */
  retries: number;
  durationMs: number;
  /**
   * How the last request ended that was not answered for every message: `a network error (ECONNREFUSED)`, `fetch threw Error: ...`,
   * `a timeout`, `HTTP 429`, `an unreadable answer`, `no rows for 25 messages`. Absent if every request was answered. For people;
   * `loss` is the same as data.
   */
  lastLoss?: string;
  /** The same as `lastLoss`, as data. */
  loss?: Loss;
  /**
   * ErrorInfo by ErrorCode, as the service first gave it in this run: 200 characters at most, of 20 codes at most. Some codes, such as
   * 10004, say only in it what is wrong. Absent if the service refused nothing with words. For people, not for programs.
   */
  errorInfo?: Record<number, string>;
}

/**
 * The truth about every message of a run.
 * @example
 * const gone = ({ results }: RecallReport) => results.filter(({ status }) => status === "recalled").map(({ msgKey }) => msgKey);
 */
export interface RecallReport extends RecallSummary {
  /** One entry for each position of the input, in its order. */
  results: RecallResult[];
}

/**
 * The rows of `recallEach`.
 * @example
 * const rows: RecallRows = client.recallEach({ officialAccount: "@TOA#_2J4SZEAEL", msgKeys: ["71_1_1698741698"] });
 * let step = await rows.next();
 * for (; !step.done; step = await rows.next()) console.log(step.value.msgKey, step.value.status);
 * console.log(step.value.complete, step.value.counts);
 */
export interface RecallRows extends AsyncIterableIterator<RecallResult> {
  /** The next row; at the end of a run that ended by itself its summary. */
  next(): Promise<IteratorResult<RecallResult, RecallSummary>>;
  [Symbol.asyncIterator](): RecallRows;
}

/**
 * What a run would do.
 * @example
 * const { requests, seconds, host, warnings }: RecallPlan = client.plan(request);
 * console.log(`${requests} requests to ${host}, at least ${seconds} s`, warnings);
 */
export interface RecallPlan {
  /** Keys in the input, and distinct ones among them. */
  messages: number;
  distinct: number;
  /** Requests without retries, each of at most 10 keys. */
  requests: number;
  batches: string[][];
  /** Least number of seconds at `rateLimit`. */
  seconds: number;
  /** Host that would be called. */
  host: string;
  /** First and last send time in the keys, Unix seconds; undefined if no key carries one. */
  oldest?: number;
  newest?: number;
  /** Things that are allowed and look odd, each in a sentence. */
  warnings: string[];
  /** The same as `warnings`, as data. */
  issues: Issue[];
}

/**
 * Recalls messages in one call. A member of another name than those of the types is refused, here and in `RecallClient`.
 * Resolves when the run ended by itself, even if messages failed: look at `complete` and `counts`.
 * @throws {RecallError} bad input (nothing sent), a refusal that concerns the whole run, abort or deadline (with `report`).
 * @example
 * const report = await recall({
 *   sdkAppId: 1400000000, identifier: "administrator", secretKey: process.env.TENCENT_CHAT_SECRET_KEY,
 *   region: "singapore", officialAccount: "@TOA#_2J4SZEAEL", msgKeys: ["71_1_1698741698"],
 * });
 * if (!report.complete) console.error(report.counts, report.byCode);
 */
export function recall(options: ClientOptions & RecallRequest): Promise<RecallReport>;

/**
 * Keeps one UserSig and one pace for many runs.
 * @example
 * const client = new RecallClient({
 *   sdkAppId: 1400000000, identifier: "administrator", secretKey: process.env.TENCENT_CHAT_SECRET_KEY, region: "singapore",
 * });
 * const officialAccount = "@TOA#_2J4SZEAEL";
 * const report = await client.recall({ officialAccount, msgKeys: ["71_1_1698741698"] });
 * for await (const { msgKey, status } of client.recallEach({ officialAccount, msgKeys: readKeys() })) console.log(msgKey, status);
 * for await (const { msgKey } of client.history(officialAccount, { since: Date.now() - 600_000 })) console.log(msgKey);
 */
export class RecallClient {
  /** @throws {RecallError} `ERR_INVALID_INPUT` with every problem of the options. */
  constructor(options: ClientOptions);
  /** As the function `recall`. */
  recall(request: RecallRequest): Promise<RecallReport>;
  /**
   * Recalls messages from an iterable of any length in bounded memory and yields results as they are known, in no certain order.
   * Reads ahead no more than it needs; a slow consumer slows the run; leaving the loop stops it.
   * A key that is not a MsgKey ends the run with `ERR_INVALID_INPUT` after what was in flight has been yielded.
   * A duplicate is folded if the first one is still in the run or among the last 10000 that left it; else it is sent again, which is harmless.
   * An iterable without any key is refused at its end, as an empty list is by `recall`. Once the rows are at an end, the return value is a
   * summary.
   * @param options deprecated: a second place for `signal`, which belongs into the request
   */
  recallEach(request: RecallEachRequest, options?: { signal?: AbortSignal | undefined }): RecallRows;
  /** What `recall` would do with this request. No network. */
  plan(request: RecallRequest): RecallPlan;
  /** Messages of an official account, newest first, to find MsgKeys. */
  history(officialAccount: string, options?: HistoryOptions): AsyncIterableIterator<HistoryMessage>;
}

/**
 * Which messages `history` yields.
 * @example
 * const lastHour: HistoryOptions = { since: Date.now() - 3_600_000, from: "editor-7" };
 */
export interface HistoryOptions {
  /** Only messages sent at or after this moment (Date, or milliseconds since 1970). */
  since?: Date | number | undefined;
  /** Only messages sent at or before this moment. */
  until?: Date | number | undefined;
  /** Only messages of this sender (UserID). */
  from?: string | undefined;
  /** Include messages that are already recalled. Default false. */
  includeRecalled?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * A message of an official account.
 * @example
 * const textOf = ({ msgBody }: HistoryMessage) => JSON.stringify(msgBody);
 */
export interface HistoryMessage {
  msgKey: string;
  msgSeq: number;
  /** Unix seconds. */
  msgTime: number;
  from: string;
  /** `hole`: expired, not stored or deleted. */
  state: "normal" | "hole" | "recalled";
  /** The vendor's MsgBody as it came. */
  msgBody: unknown[];
}

/**
 * For `signUserSig`.
 * @example
 * const options: SignOptions = { sdkAppId: 1400000000, identifier: "administrator", secretKey: readSecret(), expire: 3600 };
 */
export interface SignOptions {
  sdkAppId: number;
  identifier: string;
  secretKey: string;
  /** Validity in seconds: 60 to 1576800000. Default 86400. */
  expire?: number | undefined;
  /** For TRTC room entry; Chat uses UserSigs without. */
  userBuf?: Uint8Array | undefined;
  /** Moment of signing. Default now. */
  now?: Date | number | undefined;
  allowSecretKeyInBrowser?: boolean | undefined;
}

/**
 * Makes a UserSig (TLSSigAPI v2, HMAC-SHA256). Synchronous, offline.
 * @example
 * const userSig = signUserSig({ sdkAppId: 1400000000, identifier: "administrator", secretKey: readSecret(), expire: 3600 });
 */
export function signUserSig(options: SignOptions): string;

/**
 * What a UserSig says of itself. Nothing in it is verified.
 * @example
 * const isOld = ({ expiresAt }: UserSigInfo) => expiresAt * 1000 < Date.now();
 */
export interface UserSigInfo {
  identifier: string;
  sdkAppId: number;
  /** Unix seconds. */
  issuedAt: number;
  expiresAt: number;
  /** Validity in seconds. */
  expire: number;
  userBuf?: Uint8Array;
}

/**
 * Decodes a UserSig of any official signer.
 * @throws {RecallError} `ERR_INVALID_INPUT` that says which layer could not be read.
 * @example
 * const { identifier, sdkAppId, expiresAt } = inspectUserSig(userSig);
 * console.log(`${identifier} of ${sdkAppId}, until ${new Date(expiresAt * 1000).toISOString()}`);
 */
export function inspectUserSig(userSig: string): UserSigInfo;

/**
 * For `verifyUserSig`.
 * @example
 * const options: VerifyOptions = { sdkAppId: 1400000000, identifier: "administrator", secretKey: readSecret() };
 */
export interface VerifyOptions {
  sdkAppId: number;
  identifier: string;
  secretKey: string;
  userBuf?: Uint8Array | undefined;
  now?: Date | number | undefined;
  allowSecretKeyInBrowser?: boolean | undefined;
}

/**
 * Outcome of `verifyUserSig`. `code` is what the service would answer.
 * @example
 * const explain = (verdict: UserSigVerdict) => (verdict.valid ? "good" : `${verdict.failed}: ${verdict.message}`);
 */
export type UserSigVerdict =
  | { valid: true; info: UserSigInfo }
  | { valid: false; failed: "format" | "sdkAppId" | "identifier" | "expired" | "userBuf" | "signature"; code: number; message: string; info?: UserSigInfo };

/**
 * Checks a UserSig as the service would: format, app, user, time, userbuf, signature. Never throws for a bad UserSig.
 * @example
 * const verdict = verifyUserSig(userSig, { sdkAppId: 1400000000, identifier: "administrator", secretKey: readSecret() });
 * if (!verdict.valid) console.error(verdict.code, verdict.message);
 */
export function verifyUserSig(userSig: string, options: VerifyOptions): UserSigVerdict;

/**
 * One HTTP request, for those who bring their own client.
 * @example
 * const send = ({ method, url, headers, body }: RecallHttpRequest) => fetch(url, { method, headers, body });
 */
export interface RecallHttpRequest {
  method: "POST";
  /** Holds the UserSig: do not log it. */
  url: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * Builds one request of 1 to 10 keys. `userSig` must be a string here, or `secretKey` be given.
 * @example
 * const msgKeys = ["71_1_1698741698", "72_1_1698741698"];
 * const { method, url, headers, body } = buildRequest({
 *   sdkAppId: 1400000000, identifier: "administrator", secretKey: readSecret(), region: "singapore",
 *   officialAccount: "@TOA#_2J4SZEAEL", msgKeys,
 * });
 * const response = await fetch(url, { method, headers, body });
 * const { ok, results } = decodeResponse({ status: response.status, body: await response.text() }, msgKeys);
 */
export function buildRequest(options: ClientOptions & RecallRequest): RecallHttpRequest;

/**
 * Reads one answer: rows joined to the keys that were sent, by MsgKey.
 * @example
 * const body = '{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RecallRetList":[{"MsgKey":"71_1_1698741698","RetCode":0}]}';
 * decodeResponse({ status: 200, body }, ["71_1_1698741698"]).results[0]?.status; // "recalled"
 */
export function decodeResponse(reply: { status: number; body: string }, msgKeys: readonly string[]): DecodedResponse;

/**
 * What one answer says.
 * @example
 * const refused = ({ ok, errorCode }: DecodedResponse) => (ok ? undefined : explainCode(errorCode).advice);
 */
export interface DecodedResponse {
  /** ActionStatus is OK and ErrorCode is 0. Says nothing about single messages. */
  ok: boolean;
  errorCode: number;
  errorInfo: string;
  /** One entry for each key sent. */
  results: RecallResult[];
  /** Keys in the answer that were not asked for. */
  unexpected: string[];
}

/**
 * What a code of the vendor means.
 * @example
 * const line = ({ code, name, meaning, advice }: CodeExplanation) => `${code} ${name}: ${meaning} ${advice}`;
 */
export interface CodeExplanation {
  code: number;
  known: boolean;
  name: string;
  meaning: string;
  /** Who can do something about it; `unknown` when the code is not known. */
  whoCanFix: "caller" | "library" | "service" | "accountOwner" | "nobody" | "unknown";
  /** What to try. */
  advice: string;
  /** How a run treats it. */
  class: "rate" | "transient" | "resign" | "userSig" | "permission" | "region" | "account" | "plan" | "message" | "request" | "other";
  /** Whether a run sends the messages again after it; false when the code is not known. */
  retryable: boolean;
  /** Where the row comes from: a page below `https://www.tencentcloud.com/document/product/`, as `1047/34348`, or the vendor's header file. Empty when the code is not known. */
  source: string;
}

/**
 * Explains a code of the vendor, in English, Chinese or Japanese.
 * @example
 * explainCode(10030).meaning; // "The message does not exist."
 * explainCode(10030, { locale: "zh" }).whoCanFix; // "caller"
 */
export function explainCode(code: number, options?: { locale?: "en" | "zh" | "ja" | undefined }): CodeExplanation;

/**
 * Why a piece of a pasted text is no MsgKey. `two-columns` and `missing-column`: no key was taken, name a `column`. `unclosed-...`:
 * the text ends before it is whole.
 * @example
 * const unsure: RejectCode[] = ["escape", "cut-by-line-break", "invisible-character"];
 * const toLookAt = parseMsgKeys("12<em>71_1_1698741698</em>").rejected.filter(({ code }) => unsure.includes(code));
 */
export type RejectCode =
  | "not-a-key" | "empty" | "too-long" | "leading-zero" | "out-of-range" | "one-to-one" | "inside-word" | "escape" | "invisible-character"
  | "cut-by-line-break" | "hex-dump" | "too-deep" | "missing-cell" | "no-key-in-row" | "other-column" | "two-columns" | "missing-column"
  | "missing-member" | "quoted-cell" | "unclosed-cell" | "unclosed-string" | "unclosed-object" | "unclosed-array";

/**
 * What the code of a rejection leaves open: the largest length, number or depth (`too-long`, `out-of-range`, `too-deep`), the line on which
 * the quoted cell around the text begins (`quoted-cell`), the column that was asked for (`missing-column`), or the two that hold keys
 * (`two-columns`).
 * @example
 * const toChoose = ({ columns = ["", ""] }: RejectParams) => columns.join(" or ");
 */
export interface RejectParams {
  limit?: number;
  opened?: number;
  column?: string;
  columns?: [string, string];
}

/**
 * What looks as if it should have been a MsgKey and is not.
 * @example
 * const inChinese = (one: RejectedText) => `${one.line}: ${explainRejected(one, { locale: "zh" })}`;
 */
export interface RejectedText {
  /** 1-based. */
  line: number;
  /** Cut to 12 characters when it has 32 or more: it may be a secret. */
  text: string;
  code: RejectCode;
  params?: RejectParams;
  /** `explainRejected` in English. */
  reason: string;
  /** The same as in `params`. */
  opened?: number;
}

/**
 * Why a text is no MsgKey, as a sentence without a full stop, in English, Chinese or Japanese. Knows every code.
 * @example
 * explainRejected({ code: "one-to-one", text: "71_2_1698741698" }, { locale: "zh" });
 */
export function explainRejected(
  rejected: { code: RejectCode; text?: string | undefined; params?: RejectParams | undefined },
  options?: { locale?: "en" | "zh" | "ja" | undefined },
): string;

/**
 * What was found in a pasted text.
 * @example
 * const complaint = ({ rejected }: ParsedMsgKeys) => rejected.map(({ line, reason }) => `line ${line}: ${reason}`).join("\n");
 */
export interface ParsedMsgKeys {
  /** In the order of the text, duplicates kept. */
  msgKeys: string[];
  /** 1-based line of each key. */
  lines: number[];
  duplicates: number;
  format: "lines" | "csv" | "json" | "jsonl" | "log";
  rejected: RejectedText[];
  /** Places in `msgKeys` of keys from before 2014, or from more than an hour after `now`: no message has such a time. */
  odd: number[];
  /** Lines that are neither blank nor comments. */
  lineCount: number;
  /** The first of those, cut to 12 characters when it has 32 or more. */
  sample?: string;
  /** The column that was read, by its name, or its number from 1 on where it has none. */
  column?: string;
  /** Two columns or members that hold keys: none was taken, name one as `column`. */
  columns?: [string, string];
  /** The text ends before it is whole (JSON, or a quoted cell), so keys may be missing. */
  incomplete?: { line: number; code: RejectCode; params?: RejectParams; reason: string };
}

/**
 * Finds MsgKeys in a paste of lines, CSV, tables of database shells, JSON, JSON Lines or log lines, below the escapes that programs put
 * around them. What is in doubt is rejected, never guessed. `column` names the CSV column, or its number from 1 on, or the member of JSON objects.
 * `now`, for `odd`, is a Date or milliseconds since 1970.
 * @example
 * const { msgKeys, rejected } = parseMsgKeys("71_1_1698741698\n72_1_1698741698\n");
 * msgKeys; // ["71_1_1698741698", "72_1_1698741698"]
 */
export function parseMsgKeys(text: string, options?: { column?: string | undefined; now?: Date | number | undefined }): ParsedMsgKeys;

/**
 * Where `readMsgKeys` finds a text: at hand, in a Blob or File, or in chunks of a ReadableStream, a stream of Node or any iterable. Bytes
 * are UTF-8, or UTF-16 with a byte order mark; a chunk may end anywhere.
 * @example
 * const fromForm = (form: FormData): MsgKeySource => form.get("keys") ?? "";
 */
export type MsgKeySource =
  | string
  | Uint8Array
  | ArrayBuffer
  | { stream(): object }
  | { getReader(): object }
  | AsyncIterable<string | Uint8Array | ArrayBuffer>
  | Iterable<string | Uint8Array | ArrayBuffer>;

/**
 * For `readMsgKeys`. `column` and `now` are those of `parseMsgKeys`.
 * @example
 * const options: ReadMsgKeysOptions = { onProgress: ({ read, msgKeys }) => console.log(`${read} bytes, ${msgKeys} keys`) };
 */
export interface ReadMsgKeysOptions {
  column?: string | undefined;
  now?: Date | number | undefined;
  /** After each chunk: bytes (characters, of strings), keys and rejected texts so far. */
  onProgress?: ((progress: { read: number; msgKeys: number; rejected: number }) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * `parseMsgKeys` for files and streams: resolves to what it gives for the whole text. Holds the keys and one chunk, not the text; for
 * more keys than fit into memory use `createMsgKeyReader`.
 * @throws {RecallError} `ERR_INPUT_SOURCE` with `cause` when the source fails, `ERR_ABORTED`, `ERR_INVALID_INPUT` for a source, a chunk or
 * options of another type.
 * @example
 * const { msgKeys, rejected } = await readMsgKeys(new Blob(["71_1_1698741698\n72_1_1698741698\n"]));
 */
export function readMsgKeys(source: MsgKeySource, options?: ReadMsgKeysOptions): Promise<ParsedMsgKeys>;

/**
 * What a reader found in one chunk.
 * @example
 * const newest = ({ numbers }: MsgKeyBatch) => numbers.reduce((most, number, place) => (place % 2 ? Math.max(most, number) : most), 0);
 */
export interface MsgKeyBatch {
  /** In the order of the text, duplicates kept. Made when it is first asked for. */
  readonly msgKeys: string[];
  /** The same keys as pairs of Seq and ServerTime: 8 bytes for each key. */
  readonly numbers: Uint32Array;
  /** 1-based line of each key. */
  readonly lines: Uint32Array;
  /** Places of keys in this batch, as in `ParsedMsgKeys`. */
  readonly odd: number[];
  readonly rejected: RejectedText[];
}

/**
 * The last batch of a reader, with what the whole text was.
 * @example
 * const isWhole = ({ incomplete }: LastMsgKeyBatch) => incomplete === undefined;
 */
export interface LastMsgKeyBatch extends MsgKeyBatch, Omit<ParsedMsgKeys, "msgKeys" | "lines" | "odd" | "rejected" | "duplicates"> {}

/**
 * Reads a text chunk by chunk, in memory that is bounded by its longest line (of JSON: by the keys of its largest value).
 * @example
 * async function* keysOf(file: AsyncIterable<Uint8Array>) {
 *   const reader: MsgKeyReader = createMsgKeyReader();
 *   for await (const chunk of file) yield* reader.push(chunk).msgKeys;
 *   yield* reader.end().msgKeys;
 * }
 */
export interface MsgKeyReader {
  /** Takes the next chunk, which may end anywhere, and gives what was found. */
  push(chunk: string | Uint8Array | ArrayBuffer): MsgKeyBatch;
  /** Ends the text. The reader takes nothing more. */
  end(): LastMsgKeyBatch;
  /** Bytes, or characters of strings, so far. */
  readonly read: number;
  /** Bytes, about, that wait for the end of their line or JSON value: a reader of texts from strangers stops when they are too many. */
  readonly held: number;
}

/**
 * A reader for one text, to be fed by hand: what `parseMsgKeys` finds in the whole, in batches, as it comes. `column` and `now` as there.
 * @example
 * const reader = createMsgKeyReader({ column: "MsgKey" });
 * const found = [...reader.push("id,MsgKey\n1,71_1_16987").msgKeys, ...reader.push("41698\n").msgKeys, ...reader.end().msgKeys];
 */
export function createMsgKeyReader(options?: { column?: string | undefined; now?: Date | number | undefined }): MsgKeyReader;

/**
 * A verified webhook.
 * @example
 * const keysOf = (event: WebhookEvent) => (event.kind === "sent" ? event.msgKeys : []);
 */
export interface WebhookEvent {
  /** `sent`: OfficialAccount.CallbackAfterSendMsg; `recalled`: OfficialAccount.CallbackAfterMsgWithDraw. */
  kind: "sent" | "recalled";
  officialAccount: string;
  msgKeys: string[];
  /** Milliseconds since 1970. */
  eventTime: number;
  /** Unix seconds; of `sent` only. */
  msgTime?: number;
  onlineOnly?: boolean;
  msgBody?: unknown[];
}

/**
 * For `readWebhook`.
 * @example
 * const options: WebhookOptions = { token: readSecret(), sdkAppId: 1400000000, maxAge: 30 };
 */
export interface WebhookOptions {
  /** The callback token of the console. */
  token: string;
  sdkAppId: number;
  /** Seconds that RequestTime may differ from now. Default 60. */
  maxAge?: number | undefined;
  now?: Date | number | undefined;
}

/**
 * Where `readWebhook` finds a webhook: a Request, Node's IncomingMessage whose body nobody has read, or URL (or path with its query) and
 * body as they came, text or bytes. An object that a body parser made is refused: of the text it no longer has.
 * @example
 * const webhook: WebhookRequest = { url: "/hook?SdkAppid=1400000000", body: new Uint8Array() };
 */
export type WebhookRequest =
  | Request
  | { url: string; body: string | Uint8Array | ArrayBuffer }
  | (AsyncIterable<Uint8Array | string> & { url?: string | undefined });

/**
 * Verifies and reads an after-send or after-recall webhook: Sign, RequestTime, SdkAppid and command. Reads at most 1 MB.
 * @throws {RecallError} `ERR_WEBHOOK`, with `cause` when the request could not be read; `ERR_INVALID_INPUT` for options, URL or body of another type.
 * @example
 * export async function POST(request: Request) {
 *   const { kind, officialAccount, msgKeys } = await readWebhook(request, { token: readSecret(), sdkAppId: 1400000000 });
 *   console.log(kind, officialAccount, msgKeys);
 *   return Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" });
 * }
 */
export function readWebhook(request: WebhookRequest, options: WebhookOptions): Promise<WebhookEvent>;

// Without it, what is not exported above would be.
export {};
