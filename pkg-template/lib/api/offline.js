// The functions that need no network: thin calls into the offline module, which checks their input. Each has a factory of its own, so that
// a bundler drops the unused ones.
import { attempt } from "../errors/try_call.js";
import { envelopeOf } from "../request/envelope.js";
import { clientSnapshot, listOf, snapshot } from "./snapshot.js";
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
    const { options: members } = clientSnapshot(options);
    return call((glue) => glue.buildRequest(members));
  };
}

/** @param {Caller} caller */
export function makeDecodeResponse({ call, result }) {
  return function decodeResponse(/** @type {any} */ reply, /** @type {any} */ msgKeys) {
    const [answer, list] = [snapshot(reply, ["status", "body"]), listOf(msgKeys)];
    const envelope = envelopeOf(attempt(() => JSON.parse(answer.body)));
    const { rows, ...rest } = call((glue) => glue.decodeResponse(answer, list, envelope));
    const make = (/** @type {[number, number, number]} */ row, /** @type {number} */ position) => result()(list[position], ...row);
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
