// The chunks of a text wherever it is: in a file, a stream, any iterable, or at hand. For readMsgKeys.
import { detailed, makeError } from "../errors/problems.js";
import { promiseTry } from "../errors/try_call.js";
import { offlineTexts } from "./offline_texts.js";
import { refuseText } from "./refuse_text.js";

/** @typedef {{ next: () => any, return?: () => any }} Chunks */

/**
 * @param {any} source
 * @param {AbortSignal | undefined} signal
 * @returns {AsyncGenerator<any, void, void>}
 * @throws {Error} a RecallError: `ERR_INPUT_SOURCE` when the source fails, `ERR_ABORTED`
 */
export async function* chunksOf(source, signal) {
  const abort = watch(signal);
  /** @type {Chunks | undefined} */
  let chunks;
  let isOver = false;
  try {
    chunks = iterate(source);
    for (;;) {
      const step = await Promise.race([nextOf(chunks), abort.promise]);
      isOver = step.done;
      if (isOver) return;
      yield step.value;
    }
  } finally {
    abort.stop();
    // A stream that nobody reads to its end is told so; whether it listens is its own affair.
    if (!isOver) promiseTry(() => chunks?.return?.()).catch(() => {});
  }
}

/** @param {any} source @returns {Chunks} */
function iterate(source) {
  if (typeof source === "string" || ArrayBuffer.isView(source) || source instanceof ArrayBuffer) return [source].values();
  const stream = typeof source?.stream === "function" ? source.stream() : source;
  // Before its iterator is looked for, which some browsers lack and which cannot be ended while it waits for a chunk.
  if (typeof stream?.getReader === "function") {
    const reader = stream.getReader();
    return { next: () => reader.read(), return: () => reader.cancel() };
  }
  if (typeof stream?.[Symbol.asyncIterator] === "function") return stream[Symbol.asyncIterator]();
  if (typeof stream?.[Symbol.iterator] === "function") return stream[Symbol.iterator]();
  throw refuseText("source", "text-source", source);
}

/** @param {Chunks} chunks */
async function nextOf(chunks) {
  try {
    return await chunks.next();
  } catch (cause) {
    throw makeError(detailed("ERR_INPUT_SOURCE", "text-source-failed", { cause }), offlineTexts());
  }
}

/** A promise that rejects when the signal is aborted, until it is no longer watched. @param {AbortSignal | undefined} signal */
function watch(signal) {
  /** @type {(error: Error) => void} */
  let reject = () => {};
  /** @type {Promise<never>} */
  const promise = new Promise((_, fail) => (reject = fail));
  // It may reject while no chunk is awaited.
  promise.catch(() => {});
  const tell = () => reject(makeError(detailed("ERR_ABORTED", "aborted", { cause: signal?.reason })));
  if (signal?.aborted) tell();
  signal?.addEventListener("abort", tell);
  return { promise, stop: () => signal?.removeEventListener("abort", tell) };
}
