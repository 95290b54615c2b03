// Checks the Host of a request against the allowed hosts. In DNS rebinding the attacker's page has the same origin as its requests, so no
// Origin header reveals it; the Host header does.

/** A host of a request or of the options. @typedef {{ name: string, port: string }} Host */

/**
 * @param {unknown} value
 * @returns {Host | undefined} nothing when it is no host name, alone or with a port
 */
export function readHost(value) {
  if (typeof value !== "string" || !/^(?:[^\s/?#@\\:[\]*]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(value)) return undefined;
  // Not http or https, whose default port URL leaves out; their rules for names it keeps to nevertheless.
  const url = `http://${value.replace(/:\d*$/, "")}`;
  if (!URL.canParse(url)) return undefined;
  // Upper case, IPv6 in its shortest form and names of other scripts are dealt with; the dot of a whole name is not.
  return { name: new URL(url).hostname.replace(/\.$/, ""), port: /:(\d+)$/.exec(value.replace(/^\[.*\]/, ""))?.[1] ?? "" };
}

/**
 * @param {Request} request
 * @param {readonly Host[] | undefined} hosts any without them
 * @returns {boolean} whether it asked for one of them
 */
export function isServed({ url, headers }, hosts) {
  if (!hosts) return true;
  // Where both are there, both must be right. What a proxy puts beside them may come from anybody.
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

/** Without a port it is that of http or https, and where TLS ends before the handler nobody here knows which. @param {string} port @param {string} asked */
function isDefault(port, asked) {
  return asked === "" && (port === "80" || port === "443");
}
