/** Checks every request before its command runs, in this order: URL, JSON, UserSig, administrator, call limit. */

import { found, refuse } from "./code.js";
import { Lockout } from "./lockout.js";
import { checkUserSig, UserSigVerifier } from "./user_sig.js";

/** @typedef {import("./code.js").Refusal} Refusal */
/** @typedef {{ service: string, command: string, parameters: URLSearchParams }} Target */

export const SERVICE = "official_account_open_http_svc";
/** The most that is read of a body, far more than a request needs. */
export const MOST_BODY_BYTES = 1024 * 1024;
const PATH = /^\/v4\/([^/?]+)\/([^/?]+)$/;

/**
 * Parses the path and query of a request: `/v4/<service>/<command>?...`.
 * @param {string} target
 * @returns {Target | Refusal}
 */
export function readTarget(target) {
  const at = target.indexOf("?");
  const path = at < 0 ? target : target.slice(0, at);
  const parts = PATH.exec(path);
  if (!parts) return refuse(60002, `the path is ${found(path)}, expected /v4/<service>/<command>`);
  return { service: parts[1], command: parts[2], parameters: new URLSearchParams(at < 0 ? "" : target.slice(at + 1)) };
}

/**
 * Reads the query parameters that every API takes. Their names and values are case-sensitive.
 * @param {URLSearchParams} parameters
 * @returns {{ sdkAppId: number, identifier: string, userSig: string } | Refusal}
 */
export function readParameters(parameters) {
  const sdkAppId = parameters.get("sdkappid");
  if (!sdkAppId) return refuse(60012, "expected the parameter sdkappid (names are case-sensitive)");
  if (!isUnsigned32(sdkAppId)) return refuse(60025, `sdkappid is ${found(sdkAppId)}, expected a number`);
  const identifier = parameters.get("identifier");
  if (!identifier) return refuse(60025, "identifier is missing or empty");
  const userSig = parameters.get("usersig");
  if (!userSig) return refuse(60025, "usersig is missing or empty");
  const contentType = parameters.get("contenttype");
  // The vendor's documents write it in both cases.
  if (contentType?.toLowerCase() !== "json") return refuse(60025, `contenttype is ${found(contentType ?? undefined)}, expected json`);
  const random = parameters.get("random");
  if (!random || !isUnsigned32(random)) {
    return refuse(60002, `random is ${found(random ?? undefined)}, expected a number from 0 to 4294967295`);
  }
  return { sdkAppId: Number(sdkAppId), identifier, userSig };
}

/** @param {string} text @param {number} [bytes] length of the body, if `text` is incomplete @returns {any} the object, or a Refusal */
export function readBody(text, bytes = sizeOf(text)) {
  if (bytes > MOST_BODY_BYTES) return refuse(60002, `the body has ${bytes} bytes, at most ${MOST_BODY_BYTES} are read`);
  if (text === "") return refuse(60003, "the body is empty, expected a JSON object (an API without input takes {})");
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse(60003, `the body (${text.length} characters) is not JSON`);
  }
  const isObject = body !== null && typeof body === "object" && !Array.isArray(body);
  return isObject ? body : refuse(60003, `the body is ${found(body)}, expected an object`);
}

/** The length in UTF-8 if it may exceed the limit; for shorter texts the number of characters, which is cheaper. @param {string} text */
const sizeOf = (text) => (text.length * 3 <= MOST_BODY_BYTES ? text.length : new TextEncoder().encode(text).length);

/** Verifies callers in the order of arrival. Holds the secret key and the failed verifications. */
export class Authenticator {
  /** The last pending decision. @type {Promise<Refusal | undefined> | undefined} */
  #queue;
  #verifier;
  #lockout;
  #sdkAppId;
  #administrators;

  /** @param {import("./options.js").ResolvedOptions} options */
  constructor(options) {
    this.#verifier = new UserSigVerifier(options.secretKey);
    this.#lockout = new Lockout(options.lockAfter);
    this.#sdkAppId = options.sdkAppId;
    this.#administrators = new Set(options.administrators);
  }

  /**
   * WebCrypto verifies a new UserSig asynchronously. Later requests wait in a queue: otherwise the order of decisions, and with it
   * their results, would depend on the speed of the machine.
   * @param {{ sdkAppId: number, identifier: string, userSig: string }} caller
   * @param {number} now milliseconds since 1970
   * @param {(issuedAt: number) => boolean} isRevoked whether an injected fault revokes a valid UserSig issued at this time
   * @returns {Promise<Refusal | undefined> | Refusal | undefined}
   */
  check(caller, now, isRevoked) {
    const decide = () => this.#decide(caller, now, isRevoked);
    const decision = this.#queue ? this.#queue.then(decide) : decide();
    if (!(decision instanceof Promise)) return decision;
    this.#queue = decision;
    const done = () => {
      if (this.#queue === decision) this.#queue = undefined;
    };
    decision.then(done, done);
    return decision;
  }

  /**
   * @param {{ sdkAppId: number, identifier: string, userSig: string }} caller
   * @param {number} now
   * @param {(issuedAt: number) => boolean} isRevoked
   */
  #decide(caller, now, isRevoked) {
    if (caller.sdkAppId !== this.#sdkAppId) return refuse(70020, `there is no app ${caller.sdkAppId} here`);
    const locked = this.#lockout.remaining(caller.identifier, now);
    if (locked > 0) return refuse(70050, `open again in ${Math.ceil(locked / 1000)} s`);
    const known = this.#verifier.known(caller.userSig);
    if (known) return this.#judge(known, caller, now, isRevoked);
    return this.#verifier.read(caller.userSig).then((sig) => this.#judge(sig, caller, now, isRevoked));
  }

  /**
   * @param {import("./user_sig.js").ReadUserSig | import("./user_sig.js").UnreadableUserSig} sig
   * @param {{ sdkAppId: number, identifier: string }} caller
   * @param {number} now
   * @param {(issuedAt: number) => boolean} isRevoked
   */
  #judge(sig, caller, now, isRevoked) {
    const nowSeconds = Math.floor(now / 1000);
    const refusal = checkUserSig(sig, { sdkAppId: caller.sdkAppId, identifier: caller.identifier, nowSeconds });
    if (refusal) {
      // An expired UserSig is genuine: it must not lock out a busy client.
      if (refusal.code !== 70001) this.#lockout.failed(caller.identifier, now);
      return refusal;
    }
    if (!("unreadable" in sig) && isRevoked(sig.issuedAt)) return refuse(70001, "it was issued too early (injected)");
    if (this.#administrators.has(caller.identifier)) return undefined;
    return refuse(60010, `${found(caller.identifier)} is not an administrator of this app`);
  }
}

/** @param {string} text */
function isUnsigned32(text) {
  return /^\d{1,10}$/.test(text) && Number(text) <= 4294967295;
}
