// createHandler: turns a Request into a Response in steps. Any step may reject the request, and every rejection is audited.
import { tryCall } from "../lib/errors/try_call.js";
import { askWho } from "./request/authorize.js";
import { readBody } from "./request/request_body.js";
import { answerHeaders, checkRequest } from "./request/cors.js";
import { history } from "./actions/history_action.js";
import { isServed } from "./config/allowed_hosts.js";
import { readInput } from "./request/action_input.js";
import { readOptions } from "./config/options.js";
import { recall } from "./actions/recall_action.js";
import { asHttpError, describe, httpError } from "./request/http_error.js";
import { ActiveRuns } from "./request/active_runs.js";
import { RequestContext } from "./request/request_context.js";

const NO_REQUEST = "the handler was called with something that is no Request; in Node's http and Express give it to toNodeListener";

/**
 * @param {import("./index.js").HandlerOptions} options
 * @returns {import("./index.js").RecallHandler}
 */
export function createHandler(options) {
  const config = readOptions(options);
  const runs = new ActiveRuns();
  return async function handle(request, context) {
    try {
      return await answer({ config, runs }, request, context);
    } catch (cause) {
      config.tell("the request", isRequest(request) ? cause : new TypeError(NO_REQUEST));
      return json({ error: describe(httpError(500, "ERR_INTERNAL", "handler-failed")) }, 500, {});
    }
  };
}

/**
 * @param {{ config: import("./config/options.js").Config, runs: ActiveRuns }} handler
 * @param {Request} request
 * @param {import("./index.js").HandlerContext} [context]
 */
async function answer(handler, request, context) {
  const headers = answerHeaders(request, handler.config);
  const requestContext = new RequestContext(handler, request, context);
  try {
    if (!isServed(request, handler.config.hosts)) throw httpError(421, "ERR_PERMISSION", "host-not-served");
    const preflight = checkRequest(request, handler.config);
    if (preflight) return new Response(null, { status: 204, headers: { ...headers, ...preflight } });
    return await admit(requestContext, request, headers);
  } catch (thrown) {
    return refuse(requestContext, request, asHttpError(thrown), headers);
  }
}

/** Not by instanceof: a Request of another realm has another class. @param {any} request */
function isRequest(request) {
  return typeof tryCall(() => request.headers.get) === "function";
}

/**
 * @param {RequestContext} requestContext
 * @param {Request} request
 * @param {Record<string, string>} headers
 */
async function admit(requestContext, request, headers) {
  const { config, auditLog } = requestContext;
  const who = await askWho(request, config);
  if (!("user" in who)) return withHeaders(requestContext, who, headers);
  requestContext.user = who.user;
  auditLog.note({ user: who.user });
  const body = await readBody(request, config);
  const { input, plan, messages = [] } = readInput(body, config, auditLog, who.allowAccounts);
  if (input.action === "stop") return json({ stopping: requestContext.runs.stop(input.id, who.user, input.graceful === true) }, 200, headers);
  if (input.action === "plan") return json({ plan }, 200, headers);
  // The client has left: it would never learn the outcome.
  if (requestContext.isGone) throw httpError(499, "ERR_ABORTED", "client-left");
  if (input.action === "history") {
    await auditLog.start();
    return lines(await history(requestContext, input), headers);
  }
  auditLog.note({ reason: input.reason, run: input.run });
  await auditLog.noteMessages(messages);
  await auditLog.start();
  return lines(recall(requestContext, input, messages), headers);
}

/**
 * @param {RequestContext} requestContext
 * @param {Request} request
 * @param {import("./request/http_error.js").HttpError} refusal
 * @param {Record<string, string>} headers
 */
async function refuse(requestContext, request, refusal, headers) {
  requestContext.reportError(refusal.status === 503 || refusal.status === 500 ? "a check" : "the request", refusal);
  // Requests with other methods are not audited: they cannot start anything.
  if (request.method === "POST") await requestContext.auditLog.refused(refusal);
  return json({ error: describe(refusal) }, refusal.status, { ...headers, ...refusal.headers });
}

/**
 * Returns the Response of `authorize`, with headers that let pages of allowed origins read it.
 * @param {RequestContext} requestContext
 * @param {Response} response
 * @param {Record<string, string>} headers
 */
async function withHeaders(requestContext, response, headers) {
  const { status, statusText } = response;
  const merged = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) if (!merged.has(name)) merged.set(name, value);
  // Before the audit record: copying fails for a Response that was used, or for an object that is none.
  const answered = new Response(response.body, { status, statusText, headers: merged });
  await requestContext.auditLog.refused(httpError(status, "ERR_PERMISSION", "authorize-answered"));
  return answered;
}

/**
 * @param {unknown} value
 * @param {number} status
 * @param {Record<string, string>} headers
 */
function json(value, status, headers) {
  return new Response(JSON.stringify(value), { status, headers: { ...headers, "content-type": "application/json; charset=utf-8" } });
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @param {Record<string, string>} headers
 */
function lines(stream, headers) {
  // The last header keeps nginx from buffering lines.
  return new Response(stream, { headers: { ...headers, "content-type": "application/x-ndjson; charset=utf-8", "x-accel-buffering": "no" } });
}
