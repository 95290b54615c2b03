// Classifies what a failed `fetch` threw: whether the request can have left, and data of the loss.
import { UNREACHABLE, UNSENT } from "../errors/connection_names.js";
import { tryCall } from "../errors/try_call.js";
import { LOSS } from "../generated/facts.js";

/**
 * @param {any} thrown by a `fetch`: anything
 * @param {(text: string) => string} masked removes the UserSig: some messages contain the URL
 * @returns {{ loss: number, words: string, cause: Error }} the cause has the message without secrets, and the code of the network error
 */
export function lossOf(thrown, masked) {
  const read = (/** @type {() => any} */ get) => {
    const found = tryCall(get);
    return typeof found === "string" ? found : undefined;
  };
  const code = read(() => thrown.cause.code) ?? read(() => thrown.code);
  const reason = read(() => thrown.cause.message) ?? "";
  const message = read(() => thrown.message) ?? tryCall(() => String(thrown)) ?? "";
  const said = [code, reason, message].join("\n");
  const loss = UNREACHABLE.test(said) ? LOSS.unreachable : UNSENT.test(said) ? LOSS.unsent : LOSS.network;
  const name = read(() => thrown.name);
  const own = masked(`${name ? `${name}: ` : ""}${message.split("\n", 1)[0]}`);
  const known = code !== undefined && /^\w{1,60}$/.test(code);
  // Without a connection the reason says more than the name of the error.
  const words = UNREACHABLE.test(reason) ? `network said ${masked(reason)}` : known ? `network said ${code}` : `fetch-threw said ${own}`;
  const cause = new Error(reason ? `${own} (${masked(reason)})` : own);
  return { loss, words, cause: known ? Object.assign(cause, { code }) : cause };
}

/**
 * Says as data of a loss why a value returned by `fetch` is no readable Response; undefined when it is one.
 * @param {any} response
 */
export function unreadable(response) {
  if (typeof response !== "object" || response === null) return `no-response type ${response === null ? "null" : typeof response}`;
  if (tryCall(() => response.bodyUsed) === true) return "used-response";
  if (typeof (response.status ?? 200) !== "number") return "other-response";
  return undefined;
}

/**
 * The Retry-After of an answer in milliseconds, 0 without one. Its value is seconds or a date; only 429 and 503 mean it as a pause.
 * @param {number} status
 * @param {any} headers of a Response, or of a mock
 */
export function retryAfter(status, headers) {
  if (status !== 429 && status !== 503) return 0;
  const value = tryCall(() => headers.get("retry-after"));
  if (typeof value !== "string") return 0;
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return ms > 0 ? ms : 0;
}
