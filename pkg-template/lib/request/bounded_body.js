// Reads the text of a stream up to a limit, for every body that comes from outside: responses, requests and webhooks.
import { promiseTry, tryCall } from "../errors/try_call.js";

/** @typedef {{ text: string, problem?: "too-long" | "not-bytes" | "not-utf8" }} BoundedText `text` is what precedes the problem */

/**
 * The chunks of a stream. The rest of it is cancelled when the consumer leaves, or at the first chunk after an abort.
 * @param {{ read: () => Promise<{ done: boolean, value?: unknown }>, cancel: () => unknown }} reader
 * @param {AbortSignal} [signal]
 */
export async function* chunksOf(reader, signal) {
  try {
    for (let step = await reader.read(); !step.done && !signal?.aborted; step = await reader.read()) yield step.value;
  } finally {
    promiseTry(() => reader.cancel()).catch(() => {});
  }
}

/**
 * Throws only what the stream throws.
 * @param {AsyncIterable<unknown> | Iterable<unknown>} chunks
 * @param {number} most bytes
 * @param {boolean} [fatal] whether bytes that are not UTF-8 are a problem
 * @returns {Promise<BoundedText>}
 */
export async function boundedText(chunks, most, fatal = false) {
  const decoder = new TextDecoder("utf-8", { fatal });
  let text = "";
  let bytes = 0;
  for await (const chunk of chunks) {
    if (!ArrayBuffer.isView(chunk)) return { text, problem: "not-bytes" };
    bytes += chunk.byteLength;
    if (bytes > most) return { text, problem: "too-long" };
    const piece = tryCall(() => decoder.decode(chunk, { stream: true }));
    if (piece === undefined) return { text, problem: "not-utf8" };
    text += piece;
  }
  const end = tryCall(() => decoder.decode());
  return end === undefined ? { text, problem: "not-utf8" } : { text: text + end };
}
