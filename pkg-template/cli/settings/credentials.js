// Reads credentials and the service from the environment or a private file, never from the command line.
import { REGIONS } from "../../lib/generated/facts.js";
import { variableOf } from "./credential_names.js";
import { readCredentialsFile } from "./credentials_file.js";
import { shown } from "../../lib/errors/excerpt.js";
import { Failure } from "../failures/failure.js";
import { MEMBERS } from "../languages/command_names.js";
import { sentence } from "../languages/sentence.js";
import { mistakeIn, repaired } from "./pasted_value.js";
import { displayPath } from "../files/display_path.js";

/** Groups of which one member must be set; the first source that sets any of them decides for the group. */
const GROUPS = [["sdkAppId"], ["identifier"], ["secretKey", "userSig"], ["region", "baseUrl"]];
/** Groups that most commands do without; only a command that needs one requires it. */
const OPTIONAL = [["insecureHttpHost"], ["callbackToken"], ["store"]];
/** Options of the command line by member. @type {Record<string, string>} */
const ON_THE_LINE = { region: "region", baseUrl: "base-url", insecureHttpHost: "insecure-http-host", store: "store" };

/**
 * Values, and the source of each member, for messages. `notes` say which of two contradicting settings counts.
 * @typedef {{ values: Record<string, any>, names: Record<string, string>, notes: import("../languages/sentence.js").Sentence[] }} Credentials
 */

/** Members that a receiver of webhooks needs. */
export const RECEIVING = [["sdkAppId"], ["callbackToken"]];

/** Members that a UserSig is made with. */
export const SIGNING = [["sdkAppId"], ["identifier"], ["secretKey"]];

/** Options of commands that call the service or sign. @type {import("./arguments.js").Options} */
export const CREDENTIAL_OPTIONS = {
  credentials: { value: "FILE", about: "Read the TENCENT_CHAT_* variables from this file (KEY=value lines, or JSON) before the environment. Only its owner may be able to read it." },
};

/** Options that say which service. @type {import("./arguments.js").Options} */
export const SERVICE_OPTIONS = {
  region: { value: "NAME", about: `Data centre of the app: ${REGIONS.join(", ")}. Default: TENCENT_CHAT_REGION.` },
  "base-url": { value: "URL", about: "Origin of a proxy or of the emulator instead of a region. Default: TENCENT_CHAT_BASE_URL." },
  "insecure-http-host": { value: "HOST", about: "The one host besides this machine that --base-url may call over http:, such as a container's. The UserSig then travels unencrypted. Default: TENCENT_CHAT_INSECURE_HTTP_HOST." },
  standby: { about: "With a region: use the vendor's stand-by host." },
};

/** Lines for the help of commands that need credentials. */
export const CREDENTIALS_HELP = [
  "TENCENT_CHAT_SDK_APP_ID   SDKAppID of the app",
  "TENCENT_CHAT_IDENTIFIER   UserID of an app administrator",
  "TENCENT_CHAT_SECRET_KEY   the app's secret key",
  "TENCENT_CHAT_USER_SIG     a UserSig of that administrator, in place of the secret key",
  "TENCENT_CHAT_REGION       data centre of the app",
  "TENCENT_CHAT_BASE_URL     origin of a proxy or of the emulator, in place of the region",
  "TENCENT_CHAT_INSECURE_HTTP_HOST   the host that the base URL may call over http:",
];

/**
 * Reads the settings: options override the file, and the file overrides the environment.
 * @param {Record<string, any>} options of the command line
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string[][]} [needed] groups of members; others are not checked
 * @returns {Credentials}
 */
export function readCredentials(options, env = process.env, needed = GROUPS) {
  const onLine = Object.entries(ON_THE_LINE).map(([member, option]) => [member, options[option]]);
  const line = source(Object.fromEntries(onLine), (member) => `--${ON_THE_LINE[member]}`);
  const around = fromVariables(env, "");
  const sources = [line, ...(options.credentials ? [readFile(options.credentials)] : []), around];
  /** @type {Credentials} */
  const found = { values: {}, names: {}, notes: [] };
  for (const group of [...GROUPS, ...OPTIONAL]) {
    const decides = sources.find(({ values }) => group.some((member) => values[member] !== undefined));
    for (const member of group) {
      if (decides?.values[member] === undefined) continue;
      found.values[member] = decides.values[member];
      found.names[member] = decides.names[member] ?? member;
    }
  }
  refuseMistakes(found);
  refuseBoth(found.names, needed);
  if (needed === GROUPS) found.notes.push(...serviceNotes(found.names, sources), ...plainHttpNotes(found));
  if (options.credentials) found.notes.push(...borrowedNotes(found.names, around, { path: options.credentials, needed }));
  if (found.values.sdkAppId !== undefined) found.values.sdkAppId = appId(found.values.sdkAppId, found.names.sdkAppId ?? "");
  return found;
}

/** Reports all mistakes at once: someone who pasted one value with quotes probably pasted the others so too. @param {Credentials} credentials */
function refuseMistakes({ values, names }) {
  const mistakes = Object.entries(values).flatMap(([member, value]) => {
    const isText = typeof value === "string" || (member === "sdkAppId" && typeof value === "number");
    const mistake = isText ? mistakeIn(String(value), member) : TYPES[Array.isArray(value) ? "array" : typeof value];
    return mistake === undefined ? [] : [sentence("pasteMistake", { where: names[member] ?? member, mistake })];
  });
  if (mistakes.length > 0) throw new Failure(mistakes);
}

