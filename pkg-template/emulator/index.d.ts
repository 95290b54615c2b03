/**
 * An emulator of Tencent Cloud Chat's official-account service, for tests, demos and load tests. No network, no dependencies.
 *
 * It has the 12 commands of the service. It verifies UserSigs, answers in the documented forms (always HTTP 200), stores accounts,
 * subscribers, messages and history with a roaming period, recalls each message once, limits callers to 200 calls a second, sends webhooks, and injects faults.
 * Works in Node.js, Deno, Bun, workers and pages; only `startEmulator` needs Node's `http`.
 *
 * Where the vendor's documents are ambiguous, an option selects the behaviour, and its doc names the default. Checks run in this
 * order: URL, JSON, UserSig, administrator, call limit, body.
 *
 * In a test: make an emulator with `createEmulator`, add an account and messages, pass `fetch` to the code under test, inject faults
 * with `setFaults`, and assert against `ledger`, which records what the service did even when the reply was lost. Over HTTP: call
 * `startEmulator`, and pass its `url` as `baseUrl`. With `now` and `sleep` the emulator runs on the test's own clock. Requests are served
 * in the order of arrival, with the time of arrival, so that the same seed and the same order give the same faults.
 * @module
 */

// The runtime's own types where the project has them; otherwise a minimal form of them.
type Request = typeof globalThis extends { Request: { prototype: infer Known } } ? Known : {
  readonly url: string;
  readonly method: string;
  readonly headers: { get(name: string): string | null };
  readonly signal: { readonly aborted: boolean };
  text(): Promise<string>;
};
type RequestInit = typeof globalThis extends { Request: new (input: any, init?: infer Known) => any } ? NonNullable<Known> : {
  method?: string;
  headers?: Record<string, string>;
  body?: string | null;
  signal?: { readonly aborted: boolean } | null;
};
type Response = typeof globalThis extends { Response: { prototype: infer Known } } ? Known : {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: unknown;
  text(): Promise<string>;
  json(): Promise<any>;
};

/**
 * Makes an emulator of one app.
 * @throws {TypeError} naming every invalid option, the value found and the value expected
 * @example
 * const emulator = createEmulator({ secretKey: "any text" });
 * const officialAccount = emulator.createAccount();
 * const msgKeys = emulator.addMessages({ officialAccount, count: 100_000, text: "Everything is free today" });
 * await recall({
 *   sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: "any text", region: "singapore",
 *   officialAccount, msgKeys, fetch: emulator.fetch,
 * });
 * emulator.ledger.recalledCount; // 100000
 */
export function createEmulator(options?: EmulatorOptions): Emulator;

/**
 * Makes an emulator and serves it over HTTP/1.1 with keep-alive, by default on the loopback address; with `tls`, over HTTPS.
 * The connection breaks for a lost request or reply, and for a body of more than 64 MB. All other input is answered; for invalid input,
 * even bytes that are not HTTP, the reply is an envelope whose ErrorInfo says what is wrong.
 * @throws {TypeError} as `createEmulator`; rejects with Node's error if the port is not available
 * @example
 * const { url, emulator, close } = await startEmulator({ faults: "lossy", seed: 7 });
 * const client = new RecallClient({ ...credentials, baseUrl: url });
 * // ...
 * await close();
 */
export function startEmulator(options?: ServerOptions): Promise<RunningEmulator>;

/**
 * The named fault plans, for `faults` and `setFaults`.
 * @example
 * for (const name of Object.keys(FAULT_PLANS)) console.log(name);
 */
export const FAULT_PLANS: Readonly<Record<FaultPlanName, FaultPlan>>;

/**
 * `none`; `slow` (100 ms to 2 s); `lossy` (10% of the requests or replies are lost); `gateway` (502 and 503);
 * `busy` (other processes use 150 of the 200 calls); `overloaded` (60008 and 10002); `expired` (70001 until a newer UserSig);
 * `outage` (502 from second 1 to 4); `mangled` (bodies cut, garbled or huge); `scrambled` (rows missing, repeated, shuffled, unknown);
 * `storm` (most of these faults, each at a low rate).
 */
export type FaultPlanName =
  | "none" | "slow" | "lossy" | "gateway" | "busy" | "overloaded" | "expired" | "outage" | "mangled" | "scrambled" | "storm";

