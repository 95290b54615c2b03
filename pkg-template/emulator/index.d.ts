/**
 * A stand-in for Tencent Cloud Chat's official-account service, for tests, demos and load. No network, no dependencies.
 *
 * It verifies UserSigs for real, answers in the documented forms (HTTP 200 always), keeps accounts, messages, roaming period
 * and history, recalls each message once, holds callers to 200 calls a second, fires webhooks, and goes wrong on request.
 * Works in Node.js, Deno, Bun, workers and pages; only `startEmulator` needs Node's `http`.
 *
 * Where the vendor's documents are silent, the default is named at the option that changes it. Checks run in this order:
 * URL, JSON, UserSig, administrator, call limit, body.
 *
 * In a test: make one with `createEmulator`, give it an account and messages, pass its `fetch` to what is tested, make it fail
 * with `setFaults`, and assert against its `ledger`, which knows what was done even when the reply was lost. Over HTTP:
 * `startEmulator`, and its `url` as `baseUrl`. With `now` and `sleep` it runs on the test's own clock. Requests are served in the
 * order in which they came, at the moment at which they came, so that one seed and one order give one story.
 * @module
 */

// The types of the runtime where the project has them, and what is used of them where it has none.
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
 * @throws {TypeError} naming every wrong option, what was found and what was expected
 * @example
 * const emulator = createEmulator({ secretKey: "any text" });
 * const officialAccount = emulator.createAccount();
 * const msgKeys = emulator.broadcast({ officialAccount, count: 100_000, text: "Everything is free today" });
 * await recall({
 *   sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: "any text", region: "singapore",
 *   officialAccount, msgKeys, fetch: emulator.fetch,
 * });
 * emulator.ledger.recalledCount; // 100000
 */
export function createEmulator(options?: EmulatorOptions): Emulator;

/**
 * Makes an emulator and serves it over HTTP/1.1 with keep-alive, on loopback unless told otherwise.
 * What is lost breaks the connection, and so does a body of more than 64 MB. Anything else is answered, bytes that are no HTTP among it, with
 * an envelope whose ErrorInfo says what is wrong.
 * @throws {TypeError} as `createEmulator`; rejects with Node's error if the port cannot be had
 * @example
 * const { url, emulator, close } = await startEmulator({ faults: "lossy", seed: 7 });
 * const client = new RecallClient({ ...credentials, baseUrl: url });
 * // ...
 * await close();
 */
export function startEmulator(options?: ServerOptions): Promise<RunningEmulator>;

/**
 * The fault plans that have a name, for `faults` and `setFaults`.
 * @example
 * for (const name of Object.keys(FAULT_PLANS)) console.log(name);
 */
export const FAULT_PLANS: Readonly<Record<FaultPlanName, FaultPlan>>;

/**
 * `none`; `slow` (100 ms to 2 s); `lossy` (a tenth of the exchanges is lost); `gateway` (502 and 503);
 * `busy` (other processes use 150 of the 200 calls); `overloaded` (60008 and 10002); `expired` (70001 until a newer UserSig);
 * `outage` (502 from second 1 to 4); `mangled` (bodies cut, garbled or huge); `scrambled` (rows missing, repeated, unknown);
 * `storm` (nearly everything, a little).
 */
export type FaultPlanName =
  | "none" | "slow" | "lossy" | "gateway" | "busy" | "overloaded" | "expired" | "outage" | "mangled" | "scrambled" | "storm";

