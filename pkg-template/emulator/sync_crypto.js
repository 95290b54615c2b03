/** Synchronous HMAC and inflate of Node.js, Deno and Bun, for the verifier of UserSigs. */

/**
 * WebCrypto and DecompressionStream answer some time later, on the clock of the machine. Under a test's fake timers that is after the
 * time-out of whoever asks, however short it is.
 * @typedef {{ inflate: (bytes: Uint8Array, most: number) => Uint8Array | "too much" | undefined, hmac: (key: string, text: string) => Uint8Array }} SyncCrypto
 */

/** @returns {SyncCrypto | undefined} nothing in pages and workers */
export function syncCrypto() {
  let crypto, zlib;
  try {
    crypto = globalThis.process?.getBuiltinModule?.("node:crypto");
    zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
  } catch {
    // Vercel's edge runtime has a `process` that throws.
    return undefined;
  }
  return crypto && zlib ? { inflate: inflater(zlib), hmac: (key, text) => crypto.createHmac("sha256", key).update(text).digest() } : undefined;
}

/** @param {typeof import("node:zlib")} zlib @returns {SyncCrypto["inflate"]} */
function inflater({ inflateSync }) {
  return (bytes, most) => {
    try {
      return inflateSync(bytes, { maxOutputLength: most });
    } catch (error) {
      return /** @type {NodeJS.ErrnoException} */ (error).code === "ERR_BUFFER_TOO_LARGE" ? "too much" : undefined;
    }
  };
}
