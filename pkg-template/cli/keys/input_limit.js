// Stops reading input without end: text without keys, or more keys than any app has messages.
import { Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";

const MOST_MB_WITHOUT_KEY = 256;
const BYTES_OF_MB = 1024 * 1024;
const MOST_REJECTED = 100_000;
const MOST_KEYS = 50_000_000;

/**
 * @template {Uint8Array | string} T
 * @param {AsyncIterable<T>} chunks
 * @param {string} file where they come from
 * @param {{ messages: number, rejectedCount: number }} counts of what was found in them
 * @returns {AsyncGenerator<T, void, void>}
 */
export async function* limited(chunks, file, counts) {
  let bytes = 0;
  let keys = counts.messages;
  for await (const chunk of chunks) {
    bytes = counts.messages === keys ? bytes + chunk.length : 0;
    keys = counts.messages;
    if (bytes > MOST_MB_WITHOUT_KEY * BYTES_OF_MB) throw endless({ file, most: MOST_MB_WITHOUT_KEY, of: "megabytes" });
    if (counts.rejectedCount > MOST_REJECTED) throw endless({ file, most: MOST_REJECTED, of: "rejected" });
    if (keys > MOST_KEYS) throw endless({ file, most: MOST_KEYS, of: "keys" });
    yield chunk;
  }
}

/** @param {Parameters<typeof import("../languages/en/inputs.js").default.endlessInput>[0]} values */
const endless = (values) => new Failure(sentence("endlessInput", values));
