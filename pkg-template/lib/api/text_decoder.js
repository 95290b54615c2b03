// Decodes chunks of a text, bytes or strings, whatever lies across their boundaries: UTF-8, or UTF-16 with a byte order mark.
import { refuse } from "../errors/invalid_input.js";

/** Bytes that show the encoding. */
const MARK_BYTES = 2;
/** The first half of a character of two. */
const FIRST_HALF = /[\ud800-\udbff]$/;

export class ChunkDecoder {
  /** Undefined until enough has come to see the encoding. @type {TextDecoder | undefined} */
  #decoder;
  #head = new Uint8Array(0);
  #half = "";

  /** @param {unknown} chunk @returns {string} what is whole of it, with what was left of the one before */
  decode(chunk) {
    if (typeof chunk === "string") return this.#join(chunk);
    const bytes = bytesOf(chunk);
    if (this.#decoder) return this.#decoder.decode(bytes, { stream: true });
    const head = new Uint8Array(this.#head.length + bytes.length);
    head.set(this.#head);
    head.set(bytes, this.#head.length);
    if (head.length >= MARK_BYTES) return this.#begin(head).decode(head, { stream: true });
    this.#head = head;
    return "";
  }

  /** What is left at the end. */
  end() {
    const decoder = this.#decoder ?? this.#begin(this.#head);
    return (this.#half || decoder.decode(this.#head, { stream: true })) + decoder.decode();
  }

  /** @param {string} chunk */
  #join(chunk) {
    const text = this.#half + chunk;
    this.#half = FIRST_HALF.exec(text)?.[0] ?? "";
    return this.#half ? text.slice(0, -1) : text;
  }

  /** By the mark in front: what Windows shells write by `>` is UTF-16, and spreadsheets write it too. @param {Uint8Array} head */
  #begin([first, second]) {
    const encoding = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
    this.#head = new Uint8Array(0);
    return (this.#decoder = new TextDecoder(encoding));
  }
}

/** @param {unknown} chunk @returns {Uint8Array} */
function bytesOf(chunk) {
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  // One of another realm has another class.
  if (Object.prototype.toString.call(chunk) === "[object ArrayBuffer]") return new Uint8Array(/** @type {ArrayBuffer} */ (chunk));
  throw refuse("chunk", chunk, "a string or bytes");
}
