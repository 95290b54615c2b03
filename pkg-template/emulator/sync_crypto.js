/** Synchronous HMAC, SHA-256 and inflate from Node.js, Deno and Bun, to verify UserSigs and to sign webhooks. */

/**
 * WebCrypto and DecompressionStream are asynchronous and run in real time. Under fake timers a client's time-out would always
 * fire before they finish.
 * @typedef {{ inflate: (bytes: Uint8Array, most: number) => Uint8Array | "too much" | undefined,
 *   hmac: (key: string, text: string) => Uint8Array, sha256: (text: string) => Uint8Array }} SyncCrypto
 */

/** @returns {SyncCrypto | undefined} undefined in pages and workers */
export function syncCrypto() {
  let crypto, zlib;
  try {
    crypto = globalThis.process?.getBuiltinModule?.("node:crypto");
    zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
  } catch {
    // In Vercel's edge runtime `process` throws.
    return undefined;
  }
  if (!crypto || !zlib) return undefined;
  return {
    inflate: inflater(zlib),
    hmac: (key, text) => crypto.createHmac("sha256", key).update(text).digest(),
    sha256: (text) => crypto.createHash("sha256").update(text).digest(),
  };
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
