// Reports to the operator what clients must not see. A failing `onError` does not disturb the handler.
import { tryCall, promiseTry } from "../../lib/errors/try_call.js";

/** @typedef {(what: string, error: unknown) => void} Tell */

/**
 * @param {((what: string, error: unknown) => unknown) | undefined} onError the operator's function: it may throw, reject or never settle
 * @returns {Tell} a function that never throws and does not wait
 */
export function errorReporter(onError = print) {
  return (what, error) => {
    promiseTry(() => onError(what, error)).catch((failure) => {
      // Both errors are reported.
      tryCall(() => print(what, error));
      tryCall(() => print("onError", failure));
    });
  };
}

/** @param {string} what @param {unknown} error */
function print(what, error) {
  // eslint-disable-next-line no-console -- an operator who gave no onError must still learn why requests are refused
  console.error(`tencent-chat-recall handler: ${what} failed`, error);
}
