// Makes chunks, bytes or strings that may end anywhere, into what the core reads: strings, or bytes of UTF-8.
import { refuseText } from "./refuse_text.js";

/** Bytes that show the encoding. */
const MARK_BYTES = 2;
/** The first half of a character of two. */
const FIRST_HALF = /[\ud800-\udbff]$/;

export class ChunkDecoder {
  /** The core decodes UTF-8; undefined until enough has come to see the encoding. @type {TextDecoder | "utf-8" | undefined} */
  #decoder;
  #head = new Uint8Array(0);
  #half = "";

  /** @param {unknown} chunk */
  decode(chunk) {
    if (typeof chunk === "string") return this.#join(chunk);
    const bytes = bytesOf(chunk);
    if (!this.#decoder) return this.#begin(bytes);
    return this.#decoder === "utf-8" ? bytes : this.#decoder.decode(bytes, { stream: true });
  }

  /** What is left at the end. */
  end() {
    if (this.#half) return this.#half;
    if (!this.#decoder) return new TextDecoder().decode(this.#head);
    return this.#decoder === "utf-8" ? "" : this.#decoder.decode();
  }

  /** @param {string} chunk */
  #join(chunk) {
    const text = this.#half + chunk;
    this.#half = FIRST_HALF.exec(text)?.[0] ?? "";
    return this.#half ? text.slice(0, -1) : text;
  }

  /** By the mark in front: what Windows shells write by `>` is UTF-16, and spreadsheets write it too. @param {Uint8Array} bytes */
  #begin(bytes) {
    const head = joined(this.#head, bytes);
    if (head.length < MARK_BYTES) {
      this.#head = head.slice();
      return "";
    }
    const encoding = head[0] === 0xff && head[1] === 0xfe ? "utf-16le" : head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "utf-8";
    this.#decoder = encoding === "utf-8" ? encoding : new TextDecoder(encoding);
    return this.#decoder === "utf-8" ? head : this.#decoder.decode(head, { stream: true });
  }
}

/** @param {Uint8Array} first @param {Uint8Array} second */
function joined(first, second) {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** @param {unknown} chunk @returns {Uint8Array} */
function bytesOf(chunk) {
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  // One of another realm has another class.
  if (Object.prototype.toString.call(chunk) === "[object ArrayBuffer]") return new Uint8Array(/** @type {ArrayBuffer} */ (chunk));
  throw refuseText("chunk", "text-chunk", chunk);
}
