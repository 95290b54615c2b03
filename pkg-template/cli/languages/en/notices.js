// English notices while a command works: what it waits for, and notes about the settings. The codes are those of
// zh/notices.js.

export default {
  baseUrlDecides: (/** @type {{ baseUrl: string, other: string }} */ { baseUrl, other }) => `${baseUrl} decides which service is called; ${other} is set too, but ignored`,
  fromEnvironment: (/** @type {{ path: string, names: string[] }} */ { path, names }) =>
    `${path} does not give ${names.join(", ")}: the ${names.length === 1 ? "value comes" : "values come"} from the environment`,
  plainHttp: (/** @type {{ host: string, name: string }} */ { host, name }) => `${host} is called over http:, as ${name} allows: the UserSig travels unencrypted`,
  waitingForPipe: (/** @type {{ path: string }} */ { path }) => `Waiting for input on ${path}. Ctrl-C leaves.`,
  waitingForInput: (/** @type {{ what: "keys" | "userSig", end: string }} */ { what, end }) =>
    `Waiting for ${what === "keys" ? "keys" : "a UserSig"} on standard input. ${end === "Ctrl-D" ? end : "Ctrl-Z and Enter"} on a new line ends it, Ctrl-C leaves.`,
};
