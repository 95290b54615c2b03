// Prints from time to time how much input has been read: input may be very long or endless.
import { number } from "../languages/locale.js";
import { paragraph, proseWidthOf } from "../terminal/layout.js";
import { wordsOf } from "../languages/screen_texts.js";

const EVERY_MS = 5000;
const BYTES_OF_MB = 1024 * 1024;

/**
 * @template {Uint8Array | string} T
 * @param {AsyncIterable<T>} chunks
 * @param {string} name the name of their source
 * @param {{ messages: number }} counts what was found in them so far
 * @param {{ language: import("../languages/locale.js").Language, stream?: NodeJS.WriteStream }} how
 * @returns {AsyncGenerator<T, void, void>}
 */
export async function* withReadingNotice(chunks, name, counts, { language, stream = process.stderr }) {
  let bytes = 0;
  const say = () => {
    const text = wordsOf(language).reading(name, number(Math.floor(bytes / BYTES_OF_MB), language), number(counts.messages, language));
    stream.write(`${paragraph(text, proseWidthOf(stream))}\n`);
  };
  const timer = stream.isTTY ? setInterval(say, EVERY_MS) : undefined;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      yield chunk;
    }
  } finally {
    clearInterval(timer);
  }
}
