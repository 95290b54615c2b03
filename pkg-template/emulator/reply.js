/** Turns an answer into what goes over the wire, whole or damaged, for the exchange. */

import { Refusal } from "./code.js";

/**
 * What the client sees. `cut`: the connection breaks in the middle of the body. `lost`: it breaks before a byte of the reply.
 * `stalled`: nothing ever comes; `aborted`: the client did not wait.
 * @typedef {{ kind: "reply", status: number, type: string, body: string | Uint8Array<ArrayBuffer>, padding: number, cut: boolean }} Reply
 * @typedef {Reply | { kind: "lost" | "stalled" | "aborted" }} Outcome
 */

const JSON_TYPE = "application/json;charset=utf-8";
/** Spaces before the JSON: still JSON, and 10 MB of it. */
export const HUGE_PADDING = 10 * 1024 * 1024;

/** @param {string | Uint8Array<ArrayBuffer>} body @param {Partial<Reply>} [more] @returns {Reply} */
export function reply(body, more) {
  return { kind: "reply", status: 200, type: JSON_TYPE, body, padding: 0, cut: false, ...more };
}

/**
 * The service's envelope. ErrorInfo is always there.
 * @param {import("./service.js").Answer} answer
 * @param {boolean} contradictory ActionStatus FAIL although ErrorCode says 0, or the reverse
 */
export function envelope(answer, contradictory) {
  const [bad, good] = contradictory ? ["OK", "FAIL"] : ["FAIL", "OK"];
  if (answer instanceof Refusal) return JSON.stringify({ ActionStatus: bad, ErrorInfo: answer.info, ErrorCode: answer.code });
  return JSON.stringify({ ActionStatus: good, ErrorInfo: "", ErrorCode: 0, ...answer.fields });
}

/** Replies that are not of this service at all. @type {((text: string) => [string | Uint8Array<ArrayBuffer>, string])[]} */
const GARBAGE = [
  () => ["", JSON_TYPE],
  () => ["null", JSON_TYPE],
  () => ["[]", JSON_TYPE],
  () => ['"OK"', JSON_TYPE],
  () => ["[".repeat(100_000), JSON_TYPE],
  () => ["<html><head><title>Sign in</title></head><body>Please sign in to this network.</body></html>", "text/html"],
  (text) => [`\ufeff)]}',\n${text}`, JSON_TYPE],
  () => [new Uint8Array([0x1f, 0x8b, 0x08, 0x00, 0xff, 0xfe, 0x00, 0xc3, 0x28, 0x80]), "application/octet-stream"],
];

/**
 * @param {string} text the reply as it should be
 * @param {import("./faults.js").Fate} fate
 * @returns {Outcome}
 */
export function deliver(text, { fault, dice }) {
  switch (fault) {
    case "lostReply":
      return { kind: "lost" };
    case "cutReply":
      return reply(text, { cut: true });
    case "truncatedJson":
      return reply(text.slice(0, 1 + Math.floor(dice() * (text.length - 1))));
    case "garbage": {
      const [body, type] = GARBAGE[Math.floor(dice() * GARBAGE.length)](text);
      return reply(body, { type });
    }
    case "hugeBody":
      return reply(text, { padding: HUGE_PADDING });
    case "http502":
      return reply(gatewayPage("502 Bad Gateway"), { status: 502, type: "text/html" });
    case "http503":
      return reply(gatewayPage("503 Service Temporarily Unavailable"), { status: 503, type: "text/html" });
    default:
      return reply(text);
  }
}

/** @param {string} title */
function gatewayPage(title) {
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}

/**
 * Headers that let a page read the reply.
 * @param {"permissive" | "documented" | "none"} cors
 * @param {{ isPreflight: boolean, requestedHeaders?: string | null }} request `requestedHeaders`: its Access-Control-Request-Headers
 * @returns {Record<string, string>}
 */
export function corsHeaders(cors, { isPreflight, requestedHeaders }) {
  if (cors === "none") return {};
  // What the vendor's sample reply shows: it lets no Content-Type of JSON through a preflight.
  if (cors === "documented") {
    return {
      "access-control-allow-origin": "*", "access-control-allow-headers": "X-Requested-With", "access-control-allow-methods": "POST",
    };
  }
  if (!isPreflight) return { "access-control-allow-origin": "*" };
  return {
    "access-control-allow-origin": "*", "access-control-allow-headers": requestedHeaders || "Content-Type, X-Requested-With",
    "access-control-allow-methods": "POST, OPTIONS", "access-control-max-age": "600", "access-control-allow-private-network": "true",
  };
}
