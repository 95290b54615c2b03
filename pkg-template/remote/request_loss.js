// Tells from what a failed `fetch` threw whether its request was ever sent.
import { tryCall } from "../lib/errors/try_call.js";

/**
 * In the names that Node.js and Bun give when there was no connection by which a request could leave: refused, no such host, too slow to
 * open, a certificate that is not trusted, an address that is none. Elsewhere nobody says it.
 */
const UNSENT = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|ERR_INVALID_URL|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_TLS_CERT\w+|ERR_SSL_WRONG_VERSION_NUMBER)$/;

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
  // Node's name for a port that no fetch goes to.
  if (message === "bad port") return true;
  return syscall === "connect" || syscall === "getaddrinfo" || (typeof code === "string" && UNSENT.test(code));
}
