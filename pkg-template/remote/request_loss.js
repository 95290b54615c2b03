// Tells from what a failed `fetch` threw whether its request was ever sent.
import { BAD_PORT, UNREACHABLE, UNSENT } from "../lib/errors/connection_names.js";
import { tryCall } from "../lib/errors/try_call.js";

/**
 * @param {unknown} thrown by fetch
 * @returns {boolean} false when it is not known
 */
export function neverSent(thrown) {
  const errors = [thrown, tryCall(() => /** @type {any} */ (thrown).cause)];
  return errors.some((error) => isUnsent(error));
}

/** @param {any} error */
function isUnsent(error) {
  const [code, syscall, errors, message] = [() => error.code, () => error.syscall, () => error.errors, () => error.message].map(tryCall);
  // Of a host with several addresses, all of which were tried.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isUnsent);
  if (message === BAD_PORT) return true;
  if (syscall === "connect" || syscall === "getaddrinfo") return true;
  // Of a URL that is none.
  return typeof code === "string" && (code === "ERR_INVALID_URL" || UNSENT.test(code) || UNREACHABLE.test(code));
}
