// Names by which runtimes say that a request cannot have left: no connection, or none that can be trusted.

/** Connection refused, unknown host, connect timeout. Deno has no name for these, only messages. */
export const UNSENT = /ECONNREFUSED|ConnectionRefused|FailedToOpenSocket|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|client error \(Connect\)/;

/**
 * The same, where every other request would fail too: an untrusted certificate, a server without TLS, a port that fetch forbids, a proxy
 * that refuses, the host's limit of subrequests. A peer that does not trust our certificate says so after the request, with another name
 * (CERTIFICATE).
 */
export const UNREACHABLE = /CERT_|SELF_|UNABLE_TO|WRONG_VERSION|^bad port$|^Proxy response \(\d+\)|^Too many subrequests/m;

/** The message of Node.js for a port that fetch forbids: it has no code. */
export const BAD_PORT = "bad port";
