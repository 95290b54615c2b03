// createWebhookHandler: verifies a webhook, and answers in time whatever the store and the callbacks do.
import { isRecallError, readWebhook } from "tencent-chat-recall";
import { promiseTry, tryCall } from "../lib/errors/try_call.js";
import { detailed } from "../store/rows/problems.js";
import { WriteQueue } from "./write_queue.js";
import { readOptions } from "./options.js";

/** @typedef {import("./options.js").Config} Config */
/** @typedef {import("tencent-chat-recall").WebhookEvent} WebhookEvent */

const LATE = Symbol("late");
/** Parameters of the URL that show whether a webhook is genuine. */
const PROOFS = ["Sign", "RequestTime", "SdkAppid"];
const TOO_LARGE = ["body-bytes", "body-characters", "body-endless"];

/**
 * @param {import("./index.js").WebhookHandlerOptions} options
 * @returns {import("./index.js").WebhookHandler}
 */
export function createWebhookHandler(options) {
  const config = readOptions(options);
  const queue = new WriteQueue(config);
  const handle = async (/** @type {Request} */ request, /** @type {import("./index.js").WebhookHandlerContext | undefined} */ context) => {
    const limit = new AbortController();
    // It begins before the body is read: the service counts from its request.
    const late = sleep(config.answerWithin, limit.signal);
    try {
      return await answer({ config, queue, late }, request, context);
    } finally {
      limit.abort();
    }
  };
  Object.defineProperties(handle, { settled: { value: () => queue.settled() }, waiting: { get: () => queue.waiting } });
  return /** @type {any} */ (handle);
}

/**
 * @param {{ config: Config, queue: WriteQueue, late: Promise<typeof LATE> }} handler
 * @param {Request} request
 * @param {import("./index.js").WebhookHandlerContext | undefined} context
 */
async function answer({ config, queue, late }, request, context) {
  if (request?.method !== "POST") return refuse(config, 405, detailed("ERR_WEBHOOK", "request-method", { method: String(request?.method).slice(0, 12) }));
  const event = await Promise.race([readWebhook(request, config.expected), late]).catch((error) => error);
  if (event === LATE) return refuse(config, 408, detailed("ERR_WEBHOOK", "body-timeout", { ms: config.answerWithin }));
  if (event instanceof Error) return isOfOtherKind(event) ? ignore(config, request) : refuse(config, statusOf(event), event);
  const written = queue.add(event);
  const work = Promise.all([written, callBack(config, event)]);
  // On runtimes that end a program once it has answered.
  tryCall(() => context?.waitUntil?.(work));
  if ((await Promise.race([work, late])) === LATE) config.tell({ type: "late", event });
  return written ? reply(200, 0, "") : reply(503, 1, detailed("ERR_WEBHOOK", "webhook-queue-full", { max: config.queueLimit }).message);
}

/** @param {Config} config @param {WebhookEvent} event */
async function callBack({ callbacks, tell }, event) {
  try {
    await promiseTry(() => callbacks[event.kind]?.(event));
  } catch (cause) {
    tell({ type: "callbackFailed", event, cause });
  }
}

/** The one URL of an app may get other webhooks too, and a refusal of those before an action would forbid it. @param {any} error */
const isOfOtherKind = (error) => isRecallError(error) && error.issues[0]?.code === "webhook-command";

/** @param {Config} config @param {Request} request */
function ignore(config, request) {
  const command = new URL(request.url, "http://localhost").searchParams.get("CallbackCommand") ?? "";
  config.tell({ type: "ignored", command });
  return reply(200, 0, "");
}

/** @param {any} error @returns {number} HTTP status */
function statusOf({ issues = [] }) {
  const [{ path = "", code = "" } = {}] = issues;
  if (PROOFS.includes(path)) return 403;
  return TOO_LARGE.includes(code) ? 413 : 400;
}

/** @param {Config} config @param {number} status @param {Error} error which holds no secret */
function refuse(config, status, error) {
  config.tell({ type: "rejected", status, error: /** @type {any} */ (error) });
  return reply(status, 1, error.message);
}

/** The documented form. @param {number} status @param {number} code @param {string} info */
function reply(status, code, info) {
  const body = { ActionStatus: code === 0 ? "OK" : "FAIL", ErrorCode: code, ErrorInfo: info };
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json; charset=utf-8" } });
}

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<typeof LATE>} */
function sleep(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(LATE), ms);
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}
