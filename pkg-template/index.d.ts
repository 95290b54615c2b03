/**
 * Recall (revoke) Tencent Cloud Chat official-account messages: any number of them, paced, retried per message,
 * with the outcome of each one. A recall cannot be undone.
 *
 * Works in Node.js 20+, Deno, Bun, Cloudflare Workers, Vercel edge and browsers. There is no init call.
 * @module
 */

// The runtime's types if the project includes them (DOM, Node.js, workers or Bun); otherwise only the members that are used here. These
// declarations need only ES2022.
type AbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Known } } ? Known
  // A class, as in the types of workers, is not a member of globalThis.
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
 * Data centres by name. Each SDKAppID belongs to exactly one; see the console. `mumbai` is no longer on the vendor's page; `ksa` is not
 * on it.
 * @example
 * const region: Region = "singapore";
 */
export type Region =
  | "china" | "singapore" | "seoul" | "tokyo" | "frankfurt" | "silicon-valley" | "jakarta" | "mumbai" | "ksa";

/**
 * The outcome of one message at the end of a run.
 * @example
 * const doubtful: RecallStatus[] = ["unconfirmed", "presumedRecalled"];
 * const toCheck = report.results.filter(({ status }) => doubtful.includes(status));
 */
export type RecallStatus =
  /** A RetCode 0 was read for this key. */
  | "recalled"
  /** 10030 ("does not exist") after an attempt without a readable answer: most likely recalled by that attempt. */
  | "presumedRecalled"
  /**
   * 10030 ("does not exist") for a key that neither a request of this run nor a known earlier one (`unconfirmed`) can have recalled: it was
   * recalled before, has expired, or never was a message of this account. Nothing is left to do for it.
   */
  | "notFound"
  /** The service answered that it did not recall this message; `code` says why. */
  | "failed"
  /** It was sent, but the outcome is unknown: it may or may not be recalled. */
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
  /** The input has problems; all of them are in `issues`. Nothing was sent, except what `recallEach` had read before. */
  | "ERR_INVALID_INPUT"
  /** The UserSig was refused (70001 twice, 70003, 70009, 70013, 70014, 70050, 70052, ...). */
  | "ERR_USER_SIG"
  /** The identifier lacks the permission (60010, 10007, 60021, 70107, ...). */
  | "ERR_PERMISSION"
  /** The SDKAppID belongs to another data centre, or does not exist (60006, 60026, 70016, 70020). */
  | "ERR_REGION"
  /** The only official account of the run does not exist or its id is malformed (10010, 10015, 130004, 130007). */
  | "ERR_OFFICIAL_ACCOUNT"
  /** The app's plan or quota does not allow it (60016, 60017, 60020, 60027, 60028, 131000, ...). */
  | "ERR_PLAN"
  /** The service refused the request for another reason; see `apiCode`. */
  | "ERR_REFUSED"
  /** Every request was rate-limited for a long time (60007, 60011, 60018, 60019, 10006). */
  | "ERR_RATE_LIMITED"
  /**
   * No request of the run got a readable answer, or many requests in a row got none, or no later one can: network errors, timeouts,
   * HTTP 5xx. Messages of requests that were never sent are `notAttempted`. See `report` and `cause`.
   */
  | "ERR_NO_REPLY"
  /**
   * The answer is not from this service: it has an HTTP status that the service never returns, and not the service's fields. For
   * `decodeResponse`, any unreadable answer.
   */
  | "ERR_UNREADABLE_REPLY"
  /** `signal` was aborted; `cause` is its reason. */
  | "ERR_ABORTED"
  /** `deadline` passed. */
  | "ERR_DEADLINE"
  /** The `limiter` given in the options threw; `cause` is what it threw. */
  | "ERR_LIMITER"
  /** The `beforeSend` function threw; its request was not sent. `cause` is what it threw. */
  | "ERR_BEFORE_SEND"
  /** The `userSig` function threw or returned something that is not a UserSig; `cause` is what it threw. */
  | "ERR_USER_SIG_PROVIDER"
  /** The iterable given as `msgKeys`, `messages` or `officialAccounts`, or a filter of `find`, threw; `cause` is what it threw. */
  | "ERR_INPUT_SOURCE"
  /** A webhook request is not genuine or cannot be read. */
  | "ERR_WEBHOOK"
  /** A store of `tencent-chat-recall/store` cannot be opened or used; `detail` says why, and `cause` is the error of its driver. */
  | "ERR_STORE"
  /**
   * WebAssembly may not be compiled here. A page needs `script-src 'wasm-unsafe-eval'` in its Content-Security-Policy. `cause` is the
   * error of the engine.
   */
  | "ERR_WEBASSEMBLY"
  /**
   * A bug in this package. If the compiled core crashed, every active run ends with this error and sends nothing more; messages without
   * a result may or may not be recalled. Existing `RecallClient`s no longer work: create a new one.
   */
  | "ERR_INTERNAL";

/**
 * The closed list of `Issue.code`. The sentences are in `tencent-chat-recall/texts`, in English, Chinese and Japanese.
 * @example
 * const ofKeys = (code: IssueCode) => code.startsWith("msg-key");
 */
export type IssueCode =
  // For any input.
  | "unexpected-value" | "not-in-range" | "mispaste" | "empty" | "misspelt-option" | "client-option" | "unknown-option" | "neither"
  | "both" | "secret-key-in-browser" | "unknown-region" | "url-not-absolute" | "url-characters" | "url-user-info" | "url-query"
  | "url-no-host" | "url-scheme" | "url-http" | "url-path" | "msg-key-form" | "msg-key-too-long" | "msg-key-leading-zero"
  | "msg-key-out-of-range" | "more-bad-keys" | "account-prefix" | "account-too-long" | "account-characters" | "identifier-too-long"
  | "identifier-characters" | "reason-too-long" | "user-sig-too-long" | "user-sig-old" | "user-sig-cut" | "user-sig-identifier"
  | "user-sig-app"
  // For `RecallPlan.issues`.
  | "duplicate-keys" | "unusual-keys" | "future-keys" | "old-keys" | "unusual-identifier" | "high-rate-limit" | "short-timeout"
  // For `buildRequest`, `inspectUserSig` and `readWebhook`.
  | "too-many-keys" | "inspected-too-long" | "inspected-empty" | "inspected-mispaste" | "inspected-alphabet" | "inspected-base64"
  | "inspected-plain" | "inspected-trailing" | "inspected-zlib" | "inspected-utf8" | "inspected-json" | "inspected-old" | "inspected-type"
  | "inspected-member" | "inspected-version" | "inspected-signature" | "parameter-missing" | "parameter-of-token-missing"
  | "parameter-twice" | "parameter-encoding" | "sign-form" | "sign-mismatch" | "token-empty" | "request-time-form" | "request-time-old"
  | "request-time-ahead" | "parameter-value" | "webhook-command" | "webhook-other-command" | "webhook-json" | "webhook-member"
  | "body-parsed" | "body-read" | "body-chunks" | "body-utf8" | "body-bytes" | "body-characters" | "body-endless"
  // For `readMsgKeys` and `createMsgKeyReader`.
  | "text-source" | "text-chunk" | "reader-ended"
  // Of `tencent-chat-recall/handler` and `tencent-chat-recall/remote`.
  | "unknown-member" | "more-members" | "more-issues" | "unknown-action" | "keys-above-limit" | "run-id-form" | "reason-characters"
  | "several-accounts" | "url-without-origin" | "headers-unusable";

/**
 * One problem in the input.
 * @example
 * const line = ({ path, message }: Issue) => `${path || "input"}: ${message}`;
 * if (isRecallError(error)) console.error(error.issues.map(line).join("\n"));
 */
