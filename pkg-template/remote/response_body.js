// Reads the body of a response: line by line as it arrives, or only its beginning.
import { boundedText, chunksOf } from "../lib/request/bounded_body.js";

/** Most bytes read of a refusal: those of the handler have a few kilobytes. */
export const MOST_OF_REFUSAL = 1 << 18;

/**
 * Yields the lines that end with a line break and are not empty. Takes linear time, however small the chunks.
 * @param {NonNullable<import("./index.js").RemoteFetchResponse["body"]>} body
 * @param {(cause: unknown) => Error} broken makes the error to throw when the body breaks off
 * @returns {AsyncGenerator<string, void, void>}
 */
export async function* textLines(body, broken) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  /** Chunks of the unfinished line. @type {string[]} */
  let pieces = [];
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        throw broken(cause);
      });
      const [first = "", ...others] = decoder.decode(value, { stream: !done }).split("\n");
      pieces.push(first);
      for (const next of others) {
        const line = pieces.join("");
        pieces = [next];
        if (line !== "") yield line;
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * @param {import("./index.js").RemoteFetchResponse} response
 * @param {number} most most bytes to read
 */
export async function startOf(response, most) {
  if (!response.body) return "";
  const { text } = await boundedText(chunksOf(response.body.getReader()), most);
  return text;
}
