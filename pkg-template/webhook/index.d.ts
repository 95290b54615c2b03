/**
 * Receives the service's webhooks after sending and recalling, and keeps the MsgKeys for a later recall. One function from Request to
 * Response, for every runtime; `toNodeListener` for Node's http and Express.
 * @module
 */
import type { RecallError, WebhookEvent } from "tencent-chat-recall";
import type { NodeRequest, NodeResponse } from "tencent-chat-recall/handler";

// The runtime's types where the project has them, else only the members that are used.
type Request = typeof globalThis extends { Request: { prototype: infer Known } } ? Known : {
  readonly url: string;
  readonly method: string;
  readonly headers: { get(name: string): string | null };
  readonly body: unknown;
  text(): Promise<string>;
};
type Response = typeof globalThis extends { Response: { prototype: infer Known } } ? Known : {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: unknown;
  text(): Promise<string>;
};

/**
 * Makes the receiver of an app's webhooks. It verifies each one as `readWebhook` does, hands it to the store and to your functions, and
 * answers within `answerWithin`, whether or not they have finished: the service waits for two seconds.
 * @throws {RecallError} `ERR_INVALID_INPUT` with every problem of the options
 * @example
 * const store = await openStore("sqlite:sent.db", { sdkAppId: 1400000000 });
 * const handler = createWebhookHandler({ sdkAppId: 1400000000, token: readSecret(), store, onEvent: (event) => console.warn(event.type) });
 * http.createServer(toNodeListener(handler)).listen(8789);
 */
export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler;

/**
 * Options of `createWebhookHandler`.
 * @example
 * const options: WebhookHandlerOptions = { sdkAppId: 1400000000, token: readSecret(), onSent: ({ msgKeys }) => console.log(msgKeys) };
 */
export interface WebhookHandlerOptions {
  sdkAppId: number;
  /** The callback token of the console. Without one, anyone could send webhooks. */
  token: string;
  /** Where messages are kept: that of `openStore`, or one of your own. */
  store?: WebhookStore | undefined;
  /** Called for each message that was sent, again for each double. Awaited as long as `answerWithin` allows; a failure is an event. */
  onSent?: ((event: WebhookEvent) => unknown) | undefined;
  /** The same for each recall. */
  onRecalled?: ((event: WebhookEvent) => unknown) | undefined;
  /** Receives everything else: what was rejected, what came late, what was lost. Not awaited. */
  onEvent?: ((event: WebhookHandlerEvent) => unknown) | undefined;
  /** Seconds that RequestTime may differ from now: 1 to 86400. Default 60. */
  maxAge?: number | undefined;
  /** Milliseconds to the answer, from the arrival of the request: 10 to 1900. Default 1500. */
  answerWithin?: number | undefined;
  /** Most webhooks that wait for the store: 1 to 1000000. Default 10000. One more is lost. */
  queueLimit?: number | undefined;
  /** Milliseconds in which a failed write is tried again: 0 to 86400000. Default 600000. */
  retryFor?: number | undefined;
}

/**
 * What a handler needs of a store. A message may come twice, and its recall may come first. A promise that is returned resolves when
 * the messages are written.
 * @example
 * const store: WebhookStore = {
 *   put: async (messages) => console.log(messages.length),
 *   markRecalled: async (messages) => console.log(messages.length),
 * };
 */
export interface WebhookStore {
  readonly sdkAppId?: number;
  put(messages: readonly { officialAccount: string; msgKey: string; msgTime?: number; msgBody?: unknown[]; onlineOnly?: boolean }[]): unknown;
  markRecalled(messages: readonly { officialAccount: string; msgKey: string; recalledAt: number }[]): unknown;
}

/**
 * What happened to a webhook, for a log. None of it holds the token.
 * - `rejected`: not genuine or not readable, and answered with `status`; nothing was stored.
 * - `ignored`: a genuine webhook of another kind. It was answered with OK, so that the service carries on.
 * - `late`: answered before the store or your function had finished. It is lost if the process ends before that.
 * - `retry`: the store failed, and the write is tried again. `waiting` counts the webhooks that wait for the store.
 * - `lost`: it will not be stored, because too many were waiting, because the store failed for as long as
 *   `retryFor`, or because it does not take the message.
 * - `callbackFailed`: `onSent` or `onRecalled` threw.
 * @example
 * const onEvent = (event: WebhookHandlerEvent) => {
 *   if (event.type === "lost") console.error(event.reason, event.event.officialAccount, event.event.msgKeys);
 * };
 */
export type WebhookHandlerEvent =
  | { type: "rejected"; status: number; error: RecallError }
  | { type: "ignored"; command: string }
  | { type: "late"; event: WebhookEvent }
  | { type: "retry"; attempt: number; waiting: number; event: WebhookEvent; cause: unknown }
  | { type: "lost"; reason: "queueFull" | "storeFailed"; event: WebhookEvent; cause?: unknown }
  | { type: "callbackFailed"; event: WebhookEvent; cause: unknown };

/**
 * Answers one webhook. Never rejects. On runtimes that end a program once it has answered, pass their context.
 * @example
 * const worker = (handler: WebhookHandler) => ({ fetch: (request: Request, env: unknown, context: WebhookHandlerContext) => handler(request, context) });
 */
export interface WebhookHandler {
  (request: Request, context?: WebhookHandlerContext): Promise<Response>;
  /** The number of webhooks that wait for the store. */
  readonly waiting: number;
  /** Resolves when nothing waits for the store any more: await it before you close the store. */
  settled(): Promise<void>;
}

/**
 * The members of the runtime's context that are used.
 * @example
 * const context: WebhookHandlerContext = { waitUntil: (promise) => void promise };
 */
export interface WebhookHandlerContext {
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
}

/**
 * The handler as a listener for the servers of Node's `http`, `https` and `http2`, and for Express, with or without a body parser.
 * @example
 * const listen = (handler: WebhookHandler) => http.createServer(toNodeListener(handler)).listen(8789);
 */
export function toNodeListener(handler: (request: Request) => Promise<Response>): (request: NodeRequest, response: NodeResponse) => Promise<void>;

// Without this line, every declaration above would be exported.
export {};