export interface Issue {
  /** The path: `msgKeys[3]`, `reason`, `sdkAppId`. Empty if it concerns the whole input. */
  path: string;
  /** The kind of problem, for programs and for sentences in other languages (`tencent-chat-recall/texts`). */
  code: IssueCode;
  /**
   * The parameters of the code: numbers, names and excerpts, such as `{ min: 1, max: 100, found: "number", value: 200 }`. `found`,
   * `expected` and `unit` are names, not sentences. Never contains a secret.
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
  | "aborted" | "deadline" | "limiter-failed" | "before-send-failed" | "user-sig-failed" | "source-failed" | "no-message-list"
  | "no-webassembly" | "defect" | "defect-with-cause" | "core-stopped" | "webhook-unreadable" | "text-source-failed"
  | "accounts-failed" | "filter-failed"
  // Of `tencent-chat-recall/handler` and `tencent-chat-recall/remote`.
  | "handler-failed" | "body-taken" | "account-not-allowed" | "audit-failed" | "authorize-failed" | "authorize-answered" | "not-signed-in"
  | "origin-not-allowed" | "host-not-served" | "client-left" | "request-head" | "request-method" | "odd-method" | "request-content-type"
  | "request-encoding" | "no-body" | "body-timeout" | "body-broke-off" | "body-not-bytes" | "body-not-utf8" | "body-not-json"
  | "body-too-large" | "body-depth" | "body-members" | "body-containers" | "member-twice" | "history-late" | "handler-unreachable"
  | "handler-connection" | "handler-broke-off" | "handler-time-limit" | "handler-answer" | "handler-answer-cause" | "handler-line"
  | "handler-redirect" | "handler-status" | "handler-missing" | "handler-too-large"
  // Of `tencent-chat-recall/store` and `tencent-chat-recall/webhook`.
  | "store-driver-missing" | "store-newer" | "store-failed" | "store-closed" | "webhook-queue-full";

/**
 * Why an error happened, in more detail than its `ERR_*` code.
 * @example
 * if (isRecallError(error) && error.detail?.code === "unexpected-status") console.error(error.detail.params.status);
 */
export interface ErrorDetail {
  code: DetailCode;
  /** The parameters of the code: `host`, `status`, `errorInfo`; for a lost request `loss`, a code of `Loss`, with its parameter. */
  params: Readonly<Record<string, string | number>>;
}

/**
 * How a request ended that did not get an answer for every message.
 * @example
 * const wasSlow = (loss?: Loss) => loss?.code === "timeout";
 */
export interface Loss {
  code:
    | "network" | "timeout" | "http" | "unreadable" | "no-rows" | "fetch-threw" | "no-response" | "used-response" | "other-response";
  /** `status` of `http`, `count` of `no-rows`, `type` of `no-response`; `said` is what `fetch` threw, or its code, unchanged. */
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
  /** The vendor's ErrorCode, if the service refused. */
  readonly apiCode?: number;
  /** More detail than `code`. Absent if `issues` has it. */
  readonly detail?: ErrorDetail;
  /**
   * For `ERR_INVALID_INPUT` every problem in the input; for `ERR_WEBHOOK` and for a UserSig that your function returned, what is wrong with
   * it. Otherwise empty.
   */
  readonly issues: readonly Issue[];
  /**
   * The outcome of every message, if a `recall` ended after its first request was sent. Not enumerable, since it may hold a hundred
   * thousand rows; `counts` and `requests` are enumerable. Absent for `recallEach`, which yields the outcomes as rows.
   */
  readonly report?: RecallReport;
  /** What is known so far, if `verify` ended after its first request was sent. Not enumerable. */
  readonly verifyReport?: VerifyReport;
  /** Number of messages by status, and number of requests, of a run that ended after its first request was sent. */
  readonly counts?: RecallCounts;
  readonly requests?: number;
  /**
   * What your own function threw, or the reason of your signal. For `ERR_NO_REPLY` the last error of `fetch`: an Error with its message
   * (secrets masked) and, for a network error, its `code` such as `ENOTFOUND`.
   */
  readonly cause?: unknown;
}

/**
 * True for a `RecallError` of any copy of this package: ES modules or CommonJS, another installation, another realm. So is
 * `instanceof RecallError`. False for a clone, such as one made by `postMessage`.
 * @example
 * await client.recall(request).catch((error: unknown) => {
 *   if (isRecallError(error) && error.code === "ERR_ABORTED") return error.report;
 *   throw error;
 * });
 */
export function isRecallError(error: unknown): error is RecallError;

/**
 * The second argument of a `FetchLike`. It has no other members.
 * @example
 * const dispatcher = new ProxyAgent("http://proxy.internal:3128"); // of undici, as is this `fetch`
 * const options = { fetch: (url: string, init: FetchInit) => undici.fetch(url, { ...init, dispatcher }) };
 */
export interface FetchInit {
  method: "POST";
  headers: Record<string, string>;
  body: string;
  /** Always set: following a redirect would send the UserSig to another address. */
  redirect?: "manual";
  /** Aborted when the answer is no longer needed. */
  signal: AbortSignal;
}

/**
 * The members of a response that are read. The Response of every fetch implementation has them; a mock needs only these.
 * @example
 * const reply = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: [{ MsgKey: "71_1_1698741698", RetCode: 0 }] };
 * const mock = async (): Promise<FetchResponse> => ({ status: 200, json: async () => reply });
 */
export type FetchResponse = {
  readonly status: number;
  /** Only `content-length`, `content-encoding` and `retry-after` are read. */
  readonly headers?: { get(name: string): string | null | undefined } | undefined;
  /** A web ReadableStream of bytes (anything with `getReader`) is read chunk by chunk, up to a limit. Anything else is ignored. */
  readonly body?: unknown;
} & (
  | { text(): Promise<string> }
  | { json(): Promise<unknown> }
);

/**
 * A function like the global `fetch`, of the runtime or of a library. It must send each request exactly once: a hidden retry turns a
 * recalled message into `failed`. The URL contains the UserSig: do not log it. In Node.js, tracers see it too: README.md, under Security.
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
  /**
   * A UserSig for `identifier` that was signed elsewhere, or a function that returns a fresh one (called again when the service
   * reports that the old one has expired).
   */
  userSig?: string | (() => string | Promise<string>) | undefined;
  /** Validity in seconds of the UserSigs that are signed with `secretKey`: 60 to 1576800000 (50 years). Default 86400. */
  userSigExpire?: number | undefined;
  /** Data centre of the app. One of `region` and `baseUrl`. */
  region?: Region | undefined;
  /** With `region`: use the vendor's stand-by host (if a carrier hijacks DNS). Default false. */
  standby?: boolean | undefined;
  /** Origin (and path prefix) of a proxy or of the emulator. `https:`, or `http:` to a loopback host or to `insecureHttpHost`. */
  baseUrl?: string | undefined;
  /**
   * The one host besides loopback hosts to which `baseUrl` may be `http:`, such as `emulator` for `http://emulator:8080` in a network of
   * containers. The name alone, without scheme and port. The UserSig then travels unencrypted.
   */
  insecureHttpHost?: string | undefined;
  /** Replaces the global `fetch`. */
  fetch?: FetchLike | undefined;
  /** Timeout of a request in milliseconds, to the last byte of the answer: 1 to 600000. Default 5000; the service's own limit is 3000. */
  timeout?: number | undefined;
  /** Retries per message after an answer that may be better next time: 0 to 100. Default 5. Rate-limited attempts do not count. */
  retries?: number | undefined;
  /** Requests per second over all runs: 1 to 100000. Default 200, the service's limit for a whole app: divide it among processes. */
  rateLimit?: number | undefined;
  /** Maximum number of requests in flight, over one run: 1 to 1000. Default 64. */
  concurrency?: number | undefined;
  /**
   * Awaited before every request, in addition to `rateLimit`: for a limit that several processes share. Permits are prefetched to hide its
   * latency, with at most 16 concurrent calls and never more permits than the remaining messages need. `signal` is aborted when the run no
   * longer needs the permit. If it fails, nothing more is sent and the run waits for the requests in flight.
   */
  limiter?: { acquire(signal: AbortSignal): Promise<void> | void } | undefined;
  /**
   * Called with what happens in the runs and histories of the client, as it happens: for logs, metrics and traces. Exceptions are ignored.
   */
  onEvent?: ((event: RecallEvent) => void) | undefined;
  /** End of the whole run: milliseconds from its start, or a point in time. */
  deadline?: number | Date | undefined;
  /** Allows `secretKey` in a browser. Only for demos with the emulator: anyone who can read the key in a page controls the whole app. */
  allowSecretKeyInBrowser?: boolean | undefined;
}

