// The functions that need no network, over the module that has nothing else: they check nothing here, they call the core. Each is made
// by itself, so that a bundler takes none that nobody uses.
import { readWebhook as read } from "./read_webhook.js";

/** @typedef {import("./error_boundary.js").Caller} Caller */

/** @param {Caller} caller */
export function makeSignUserSig({ call }) {
  return function signUserSig(/** @type {any} */ options) {
    return call((glue) => glue.signUserSig(options));
  };
}

/** @param {Caller} caller */
export function makeInspectUserSig({ call }) {
  return function inspectUserSig(/** @type {any} */ userSig) {
    return call((glue) => glue.inspectUserSig(userSig));
  };
}

/** @param {Caller} caller */
export function makeVerifyUserSig({ call }) {
  return function verifyUserSig(/** @type {any} */ userSig, /** @type {any} */ options) {
    return call((glue) => glue.verifyUserSig(userSig, options));
  };
}

/** @param {Caller} caller */
export function makeBuildRequest({ call }) {
  return function buildRequest(/** @type {any} */ options) {
    return call((glue) => glue.buildRequest(options));
  };
}

/** @param {Caller} caller */
export function makeDecodeResponse({ call, result }) {
  return function decodeResponse(/** @type {any} */ reply, /** @type {any} */ msgKeys) {
    const { held, rows, ...rest } = call((glue) => glue.decodeResponse(reply, msgKeys));
    const make = (/** @type {[number, number, number]} */ row, /** @type {number} */ position) => result()(held.msgKeys[position], ...row);
    return { ...rest, results: rows.map(make) };
  };
}

/** @param {Caller} caller */
export function makeReadWebhook(caller) {
  return function readWebhook(/** @type {any} */ request, /** @type {any} */ options) {
    return read(caller, request, options);
  };
}

/** @param {Caller} caller */
export function makeExplainCode({ call }) {
  return function explainCode(/** @type {any} */ code, /** @type {any} */ options) {
    return call((glue) => glue.explainCode(code, options));
  };
}
