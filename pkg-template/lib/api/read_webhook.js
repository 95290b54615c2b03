// readWebhook(): extracts URL and body from a request of any kind; the core verifies and parses them.
import { offlineTexts } from "./offline_texts.js";
import { detailed, makeError, makeIssue } from "../errors/problems.js";
import { RecallError } from "../errors/recall_error.js";
import { promiseTry } from "../errors/try_call.js";

/** Bytes, and characters, of a body that are read at most: a webhook carries one message, which is at most 12 KB. */
const MOST = 1 << 20;

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
  if (bytes) return decode([bytes]);
  if (typeof body?.getReader === "function") return decode(await collect(chunksOf(body.getReader())));
  // Before looking for a stream: an Express request with a parsed body is also an exhausted stream.
  if (typeof body === "object" && body !== null && typeof request.text !== "function") throw refuse("body-parsed");
  if (typeof request?.text === "function") return limited(await request.text());
  if (typeof request?.[Symbol.asyncIterator] !== "function") return body;
  if (request.readableEnded) throw refuse("body-read");
  return decode(await collect(request));
}

/** @param {any} body @returns {Uint8Array | undefined} */
function bytesOf(body) {
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  // An ArrayBuffer of another realm has another class.
  return Object.prototype.toString.call(body) === "[object ArrayBuffer]" ? new Uint8Array(body) : undefined;
}

/** @param {ReadableStreamDefaultReader<unknown>} reader */
async function* chunksOf(reader) {
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    promiseTry(() => reader.cancel()).catch(() => {});
  }
}

/**
 * Collects a stream up to the limit.
 * @param {AsyncIterable<unknown>} chunks bytes or texts
 */
async function collect(chunks) {
  const all = [];
  let length = 0;
  for await (const chunk of chunks) {
    const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : bytesOf(chunk);
    if (!bytes) throw refuse("body-chunks");
    length += bytes.length;
    if (length > MOST) throw refuse("body-endless", { max: MOST });
    all.push(bytes);
  }
  return all;
}

/** @param {Uint8Array[]} chunks @returns {string} without a byte order mark */
function decode(chunks) {
  const length = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (length > MOST) throw refuse("body-bytes", { count: length, max: MOST });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
  } catch (cause) {
    throw refuse("body-utf8", {}, cause);
  }
}

/** @template T @param {T} text @returns {T} */
function limited(text) {
  if (typeof text === "string" && text.length > MOST) throw refuse("body-characters", { count: text.length, max: MOST });
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