/**
 * What happens in a run, for `onEvent`. `run` numbers the runs and the pages of history of a client. An event has no MsgKey, UserSig or secret
 * key. What your `fetch` threw is quoted in `loss` with its first line, the UserSig masked.
 * @example
 * const onEvent = (event: RecallEvent) => {
 *   if (event.type === "answer") console.log(event.officialAccount, event.status, event.errorCode, event.codes, `${event.ms} ms`);
 *   if (event.type === "loss") console.warn(event.officialAccount, event.loss.code, event.loss.params);
 * };
 */
export type RecallEvent = { run: number } & (
  /** A request leaves. */
  | { type: "request" } & RequestFacts
  /** A request was answered after `ms`: HTTP status, ErrorCode if the answer has one, and the number of rows by RetCode. */
  | { type: "answer"; ms: number; status: number; errorCode?: number; codes: Record<number, number> } & RequestFacts
  /** A request ended without an answer after `ms`. */
  | { type: "loss"; ms: number; loss: Loss } & RequestFacts
  /** So many messages wait to be sent again. */
  | { type: "retry"; messages: number }
  /** The pace has changed to `rate` requests a second: lower after a refusal for rate, higher as it recovers. */
  | { type: "pace"; rate: number }
  /** The `userSig` function has returned a UserSig after `ms`. */
  | { type: "userSig"; ms: number }
  /** 70050: nothing is sent for a minute. */
  | { type: "lockout"; request: number }
  /** The limiter has given a permit after `ms`. */
  | { type: "limiter"; ms: number }
);

/**
 * The request of an event.
 * @example
 * const spanName = ({ command, messages }: RequestFacts) => `${command} of ${messages}`;
 */
export interface RequestFacts {
  /** Number of the request in its run. */
  request: number;
  command: "recall" | "history";
  officialAccount: string;
  /** Number of messages in a recall; 0 for a page of history. */
  messages: number;
}

/**
 * A message of an official account. MsgKeys are unique only within their account. Rows may have more members, which are ignored.
 * @example
 * const message: MessageRef = { officialAccount: "@TOA#_2J4SZEAEL", msgKey: "71_1_1698741698" };
 */
export interface MessageRef {
  /** Official account that sent the message: begins with `@TOA#_`, at most 48 bytes. */
  officialAccount: string;
  /** MsgKey of the message (`Seq_1_ServerTime`, at most 50 characters). */
  msgKey: string;
}

/**
 * How to run a recall: the members that a request has besides its messages.
 * @example
 * const controls: RecallControls = { reason: "sent by mistake", signal: AbortSignal.timeout(60_000) };
 */
export interface RecallControls {
  /** Reason of the recall: at most 100 bytes of UTF-8 (33 Chinese characters). */
  reason?: string | undefined;
  /** Stops the run at once, even during a request. */
  signal?: AbortSignal | undefined;
  /**
   * Stops the run gracefully, for a process that has to shut down: nothing new is sent, the run waits for the requests in flight (at most
   * `timeout`) and resolves with `stopped: true`. Messages that were not sent are `notAttempted`.
   */
  stopSignal?: AbortSignal | undefined;
  /**
   * Awaited before each request is sent, including retries: the place to write a journal of what is about to be sent. It counts neither
   * against `timeout` nor against `rateLimit`, and up to 16 calls may run concurrently. If it throws, its request is not sent, nor is
   * anything after it, and the run rejects with `ERR_BEFORE_SEND`. If the run is stopped during the call, its request is not sent.
   */
  beforeSend?: ((request: BeforeSendRequest) => void | PromiseLike<void>) | undefined;
  /** Called at most ten times a second, and once at the end. Exceptions are ignored. */
  onProgress?: ((progress: RecallProgress) => void) | undefined;
}

/**
 * Messages of one official account.
 * @example
 * const request: AccountRecallRequest = {
 *   officialAccount: "@TOA#_2J4SZEAEL",
 *   msgKeys: ["71_1_1698741698", "72_1_1698741698"],
 *   reason: "sent by mistake",
 *   signal: AbortSignal.timeout(60_000),
 * };
 */
export interface AccountRecallRequest extends RecallControls {
  /** Official account that sent the messages: begins with `@TOA#_`, at most 48 bytes. */
  officialAccount: string;
  /**
   * MsgKeys of the messages (`Seq_1_ServerTime`, at most 50 characters), in an array or any other iterable, such as a Set: at least one, no
   * upper limit. Duplicates are sent once.
   */
  msgKeys: Iterable<string> & object;
  messages?: undefined;
  /**
   * Those of `msgKeys` that an earlier run left `unconfirmed`, so that they may already be recalled. For them, a 10030 means
   * `presumedRecalled`, and a refusal that is not about the message leaves them `unconfirmed`. Keys that are not in `msgKeys` are ignored.
   */
  unconfirmed?: (Iterable<string> & object) | undefined;
}

/**
 * Messages of any number of official accounts. A request holds messages of one account; the accounts take turns. The refusal of an account
 * (10010, 10015, 130004, 130007) fails the messages of that account, and the others go on.
 * @example
 * const request: MessagesRecallRequest = {
 *   messages: [
 *     { officialAccount: "@TOA#_2J4SZEAEL", msgKey: "71_1_1698741698" },
 *     { officialAccount: "@TOA#_3K5TAFBFM", msgKey: "71_1_1698741698" },
 *   ],
 * };
 */
export interface MessagesRecallRequest extends RecallControls {
  /**
   * The messages, in an array or any other iterable: at least one, no upper limit. Duplicates are sent once; equal MsgKeys of two accounts
   * are two messages.
   */
  messages: Iterable<MessageRef> & object;
  officialAccount?: undefined;
  msgKeys?: undefined;
  /** Those of `messages` that an earlier run left `unconfirmed`. See `AccountRecallRequest.unconfirmed`. */
  unconfirmed?: (Iterable<MessageRef> & object) | undefined;
}

/**
 * The messages to recall: of one official account, or each with its own.
 * @example
 * const again = (report: RecallReport): RecallRequest => ({
 *   messages: report.results.filter(isOpen),
 *   unconfirmed: report.results.filter(({ status }) => status === "unconfirmed"),
 * });
 */
export type RecallRequest = AccountRecallRequest | MessagesRecallRequest;

/**
 * The request that is about to be sent, for `beforeSend`.
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
 * The messages to recall with `recallEach`: they may come from any iterable of any length.
 * @example
 * async function* rows(): AsyncGenerator<MessageRef> {
 *   yield { officialAccount: "@TOA#_2J4SZEAEL", msgKey: "71_1_1698741698" };
 * }
 * const request: RecallEachRequest = { messages: rows() };
 */
export type RecallEachRequest =
  | Omit<AccountRecallRequest, "msgKeys"> & { msgKeys: (Iterable<string> & object) | AsyncIterable<string> }
  | Omit<MessagesRecallRequest, "messages"> & { messages: (Iterable<MessageRef> & object) | AsyncIterable<MessageRef> };

