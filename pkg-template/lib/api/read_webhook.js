// readWebhook(): extracts URL and body from a request of any kind; the core verifies and parses them.
import { offlineTexts } from "./offline_texts.js";
import { detailed, makeError, makeIssue } from "../errors/problems.js";
import { RecallError } from "../errors/recall_error.js";
import { promiseTry } from "../errors/try_call.js";
import { MAX_BODY_BYTES } from "../generated/facts.js";
import { boundedText, chunksOf } from "../request/bounded_body.js";

/**
 * @param {import("./client.js").ErrorBoundary} boundary
 * @param {any} request
 * @param {any} options
 */
export async function readWebhook({ call }, request, options) {
  const { url, body } = await promiseTry(async () => ({ url: request?.url, body: await bodyOf(request) })).catch((cause) => {
    throw cause instanceof RecallError ? cause : makeError(detailed("ERR_WEBHOOK", "webhook-unreadable", { cause }), offlineTexts());
  });
  // The core rejects what is neither.
  const event = call((glue) => glue.readWebhook(url, body, options));
  if (event.kind !== "sent") return event;
  return { ...event, msgBody: msgBodyOf(body) };
}

/**
 * @param {any} request
 * @returns {Promise<any>} its text; other values as they are
 */
async function bodyOf(request) {
  const body = request?.body;
  if (typeof body === "string") return limited(body).replace(/^\ufeff/, "");
  const bytes = bytesOf(body);
  if (bytes && bytes.length > MAX_BODY_BYTES) throw refuse("body-bytes", { count: bytes.length, max: MAX_BODY_BYTES });
  if (bytes) return decode([bytes]);
  if (typeof body?.getReader === "function") return decode(asBytes(chunksOf(body.getReader())));
  // Before looking for a stream: an Express request with a parsed body is also an exhausted stream.
  if (typeof body === "object" && body !== null && typeof request.text !== "function") throw refuse("body-parsed");
  if (typeof request?.text === "function") return limited(await request.text());
  if (typeof request?.[Symbol.asyncIterator] !== "function") return body;
  if (request.readableEnded) throw refuse("body-read");
  return decode(asBytes(request));
}

/** @param {any} body @returns {Uint8Array | undefined} */
function bytesOf(body) {
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  // An ArrayBuffer of another realm has another class.
  return Object.prototype.toString.call(body) === "[object ArrayBuffer]" ? new Uint8Array(body) : undefined;
}

/**
 * Chunks of a stream as bytes; a stream of Node may have been told to give text.
 * @param {AsyncIterable<unknown>} chunks
 */
async function* asBytes(chunks) {
  for await (const chunk of chunks) yield typeof chunk === "string" ? new TextEncoder().encode(chunk) : bytesOf(chunk);
}

/** @param {AsyncIterable<unknown> | Iterable<unknown>} chunks @returns {Promise<string>} without a byte order mark */
async function decode(chunks) {
  const { text, problem } = await boundedText(chunks, MAX_BODY_BYTES, true);
  if (problem === "too-long") throw refuse("body-endless", { max: MAX_BODY_BYTES });
  if (problem === "not-bytes") throw refuse("body-chunks");
  if (problem) throw refuse("body-utf8");
  return text;
}

/** @template T @param {T} text @returns {T} */
function limited(text) {
  if (typeof text === "string" && text.length > MAX_BODY_BYTES) throw refuse("body-characters", { count: text.length, max: MAX_BODY_BYTES });
  return text;
}

/** @param {string} code @param {Record<string, number>} [params] @param {unknown} [cause] */
function refuse(code, params = {}, cause) {
  const texts = offlineTexts();
  return makeError({ code: "ERR_WEBHOOK", issues: [makeIssue(texts, "body", { code, params })], cause }, texts);
}

/**
 * @param {string} body that the core has parsed already
 * @returns {unknown[]}
 */
function msgBodyOf(body) {
  const { MsgBody } = JSON.parse(body);
  return Array.isArray(MsgBody) ? MsgBody : [];
}
