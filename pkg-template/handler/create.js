// createHandler: from a Request to a Response, step by step; every step may refuse, and every refusal is recorded.
import { askWho } from "./authorize.js";
import { readBody } from "./body.js";
import { answerHeaders, checkDoor } from "./door.js";
import { history } from "./history.js";
import { readInput } from "./input.js";
import { readOptions } from "./options.js";
import { recall } from "./recall.js";
import { Refusal, asRefusal, describe } from "./refusal.js";
import { Runs } from "./runs.js";
import { Visit } from "./visit.js";

/**
 * @param {import("./index.js").HandlerOptions} options
 * @returns {import("./index.js").RecallHandler}
 */
export function createHandler(options) {
  const config = readOptions(options);
  const runs = new Runs();
  return async function handle(request, context) {
    const headers = answerHeaders(request, config);
    const visit = new Visit({ config, runs }, request, context);
    try {
      const preflight = checkDoor(request, config);
      if (preflight) return new Response(null, { status: 204, headers: { ...headers, ...preflight } });
      return await admit(visit, request, headers);
    } catch (thrown) {
      return refuse(visit, request, asRefusal(thrown), headers);
    }
  };
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
  await visit.trail.refused(new Refusal(response.status, "ERR_PERMISSION", "authorize answered instead"));
  const merged = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) if (!merged.has(name)) merged.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers: merged });
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
