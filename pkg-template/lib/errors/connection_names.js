// Names by which runtimes say that a request cannot have left: no connection, or none that can be trusted.

/** Refused, unknown host, connect timeout. Deno has no name for it, only its message. */
export const UNSENT = /ECONNREFUSED|ConnectionRefused|FailedToOpenSocket|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|client error \(Connect\)/;

/**
 * The same, and every other request would fail alike: an untrusted certificate, a server without TLS, a port that fetch forbids, a proxy
 * that refuses, the host's limit of subrequests. A peer that does not trust our certificate says so after the request, with another name
 * (CERTIFICATE).
 */
export const UNREACHABLE = /CERT_|SELF_|UNABLE_TO|WRONG_VERSION|^bad port$|^Proxy response \(\d+\)|^Too many subrequests/m;

/** What Node.js says of a port that no fetch goes to: it has no other name. */
export const BAD_PORT = "bad port";