/** What the emulated app is like. Everything has a default. */
export interface EmulatorOptions {
  /** Default 1400000000. A request for another app is refused with 70020. */
  sdkAppId?: number | undefined;
  /** Default: the key of the vendor's own signing samples, known to everybody. */
  secretKey?: string | undefined;
  /** UserIDs that may call. Others with a good UserSig get 60010. Default `["administrator"]`. */
  administrators?: string[] | undefined;
  /** IDs of official accounts to begin with. Default none. */
  accounts?: string[] | undefined;
  /** Seed of everything that looks like chance. The same seed and the same order of requests give the same faults. Default 1. */
  seed?: number | undefined;
  /** Calls of one API accepted in any window of one second; the next is refused with 60007. `null`: no limit. Default 200. */
  rateLimit?: number | null | undefined;
  /** Limits of sending, by account; over them 10023. Default `null`, none; the service's are said to be `{ perSecond: 1, perHour: 2 }`. */
  sendLimits?: { perSecond: number; perHour: number } | null | undefined;
  /** Failed verifications within a minute (expired ones do not count) that lock an identifier for a minute with 70050. Default 10. */
  lockAfter?: number | null | undefined;
  /** Days after which a message is gone. Default 90. */
  roamingDays?: number | undefined;
  /** Seconds after which a message gets 10031. Default `null`: never, as the recall document says. */
  recallTimeLimit?: number | null | undefined;
  /** RetCode for a message that is recalled already, also for the second of two equal keys in one request. Default 10030. */
  alreadyRecalledCode?: number | undefined;
  /** RetCode for a message past the roaming period. Default 10030. */
  expiredCode?: number | undefined;
  /** RetCode for a message that was sent to online subscribers only; 0 makes it recallable. Default 10032. */
  onlineOnlyCode?: number | undefined;
  /** A MsgKey not of the form `Seq_1_ServerTime` (the middle may be any number): 10004 for the request, or 10030 for the key. Default `"refuseRequest"`. */
  malformedMsgKey?: "refuseRequest" | "notFound" | undefined;
  /** When history says IsFinished 1: at the end of the history, or on every page that holds all that was asked for. Default `"end"`. */
  historyFinished?: "end" | "page" | undefined;
  /** Order of messages within a page of history. Default `"newestFirst"`. */
  historyOrder?: "newestFirst" | "oldestFirst" | undefined;
  /** Host names that serve this app, for `fetch`; others get 60026. Default `null`: any. */
  hosts?: string[] | null | undefined;
  /** CORS headers of replies: for any page, those of the vendor's sample, or none. Default `"permissive"`. */
  cors?: "permissive" | "documented" | "none" | undefined;
  /** Latest requests that the ledger keeps; counters are always kept. Default 10000. */
  ledgerEntries?: number | undefined;
  /** What goes wrong. Default nothing. */
  faults?: FaultPlanInput | undefined;
  /** Where to send the after-send and after-recall webhooks. Default nowhere. */
  webhook?: WebhookTarget | undefined;
  /** Milliseconds since 1970, for everything that depends on time. Default the system's clock. */
  now?: (() => number) | undefined;
  /** Waits for injected latency. Default a timer. */
  sleep?: ((ms: number) => Promise<unknown>) | undefined;
}

/** What the `fetch` of a webhook is called with, besides the URL. */
export interface WebhookInit {
  method: "POST";
  headers: Record<string, string>;
  body: string;
  signal: NonNullable<Request["signal"]>;
}

/** Where webhooks go. A reply never waits for them; each is given up after 2 s. */
export interface WebhookTarget {
  /** `http:` or `https:`. The vendor's parameters are added to its query. */
  url: string;
  /** With it, Sign (SHA-256 of token and RequestTime) and RequestTime are added. */
  token?: string | undefined;
  /** ClientIP of the query. Default 127.0.0.1. */
  clientIp?: string | undefined;
  /** Replaces the global `fetch`. */
  fetch?: ((url: string, init: WebhookInit) => Promise<{ readonly status: number; json(): Promise<unknown> }>) | undefined;
}

/** A fault plan: its name, an object, JSON text of one, or an array of these, of which later ones win member by member. */
export type FaultPlanInput = FaultPlanName | FaultPlan | (string & {}) | FaultPlanInput[];

/**
 * How likely a fault is: a probability, or more exactly.
 * `workDone` is how often (0 to 1) the service does the work all the same; `times` ends the fault after so many.
 */
export type FaultChance = number | { p?: number; times?: number; workDone?: number | boolean };