/** Options of an emulator. All have defaults. */
export interface EmulatorOptions {
  /** Default 1400000000. A request for another app is refused with 70020. */
  sdkAppId?: number | undefined;
  /** Default: the key of the vendor's signing samples, which is public. */
  secretKey?: string | undefined;
  /** UserIDs that may call the APIs. Others get 60010, even with a valid UserSig. Default `["administrator"]`. */
  administrators?: string[] | undefined;
  /** IDs of official accounts to create at the start. Default none. */
  accounts?: string[] | undefined;
  /** Seed of all random decisions. The same seed and the same order of requests give the same faults. Default 1. */
  seed?: number | undefined;
  /** Calls of one API accepted in any window of one second; the next is refused with 60007. `null`: no limit. Default 200. */
  rateLimit?: number | null | undefined;
  /**
   * Limits of each account for messages sent through the API; above them 10023. Duplicates do not count, nor do messages added with
   * `addMessage` and the like. `"documented"`: 1 a second and 2 an hour. Default `null`: no limits, so that a test can send as many
   * messages as it needs.
   */
  sendLimits?: "documented" | { perSecond: number; perHour: number } | null | undefined;
  /** Failed verifications within a minute that lock an identifier for a minute (70050). Expired UserSigs do not count. Default 10. */
  lockAfter?: number | null | undefined;
  /** Days after which a message expires. Default 90. */
  roamingDays?: number | undefined;
  /** Seconds after which a message gets 10031. Default `null`: never, as the recall document says. */
  recallTimeLimit?: number | null | undefined;
  /** RetCode for an already recalled message, and for the second of two equal keys in one request. Default 10030. */
  alreadyRecalledCode?: number | undefined;
  /** RetCode for a message past the roaming period. Default 10030. */
  expiredCode?: number | undefined;
  /** RetCode for a message sent to online subscribers only; 0 makes it recallable. Default 10032. */
  onlineOnlyCode?: number | undefined;
  /**
   * For a MsgKey that does not have the form `Seq_1_ServerTime` (the middle may be any number): `"refuseRequest"` is 10004 for the request,
   * `"notFound"` is 10030 for the key. Default `"refuseRequest"`.
   */
  malformedMsgKey?: "refuseRequest" | "notFound" | undefined;
  /** When history has IsFinished 1: at the end of the history, or on every page that has all requested messages. Default `"end"`. */
  historyFinished?: "end" | "page" | undefined;
  /** Order of the messages in a page of history. Default `"newestFirst"`. */
  historyOrder?: "newestFirst" | "oldestFirst" | undefined;
  /** Host names that serve this app, for `fetch`; other hosts get 60026. Default `null`: any host. */
  hosts?: string[] | null | undefined;
  /** CORS headers of replies: open to any page, those of the vendor's sample, or none. Default `"permissive"`. */
  cors?: "permissive" | "documented" | "none" | undefined;
  /** How many of the latest requests the ledger keeps. Its counters cover all requests. Default 10000. */
  ledgerEntries?: number | undefined;
  /** Faults to inject. Default none. */
  faults?: FaultPlanInput | undefined;
  /** Where to send webhooks. Default: not sent. */
  webhook?: WebhookTarget | undefined;
  /** Returns the time in milliseconds since 1970. Default: the system clock. */
  now?: (() => number) | undefined;
  /** Waits for injected latency and webhook time-outs. Default: a timer. */
  sleep?: ((ms: number) => Promise<unknown>) | undefined;
}

/** The second argument of a webhook's `fetch`. */
export interface WebhookInit {
  method: "POST";
  headers: Record<string, string>;
  body: string;
  signal: NonNullable<Request["signal"]>;
}

/** The webhooks of the service, by their CallbackCommand. */
export type WebhookCommand =
  | "OfficialAccount.CallbackBeforeCreateOfficialAccount"
  | "OfficialAccount.CallbackAfterCreateOfficialAccount"
  | "OfficialAccount.CallbackAfterOfficialAccountInfoChanged"
  | "OfficialAccount.CallbackAfterOfficialAccountDestroyed"
  | "OfficialAccount.CallbackBeforeAddSubscriber"
  | "OfficialAccount.CallbackAfterAddSubscriber"
  | "OfficialAccount.CallbackAfterOfficialAccountFull"
  | "OfficialAccount.CallbackAfterDeleteSubscriber"
  | "OfficialAccount.CallbackBeforeSendMsg"
  | "OfficialAccount.CallbackAfterSendMsg"
  | "OfficialAccount.CallbackAfterMsgWithDraw";

/**
 * Where webhooks go. Each times out after 2 s. A call waits for its "before" webhook, whose reply may refuse it, and never for an
 * "after" webhook.
 */
