/** Makes the HTTP or HTTPS server of Node.js, and the URL under which it is reached. */

import { given } from "./code.js";

/** @typedef {import("./index.js").TlsOptions} TlsOptions */
/** @typedef {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void} Answer */

const MEMBERS = /** @type {const} */ (["key", "cert"]);
/** Addresses of all interfaces: a URL names the loopback address instead. */
const ALL_INTERFACES = new Map([["0.0.0.0", "127.0.0.1"], ["::", "::1"]]);

/** @param {"http" | "https"} scheme @returns {Promise<any>} */
async function nodeModule(scheme) {
  // The name is in a variable, so that bundlers for browsers do not resolve this module.
  const name = ["node", scheme].join(":");
  return globalThis.process?.getBuiltinModule?.(name) ?? import(/* webpackIgnore: true */ /* @vite-ignore */ name);
}

/**
 * @param {TlsOptions | undefined} tls
 * @param {Answer} answer
 * @returns {Promise<import("node:http").Server>}
 * @throws {TypeError} if the key or the certificate is missing or unusable; it quotes neither
 */
export async function createServer(tls, answer) {
  const options = { keepAlive: true, requireHostHeader: false };
  if (tls === undefined) return (await nodeModule("http")).createServer(options, answer);
  const problem = tlsProblem(tls);
  if (problem) throw new TypeError(`startEmulator: ${problem}`);
  const https = await nodeModule("https");
  try {
    return https.createServer({ ...options, key: tls.key, cert: tls.cert }, answer);
  } catch (error) {
    const code = /** @type {{ code?: string }} */ (error).code ?? "unknown format";
    throw new TypeError(`startEmulator: tls: found a key and a certificate that cannot be used (${code}), expected PEM that belongs together`);
  }
}

/** @param {any} tls */
function tlsProblem(tls) {
  if (tls === null || typeof tls !== "object") return `tls: found ${given(tls)}, expected { key, cert }`;
  const wrong = MEMBERS.filter((name) => !isPem(tls[name]));
  return wrong.map((name) => `tls.${name}: found ${kindOf(tls[name])}, expected text or bytes in PEM`).join("; ");
}

/** @param {unknown} value */
const isPem = (value) => (typeof value === "string" || value instanceof Uint8Array) && value.length > 0;

/** Describes a value that may be a private key. @param {unknown} value */
const kindOf = (value) => (value === undefined ? "nothing" : value === "" ? "an empty string" : value === null ? "null" : `a value of type ${typeof value}`);

/**
 * @param {import("node:net").AddressInfo} address
 * @param {string} host as given
 * @param {boolean} isTls
 */
export function originOf({ address, port }, host, isTls) {
  // A certificate is issued for a name, not for the address behind it.
  const isName = isTls && /[a-z]/i.test(host) && !host.includes(":");
  const shown = isName ? host : ALL_INTERFACES.get(address) ?? address;
  return `${isTls ? "https" : "http"}://${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
}
