// The public functions and classes over one core: check nothing here, call the core, make its answers into objects.
import { makeCaller, makeClientClass, runList } from "./client.js";
import { RecallError, isRecallError } from "./error.js";
import { readWebhook } from "./webhook.js";

/** @param {import("./core.js").Core} core */
export function createApi(core) {
  const caller = makeCaller(core);
  return {
    RecallClient: makeClientClass(caller),
    RecallError,
    isRecallError,
    /** @param {any} options */
    recall: (options) => runList(caller, (glue) => glue.recallOnce(options)),
    ...makeOffline(caller),
  };
}

/**
 * The functions that need no network.
 * @param {import("./client.js").Caller} caller
 */
function makeOffline(caller) {
  const { call, result } = caller;
  return {
    /** @param {any} options */
    signUserSig: (options) => call((glue) => glue.signUserSig(options)),
    /** @param {any} userSig */
    inspectUserSig: (userSig) => call((glue) => glue.inspectUserSig(userSig)),
    /**
     * @param {any} userSig
     * @param {any} options
     */
    verifyUserSig: (userSig, options) => call((glue) => glue.verifyUserSig(userSig, options)),
    /** @param {any} options */
    buildRequest: (options) => call((glue) => glue.buildRequest(options)),
    /**
     * @param {any} reply
     * @param {any} msgKeys
     */
    decodeResponse(reply, msgKeys) {
      const { keys, rows, ...rest } = call((glue) => glue.decodeResponse(reply, msgKeys));
      const results = rows.map((/** @type {[number, number, number]} */ row, /** @type {number} */ position) =>
        result()(keys[position], ...row),
      );
      return { ...rest, results };
    },
    /**
     * @param {any} text
     * @param {any} [options]
     */
    parseMsgKeys: (text, options) => call((glue) => glue.parseMsgKeys(text, options)),
    /**
     * @param {any} request
     * @param {any} options
     */
    readWebhook: (request, options) => readWebhook(caller, request, options),
    /**
     * @param {any} code
     * @param {any} [options]
     */
    explainCode: (code, options) => call((glue) => glue.explainCode(code, options)),
  };
}