export interface WebhookTarget {
  /** `http:` or `https:`. The vendor's parameters are added to its query. */
  url: string;
  /** Adds RequestTime and Sign (SHA-256 of token and RequestTime) to the query. */
  token?: string | undefined;
  /** ClientIP in the query. Default 127.0.0.1. */
  clientIp?: string | undefined;
  /** The webhooks that are on, as the switches in the console. Default: those after a message is sent and after messages are recalled. */
  commands?: "all" | WebhookCommand[] | undefined;
  /** Replaces the global `fetch`. */
  fetch?: ((url: string, init: WebhookInit) => Promise<{ readonly status: number; json(): Promise<unknown> }>) | undefined;
}

/** A fault plan: its name, an object, JSON text, or an array of these. In an array, later plans override earlier ones member by member. */
export type FaultPlanInput = FaultPlanName | FaultPlan | (string & {}) | FaultPlanInput[];

/**
 * How likely a fault is: a probability, or an object with more control.
 * `times` is the maximum number of occurrences; `workDone` is the share of them (0 to 1) in which the service does the work anyway.
 */
export type FaultChance = number | { p?: number; times?: number; workDone?: number | boolean };

/**
 * Faults to inject, drawn for each request. Of the faults from `lostRequest` to `hugeBody`, a request gets at most one: the first that
 * is drawn, in this order.
 */
export interface FaultPlan {
  /** Milliseconds, uniformly distributed. `before` is the share of the latency before the service sees the request; default 0. */
  latency?: { min: number; max: number; before?: number } | undefined;
  /** The connection breaks before the service sees the request. */
  lostRequest?: FaultChance | undefined;
  /** No reply ever arrives; `fetch` waits for its signal. Work done half of the time. */
  stall?: FaultChance | undefined;
  /** The connection breaks before the reply, after the work is done. */
  lostReply?: FaultChance | undefined;
  /** A gateway answers with an HTML page and 502. Work done half of the time. */
  http502?: FaultChance | undefined;
  /** A gateway answers with an HTML page and 503. Work not done. */
  http503?: FaultChance | undefined;
  /** The connection breaks in the middle of the reply. */
  cutReply?: FaultChance | undefined;
  /** A complete HTTP reply whose JSON is truncated. */
  truncatedJson?: FaultChance | undefined;
  /** A reply that does not come from this service: empty, `null`, a captive portal's page, bytes. */
  garbage?: FaultChance | undefined;
  /** 10 MB of spaces before the correct reply. */
  hugeBody?: FaultChance | undefined;
  /** Injected codes, for requests or for single messages. */
  code?: CodeFault[] | undefined;
  /** RecallRetList has an extra row with RetCode 0 and a key that was not in the request. */
  unknownKeys?: FaultChance | undefined;
  /** RecallRetList lacks a row. */
  missingKeys?: FaultChance | undefined;
  /** RecallRetList has a row twice; half of the time, one of the two has RetCode 10030. */
  repeatedKeys?: FaultChance | undefined;
  /** The rows of RecallRetList are shuffled. */
  shuffledKeys?: FaultChance | undefined;
  /** ActionStatus and ErrorCode disagree. */
  contradiction?: FaultChance | undefined;
  /** Calls a second by other processes of the app, evenly spaced, which count towards the same limit. */
  otherTraffic?: number | undefined;
  /** UserSigs issued before this time (Unix seconds) get 70001. */
  expireUserSigsBefore?: number | undefined;
  /**
   * The first UserSig gets 70001, and so do all others issued in the same second or earlier.
   * Signing again within that second gives the same text: make the first UserSig older, or advance the clock.
   */
  refuseUserSigOnce?: boolean | undefined;
  /** Outages, in milliseconds since the plan was set. No work is done. Default `kind`: `lost`. */
  outages?: { from: number; to: number; kind?: "lost" | "stall" | "http502" | "http503" }[] | undefined;
  /** APIs that the chances, codes and outages apply to. Default all. */
  commands?: string[] | undefined;
}

/** An injected code. */
export interface CodeFault {
  code: number;
  /** Probability for each request or message. Default 1. */
  p?: number | undefined;
  /** Maximum number of occurrences. Default: no limit. */
  times?: number | undefined;
  /** `request`: ErrorCode of the reply; `item`: RetCode of a message. Default `request`. */
  level?: "request" | "item" | undefined;
  /** Whether the service does the work anyway. Default false. */
  workDone?: boolean | undefined;
  /** Only for these messages, or for requests with one of them. */
  msgKeys?: string[] | undefined;
  /** Only for this API. */
  command?: string | undefined;
}

