// Connections to the service: the emulator in the browser, the service with a UserSig, or a handler on the user's own server.
import * as library from "../pkg/index.js";
import { RemoteRecallClient } from "../pkg/remote/index.js";
import { recordAnswers, checkReach, checkHandler, checkService } from "./connection_check.js";

/**
 * @typedef {object} Connection
 * @property {"emulator" | "userSig" | "handler"} kind
 * @property {string} host where the requests go, for display; never with a secret
 * @property {string} address the same as entered, with its scheme; never with a secret
 * @property {import("./connection_check.js").Answer} [answer] what the last request met
 * @property {(account: string) => Promise<import("./connection_check.js").Reach>} [check] tries the connection without changing anything
 * @property {() => import("../pkg/index.js").RecallClient} open makes a client
 * @property {number} [perRequest] messages in one request to a handler
 * @property {import("./emulator_demo.js").Demo} [demo] of the emulator
 * @property {string} identity must be equal for a run to be resumed
 * @property {Record<string, unknown>} [requestOptions] for buildRequest, with a placeholder for the UserSig
 */

/** If a request to a handler breaks off, at most so many messages are in doubt. */
const PER_REQUEST = 1000;

/** The placeholder for the UserSig in a shown request. */
export const MASK = "USERSIG";

/** @param {import("./emulator_demo.js").Demo} demo @returns {Connection} */
export function emulatorConnection(demo) {
  const { secretKey: _, ...shown } = /** @type {Record<string, unknown>} */ (demo.options);
  return {
    kind: "emulator", host: "", address: "", identity: `emulator ${demo.sentAt}`, demo,
    open: () => new library.RecallClient(/** @type {any} */ (demo.options)),
    requestOptions: { ...shown, userSig: MASK },
  };
}

/**
 * @param {{ sdkAppId: number, identifier: string, userSig: string, region?: string, baseUrl?: string, rateLimit?: number }} options
 * @returns {Connection}
 * @throws {library.RecallError} with every problem of the options
 */
export function userSigConnection(options) {
  const fetch = recordAnswers(globalThis.fetch.bind(globalThis), (answer) => { connection.answer = answer; });
  const open = () => new library.RecallClient(/** @type {any} */ ({ ...options, fetch }));
  open();
  const shown = { ...options, userSig: MASK };
  const host = hostOf(shown);
  /** @type {Connection} */
  const connection = {
    kind: "userSig", host, address: options.baseUrl ?? `https://${host}`, open, requestOptions: shown,
    identity: `userSig ${host} ${options.sdkAppId} ${options.identifier}`,
    check: async (account) => isSpent(options.userSig) ? { found: "untried" } : await checkService({ ...options, fetch }, account) ?? checkReach(connection.answer ?? {}, connection.address),
  };
  return connection;
}

/** Whether a UserSig has expired or is unreadable, so that the service would refuse it. @param {string} userSig */
function isSpent(userSig) {
  try {
    return library.inspectUserSig(userSig).expiresAt <= Date.now() / 1000;
  } catch {
    return true;
  }
}

/** Where the requests of these options go: the host, and the path before the service's own. @param {Record<string, unknown>} options @returns {string} */
export function hostOf(options) {
  const request = { sdkAppId: 1, identifier: "any", userSig: MASK, officialAccount: "@TOA#_any", msgKeys: ["1_1_1"], ...options };
  const { host, pathname } = new URL(library.buildRequest(/** @type {any} */ (request)).url);
  return host + pathname.slice(0, pathname.lastIndexOf("/v4/"));
}

/**
 * @param {{ url: string, token?: string, credentials: RequestCredentials }} options
 * @returns {Connection}
 * @throws {Error} with the problem of the URL
 */
export function handlerConnection({ url, token, credentials }) {
  const whole = new URL(url, location.href);
  /** @type {Record<string, string>} */
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const fetch = recordAnswers(globalThis.fetch.bind(globalThis), (answer) => { connection.answer = answer; });
  const open = () => /** @type {any} */ (new RemoteRecallClient({ url: whole.href, headers, credentials, keysPerRequest: PER_REQUEST, fetch }));
  open();
  const address = whole.origin + whole.pathname;
  /** @type {Connection} */
  const connection = {
    kind: "handler", host: whole.host + whole.pathname, address, open, perRequest: PER_REQUEST, identity: `handler ${address}`,
    check: async () => await checkHandler(fetch, whole.href, { headers, credentials }) ?? checkReach(connection.answer ?? {}, address),
  };
  return connection;
}
