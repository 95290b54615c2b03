/** Turns an answer into an HTTP reply, intact or corrupted by a fault. */

import { Refusal } from "./code.js";

/**
 * What the client sees. `cut`: the connection breaks in the middle of the body. `lost`: it breaks before the first byte of the reply.
 * `stalled`: no reply ever arrives. `aborted`: the client stopped waiting.
 * @typedef {{ kind: "reply", status: number, type: string, body: string | Uint8Array<ArrayBuffer>, padding: number, cut: boolean }} Reply
 * @typedef {Reply | { kind: "lost" | "stalled" | "aborted" }} Outcome
 */

const JSON_TYPE = "application/json;charset=utf-8";
/** 10 MB of spaces before the JSON; the body remains valid JSON. */
export const HUGE_PADDING = 10 * 1024 * 1024;

/** @param {string | Uint8Array<ArrayBuffer>} body @param {Partial<Reply>} [more] @returns {Reply} */
export function reply(body, more) {
  return { kind: "reply", status: 200, type: JSON_TYPE, body, padding: 0, cut: false, ...more };
}

/**
 * Makes the service's envelope, which always has ErrorInfo.
 * @param {import("./service.js").Answer} answer
 * @param {boolean} contradictory ActionStatus FAIL although ErrorCode says 0, or the reverse
 */
export function envelope(answer, contradictory) {
  const [bad, good] = contradictory ? ["OK", "FAIL"] : ["FAIL", "OK"];
  if (answer instanceof Refusal) return JSON.stringify({ ActionStatus: bad, ErrorInfo: answer.info, ErrorCode: answer.code });
  return JSON.stringify({ ActionStatus: good, ErrorInfo: "", ErrorCode: 0, ...answer.fields });
}

/** Replies that cannot come from this service. @type {((text: string) => [string | Uint8Array<ArrayBuffer>, string])[]} */
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
 * @param {string} text the intact reply
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
 * CORS headers, which let a page read the reply.
 * @param {"permissive" | "documented" | "none"} cors
 * @param {{ isPreflight: boolean, requestedHeaders?: string | null }} request `requestedHeaders`: its Access-Control-Request-Headers
 * @returns {Record<string, string>}
 */
export function corsHeaders(cors, { isPreflight, requestedHeaders }) {
  if (cors === "none") return {};
  // As in the vendor's sample reply: a preflight for a JSON Content-Type fails.
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