/** An emulator of one app. `fetch`, `handle` and an HTTP server can be used at the same time. */
export interface Emulator {
  readonly sdkAppId: number;
  /** Records what the service did. */
  readonly ledger: Ledger;
  /**
   * Replaces the global `fetch`, for any host. Supports `signal`; rejects with a TypeError, as fetch does, when the connection is lost.
   * It is bound to the emulator, so you can pass it as a value.
   */
  readonly fetch: (input: string | { readonly href: string } | Request, init?: RequestInit) => Promise<Response>;
  /** Answers a Request, for service workers. Rejects with a TypeError when a fault breaks the connection. Bound. */
  readonly handle: (request: Request) => Promise<Response>;
  /** Sets the plan for all later requests; `times` and `outages` start again. Without an argument: no faults. @throws {TypeError} */
  setFaults(plan?: FaultPlanInput): void;
  /** Makes an official account and returns its ID. @throws {TypeError | RangeError} if the ID is malformed or taken */
  createAccount(account?: NewAccount): string;
  /** Adds a message as if a client had sent it and returns its MsgKey. @throws {TypeError | RangeError} */
  addMessage(message: NewMessage): string;
  /** Adds many messages and returns their MsgKeys. 100,000 messages take well under a second. @throws {TypeError | RangeError} */
  addMessages(messages: NewMessages): string[];
  /** @deprecated The old name of `addMessages`, which the next version removes: a broadcast is one message to all subscribers. */
  broadcast(messages: NewMessages): string[];
  /** Returns the message with this MsgKey, or undefined. Pass the account if several accounts have the key. */
  message(msgKey: string, officialAccount?: string): EmulatedMessage | undefined;
  /** Returns all messages of an account, oldest first. */
  messages(officialAccount: string): EmulatedMessage[];
  /** Subscribes users to an account, each once. @throws {TypeError | RangeError} if a UserID is invalid or there is no room */
  addSubscribers(officialAccount: string, userIds: string[]): void;
  /** Returns the UserIDs of an account's subscribers, in the order of their subscriptions. */
  subscribers(officialAccount: string): string[];
  /** Resolves when every webhook so far has been answered or has timed out. */
  webhooksSettled(): Promise<void>;
}

/** An official account to create. */
export interface NewAccount {
  /** Begins with `@TOA#_`, at most 48 bytes. Default: generated in the form of the service. */
  id?: string | undefined;
  name?: string | undefined;
  /** UserID of its owner. Default the first administrator. */
  owner?: string | undefined;
  introduction?: string | undefined;
  faceUrl?: string | undefined;
  organization?: string | undefined;
  customString?: string | undefined;
  /** Default 100000. */
  maxSubscriberNum?: number | undefined;
}

/** A message to add. */
export interface NewMessage {
  officialAccount: string;
  /** UserID of the sender. Default the account's owner. */
  from?: string | undefined;
  /** Text of a TIMTextElem. */
  text?: string | undefined;
  /** The vendor's MsgBody, instead of `text`. */
  body?: unknown[] | undefined;
  /** Date, or milliseconds since 1970. Default now. */
  sentAt?: Date | number | undefined;
  /** `false`: recalling gives RetCode 10032. A number: recalling gives that RetCode. Default true. */
  recallable?: boolean | number | undefined;
  /** Sent to online subscribers only. Default false. */
  onlineOnly?: boolean | undefined;
  /** 0 to 4294967295. Default: the account's next Seq. */
  seq?: number | undefined;
  /** Whether to fire the after-send webhook. Default false. */
  notify?: boolean | undefined;
}

/** Messages to add in one call. */
export interface NewMessages extends Omit<NewMessage, "text"> {
  count: number;
  /** The text of all messages, or a function that returns the text for an index. */
  text?: string | ((index: number) => string) | undefined;
  /** Milliseconds between two messages. The first is sent at `sentAt`, or without it the last is sent now. Default 0. */
  spacing?: number | undefined;
}

/** @deprecated The old name of `NewMessages`. */
export type NewBroadcast = NewMessages;

/** A message stored in the emulator. */
export interface EmulatedMessage {
  msgKey: string;
  officialAccount: string;
  seq: number;
  /** Milliseconds since 1970, rounded down to seconds. */
  sentAt: number;
  from: string;
  body: unknown[];
  onlineOnly: boolean;
  state: "normal" | "recalled" | "expired";
  /** Milliseconds since 1970. */
  recalledAt?: number;
  reason?: string;
  /** Number of the request that recalled the message, as in the ledger. */
  request?: number;
}

