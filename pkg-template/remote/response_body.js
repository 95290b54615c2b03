// Reads the body of a response: its lines as they arrive, or its beginning.
import { boundedText, chunksOf } from "../lib/request/bounded_body.js";

/** Bytes of a refusal that are read: the handler's own have some kilobytes. */
export const MOST_OF_REFUSAL = 1 << 18;

/**
 * The lines that are not empty and that a line break ends. The time is that of their length, however small the pieces.
 * @param {NonNullable<import("./index.js").RemoteFetchResponse["body"]>} body
 * @param {(cause: unknown) => Error} broken what to throw when it breaks off
 * @returns {AsyncGenerator<string, void, void>}
 */
export async function* textLines(body, broken) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  /** Of the line that has not ended. @type {string[]} */
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
 * @param {number} most bytes
 */
export async function startOf(response, most) {
  if (!response.body) return "";
  const { text } = await boundedText(chunksOf(response.body.getReader()), most);
  return text;
}