/** What goes wrong. Chances are drawn by request; at most one fault of the exchange strikes a request, the first in this order. */
export interface FaultPlan {
  /** Milliseconds, evenly spread; `before` is the share that passes before the service sees the request. Default 0. */
  latency?: { min: number; max: number; before?: number } | undefined;
  /** The connection breaks before the service sees the request. */
  lostRequest?: FaultChance | undefined;
  /** Nothing ever comes back; `fetch` waits for its signal. Work done half of the times. */
  stall?: FaultChance | undefined;
  /** The work is done and the connection breaks before the reply. */
  lostReply?: FaultChance | undefined;
  /** An HTML page from a gateway. Work done half of the times. */
  http502?: FaultChance | undefined;
  /** The same with 503. Work not done. */
  http503?: FaultChance | undefined;
  /** The connection breaks in the middle of the reply. */
  cutReply?: FaultChance | undefined;
  /** A whole HTTP reply whose JSON ends early. */
  truncatedJson?: FaultChance | undefined;
  /** A reply that is not of this service: empty, `null`, a captive portal, bytes. */
  garbage?: FaultChance | undefined;
  /** The right reply after 10 MB of spaces. */
  hugeBody?: FaultChance | undefined;
  /** Codes, for requests or for single messages. */
  code?: CodeFault[] | undefined;
  /** RecallRetList has a row, with RetCode 0, of a key that nobody asked for. */
  unknownKeys?: FaultChance | undefined;
  /** RecallRetList lacks a row. */
  missingKeys?: FaultChance | undefined;
  /** RecallRetList has a row twice; the RetCode of the second differs half of the times. */
  repeatedKeys?: FaultChance | undefined;
  /** RecallRetList is in another order. */
  shuffledKeys?: FaultChance | undefined;
  /** ActionStatus and ErrorCode disagree. */
  contradiction?: FaultChance | undefined;
  /** Calls a second that other processes of the app make, evenly spaced, within the same limit. */
  otherTraffic?: number | undefined;
  /** UserSigs issued before this moment (Unix seconds) are refused with 70001. */
  expireUserSigsBefore?: number | undefined;
  /**
   * The first UserSig seen is refused with 70001, and with it all that were issued no later than its second.
   * Signing again within that second gives the same text: let the first one be older, or move the clock.
   */
  refuseUserSigOnce?: boolean | undefined;
  /** Windows in milliseconds after the plan was set, in which no work is done. `kind` is by default `lost`. */
  outages?: { from: number; to: number; kind?: "lost" | "stall" | "http502" | "http503" }[] | undefined;
  /** APIs that the chances, codes and outages concern. Default all. */
  commands?: string[] | undefined;
}

/** An injected code. */
export interface CodeFault {
  code: number;
  /** Probability, by request or by message. Default 1. */
  p?: number | undefined;
  /** How often it strikes at most. Default without end. */
  times?: number | undefined;
  /** `request`: ErrorCode of the reply; `item`: RetCode of a message. Default `request`. */
  level?: "request" | "item" | undefined;
  /** The work is done all the same. Default false. */
  workDone?: boolean | undefined;
  /** Only these messages, or requests that carry one of them. */
  msgKeys?: string[] | undefined;
  /** Only this API. */
  command?: string | undefined;
}

/** A running emulation of one app. `fetch`, `handle` and an HTTP server may be used side by side. */
export interface Emulator {
  readonly sdkAppId: number;
  /** What really happened. */
  readonly ledger: Ledger;
  /**
   * Replaces the global `fetch`, whatever the host. Honours `signal`; rejects with a TypeError, as fetch does, when the connection is lost.
   * It is bound: pass it on as it is.
   */
  readonly fetch: (input: string | { readonly href: string } | Request, init?: RequestInit) => Promise<Response>;
  /** Answers a Request, as in a service worker. Rejects with a TypeError when the connection is to be lost. Bound. */
  readonly handle: (request: Request) => Promise<Response>;
  /** Puts a plan in force from the next request on; `times` and `outages` begin anew. Without an argument: no faults. @throws {TypeError} */
  setFaults(plan?: FaultPlanInput): void;
  /** Makes an official account and returns its ID. @throws {TypeError | RangeError} for an ID that is malformed or taken */
  createAccount(account?: NewAccount): string;
  /** Adds a message as if a client had sent it and returns its MsgKey. @throws {TypeError | RangeError} */
  addMessage(message: NewMessage): string;
  /** Adds many messages at once and returns their MsgKeys. 100,000 take well under a second. @throws {TypeError | RangeError} */
  broadcast(broadcast: NewBroadcast): string[];
  /** The message of a MsgKey, or undefined. Name the account if several have that key. */
  message(msgKey: string, officialAccount?: string): EmulatedMessage | undefined;
  /** All messages of an account, oldest first. */
  messages(officialAccount: string): EmulatedMessage[];
  /** Resolves when every webhook fired so far has been answered or given up. */
  webhooksSettled(): Promise<void>;
}

/** An official account to be made. */
export interface NewAccount {
  /** Begins with `@TOA#_`, at most 48 bytes. Default one as the service makes them. */
  id?: string | undefined;
  name?: string | undefined;
  /** UserID of its owner. Default the first administrator. */
  owner?: string | undefined;
  introduction?: string | undefined;
  faceUrl?: string | undefined;
  organization?: string | undefined;
  customString?: string | undefined;
  maxSubscriberNum?: number | undefined;
}

