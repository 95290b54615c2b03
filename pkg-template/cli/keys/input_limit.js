// Ends the reading of what has no end: text without keys, and more keys than any app has messages.
import { Failure } from "../failures/failure.js";

const MOST_BYTES_WITHOUT_KEY = 256 * 1024 * 1024;
const MOST_REJECTED = 100_000;
const MOST_KEYS = 50_000_000;

/**
 * @template {Uint8Array | string} T
 * @param {AsyncIterable<T>} chunks
 * @param {string} name of where they come from
 * @param {{ messages: number, rejectedCount: number }} counts of what was found in them
 * @returns {AsyncGenerator<T, void, void>}
 */
export async function* limited(chunks, name, counts) {
  let bytes = 0;
  let keys = counts.messages;
  for await (const chunk of chunks) {
    bytes = counts.messages === keys ? bytes + chunk.length : 0;
    keys = counts.messages;
    if (bytes > MOST_BYTES_WITHOUT_KEY) throw tooMuch(name, "256 MB without a MsgKey");
    if (counts.rejectedCount > MOST_REJECTED) throw tooMuch(name, `more than ${MOST_REJECTED} lines that hold no MsgKey`);
    if (keys > MOST_KEYS) throw tooMuch(name, `more than ${MOST_KEYS} MsgKeys`);
    yield chunk;
  }
}

/** @param {string} name @param {string} found */
const tooMuch = (name, found) => new Failure(`${name}: found ${found}, expected a list of keys that ends. Nothing was sent.`);
