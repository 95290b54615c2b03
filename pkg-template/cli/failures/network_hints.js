// Hints about proxies and certificates, chosen by the system error code and the environment.
import { sentence } from "../languages/sentence.js";

/** @typedef {{ code: string, env: NodeJS.ProcessEnv, node: string, host?: string }} Case `code`: as Node names what failed; `node`: its version */

const PROXY_VARIABLES = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/** Nothing came back, as when only a proxy leads out. */
const NO_WAY_OUT = new Set(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "TimeoutError"]);
const UNKNOWN_CA = new Set(["SELF_SIGNED_CERT_IN_CHAIN", "DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"]);

/** Node.js reads the variables of a proxy from these releases on, if NODE_USE_ENV_PROXY=1. @param {string} version */
function readsProxy(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}

/** @param {Case} found */
function proxyHint({ env, node, host = "" }) {
  const name = PROXY_VARIABLES.find((variable) => env[variable]);
  if (name === undefined || /^(127\.|localhost\b|\[::1\])/.test(host)) return undefined;
  if (!readsProxy(node)) return sentence("proxyUnsupported", { name, node });
  if (/^all/i.test(name)) return sentence("proxyOfOtherKind", { name });
  if (env.NODE_USE_ENV_PROXY !== "1") return sentence("proxyIgnored", { name });
  return sentence("proxyUsed", { name, host, hasExceptions: Boolean(env.NO_PROXY ?? env.no_proxy) });
}

/** @param {Case} found */
const certificateHint = ({ env }) => sentence(env.NODE_EXTRA_CA_CERTS ? "certificateStillUnknown" : "certificateUnknown");

/** @type {{ is: (code: string) => boolean, hint: (found: Case) => import("../languages/sentence.js").Sentence | undefined }[]} */
const TABLE = [
  { is: (code) => UNKNOWN_CA.has(code), hint: certificateHint },
  { is: (code) => code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID", hint: () => sentence("certificateOutOfDate") },
  { is: (code) => code === "ERR_TLS_CERT_ALTNAME_INVALID", hint: () => sentence("certificateOfOtherHost") },
  { is: (code) => NO_WAY_OUT.has(code), hint: proxyHint },
];

/** @param {Case} found @returns {import("../languages/sentence.js").Sentence | undefined} */
export function hintFor(found) {
  for (const { is, hint } of TABLE) if (is(found.code)) return hint(found);
  return undefined;
}

/** How Node names what made a request fail: in the causes of its error. @param {unknown} error @returns {string | undefined} */
export function codeOf(error) {
  for (let [cause, depth] = [/** @type {any} */ (error), 0]; cause && depth < 5; cause = cause.cause ?? cause.errors?.[0], depth += 1) {
    if (typeof cause.code === "string" && /^[A-Z][A-Z0-9_]+$/.test(cause.code) && !cause.code.startsWith("ERR_NO_REPLY")) return cause.code;
    if (cause.name === "TimeoutError") return cause.name;
  }
  return undefined;
}
