// Checks the Host of a request against the allowed hosts. In DNS rebinding the attacker's page has the same origin as its requests, so no
// Origin header reveals it; the Host header does.

/** A host, from a request or from the options. @typedef {{ name: string, port: string }} Host */

/**
 * @param {unknown} value
 * @returns {Host | undefined} undefined unless it is a host name, alone or with a port
 */
export function readHost(value) {
  if (typeof value !== "string" || !/^(?:[^\s/?#@\\:[\]*]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(value)) return undefined;
  // Without the port, which URL would drop where it is the default one.
  const url = `http://${value.replace(/:\d*$/, "")}`;
  if (!URL.canParse(url)) return undefined;
  // URL has normalized case, IPv6 and internationalized names, but not a trailing dot.
  return { name: new URL(url).hostname.replace(/\.$/, ""), port: /:(\d+)$/.exec(value.replace(/^\[.*\]/, ""))?.[1] ?? "" };
}

/**
 * @param {Request} request
 * @param {readonly Host[] | undefined} hosts undefined: any host is allowed
 * @returns {boolean} whether the request names one of them
 */
export function isServed({ url, headers }, hosts) {
  if (!hosts) return true;
  // If both are present, both must be allowed. Headers that proxies add are ignored: any client can send them.
  const asked = [new URL(url).host, headers.get("host")].filter((host) => host !== null);
  return asked.every((host) => isOneOf(readHost(host), hosts));
}

/**
 * @param {Host | undefined} asked
 * @param {readonly Host[]} hosts
 */
function isOneOf(asked, hosts) {
  return asked !== undefined && hosts.some(({ name, port }) => name === asked.name && (port === "" || port === asked.port || isDefault(port, asked.port)));
}

/** No port means the default of http or https; if a proxy terminates TLS, the handler cannot tell which. @param {string} port @param {string} asked */
function isDefault(port, asked) {
  return asked === "" && (port === "80" || port === "443");
}