/**
 * Number of messages by status.
 * @example
 * const open = (counts: RecallCounts) => counts.failed + counts.unconfirmed + counts.notAttempted;
 */
export type RecallCounts = Record<RecallStatus, number>;

/**
 * The progress of a run. `counts` includes only messages with a final status.
 * @example
 * const onProgress = ({ counts, total, secondsLeft }: RecallProgress) =>
 *   console.log(`${counts.recalled} of ${total}, ${Math.ceil(secondsLeft ?? 0)} s left`);
 */
export interface RecallProgress {
  /** Messages of the input; of `recallEach`, those read so far. */
  total: number;
  counts: RecallCounts;
  /** Requests so far, including those without a connection. */
  requests: number;
  /** Requests among them that carried at least one message again. */
  retries: number;
  /** Requests in flight now. */
  inFlight: number;
  /** Current limit of requests per second. Below `rateLimit` after the service has rate-limited requests. */
  rate: number;
  /**
   * Estimate of the remaining seconds, from the progress of the last five seconds; in the first second of a run, from its rate. Undefined
   * until the first outcome, and while there is no progress.
   */
  secondsLeft?: number;
  /** Milliseconds since the start. */
  durationMs: number;
  /**
   * How the last request ended that did not get an answer for every message: `a network error (ECONNREFUSED)`, `fetch threw Error: ...`,
   * `a timeout`, `HTTP 429`, `an unreadable answer`, `no rows for 25 messages`. Absent if every request was answered. For people;
   * `loss` is the same as data.
   */
  lastLoss?: string;
  /** The same as `lastLoss`, as data. */
  loss?: Loss;
  /**
   * ErrorInfo by ErrorCode: the first one of each code in this run, at most 200 characters, for at most 20 codes. For some codes, such as
   * 10004, only ErrorInfo tells what is wrong. Absent if the service sent none. For people, not for programs.
   */
  errorInfo?: Record<number, string>;
}

/**
 * The outcome of one message. An `unconfirmed` message may already be recalled: pass its key as `unconfirmed` to the next run. Otherwise a
 * 10030 makes it `notFound` there instead of `presumedRecalled`. `isOpen` selects the messages for the next run.
 * @example
 * const byStatus = ({ status, code, msgKey }: RecallResult) => `${msgKey}: ${status}${code === undefined ? "" : ` (${code})`}`;
 * console.log(report.results.map(byStatus).join("\n"));
 */
export interface RecallResult {
  officialAccount: string;
  msgKey: string;
  status: RecallStatus;
  /** The vendor's code in the last answer about this message. */
  code?: number;
  /** What the code means, in English. See `explainCode` for more. */
  meaning?: string;
  /** Whether a later run may succeed without any change. */
  retryable?: boolean;
  /** Requests that carried this message, except those without a connection. */
  attempts: number;
}

/**
 * Whether a message needs a later run: it is `unconfirmed` or `notAttempted`, or `failed` with a code that is not about the message itself
 * (its class is not `message`), such as a missing permission, a wrong UserSig or the rate limit. `retryable` tells whether the later run
 * may succeed without a change by you. Takes a result, or your own row with `status` and `code`.
 * @example
 * const open = report.results.filter(isOpen);
 * const unconfirmed = open.filter(({ status }) => status === "unconfirmed");
 * if (open.length > 0) await client.recall({ messages: open, unconfirmed });
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
  /** Whether a later run may succeed for any of them without any change. */
  retryable: boolean;
}

/**
 * The messages of one account in a run.
 * @example
 * const refused = report.byAccount.filter((account: AccountSummary) => account.refused);
 */
export interface AccountSummary {
  officialAccount: string;
  /** Messages of the input. */
  total: number;
  counts: RecallCounts;
  /** The code with which the service refused the account: in an answer, after which nothing more is sent for it, or in the row of a message. */
  refused?: { code: number; meaning: string };
}

/**
 * The summary of a run. `recallEach` returns it after its last row.
 * @example
 * const line = ({ complete, counts, requests, durationMs }: RecallSummary) =>
 *   `${complete ? "all" : counts.recalled} recalled with ${requests} requests in ${durationMs} ms`;
 */
export interface RecallSummary {
  /** True only if every message is `recalled`. */
  complete: boolean;
  /** Sums to the number of keys in the input. */
  counts: RecallCounts;
  /** Messages that did not succeed, grouped by code, most frequent first. */
  byCode: CodeSummary[];
  /** Present if `stopSignal` was aborted before the run finished: messages may be `notAttempted`. */
  stopped?: true;
  /** Requests, including those without a connection. */
  requests: number;
  /** Requests that carried at least one message again. */
  retries: number;
  durationMs: number;
  /**
   * How the last request ended that did not get an answer for every message: `a network error (ECONNREFUSED)`, `fetch threw Error: ...`,
   * `a timeout`, `HTTP 429`, `an unreadable answer`, `no rows for 25 messages`. Absent if every request was answered. For people;
   * `loss` is the same as data.
   */
  lastLoss?: string;
  /** The same as `lastLoss`, as data. */
  loss?: Loss;
  /**
   * ErrorInfo by ErrorCode: the first one of each code in this run, at most 200 characters, for at most 20 codes. For some codes, such as
   * 10004, only ErrorInfo tells what is wrong. Absent if the service sent none. For people, not for programs.
   */
  errorInfo?: Record<number, string>;
}

/**
 * The outcome of every message of a run.
 * @example
 * const gone = ({ results }: RecallReport) => results.filter(({ status }) => status === "recalled").map(({ msgKey }) => msgKey);
 */
export interface RecallReport extends RecallSummary {
  /** One entry for each position of the input, in input order. */
  results: RecallResult[];
  /** The same by account, in the order in which the accounts first appear in the input. */
  byAccount: AccountSummary[];
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
  /** The next row; after the last row, the summary. */
  next(): Promise<IteratorResult<RecallResult, RecallSummary>>;
  [Symbol.asyncIterator](): RecallRows;
}

/**
 * What a run would do for one account.
 * @example
 * const line = ({ officialAccount, distinct, requests }: AccountPlan) => `${officialAccount}: ${distinct} messages, ${requests} requests`;
 */
export interface AccountPlan {
  officialAccount: string;
  /** Messages in the input. */
  messages: number;
  /** Distinct messages among them. */
  distinct: number;
  /** Requests without retries. */
  requests: number;
}

/**
 * A preview of a run.
 * @example
 * const { requests, seconds, host, warnings }: RecallPlan = client.plan(request);
 * console.log(`${requests} requests to ${host}, at least ${seconds} s`, warnings);
 */
export interface RecallPlan {
  /** Messages in the input. */
  messages: number;
  /** Distinct messages among them. */
  distinct: number;
  /** Number of official accounts. */
  accounts: number;
  /** Requests without retries, each of at most 10 messages of one account. */
  requests: number;
  /** The MsgKeys of each request, in the order of `byAccount`. */
  batches: string[][];
  /** The same by account, in the order in which the accounts first appear in the input. */
  byAccount: AccountPlan[];
  /** Minimum duration at `rateLimit`, in seconds. */
  seconds: number;
  /** Host of the requests. */
  host: string;
  /** First and last send time in the keys, Unix seconds; undefined if no key carries one. */
  oldest?: number;
  newest?: number;
  /** Sentences about valid input that looks like a mistake. */
  warnings: string[];
  /** The same as `warnings`, as data. */
  issues: Issue[];
}