/** Counters of one API, or of all APIs. */
export interface Counters {
  /** Requests sent, including lost ones, but not HEAD and OPTIONS. */
  readonly requests: number;
  /** Requests that passed every check up to the call limit. */
  readonly accepted: number;
  /** Requests answered 60007. */
  readonly refusedForRate: number;
  /** Requests that the service never saw: lost on the way, stalled, or answered by a gateway. */
  readonly lostRequests: number;
  /** Replies that the client could not read: lost, cut, garbled, replaced by a gateway's page, or too late for the client. */
  readonly lostReplies: number;
  /** The most requests sent in any window of one second. */
  readonly peakPerSecond: number;
  /** The most accepted requests in any window of one second. */
  readonly peakAcceptedPerSecond: number;
  /** Accepted requests in each second since the first one. */
  readonly acceptedPerSecond: number[];
  /** How often the service returned each ErrorCode, whether or not the reply arrived. */
  readonly errorCodes: Readonly<Record<number, number>>;
  /** How often the service returned each RetCode, whether or not the reply arrived. */
  readonly retCodes: Readonly<Record<number, number>>;
}

/**
 * Records what the service did, for assertions.
 * @example
 * assert.equal(emulator.ledger.recalledCount, report.counts.recalled + report.counts.presumedRecalled);
 * assert.ok(emulator.ledger.of("official_account_msg_recall").peakPerSecond <= 200);
 */
export interface Ledger extends Counters {
  /** Counters of one API, by its name (the last part of the path). */
  of(command: string): Counters;
  /** The latest requests, oldest first. */
  readonly entries: LedgerEntry[];
  /** How many older entries have been dropped. */
  readonly entriesDropped: number;
  /** Every recalled message once, in the order of the recalls. */
  readonly recalled: RecalledMessage[];
  readonly recalledCount: number;
  /** How often each fault was injected. */
  readonly faults: Readonly<Record<string, number>>;
  readonly webhooks: { readonly sent: number; readonly failed: number };
}

/** A message that was recalled. */
export interface RecalledMessage {
  msgKey: string;
  officialAccount: string;
  /** Milliseconds since 1970. */
  time: number;
  reason?: string;
  /** Number of the request that recalled the message. */
  request: number;
}

/** One request in the ledger. */
export interface LedgerEntry {
  /** 1 for the first. */
  number: number;
  /** When the request was sent, milliseconds since 1970. */
  time: number;
  /** Name of the API; empty if there is no such API. */
  command: string;
  /** The calling administrator; empty if the UserSig was not accepted. */
  identifier: string;
  /** HTTP status; 0 if there was no reply. */
  status: number;
  /** ErrorCode of the reply, whether or not it arrived; null if the service did not answer. */
  errorCode: number | null;
  /** MsgKeyList of the request, unchanged. */
  msgKeys: unknown[];
  /** MsgKeys that this request recalled. */
  recalled: string[];
  /** The last fault injected into the request, by its name in the plan. */
  fault: string | null;
  /** `request`: the service never saw the request. `reply`: the client could not read the reply. */
  lost: "request" | "reply" | null;
}

/** Options of `startEmulator`: the emulator's options or an existing emulator, and where to listen. */
export interface ServerOptions extends EmulatorOptions {
  /** Default 0: any free port. */
  port?: number | undefined;
  /** Name or address to listen on. `0.0.0.0` and `::` listen on all interfaces. Default 127.0.0.1. */
  host?: string | undefined;
  /** Serves HTTPS with this key and certificate, for clients that accept nothing else. Default: HTTP. */
  tls?: TlsOptions | undefined;
  /** An existing emulator to serve, instead of the emulator's options. */
  emulator?: Emulator | undefined;
}

/** Key and certificate of the server, as PEM text or bytes. The client must trust the certificate (Node.js: `NODE_EXTRA_CA_CERTS`). */
export interface TlsOptions {
  key: string | Uint8Array;
  /** Issued for the name or address by which clients call the server. */
  cert: string | Uint8Array;
}

/** A running HTTP or HTTPS server with its emulator. */
export interface RunningEmulator {
  /**
   * Origin of the server, for `baseUrl`. It has the loopback address if the server listens on all interfaces, and with `tls`
   * the name in `host` if that is a name.
   */
  readonly url: string;
  readonly port: number;
  readonly emulator: Emulator;
  /** Stops the server and closes all connections. */
  close(): Promise<void>;
}

// Without this line, TypeScript would export every declaration of this file.
export {};
