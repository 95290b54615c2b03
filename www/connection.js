// How the page reaches the service: the emulator in the page, the service with a UserSig, or a handler of one's own server.
import * as library from "./pkg/index.js";
import { RemoteRecallClient } from "./pkg/remote/index.js";

/** @typedef {(msgKeys: string[]) => Promise<void> | void} Watcher */

/**
 * @typedef {object} Connection
 * @property {"emulator" | "userSig" | "handler"} kind
 * @property {string} host where the requests go, for the eye; never with a secret
 * @property {(departure?: Watcher, arrival?: Watcher) => import("./pkg/index.js").RecallClient} open
 *   a client; `departure` is awaited with the keys of each request before it leaves, `arrival` when it has ended in any way
 * @property {import("./demo.js").Demo} [demo] of the emulator
 * @property {string} identity what must be equal for a run to be taken up again
 * @property {Record<string, unknown>} [requestOptions] for buildRequest, with a UserSig that stands for none
 */

/** What stands in a shown request where the UserSig would be. */
export const MASK = "USERSIG";

/** @param {import("./demo.js").Demo} demo @returns {Connection} */
export function emulatorConnection(demo) {
  const { secretKey: _, ...shown } = /** @type {Record<string, unknown>} */ (demo.options);
  return {
    kind: "emulator", host: "", identity: `emulator ${demo.sentAt}`, demo,
    open: (departure, arrival) => new library.RecallClient(/** @type {any} */ ({ ...demo.options, fetch: watched(demo.fetch, departure, arrival) })),
    requestOptions: { ...shown, userSig: MASK },
  };
}

/**
 * @param {{ sdkAppId: number, identifier: string, userSig: string, region?: string, baseUrl?: string, rateLimit?: number }} options
 * @returns {Connection}
 * @throws {library.RecallError} with every problem of the options
 */
export function userSigConnection(options) {
  const open = (/** @type {Watcher | undefined} */ departure = undefined) =>
    new library.RecallClient(/** @type {any} */ ({ ...options, fetch: watched(globalThis.fetch.bind(globalThis), departure) }));
  open();
  const shown = { ...options, userSig: MASK };
  const host = hostOf(shown);
  return { kind: "userSig", host, open, identity: `userSig ${host} ${options.sdkAppId} ${options.identifier}`, requestOptions: shown };
}

/** Where the requests of these options go. @param {Record<string, unknown>} options @returns {string} */
export function hostOf(options) {
  const request = { sdkAppId: 1, identifier: "any", userSig: MASK, officialAccount: "@TOA#_any", msgKeys: ["1_1_1"], ...options };
  return new URL(library.buildRequest(/** @type {any} */ (request)).url).host;
}

/**
 * @param {{ url: string, token?: string, credentials: RequestCredentials }} options
 * @returns {Connection}
 * @throws {Error} with what is wrong with the URL
 */
export function handlerConnection({ url, token, credentials }) {
  const whole = new URL(url, location.href);
  /** @type {Record<string, string>} */
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const open = (/** @type {Watcher | undefined} */ departure = undefined) =>
    /** @type {any} */ (new RemoteRecallClient({ url: whole.href, headers, credentials, keysPerRequest: 1000, fetch: watched(globalThis.fetch.bind(globalThis), departure) }));
  open();
  return { kind: "handler", host: whole.host + whole.pathname, open, identity: `handler ${whole.origin}${whole.pathname}` };
}

/**
 * A fetch that tells which messages are about to leave, and when their request has ended.
 * @param {(url: any, init?: any) => Promise<Response>} fetch
 * @param {Watcher} [departure]
 * @param {Watcher} [arrival]
 */
function watched(fetch, departure, arrival) {
  if (!departure) return fetch;
  return async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    const msgKeys = keysOf(init.body);
    if (msgKeys.length > 0) await departure(msgKeys);
    try {
      return await fetch(url, init);
    } finally {
      if (arrival && msgKeys.length > 0) await arrival(msgKeys);
    }
  };
}

/** @param {unknown} body of a request, to the service or to a handler @returns {string[]} */
function keysOf(body) {
  if (typeof body !== "string") return [];
  const { MsgKeyList, msgKeys } = JSON.parse(body);
  return MsgKeyList ?? msgKeys ?? [];
}