/**
 * Recalls messages in one call. Members that the types do not declare are refused, here and in `RecallClient`.
 * Resolves when the run is finished, even if messages failed: check `complete` and `counts`.
 * @throws {RecallError} for invalid input (nothing is sent), a refusal that concerns the whole run, abort or deadline (with `report`).
 * @example
 * const report = await recall({
 *   sdkAppId: 1400000000, identifier: "administrator", secretKey: process.env.TENCENT_CHAT_SECRET_KEY,
 *   region: "singapore", officialAccount: "@TOA#_2J4SZEAEL", msgKeys: ["71_1_1698741698"],
 * });
 * if (!report.complete) console.error(report.counts, report.byCode);
 */
export function recall(options: ClientOptions & RecallRequest): Promise<RecallReport>;

/**
 * Shares one UserSig and one rate limit among many runs.
 * @example
 * const client = new RecallClient({
 *   sdkAppId: 1400000000, identifier: "administrator", secretKey: process.env.TENCENT_CHAT_SECRET_KEY, region: "singapore",
 * });
 * const officialAccount = "@TOA#_2J4SZEAEL";
 * const report = await client.recall({ officialAccount, msgKeys: ["71_1_1698741698"] });
 * for await (const { msgKey, status } of client.recallEach({ officialAccount, msgKeys: readKeys() })) console.log(msgKey, status);
 * for await (const { msgKey } of client.history(officialAccount, { since: Date.now() - 600_000 })) console.log(msgKey);
 * console.log((await client.verify(report)).counts);
 */
export class RecallClient {
  /** @throws {RecallError} `ERR_INVALID_INPUT` with every problem in the options. */
  constructor(options: ClientOptions);
  /** Like the function `recall`. */
  recall(request: RecallRequest): Promise<RecallReport>;
  /**
   * Recalls messages from an iterable of any length in bounded memory and yields results as they become known, in no particular order.
   * Reads ahead only as far as needed. A slow consumer slows the run down, and leaving the loop stops it.
   * A value that is not a MsgKey, or not a message, ends the run with `ERR_INVALID_INPUT` after the results of the requests in flight.
   * A duplicate is sent only once if the first occurrence is still in the run or among the last 10000 finished keys. Otherwise it is sent
   * again, which is harmless. An empty iterable is refused at its end, like an empty list by `recall`. The return value after the last row
   * is a summary.
   * @param options deprecated: pass `signal` in the request
   */
  recallEach(request: RecallEachRequest, options?: { signal?: AbortSignal | undefined }): RecallRows;
  /** Previews `recall` with this request. No network. */
  plan(request: RecallRequest): RecallPlan;
  /** Messages of an official account, newest first, to find MsgKeys. */
  history(officialAccount: string, options?: HistoryOptions): AsyncIterableIterator<HistoryMessage>;
  /**
   * Finds messages in the histories of any number of official accounts. Pages of several accounts are requested at the same time, within
   * `rateLimit` and `concurrency`; those of one account in order, back to `since`. What it yields can be given to `recall` as it is. The messages
   * of an account come newest first, those of different accounts interleaved. A slow consumer slows it down, and leaving the loop stops it.
   *
   * An account that the service refuses (10010, 10015, 130004, 130007) ends alone and is listed in the summary, the return value after the
   * last message. Any other refusal, an abort and a passed `deadline` reject.
   */
  find(options: FindOptions): FoundRows;
  /**
   * Reads the histories back, recalled messages included, and tells of each message whether it is gone: OK from the service is not proof, its
   * history is. Requests the fewest pages: of each account, back to the oldest message that was not seen yet. Takes a report of `recall` or
   * `verify`, or messages. Rows with a `status` get the status that the history proves, so that `presumedRecalled`, `unconfirmed` and
   * `notFound` become facts where possible.
   *
   * The messages of an account that the service refuses are `unknown`. Any other refusal, an abort and a passed `deadline` reject, with
   * what is known as `verifyReport` of the error.
   */
  verify(messages: VerifyInput, options?: VerifyRunOptions): Promise<VerifyReport>;
}

/**
 * The type of an element of a message: that of TIMTextElem, TIMCustomElem, TIMImageElem, TIMSoundElem, TIMVideoFileElem, TIMFileElem,
 * TIMLocationElem and TIMFaceElem; `other` for elements that are not known here.
 * @example
 * const media: MessageType[] = ["image", "video", "sound"];
 */
export type MessageType = "text" | "custom" | "image" | "sound" | "video" | "file" | "location" | "face" | "other";

/**
 * Which messages `find` yields: those that match all filters.
 * @example
 * const options: FindOptions = {
 *   officialAccounts: ["@TOA#_2J4SZEAEL", "@TOA#_3K5TAFBFM"],
 *   since: Date.now() - 3_600_000,
 *   from: "editor-7",
 *   text: "50 % off",
 * };
 */
export interface FindOptions {
  /**
   * The official accounts to search, in an array or any other iterable: at least one, no upper limit. An array or a Set is checked as a whole
   * before anything is sent; any other iterable is read as the search proceeds. Accounts that repeat are searched once (of the first
   * 100000).
   */
  officialAccounts: (Iterable<string> & object) | AsyncIterable<string>;
  /** Only messages sent at or after this time (Date, or milliseconds since 1970). Without it, whole histories are read. */
  since?: Date | number | undefined;
  /** Only messages sent at or before this time. */
  until?: Date | number | undefined;
  /** Only messages from this sender (UserID). */
  from?: string | undefined;
  /**
   * Only messages whose text (see `FoundMessage.text`) contains this text, or for which this function returns true. A text is compared
   * without differences of case, width and Unicode form (NFKC).
   */
  text?: string | ((text: string) => boolean) | undefined;
  /** Only messages with at least one element of these types. */
  types?: readonly MessageType[] | undefined;
  /** Includes messages that are already recalled. The service keeps no body of them, so that their text is empty. Default false. */
  includeRecalled?: boolean | undefined;
  /** Only messages for which this function returns true. It is called last, and must be synchronous. */
  where?: ((message: FoundMessage) => boolean) | undefined;
  /**
   * Yields messages that the service lists without MsgKey, with the key that follows from their MsgSeq and MsgTimeStamp. Default false: they
   * are counted only. MsgKeys are documented as `Seq_1_ServerTime`; that a key is what it should be is not proven until it was recalled.
   */
  rebuildKeys?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Called at most ten times a second, and once at the end. Exceptions are ignored. */
  onProgress?: ((progress: FindProgress) => void) | undefined;
}

/**
 * A message that `find` has found. Holes (expired, not stored or deleted messages) are counted only.
 * @example
 * const line = ({ officialAccount, msgTime, text }: FoundMessage) => `${officialAccount} ${new Date(msgTime * 1000).toISOString()} ${text}`;
 */
export interface FoundMessage extends MessageRef {
  msgSeq: number;
  /** Unix seconds. */
  msgTime: number;
  from: string;
  state: "normal" | "recalled";
  /**
   * The message as a person reads it: the texts of its elements, separated by spaces. Other elements are named in brackets, in English, with
   * the name that they carry: `[image]`, `[file] offer.pdf`, `[custom] Summer sale`, `[location] Museum`.
   */
  text: string;
  /** The vendor's MsgBody, unchanged. */
  msgBody: unknown[];
  /** The service listed the message without MsgKey, and `msgKey` was rebuilt. */
  isKeyRebuilt?: true;
}

/**
 * The progress of a search.
 * @example
 * const onProgress = ({ accounts, messages }: FindProgress) => console.log(`${messages} messages in ${accounts} accounts`);
 */
export interface FindProgress {
  /** Accounts searched to the end, including refused ones. */
  accounts: number;
  /** Accounts that the service refused. */
  refused: number;
  /** Messages found. */
  messages: number;
  /** Holes in the time from `since` to `until`. */
  holes: number;
  /** Messages that match and were not yielded, because the service listed them without MsgKey. */
  withoutKey: number;
  /** Requests so far, including retries. */
  requests: number;
  /** Milliseconds since the start. */
  durationMs: number;
}

