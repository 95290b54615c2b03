// Hints about proxies and certificates, chosen by the system error code and the environment.

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
  const isOn = env.NODE_USE_ENV_PROXY === "1";
  const isAll = /^all/i.test(name);
  if (!readsProxy(node)) return `${name} is set, and Node.js ${node} cannot use it: take Node.js 22.21 or later, or 24 or later, with NODE_USE_ENV_PROXY=1.`;
  if (isAll) return `${name} is set, and Node.js never reads it: set HTTPS_PROXY to an http:// or https:// proxy, and NODE_USE_ENV_PROXY=1.`;
  if (!isOn) return `${name} is set, and Node.js ignores it unless NODE_USE_ENV_PROXY=1 is set too.`;
  const except = env.NO_PROXY ?? env.no_proxy;
  return `${name} is used (NODE_USE_ENV_PROXY=1): see whether that proxy can be reached and lets ${host || "the service"} through${except ? "; NO_PROXY is set too, and what it names is called directly" : ""}.`;
}

/** @param {Case} found */
function certificateHint({ env }) {
  if (env.NODE_EXTRA_CA_CERTS) return "The certificate is signed by somebody unknown, although NODE_EXTRA_CA_CERTS is set: see whether that file can be read and holds the CA, in PEM.";
  return "The certificate is signed by somebody unknown, such as a proxy of your own network: set NODE_EXTRA_CA_CERTS to a PEM file with its CA.";
}

/** @type {{ is: (code: string) => boolean, hint: (found: Case) => string | undefined }[]} */
const TABLE = [
  { is: (code) => UNKNOWN_CA.has(code), hint: certificateHint },
  { is: (code) => code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID", hint: () => "The certificate is not valid at this time: see whether the clock of this machine is right." },
  { is: (code) => code === "ERR_TLS_CERT_ALTNAME_INVALID", hint: () => "Somebody else answers under this name: see what the name leads to, and whether a network asks for a sign-in first." },
  { is: (code) => NO_WAY_OUT.has(code), hint: proxyHint },
];

/** @param {Case} found @returns {string | undefined} */
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
