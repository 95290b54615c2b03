// The JavaScript half of a client, shared by its runs: the transport, the source of UserSigs and the caller's limiter.
import { attempt } from "../errors/try_call.js";
import { Transport } from "./transport.js";
import { UserSigs } from "./user_sig_provider.js";

/**
 * @typedef {object} Shared
 * @property {import("tencent-chat-recall-glue").CoreClient} core
 * @property {{ after?: number, at?: number }} settings the deadline among them
 * @property {Transport} transport
 * @property {UserSigs} userSigs
 * @property {import("./limiter_permits.js").Limiter | undefined} limiter
 */

/**
 * @param {import("../wasm/instance.js").Glue} glue
 * @param {import("tencent-chat-recall-glue").CoreClient} core which has checked the options
 * @param {any} options the snapshot that it has checked
 * @param {import("./limiter_permits.js").Limiter | undefined} limiter
 * @returns {Shared}
 */
export function share(glue, core, { fetch, userSig }, limiter) {
  const settings = core.settings();
  return {
    core,
    settings,
    transport: new Transport(fetch, settings, glue.fetchRequest, (text) => attempt(() => core.masked(text)) ?? ""),
    userSigs: new UserSigs(core, userSig),
    limiter,
  };
}
