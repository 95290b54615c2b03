/** The forms of UserSigs by the vendor's signers in each language, rebuilt with Node's crypto and zlib. */

import { createHmac } from "node:crypto";
import { deflateSync } from "node:zlib";
import { SDK_APP_ID, SECRET_KEY } from "./caller.js";

/** @typedef {{ identifier: string, time: number, expire: number, userBuf?: string }} Claims `userBuf` in base64 */

/** @param {Claims} claims */
function hmac({ identifier, time, expire, userBuf }) {
  const lines = [`TLS.identifier:${identifier}`, `TLS.sdkappid:${SDK_APP_ID}`, `TLS.time:${time}`, `TLS.expire:${expire}`];
  if (userBuf !== undefined) lines.push(`TLS.userbuf:${userBuf}`);
  return createHmac("sha256", SECRET_KEY).update(`${lines.join("\n")}\n`).digest("base64");
}

/** @param {Claims} claims @returns {Record<string, unknown>} */
function members({ identifier, time, expire, userBuf, ...rest }) {
  const sig = hmac({ identifier, time, expire, userBuf });
  return {
    ver: "2.0", identifier, sdkappid: SDK_APP_ID, time, expire, ...(userBuf === undefined ? {} : { userbuf: userBuf }), sig, ...rest,
  };
}

/** @param {Record<string, unknown>} all @param {string[]} order */
function ordered(all, order) {
  return Object.fromEntries(order.filter((name) => name in all).map((name) => [`TLS.${name}`, all[name]]));
}

/** Encodes the vendor's outer base64. @param {Buffer} bytes */
export function vendorBase64(bytes) {
  return bytes.toString("base64").replace(/\+/g, "*").replace(/\//g, "-").replace(/=/g, "_");
}

/** @param {string} json @param {number} level */
function packed(json, level) {
  return vendorBase64(deflateSync(Buffer.from(json), { level }));
}

/** Stored blocks, then an empty final block, as Go's writer makes them. @param {string} json */
function storedByGo(json) {
  const bytes = Buffer.from(json);
  const block = (/** @type {number} */ flag, /** @type {number} */ length) => Buffer.from(
    [flag, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255],
  );
  const plain = deflateSync(bytes, { level: 0 });
  const adler = plain.subarray(plain.length - 4);
  return vendorBase64(Buffer.concat([Buffer.from([0x78, 0x01]), block(0, bytes.length), bytes, block(1, 0), adler]));
}

/** @param {string} json */
const escaped = (json) => json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The official form of each language. @type {Record<string, (claims: Claims) => string>} */
export const FORMS = {
  node: (claims) => packed(JSON.stringify(ordered(members(claims), ["ver", "identifier", "sdkappid", "time", "expire", "userbuf", "sig"])), 6),
  go: (claims) => storedByGo(`${JSON.stringify(ordered(members(claims), ["ver", "identifier", "sdkappid", "expire", "time", "userbuf", "sig"]))}\n`),
  python: (claims) => {
    const json = JSON.stringify(ordered(members(claims), ["ver", "identifier", "sdkappid", "expire", "time", "userbuf", "sig"]));
    return packed(escaped(json.replace(/":/g, '": ').replace(/,"/g, ', "')), 6);
  },
  php: (claims) => {
    const json = JSON.stringify(ordered(members(claims), ["ver", "identifier", "sdkappid", "expire", "time", "userbuf", "sig"]));
    return packed(escaped(json.replace(/\//g, "\\/")), 6);
  },
  cpp: (claims) => packed(JSON.stringify(ordered(members(claims), ["ver", "sdkappid", "identifier", "time", "expire", "userbuf", "sig"])), 1),
  java: (claims) => packed(JSON.stringify(ordered(members(claims), ["sig", "ver", "sdkappid", "expire", "time", "identifier", "userbuf"])), 6),
};

/** Makes a UserSig from any JSON text. @param {string} json */
export function userSigOfJson(json) {
  return packed(json, 6);
}

/**
 * Made with the vendor's Python package tls-sig-api-v2 1.1, its clock at 1700000000.789, for 86400 s.
 * @type {Record<string, string>}
 */
export const BY_PYTHON = {
  administrator: "eJyrVgrxCdYrSy1SslJQMtIzUNJRAItkpqTmlWSmZUIkElNyM-Myi0uKEkvyi2BKilOyEwsKMlOACgxNDKAAKpdaUZBZlAqUsTAzgQuWZOaChAzN0RQXZ6aDLKn0cUzVLjcPD00NLS1MCrPM0A*JMLcoNTLMD3HP1M60jCowLDUOKMiLNDOwVaoFAD4PNPI_",
  管理员: "eJyrVgrxCdYrSy1SslJQMtIzUNJRAItkpqTmlWSmZUIkYkrNkxINgaSJgVlMqamJqQVMXXFKdmJBQWYKUJWhiQEUQOVSKwoyi1KBMhZmJnDBksxckJChOZri4sx0kE0FSUW*pulZxlmuiT7JZalRRs6VWQUhfl6uweahBSbZ5hFOzs7amQGZ6QWOtkq1AHMtNTw_",
};