/** A message to be added. */
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
  /** `false`: RetCode 10032; a number: that RetCode. Default true. */
  recallable?: boolean | number | undefined;
  /** Sent to online subscribers only. Default false. */
  onlineOnly?: boolean | undefined;
  /** 0 to 4294967295. Default the next. */
  seq?: number | undefined;
  /** Fire the after-send webhook. Default false. */
  notify?: boolean | undefined;
}

/** Messages to be added at once. */
export interface NewBroadcast extends Omit<NewMessage, "text"> {
  count: number;
  /** The same for all, or one by index. */
  text?: string | ((index: number) => string) | undefined;
  /** Milliseconds between two messages: from `sentAt` on, or up to now. Default 0. */
  spacing?: number | undefined;
}

/** A message as the emulator has it. */
export interface EmulatedMessage {
  msgKey: string;
  officialAccount: string;
  seq: number;
  /** Milliseconds since 1970, whole seconds. */
  sentAt: number;
  from: string;
  body: unknown[];
  onlineOnly: boolean;
  state: "normal" | "recalled" | "expired";
  /** Milliseconds since 1970. */
  recalledAt?: number;
  reason?: string;
  /** Number of the request that recalled it, as in the ledger. */
  request?: number;
}

/** Counters of one API, or of all. */
export interface Counters {
  /** Requests that have left their sender, lost ones included; not HEAD and OPTIONS. */
  readonly requests: number;
  /** Requests that passed every check up to the call limit. */
  readonly accepted: number;
  /** Requests answered 60007. */
  readonly refusedForRate: number;
  /** Requests that the service never saw: lost on the way, swallowed, or answered by a gateway. */
  readonly lostRequests: number;
  /** Answers of the service that the client could not read: lost, cut, garbled, replaced by a gateway's page, or not waited for. */
  readonly lostReplies: number;
  /** Most requests in any window of one second, as they left their sender. */
  readonly peakPerSecond: number;
  /** Most accepted requests in any window of one second. */
  readonly peakAcceptedPerSecond: number;
  /** Accepted requests in each second since the first one. */
  readonly acceptedPerSecond: number[];
  /** How often each ErrorCode was decided, whether or not the reply arrived. */
  readonly errorCodes: Readonly<Record<number, number>>;
  /** How often each RetCode was decided. */
  readonly retCodes: Readonly<Record<number, number>>;
}

/**
 * What really happened, to assert against.
 * @example
 * assert.equal(emulator.ledger.recalledCount, report.counts.recalled + report.counts.presumedRecalled);
 * assert.ok(emulator.ledger.of("official_account_msg_recall").peakPerSecond <= 200);
 */
export interface Ledger extends Counters {
  /** The same counters for one API by its name (the last part of the path). */
  of(command: string): Counters;
  /** The latest requests, oldest first. */
  readonly entries: LedgerEntry[];
  /** How many older ones have been dropped. */
  readonly entriesDropped: number;
  /** Every message that was recalled, once each, in order. */
  readonly recalled: RecalledMessage[];
  readonly recalledCount: number;
  /** How often each injected fault struck. */
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
  /** Number of the request that did it. */
  request: number;
}

/** One request. */
export interface LedgerEntry {
  /** 1 for the first. */
  number: number;
  /** When it left its sender, milliseconds since 1970. */
  time: number;
  /** Name of the API; empty if it is not one. */
  command: string;
  /** The administrator that called; empty if its UserSig was not accepted. */
  identifier: string;
  /** HTTP status; 0 if there was no reply. */
  status: number;
  /** ErrorCode that was decided, whether or not it arrived; null if the service did no work. */
  errorCode: number | null;
  /** MsgKeyList of the request, as it came. */
  msgKeys: unknown[];
  /** MsgKeys that this request recalled. */
  recalled: string[];
  /** The injected fault that struck it last, by its name in the plan. */
  fault: string | null;
  /** `request`: the service never saw it; `reply`: its answer did not reach the client in a readable form. */
  lost: "request" | "reply" | null;
}

/** Options of `startEmulator`: those of the emulator, or one that exists already, and where to listen. */
export interface ServerOptions extends EmulatorOptions {
  /** Default 0: any free port. */
  port?: number | undefined;
  /** Default 127.0.0.1. */
  host?: string | undefined;
  /** Serve this one; the other options of the emulator must then not be given. */
  emulator?: Emulator | undefined;
}

/** An emulator that listens. */
export interface RunningEmulator {
  /** Origin, for `baseUrl`. */
  readonly url: string;
  readonly port: number;
  readonly emulator: Emulator;
  /** Ends the server with all of its connections. */
  close(): Promise<void>;
}

// Without it, what is not exported above would be.
export {};
