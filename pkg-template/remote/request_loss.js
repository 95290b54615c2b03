// Tells from the error of a failed `fetch` whether the request was ever sent.
import { BAD_PORT, UNREACHABLE, UNSENT } from "../lib/errors/connection_names.js";
import { tryCall } from "../lib/errors/try_call.js";

/**
 * @param {unknown} thrown what `fetch` threw
 * @returns {boolean} true only if it certainly was not sent
 */
export function neverSent(thrown) {
  const errors = [thrown, tryCall(() => /** @type {any} */ (thrown).cause)];
  return errors.some((error) => isUnsent(error));
}

/** @param {any} error */
function isUnsent(error) {
  const [code, syscall, errors, message] = [() => error.code, () => error.syscall, () => error.errors, () => error.message].map(tryCall);
  // An AggregateError: all addresses of the host were tried.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isUnsent);
  if (message === BAD_PORT) return true;
  if (syscall === "connect" || syscall === "getaddrinfo") return true;
  // An invalid URL.
  return typeof code === "string" && (code === "ERR_INVALID_URL" || UNSENT.test(code) || UNREACHABLE.test(code));
}
