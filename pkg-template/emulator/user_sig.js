/** Reads and verifies UserSigs (TLSSigAPI v2) of every official signer, synchronously where the runtime can. */

import { syncCrypto } from "./sync_crypto.js";
import { found, refuse } from "./code.js";

/**
 * The content of a UserSig and whether its HMAC was made with our key; or the reason why it cannot be read.
 * @typedef {{ identifier: string, sdkAppId: number, issuedAt: number, expiresAt: number, hasUserBuf: boolean,
 *   authentic: boolean }} ReadUserSig
 * @typedef {{ unreadable: string }} UnreadableUserSig
 */

/** A UserSig with the longest identifier and a TRTC userbuf is far shorter; a longer text is an attack or a mistake. */
const MOST_CHARACTERS = 8192;
const MOST_INFLATED_BYTES = 65536;
const MOST_CACHED = 1000;

/** Verifies UserSigs against one secret key, and caches the results. */
export class UserSigVerifier {
  /** @type {Promise<CryptoKey> | undefined} */
  #key;
  #secretKey;
  #syncCrypto = syncCrypto();
  /** @type {Map<string, ReadUserSig | UnreadableUserSig>} */
  #cache = new Map();

  /** @param {string} secretKey */
  constructor(secretKey) {
    this.#secretKey = secretKey;
  }

  /**
   * Returns the result if it is cached or can be computed synchronously; otherwise undefined.
   * @param {string} userSig
   */
  known(userSig) {
    const known = this.#cache.get(userSig);
    if (known || !this.#syncCrypto) return known;
    return this.#keep(userSig, this.#readAtOnce(userSig, this.#syncCrypto));
  }

  /**
   * @param {string} userSig
   * @returns {Promise<ReadUserSig | UnreadableUserSig>}
   */
  async read(userSig) {
    return this.#keep(userSig, await this.#readUncached(userSig));
  }

  /** @template {ReadUserSig | UnreadableUserSig} T @param {string} userSig @param {T} result */
  #keep(userSig, result) {
    if (this.#cache.size >= MOST_CACHED) this.#cache.clear();
    this.#cache.set(userSig, result);
    return result;
  }

  /** @param {string} userSig @param {import("./sync_crypto.js").SyncCrypto} how @returns {ReadUserSig | UnreadableUserSig} */
  #readAtOnce(userSig, { inflate: inflateAtOnce, hmac }) {
    try {
      const bytes = inflateAtOnce(decodeBase64(userSig), MOST_INFLATED_BYTES);
      if (bytes === "too much") throw new Unreadable(TOO_MUCH);
      if (!bytes) throw new Unreadable(NOT_ZLIB);
      const fields = fieldsOf(JSON.parse(decodeUtf8(bytes)));
      const [own, expected] = [standardBase64(fields.hmac), hmac(this.#secretKey, fields.content)];
      return { ...fields.info, authentic: own !== undefined && own.length === expected.length && own.every((byte, at) => byte === expected[at]) };
    } catch (error) {
      return unreadable(error);
    }
  }

  /** @param {string} userSig @returns {Promise<ReadUserSig | UnreadableUserSig>} */
  async #readUncached(userSig) {
    let fields;
    try {
      fields = fieldsOf(JSON.parse(decodeUtf8(await inflate(decodeBase64(userSig)))));
    } catch (error) {
      return unreadable(error);
    }
    return { ...fields.info, authentic: await this.#isAuthentic(fields.content, fields.hmac) };
  }

  /** @param {string} content @param {string} hmac */
  async #isAuthentic(content, hmac) {
    const encoder = new TextEncoder();
    this.#key ??= crypto.subtle.importKey(
      "raw", encoder.encode(this.#secretKey), { name: "HMAC", hash: "SHA-256" }, false, ["verify"],
    );
    const bytes = standardBase64(hmac);
    return bytes !== undefined && crypto.subtle.verify("HMAC", await this.#key, bytes, encoder.encode(content));
  }
}

/**
 * Checks in the order of the vendor's Go verifier: app, user, time, userbuf, signature.
 * @param {ReadUserSig | UnreadableUserSig} sig
 * @param {{ sdkAppId: number, identifier: string, nowSeconds: number }} request
 */
export function checkUserSig(sig, request) {
  if ("unreadable" in sig) return refuse(70003, sig.unreadable);
  if (sig.sdkAppId !== request.sdkAppId) {
    return refuse(70014, `the URL says ${request.sdkAppId}, the UserSig was made for ${sig.sdkAppId}`);
  }
  if (sig.identifier !== request.identifier) {
    return refuse(70013, `the URL says ${found(request.identifier)}, the UserSig was made for ${found(sig.identifier)}`);
  }
  // A UserSig is valid up to and including its last second.
  if (request.nowSeconds > sig.expiresAt) {
    return refuse(70001, `valid until ${sig.expiresAt}, and the service's clock says ${request.nowSeconds} (Unix seconds)`);
  }
  if (sig.hasUserBuf) return refuse(70009, "it was made with a userbuf, and Chat expects the form without");
  return sig.authentic ? undefined : refuse(70009);
}

/** A layer of the UserSig cannot be read. The message names the layer and never quotes the text. */
class Unreadable extends Error {}
const NOT_ZLIB = "it is not a whole zlib stream";
const TOO_MUCH = "it inflates to too much";

/** @param {unknown} error @returns {UnreadableUserSig} */
const unreadable = (error) => ({ unreadable: error instanceof Unreadable ? error.message : "its content is not JSON" });

/** Decodes the vendor's base64 alphabet: `*` for `+`, `-` for `/`, `_` for `=`. @param {string} text */
function decodeBase64(text) {
  if (text.length > MOST_CHARACTERS) throw new Unreadable(`it has ${text.length} characters`);
  const wrong = /[^A-Za-z0-9*\-_]/.exec(text);
  if (wrong) throw new Unreadable(`character ${wrong.index + 1} is not of the alphabet A-Z a-z 0-9 * - _`);
  const bytes = standardBase64(text.replace(/\*/g, "+").replace(/-/g, "/").replace(/_/g, "="));
  if (!bytes) throw new Unreadable("its base64 is cut or badly padded");
  return bytes;
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer> | undefined} */
function standardBase64(text) {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Inflates a zlib stream. @param {Uint8Array<ArrayBuffer>} bytes */
async function inflate(bytes) {
  const { readable, writable } = new DecompressionStream("deflate");
  const writer = writable.getWriter();
  // The reader reports the same failure; here it would only become an unhandled rejection.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const reader = readable.getReader();
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Unreadable(NOT_ZLIB);
    });
    if (done) return joined(chunks, length);
    length += value.length;
    if (length > MOST_INFLATED_BYTES) {
      reader.cancel().catch(() => {});
      throw new Unreadable(TOO_MUCH);
    }
    chunks.push(value);
  }
}

