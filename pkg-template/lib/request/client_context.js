// The JavaScript half of a client, shared by its runs: the transport, the source of UserSigs and the caller's limiter.
import { tryCall } from "../errors/try_call.js";
import { Transport } from "./transport.js";
import { UserSigProvider } from "./user_sig_provider.js";

/**
 * @typedef {object} ClientContext
 * @property {import("tencent-chat-recall-glue").CoreClient} core
 * @property {{ after?: number, at?: number }} settings the deadline among them
 * @property {Transport} transport
 * @property {UserSigProvider} userSigs
 * @property {import("./limiter_permits.js").Limiter | undefined} limiter
 * @property {any} onEvent
 * @property {number} runs so far
 */

/**
 * @param {import("../wasm/instance.js").Glue} glue
 * @param {import("tencent-chat-recall-glue").CoreClient} core which has checked the options
 * @param {any} options the snapshot that it has checked
 * @param {import("./limiter_permits.js").Limiter | undefined} limiter
 * @returns {ClientContext}
 */
export function clientContext(glue, core, { fetch, userSig, onEvent }, limiter) {
  const settings = core.settings();
  return {
    core,
    settings,
    transport: new Transport(fetch, settings, glue.fetchRequest, (text) => tryCall(() => core.masked(text)) ?? ""),
    userSigs: new UserSigProvider(core, userSig),
    limiter,
    onEvent,
    runs: 0,
  };
}
