// The functions that need no network: thin calls into the offline module, which checks their input. Each has a factory of its own, so that
// a bundler drops the unused ones.
import { tryCall } from "../errors/try_call.js";
import { envelopeOf } from "../request/envelope.js";
import { clientSnapshot, listOf, snapshot } from "./snapshot.js";
import { readWebhook as read } from "./read_webhook.js";

/** @typedef {import("./error_boundary.js").ErrorBoundary} ErrorBoundary */

/** @param {ErrorBoundary} boundary */
export function makeSignUserSig({ call }) {
  return function signUserSig(/** @type {any} */ options) {
    return call((glue) => glue.signUserSig(options));
  };
}

/** @param {ErrorBoundary} boundary */
export function makeInspectUserSig({ call }) {
  return function inspectUserSig(/** @type {any} */ userSig) {
    return call((glue) => glue.inspectUserSig(userSig));
  };
}

/** @param {ErrorBoundary} boundary */
export function makeVerifyUserSig({ call }) {
  return function verifyUserSig(/** @type {any} */ userSig, /** @type {any} */ options) {
    return call((glue) => glue.verifyUserSig(userSig, options));
  };
}

/** @param {ErrorBoundary} boundary */
export function makeBuildRequest({ call }) {
  return function buildRequest(/** @type {any} */ options) {
    const { options: members } = clientSnapshot(options);
    return call((glue) => glue.buildRequest(members));
  };
}

/** @param {ErrorBoundary} boundary */
export function makeDecodeResponse({ call, result }) {
  return function decodeResponse(/** @type {any} */ reply, /** @type {any} */ msgKeys) {
    const [answer, list] = [snapshot(reply, ["status", "body"]), listOf(msgKeys)];
    const envelope = envelopeOf(tryCall(() => JSON.parse(answer.body)));
    const { rows, ...rest } = call((glue) => glue.decodeResponse(answer, list, envelope));
    const make = (/** @type {[number, number, number]} */ row, /** @type {number} */ position) => result()(list[position], ...row);
    return { ...rest, results: rows.map(make) };
  };
}

/** @param {ErrorBoundary} boundary */
export function makeReadWebhook(boundary) {
  return function readWebhook(/** @type {any} */ request, /** @type {any} */ options) {
    return read(boundary, request, options);
  };
}

/** @param {ErrorBoundary} boundary */
export function makeExplainCode({ call }) {
  return function explainCode(/** @type {any} */ code, /** @type {any} */ options) {
    return call((glue) => glue.explainCode(code, options));
  };
}