/** Mistakes by the type of a JSON value that is not a string. @type {Record<string, import("./pasted_value.js").PasteMistake>} */
const TYPES = { number: "numberType", boolean: "booleanType", array: "arrayType", object: "objectType" };

/** @param {Record<string, string>} names @param {string[][]} needed */
function refuseBoth(names, needed) {
  for (const group of needed) {
    const given = group.flatMap((member) => names[member] ?? []);
    if (given.length > 1) throw new Failure(sentence("bothGiven", { names: given }));
  }
}

/**
 * A region contradicts a base URL from another source. That URL is a proxy's or the emulator's: the live service must not be called
 * in its place silently. In the opposite case, the URL was given for this run.
 * @param {Record<string, string>} names
 * @param {Source[]} sources
 */
function serviceNotes({ region, baseUrl }, sources) {
  const left = (/** @type {string} */ member) => sources.find(({ names }) => names[member] !== undefined)?.names[member];
  const url = left("baseUrl");
  if (region !== undefined && url !== undefined) throw new Failure(sentence("twoServices", { region, baseUrl: url }));
  const other = left("region");
  return baseUrl !== undefined && other !== undefined ? [sentence("baseUrlDecides", { baseUrl, other })] : [];
}

/** Says that the UserSig is readable on the way to the service. @param {Omit<Credentials, "notes">} found */
function plainHttpNotes({ values: { baseUrl, insecureHttpHost }, names }) {
  if (insecureHttpHost === undefined || !URL.canParse(baseUrl ?? "")) return [];
  const { protocol, hostname } = new URL(baseUrl);
  if (protocol !== "http:" || hostname !== insecureHttpHost.toLowerCase()) return [];
  return [sentence("plainHttp", { host: hostname, name: names.insecureHttpHost ?? "" })];
}

/**
 * Notes the members that the credentials file lacks and the environment sets: they may belong to another app.
 * @param {Record<string, string>} names
 * @param {Source} around
 * @param {{ path: string, needed: string[][] }} file
 */
function borrowedNotes(names, around, { path, needed }) {
  const borrowed = needed.flat().filter((member) => around.names[member] !== undefined && names[member] === around.names[member]);
  if (borrowed.length === 0) return [];
  return [sentence("fromEnvironment", { path: displayPath(path), names: borrowed.map(variableOf) })];
}

/**
 * Rejects missing settings. The message names variables, since that is where to set them.
 * @param {Pick<Credentials, "values" | "names">} credentials
 * @param {string[][]} [needed] groups of members
 * @param {{ env?: NodeJS.ProcessEnv, platform?: string }} [around]
 */
export function requireMembers({ values, names }, needed = GROUPS, { env = process.env, platform = process.platform } = {}) {
  const missing = needed.filter((group) => group.every((member) => values[member] === undefined)).map((group) => group.map(variableOf));
  if (missing.length === 0) return;
  const set = needed.flat().flatMap((member) => names[member] ?? []);
  const unknown = Object.keys(env).filter((name) => /^TENCENT_CHAT_/i.test(name) && !Object.hasOwn(MEMBERS, name));
  const shell = platform === "win32" ? { before: "$env:", between: " = " } : { before: "export ", between: "=" };
  throw new Failure(sentence("missingSettings", { groups: missing, shell, set, unknown: unknown.map(shown) }));
}

/** @param {any} value @param {string} name */
function appId(value, name) {
  if (/^\d{1,10}$/.test(String(value))) return Number(value);
  // The message does not quote the value, which may be a secret in the wrong variable.
  throw new Failure(sentence("expectedAppId", { where: name }));
}

/** @typedef {Omit<Credentials, "notes">} Source */

/**
 * @param {Record<string, any>} values
 * @param {(member: string) => string} nameOf
 * @returns {Source}
 */
function source(values, nameOf) {
  const all = Object.entries(values).map(([member, value]) => [member, typeof value === "string" ? repaired(value, member) : value]);
  const given = all.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return { values: Object.fromEntries(given), names: Object.fromEntries(given.map(([member]) => [member, nameOf(member)])) };
}

/** @param {Record<string, any>} variables @param {string} prefix */
function fromVariables(variables, prefix) {
  const values = Object.fromEntries(Object.entries(MEMBERS).map(([variable, member]) => [member, variables[variable]]));
  return source(values, (member) => `${prefix}${variableOf(member)}`);
}

/** @param {string} path @returns {Source} */
function readFile(path) {
  const found = readCredentialsFile(path);
  const prefix = `${displayPath(path)}: `;
  const { values, names } = fromVariables(found, prefix);
  const own = source(Object.fromEntries(Object.values(MEMBERS).map((member) => [member, found[member]])), (member) => `${prefix}${member}`);
  if (Object.keys({ ...values, ...own.values }).length > 0) return { values: { ...values, ...own.values }, names: { ...names, ...own.names } };
  throw new Failure(sentence("noCredentialsIn", { path: displayPath(path), names: Object.keys(MEMBERS) }));
}
