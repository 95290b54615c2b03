// What all runs of one client share on this side of the core: what sends, what signs, and the caller's limiter. For client.js.
import { attempt } from "../errors/try_call.js";
import { Transport } from "./transport.js";
import { UserSigs } from "./user_sig_provider.js";

/**
 * @typedef {object} Shared
 * @property {import("tencent-chat-recall-glue").CoreClient} core
 * @property {{ after?: number, at?: number }} settings the deadline among them
 * @property {readonly string[]} statusNames by number
 * @property {Transport} transport
 * @property {UserSigs} userSigs
 * @property {import("./limiter_permits.js").Limiter | undefined} limiter
 */

/**
 * @param {import("../wasm/instance.js").Glue} glue
 * @param {import("tencent-chat-recall-glue").CoreClient} core which has checked the options
 * @param {readonly string[]} statusNames
 * @returns {Shared}
 */
export function share(glue, core, statusNames) {
  const settings = core.settings();
  const { fetch, userSig, limiter, acquire } = core.held();
  return {
    core,
    settings,
    statusNames,
    transport: new Transport(fetch, settings, glue.fetchRequest, (text) => attempt(() => core.masked(text)) ?? ""),
    userSigs: new UserSigs(core, userSig),
    limiter: limiter && { owner: limiter, acquire },
  };
}