/**
 * The return value of `find`, after the last message.
 * @example
 * const warn = ({ refused, withoutKey }: FindSummary) => {
 *   for (const { officialAccount, meaning } of refused) console.warn(officialAccount, meaning);
 *   if (withoutKey > 0) console.warn(`${withoutKey} messages have no MsgKey`);
 * };
 */
export interface FindSummary extends Omit<FindProgress, "refused"> {
  refused: RefusedAccount[];
}

/**
 * An account that the service refused, with its code (10010, 10015, 130004, 130007).
 * @example
 * const line = ({ officialAccount, code, meaning }: RefusedAccount) => `${officialAccount}: ${code} ${meaning}`;
 */
export interface RefusedAccount {
  officialAccount: string;
  code: number;
  meaning: string;
}

/**
 * The messages of `find`.
 * @example
 * const found: FoundRows = client.find({ officialAccounts: ["@TOA#_2J4SZEAEL"], since: Date.now() - 3_600_000 });
 * let step = await found.next();
 * for (; !step.done; step = await found.next()) console.log(step.value.text);
 * console.log(step.value.accounts, step.value.refused);
 */
export interface FoundRows extends AsyncIterableIterator<FoundMessage> {
  /** The next message; after the last one, the summary. */
  next(): Promise<IteratorResult<FoundMessage, FindSummary>>;
  [Symbol.asyncIterator](): FoundRows;
}

/**
 * Found messages of one sender with equal text.
 * @example
 * const line = ({ text, from, count, accounts }: MessageGroup) => `${count} times in ${accounts.length} accounts, by ${from}: ${text}`;
 */
export interface MessageGroup {
  /** The text of the first message. Differences of case, width and Unicode form do not make another group. */
  text: string;
  from: string;
  count: number;
  /** The accounts in which the messages are, each once. */
  accounts: string[];
  /** First and last send time, Unix seconds. */
  first: number;
  last: number;
  /** In the order in which they were given. */
  messages: FoundMessage[];
}

/**
 * Groups found messages by equal text and sender, the largest group first: what to look at before a recall.
 * @example
 * const found: FoundMessage[] = [];
 * for await (const message of client.find({ officialAccounts, since: Date.now() - 600_000 })) found.push(message);
 * const [wrong] = groupMessages(found);
 * if (wrong) await client.recall({ messages: wrong.messages, reason: "sent by mistake" });
 */
export function groupMessages(found: Iterable<FoundMessage>): MessageGroup[];

/**
 * What the history shows of a message.
 * @example
 * const isGone = (verified: Verified) => verified === "recalled";
 */
export type Verified =
  /** Listed as recalled. */
  | "recalled"
  /** Listed with its body: it was not recalled. */
  | "visible"
  /** Listed as a hole: expired, not stored or deleted. */
  | "hole"
  /** Not listed, though the history was read past its place. */
  | "notFound"
  /** Its place in the history could not be read. */
  | "unknown";

/**
 * The messages for `verify`: a report, or an iterable of messages. Rows may have more members; `status` and `code` of a result are used.
 * @example
 * const input: VerifyInput = [{ officialAccount: "@TOA#_2J4SZEAEL", msgKey: "71_1_1698741698" }];
 */
export type VerifyInput =
  | (Iterable<VerifyRow> & object)
  | { readonly results: Iterable<VerifyRow> & object }
  | { readonly messages: Iterable<VerifyRow> & object };

/**
 * A message for `verify`, with the outcome that a run reported.
 * @example
 * const row: VerifyRow = { officialAccount: "@TOA#_2J4SZEAEL", msgKey: "71_1_1698741698", status: "unconfirmed" };
 */
export interface VerifyRow extends MessageRef {
  status?: RecallStatus | undefined;
  code?: number | undefined;
}

/**
 * Options of `verify`.
 * @example
 * const options: VerifyRunOptions = { onProgress: ({ settled, total }) => console.log(`${settled} of ${total}`) };
 */
export interface VerifyRunOptions {
  signal?: AbortSignal | undefined;
  /** Called at most ten times a second, and once at the end. Exceptions are ignored. */
  onProgress?: ((progress: VerifyProgress) => void) | undefined;
}

/**
 * The progress of `verify`.
 * @example
 * const line = ({ settled, total }: VerifyProgress) => `${settled} of ${total} read back`;
 */
export interface VerifyProgress {
  /** Distinct messages. */
  total: number;
  /** Those of which the history has shown what became of them. */
  settled: number;
  /** Accounts read to the end, including refused ones. */
  accounts: number;
  /** Accounts that the service refused. */
  refused: number;
  /** Requests so far, including retries. */
  requests: number;
  durationMs: number;
}

/**
 * What the history shows of one message.
 * @example
 * const stillThere = (report: VerifyReport) => report.results.filter(({ verified }: VerifyResult) => verified === "visible");
 */
export interface VerifyResult extends MessageRef {
  verified: Verified;
  /**
   * If the input had one: the status that the history proves. `recalled` if the message is listed as recalled. `failed` if it is visible,
   * though the run reported it as `recalled`, `presumedRecalled`, `unconfirmed` or `notFound`. Otherwise that of the input.
   */
  status?: RecallStatus;
  /** The code of the input, if its status is still true. */
  code?: number;
}

/**
 * What the history shows of every message.
 * @example
 * const report: VerifyReport = await client.verify(await client.recall(request));
 * if (!report.complete) console.error(report.counts);
 * const again = report.results.filter(({ verified }) => verified === "visible");
 * if (again.length > 0) await client.recall({ messages: again });
 */
export interface VerifyReport {
  /** True only if every message is listed as recalled. */
  complete: boolean;
  /** One entry for each position of the input, in input order. */
  results: VerifyResult[];
  /** Number of entries by what the history shows. */
  counts: Record<Verified, number>;
  /** The same by account, in the order in which the accounts first appear in the input. */
  byAccount: { officialAccount: string; total: number; counts: Record<Verified, number>; refused?: { code: number; meaning: string } }[];
  refused: RefusedAccount[];
  /** Requests, including retries. */
  requests: number;
  durationMs: number;
}

/**
 * Options of `history`: which messages it yields.
 * @example
 * const lastHour: HistoryOptions = { since: Date.now() - 3_600_000, from: "editor-7" };
 */
export interface HistoryOptions {
  /** Only messages sent at or after this time (Date, or milliseconds since 1970). */
  since?: Date | number | undefined;
  /** Only messages sent at or before this time. */
  until?: Date | number | undefined;
  /** Only messages from this sender (UserID). */
  from?: string | undefined;
  /** Includes messages that are already recalled. Default false. */
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
  /** The vendor's MsgBody, unchanged. */
  msgBody: unknown[];
}

/**
 * Options of `signUserSig`.
 * @example
 * const options: SignOptions = { sdkAppId: 1400000000, identifier: "administrator", secretKey: readSecret(), expire: 3600 };
 */
export interface SignOptions {
  sdkAppId: number;
  identifier: string;
  secretKey: string;
  /** Validity in seconds: 60 to 1576800000. Default 86400. */
  expire?: number | undefined;
  /** For TRTC room entry. UserSigs of Chat have none. */
  userBuf?: Uint8Array | undefined;
  /** Time of signing. Default now. */
  now?: Date | number | undefined;
  allowSecretKeyInBrowser?: boolean | undefined;
}

/**
 * Signs a UserSig (TLSSigAPI v2, HMAC-SHA256). Synchronous, offline.
 * @example
 * const userSig = signUserSig({ sdkAppId: 1400000000, identifier: "administrator", secretKey: readSecret(), expire: 3600 });
 */
