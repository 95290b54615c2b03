// createHandler: from a Request to a Response, step by step; every step may refuse, and every refusal is recorded.
import { attempt } from "../lib/errors/try_call.js";
import { askWho } from "./request/authorize.js";
import { readBody } from "./request/request_body.js";
import { answerHeaders, checkDoor } from "./request/cors.js";
import { history } from "./actions/history_action.js";
import { isServed } from "./config/allowed_hosts.js";
import { readInput } from "./request/action_input.js";
import { readOptions } from "./config/options.js";
import { recall } from "./actions/recall_action.js";
import { Refusal, asRefusal, describe } from "./request/http_error.js";
import { Runs } from "./request/active_runs.js";
import { Visit } from "./request/request_context.js";

const NO_REQUEST = "the handler was called with something that is no Request; in Node's http and Express give it to toNodeListener";

/**
 * @param {import("./index.js").HandlerOptions} options
 * @returns {import("./index.js").RecallHandler}
 */
export function createHandler(options) {
  const config = readOptions(options);
  const runs = new Runs();
  return async function handle(request, context) {
    try {
      return await answer({ config, runs }, request, context);
    } catch (cause) {
      config.tell("the request", isRequest(request) ? cause : new TypeError(NO_REQUEST));
      return json({ error: { code: "ERR_INTERNAL", message: "the handler failed" } }, 500, {});
    }
  };
}

/**
 * @param {{ config: import("./config/options.js").Config, runs: Runs }} handler
 * @param {Request} request
 * @param {import("./index.js").HandlerContext} [context]
 */
async function answer(handler, request, context) {
  const headers = answerHeaders(request, handler.config);
  const visit = new Visit(handler, request, context);
  try {
    if (!isServed(request, handler.config.hosts)) throw new Refusal(421, "ERR_PERMISSION", "this host name is not one of those that the handler serves");
    const preflight = checkDoor(request, handler.config);
    if (preflight) return new Response(null, { status: 204, headers: { ...headers, ...preflight } });
    return await admit(visit, request, headers);
  } catch (thrown) {
    return refuse(visit, request, asRefusal(thrown), headers);
  }
}

/** One of another realm has another class. @param {any} request */
function isRequest(request) {
  return typeof attempt(() => request.headers.get) === "function";
}

/**
 * @param {Visit} visit
 * @param {Request} request
 * @param {Record<string, string>} headers
 */
async function admit(visit, request, headers) {
  const { config, trail } = visit;
  const who = await askWho(request, config);
  if (!("user" in who)) return withHeaders(visit, who, headers);
  visit.user = who.user;
  trail.note({ user: who.user });
  const body = await readBody(request, config);
  const { input, plan } = readInput(body, config, trail, who.allowAccounts);
  if (input.action === "stop") return json({ stopping: visit.runs.stop(input.id, who.user) }, 200, headers);
  if (input.action === "plan") return json({ plan }, 200, headers);
  // Of a client that has left, nobody would learn what was done.
  if (visit.isGone) throw new Refusal(499, "ERR_ABORTED", "the client went away");
  if (input.action === "history") {
    await trail.start();
    return lines(await history(visit, input), headers);
  }
  const msgKeys = (plan?.batches ?? []).flat();
  trail.note({ reason: input.reason, run: input.run });
  await trail.noteKeys(msgKeys);
  await trail.start();
  return lines(recall(visit, input, msgKeys), headers);
}

/**
 * @param {Visit} visit
 * @param {Request} request
 * @param {Refusal} refusal
 * @param {Record<string, string>} headers
 */
async function refuse(visit, request, refusal, headers) {
  visit.tellOperator(refusal.status === 503 || refusal.status === 500 ? "a check" : "the request", refusal);
  // Other methods ask for nothing that could be done.
  if (request.method === "POST") await visit.trail.refused(refusal);
  return json({ error: describe(refusal) }, refusal.status, { ...headers, ...refusal.headers });
}

/**
 * The user's own answer, readable for pages of allowed origins.
 * @param {Visit} visit
 * @param {Response} response
 * @param {Record<string, string>} headers
 */
async function withHeaders(visit, response, headers) {
  const { status, statusText } = response;
  const merged = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) if (!merged.has(name)) merged.set(name, value);
  // Made before the record is: of a Response that was used, or is none, none can be made.
  const answered = new Response(response.body, { status, statusText, headers: merged });
  await visit.trail.refused(new Refusal(status, "ERR_PERMISSION", "authorize answered instead"));
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
  // The last one keeps nginx from holding lines back.
  return new Response(stream, { headers: { ...headers, "content-type": "application/x-ndjson; charset=utf-8", "x-accel-buffering": "no" } });
}