/** @param {Uint8Array[]} chunks @param {number} length */
function joined(chunks, length) {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** @param {Uint8Array} bytes */
function decodeUtf8(bytes) {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/**
 * Checks the members and rebuilds the signed text from them. The order and spacing of the JSON are not signed.
 * @param {any} json
 */
function fieldsOf(json) {
  const need = (/** @type {string} */ name, /** @type {string} */ type) => {
    const value = json?.[`TLS.${name}`];
    if (typeof value === type && (type !== "number" || Number.isSafeInteger(value))) return value;
    throw new Unreadable(`TLS.${name} is missing or not a ${type === "number" ? "whole number" : type}`);
  };
  if (need("ver", "string") !== "2.0") throw new Unreadable("TLS.ver is not 2.0");
  const identifier = need("identifier", "string");
  const sdkAppId = need("sdkappid", "number");
  const time = need("time", "number");
  const expire = need("expire", "number");
  const hasUserBuf = "TLS.userbuf" in json;
  const userBuf = hasUserBuf ? `TLS.userbuf:${need("userbuf", "string")}\n` : "";
  return {
    info: { identifier, sdkAppId, issuedAt: time, expiresAt: time + expire, hasUserBuf },
    content: `TLS.identifier:${identifier}\nTLS.sdkappid:${sdkAppId}\nTLS.time:${time}\nTLS.expire:${expire}\n${userBuf}`,
    hmac: need("sig", "string"),
  };
}