export function signUserSig(options: SignOptions): string;

/**
 * The content of a UserSig. Nothing in it is verified.
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
 * @throws {RecallError} `ERR_INVALID_INPUT`, naming the layer that could not be read.
 * @example
 * const { identifier, sdkAppId, expiresAt } = inspectUserSig(userSig);
 * console.log(`${identifier} of ${sdkAppId}, until ${new Date(expiresAt * 1000).toISOString()}`);
 */
export function inspectUserSig(userSig: string): UserSigInfo;

/**
 * Options of `verifyUserSig`.
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
 * Result of `verifyUserSig`. `code` is the code with which the service would answer.
 * @example
 * const explain = (verdict: UserSigVerdict) => (verdict.valid ? "good" : `${verdict.failed}: ${verdict.message}`);
 */
export type UserSigVerdict =
  | { valid: true; info: UserSigInfo }
  | { valid: false; failed: "format" | "sdkAppId" | "identifier" | "expired" | "userBuf" | "signature"; code: number; message: string; info?: UserSigInfo };

/**
 * Checks a UserSig as the service does: format, app, user, time, userbuf, signature. Never throws for an invalid UserSig.
 * @example
 * const verdict = verifyUserSig(userSig, { sdkAppId: 1400000000, identifier: "administrator", secretKey: readSecret() });
 * if (!verdict.valid) console.error(verdict.code, verdict.message);
 */
export function verifyUserSig(userSig: string, options: VerifyOptions): UserSigVerdict;

/**
 * One HTTP request, to send with your own HTTP client.
 * @example
 * const send = ({ method, url, headers, body }: RecallHttpRequest) => fetch(url, { method, headers, body });
 */
