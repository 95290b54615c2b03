// What a `fetch` that fails says: whether its request can have left, and the words for people. For transport.js.
import { attempt } from "../errors/try_call.js";

/** How a request ended without an answer, by the numbers of src/run_bindings.rs. */
export const LOSS = { network: 0, unsent: 1, timeout: 2, unreadable: 3, unreachable: 4 };

/**
 * In the names that runtimes give when there was no connection by which a request could leave: refused, no such host, too slow to open.
 * Deno says so in its message alone.
 */
const UNSENT = /ECONNREFUSED|ConnectionRefused|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|client error \(Connect\)/;

/**
 * The same, and every other request will fare alike: a certificate that is not trusted, a port that fetch forbids, a proxy that does not
 * let through, the host's limit of requests. An alert that the other side does not trust ours comes after the request: it says CERTIFICATE.
 */
const UNREACHABLE = /CERT_|SELF_|UNABLE_TO|^bad port$|^Proxy response \(\d+\)|^Too many subrequests/m;

/**
 * @param {any} thrown by a foreign `fetch`: anything
 * @param {(text: string) => string} masked takes the UserSig out: some put the URL into their messages
 * @returns {{ loss: number, words: string, cause: Error }} the cause has the message without secrets, and the code of a network error
 */
export function lossOf(thrown, masked) {
  const read = (/** @type {() => any} */ get) => {
    const found = attempt(get);
    return typeof found === "string" ? found : undefined;
  };
  const code = read(() => thrown.cause.code) ?? read(() => thrown.code);
  const reason = read(() => thrown.cause.message) ?? "";
  const message = read(() => thrown.message) ?? attempt(() => String(thrown)) ?? "";
  const said = [code, reason, message].join("\n");
  const loss = UNREACHABLE.test(said) ? LOSS.unreachable : UNSENT.test(said) ? LOSS.unsent : LOSS.network;
  const name = read(() => thrown.name);
  const own = masked(`${name ? `${name}: ` : ""}${message.split("\n", 1)[0]}`);
  const known = code !== undefined && /^\w{1,60}$/.test(code);
  // The reason says more than the name of its kind where there is no connection to speak of.
  const words = UNREACHABLE.test(reason) ? `a network error (${masked(reason)})` : known ? `a network error (${code})` : `fetch threw ${own}`;
  const cause = new Error(reason ? `${own} (${masked(reason)})` : own);
  return { loss, words, cause: known ? Object.assign(cause, { code }) : cause };
}

/**
 * What is wrong with a value that a `fetch` gave in place of a Response that can be read; nothing if it is none of that.
 * @param {any} response
 */
export function unreadable(response) {
  if (typeof response !== "object" || response === null) return `${response === null ? "null" : typeof response} from fetch instead of a Response`;
  if (attempt(() => response.bodyUsed) === true) return "a Response from fetch whose body was read before";
  if (typeof (response.status ?? 200) !== "number") return "an object from fetch that is no Response";
  return undefined;
}

/**
 * Milliseconds for which an answer asks to wait, 0 for none: seconds, or a date. Only a refusal for the rate or for overload means it so.
 * @param {number} status
 * @param {any} headers of a Response, or of a mock
 */
export function retryAfter(status, headers) {
  if (status !== 429 && status !== 503) return 0;
  const value = attempt(() => headers.get("retry-after"));
  if (typeof value !== "string") return 0;
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return ms > 0 ? ms : 0;
}