export interface RecallHttpRequest {
  method: "POST";
  /** Contains the UserSig: do not log it. */
  url: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * Builds one request of 1 to 10 keys. Needs `secretKey`, or `userSig` as a string.
 * @example
 * const msgKeys = ["71_1_1698741698", "72_1_1698741698"];
 * const { method, url, headers, body } = buildRequest({
 *   sdkAppId: 1400000000, identifier: "administrator", secretKey: readSecret(), region: "singapore",
 *   officialAccount: "@TOA#_2J4SZEAEL", msgKeys,
 * });
 * const response = await fetch(url, { method, headers, body });
 * const { ok, results } = decodeResponse({ status: response.status, body: await response.text() }, msgKeys);
 */
export function buildRequest(options: ClientOptions & AccountRecallRequest): RecallHttpRequest;

/**
 * Reads one answer and matches its rows to the sent keys by MsgKey.
 * @example
 * const body = '{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RecallRetList":[{"MsgKey":"71_1_1698741698","RetCode":0}]}';
 * decodeResponse({ status: 200, body }, ["71_1_1698741698"]).results[0]?.status; // "recalled"
 */
export function decodeResponse(reply: { status: number; body: string }, msgKeys: readonly string[]): DecodedResponse;

/**
 * The content of one answer.
 * @example
 * const refused = ({ ok, errorCode }: DecodedResponse) => (ok ? undefined : explainCode(errorCode).advice);
 */
export interface DecodedResponse {
  /** ActionStatus is OK and ErrorCode is 0. Does not tell whether single messages were recalled. */
  ok: boolean;
  errorCode: number;
  errorInfo: string;
  /** One entry for each key sent. */
  results: Omit<RecallResult, "officialAccount">[];
  /** Keys in the answer that were not sent. */
  unexpected: string[];
}

/**
 * The explanation of a code of the vendor.
 * @example
 * const line = ({ code, name, meaning, advice }: CodeExplanation) => `${code} ${name}: ${meaning} ${advice}`;
 */
export interface CodeExplanation {
  code: number;
  known: boolean;
  name: string;
  meaning: string;
  /** Who can fix the cause; `unknown` if the code is unknown. */
  whoCanFix: "caller" | "library" | "service" | "accountOwner" | "nobody" | "unknown";
  /** What to try next. */
  advice: string;
  /** How a run treats it. */
  class: "rate" | "transient" | "resign" | "userSig" | "permission" | "region" | "account" | "plan" | "message" | "request" | "other";
  /** Whether a run sends the messages again after it; false if the code is unknown. */
  retryable: boolean;
  /**
   * Where the code is documented: a page below `https://www.tencentcloud.com/document/product/`, such as `1047/34348`, or the vendor's
   * header file. Empty if the code is unknown.
   */
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
 * Why a piece of a pasted text is not a MsgKey. `two-columns` and `missing-column`: no key was taken; pass `column`. `unclosed-...`:
 * the text ends inside a cell, string, object or array. `not-an-account`: the text in the place of the key's official account is not one.
 * `doubtful-account`: the text names several accounts for the key, or does not show which one it names.
 * @example
 * const unsure: RejectCode[] = ["escape", "cut-by-line-break", "invisible-character"];
 * const toLookAt = parseMsgKeys("12<em>71_1_1698741698</em>").rejected.filter(({ code }) => unsure.includes(code));
 */
export type RejectCode =
  | "not-a-key" | "empty" | "too-long" | "leading-zero" | "out-of-range" | "one-to-one" | "inside-word" | "escape" | "invisible-character"
  | "cut-by-line-break" | "hex-dump" | "too-deep" | "missing-cell" | "no-key-in-row" | "other-column" | "two-columns" | "missing-column"
  | "missing-member" | "quoted-cell" | "not-an-account" | "doubtful-account" | "unclosed-cell" | "unclosed-string" | "unclosed-object"
  | "unclosed-array";

/**
 * The parameters of a rejection: the largest length, number or depth (`too-long`, `out-of-range`, `too-deep`), the line on which
 * the quoted cell around the text begins (`quoted-cell`), the requested column (`missing-column`), or the two columns that hold keys
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
 * A text that looks like a MsgKey, or is in the place of one, and is not a MsgKey.
 * @example
 * const first = (rejected: RejectedText[]) => rejected.map(({ line, reason }) => `${line}: ${reason}`)[0];
 */
export interface RejectedText {
  /** 1-based. */
  line: number;
  /** Truncated to 12 characters if it has 32 or more: it may be a secret. */
  text: string;
  code: RejectCode;
  params?: RejectParams;
  /** Why, as a sentence in English; `rejectedText` of `tencent-chat-recall/texts` has it in Chinese and Japanese too. */
  reason: string;
  /** The same as in `params`. */
  opened?: number;
}

/**
 * The MsgKeys found in a pasted text, with what was rejected.
 * @example
 * const complaint = ({ rejected }: ParsedMsgKeys) => rejected.map(({ line, reason }) => `line ${line}: ${reason}`).join("\n");
 */
export interface ParsedMsgKeys {
  /** In the order of the text, duplicates kept. */
  msgKeys: string[];
  /** 1-based line of each key. */
  lines: number[];
  /**
   * The official account that the text names for each key; undefined for a key without one. Absent if the text names no account. A key has
   * the account of its own row, JSON object or line, never that of another.
   */
  officialAccounts?: (string | undefined)[];
  /** Keys that occurred earlier in the text, for the same account. */
  duplicates: number;
  format: "lines" | "csv" | "json" | "jsonl" | "log";
  rejected: RejectedText[];
  /** Indexes in `msgKeys` of keys with an impossible send time: before 2014, or more than an hour after `now`. */
  odd: number[];
  /** Lines that are neither blank nor comments. */
  lineCount: number;
  /** The first such line, truncated to 12 characters if it has 32 or more. */
  sample?: string;
  /** The column that was read: its name or, if it has none, its 1-based number. */
  column?: string;
  /** The column of official accounts that was read, in the same way. */
  accountColumn?: string;
  /** Two columns or members that hold keys: no key was taken; pass one of them as `column`. */
  columns?: [string, string];
  /** The text ends inside JSON or a quoted cell, so keys may be missing. */
  incomplete?: { line: number; code: RejectCode; params?: RejectParams; reason: string };
}

/**
 * Finds MsgKeys in pasted lists, CSV, tables of database shells, JSON, JSON Lines or log lines, and decodes the escapes that programs add.
 * Doubtful keys are rejected, never guessed. `column` is the name or 1-based number of the CSV column, or the member of JSON objects, that
 * holds the keys. `now`, for `odd`, is a Date or milliseconds since 1970.
 *
 * The official account of a key is found in a column or JSON member named `Official_Account` or `officialAccount` (also with `Id` or `UserID`,
 * `公众号`, `公众号ID`, `公众号账号`, `公式アカウント`; capitals, `_`, `-` and blanks make no difference), in one named `account`, `accountId` or `账号`
 * if its value contains `TOA#`, in a column of a table without header whose first cell is an account, in the body of a webhook or request in
 * a log line, or beside the key on its line. `accountColumn` names another column or member; then no other is read.
 * @example
 * const { msgKeys, rejected } = parseMsgKeys("71_1_1698741698\n72_1_1698741698\n");
 * msgKeys; // ["71_1_1698741698", "72_1_1698741698"]
 * @example
 * const sent = parseMsgKeys("Official_Account,MsgKey\n@TOA#_news,71_1_1698741698\n@TOA#_shop,71_1_1698741698\n");
 * const messages = sent.msgKeys.map((msgKey, place) => ({ officialAccount: sent.officialAccounts?.[place] ?? "@TOA#_news", msgKey }));
 */
export function parseMsgKeys(
  text: string,
  options?: { column?: string | undefined; accountColumn?: string | undefined; now?: Date | number | undefined },
): ParsedMsgKeys;

/**
 * The text for `readMsgKeys`: a string or bytes, a Blob or File, or chunks from a ReadableStream, a Node.js stream or any iterable. Bytes
 * are UTF-8, or UTF-16 with a byte order mark. A chunk may end anywhere.
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
 * Options of `readMsgKeys`. `column`, `accountColumn` and `now` are those of `parseMsgKeys`.
 * @example
 * const options: ReadMsgKeysOptions = { onProgress: ({ read, msgKeys }) => console.log(`${read} bytes, ${msgKeys} keys`) };
 */
export interface ReadMsgKeysOptions {
  column?: string | undefined;
  accountColumn?: string | undefined;
  now?: Date | number | undefined;
  /** Called after each chunk with the bytes (of strings, characters), keys and rejected texts so far. */
  onProgress?: ((progress: { read: number; msgKeys: number; rejected: number }) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Reads MsgKeys from files and streams: resolves to what `parseMsgKeys` finds in the whole text. Keeps the keys and one chunk in memory, not
 * the text; for more keys than fit into memory use `createMsgKeyReader`.
 * @throws {RecallError} `ERR_INPUT_SOURCE` with `cause` if the source fails, `ERR_ABORTED`, or `ERR_INVALID_INPUT` for a source, a chunk or
 * options of the wrong type.
 * @example
 * const { msgKeys, rejected } = await readMsgKeys(new Blob(["71_1_1698741698\n72_1_1698741698\n"]));
 */
export function readMsgKeys(source: MsgKeySource, options?: ReadMsgKeysOptions): Promise<ParsedMsgKeys>;

/**
 * The keys that a reader found in one chunk.
 * @example
 * const newest = ({ numbers }: MsgKeyBatch) => numbers.reduce((most, number, place) => (place % 2 ? Math.max(most, number) : most), 0);
 */
export interface MsgKeyBatch {
  /** In the order of the text, duplicates kept. Created on first access. */
  readonly msgKeys: string[];
  /** The same keys as pairs of Seq and ServerTime: 8 bytes per key. */
  readonly numbers: Uint32Array;
  /** 1-based line of each key. */
  readonly lines: Uint32Array;
  /** The official account of each key, as in `ParsedMsgKeys`; undefined if this batch names none. Created on first access. */
  readonly officialAccounts: readonly (string | undefined)[] | undefined;
  /** Indexes of keys in this batch, as in `ParsedMsgKeys`. */
  readonly odd: number[];
  readonly rejected: RejectedText[];
}

/**
 * The last batch of a reader, with the format and size of the whole text.
 * @example
 * const isWhole = ({ incomplete }: LastMsgKeyBatch) => incomplete === undefined;
 */
export interface LastMsgKeyBatch extends MsgKeyBatch, Omit<ParsedMsgKeys, "msgKeys" | "lines" | "officialAccounts" | "odd" | "rejected" | "duplicates"> {}

/**
 * Reads a text chunk by chunk. Memory is bounded by the longest line (for JSON, by the keys of the largest value).
 * @example
 * async function* keysOf(file: AsyncIterable<Uint8Array>) {
 *   const reader: MsgKeyReader = createMsgKeyReader();
 *   for await (const chunk of file) yield* reader.push(chunk).msgKeys;
 *   yield* reader.end().msgKeys;
 * }
 */
export interface MsgKeyReader {
  /** Reads the next chunk, which may end anywhere, and returns what was found. */
  push(chunk: string | Uint8Array | ArrayBuffer): MsgKeyBatch;
  /** Ends the text. The reader accepts no more chunks. */
  end(): LastMsgKeyBatch;
  /** Bytes (of strings, characters) so far. */
  readonly read: number;
  /** Approximate bytes buffered for an unfinished line or JSON value. For untrusted texts, stop when this is too large. */
  readonly held: number;
}

/**
 * Creates a reader for one text: finds the same keys as `parseMsgKeys`, in batches, as chunks are pushed. A key whose account may still come
 * waits for the end of its row or JSON object. `column`, `accountColumn` and `now` are those of `parseMsgKeys`.
 * @example
 * const reader = createMsgKeyReader({ column: "MsgKey" });
 * const found = [...reader.push("id,MsgKey\n1,71_1_16987").msgKeys, ...reader.push("41698\n").msgKeys, ...reader.end().msgKeys];
 */
export function createMsgKeyReader(options?: {
  column?: string | undefined;
  accountColumn?: string | undefined;
  now?: Date | number | undefined;
}): MsgKeyReader;

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
  /** Unix seconds; only for `sent`. */
  msgTime?: number;
  onlineOnly?: boolean;
  msgBody?: unknown[];
}

/**
 * Options of `readWebhook`.
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
 * The webhook for `readWebhook`: a Request, a Node.js IncomingMessage whose body has not been read, or the URL (or path with query) and the
 * unparsed body as text or bytes. An object from a body parser is refused, because the original text is lost.
 * @example
 * const webhook: WebhookRequest = { url: "/hook?SdkAppid=1400000000", body: new Uint8Array() };
 */
export type WebhookRequest =
  | Request
  | { url: string; body: string | Uint8Array | ArrayBuffer }
  | (AsyncIterable<Uint8Array | string> & { url?: string | undefined });

/**
 * Verifies and reads an after-send or after-recall webhook: Sign, RequestTime, SdkAppid and command. Reads at most 1 MB.
 * @throws {RecallError} `ERR_WEBHOOK`, with `cause` if the request could not be read; `ERR_INVALID_INPUT` for options, URL or body of the
 * wrong type.
 * @example
 * export async function POST(request: Request) {
 *   const { kind, officialAccount, msgKeys } = await readWebhook(request, { token: readSecret(), sdkAppId: 1400000000 });
 *   console.log(kind, officialAccount, msgKeys);
 *   return Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" });
 * }
 */
export function readWebhook(request: WebhookRequest, options: WebhookOptions): Promise<WebhookEvent>;

// Without this line, every declaration above would be exported.
export {};
