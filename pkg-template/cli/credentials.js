// Who calls, and which service: from the environment or a file that only its owner can read, never from the command line.
import { readFileSync, statSync } from "node:fs";
import { parseEnv } from "node:util";
import { Failure, reasonOf } from "./failure.js";

/** Members by the name of their variable. */
const MEMBERS = {
  TENCENT_CHAT_SDK_APP_ID: "sdkAppId",
  TENCENT_CHAT_IDENTIFIER: "identifier",
  TENCENT_CHAT_SECRET_KEY: "secretKey",
  TENCENT_CHAT_USER_SIG: "userSig",
  TENCENT_CHAT_REGION: "region",
  TENCENT_CHAT_BASE_URL: "baseUrl",
};
const MOST_BYTES = 64 * 1024;

/** Of each group one member is to be given; the source that names any of them decides for the group. */
const GROUPS = [["sdkAppId"], ["identifier"], ["secretKey", "userSig"], ["region", "baseUrl"]];

/**
 * Values, and for each member where it came from, for messages.
 * @typedef {{ values: Record<string, any>, names: Record<string, string> }} Credentials
 */

/** Options of commands that call the service or sign. @type {import("./arguments.js").Options} */
export const CREDENTIAL_OPTIONS = {
  credentials: { value: "FILE", about: "Read the TENCENT_CHAT_* variables from this file (KEY=value lines, or JSON) before the environment. It must be readable by its owner alone." },
};

/** Options that say which service. @type {import("./arguments.js").Options} */
export const SERVICE_OPTIONS = {
  region: { value: "NAME", about: "Data centre of the app: china, singapore, seoul, tokyo, frankfurt, silicon-valley, jakarta, ... Default: TENCENT_CHAT_REGION." },
  "base-url": { value: "URL", about: "Origin of a proxy or of the emulator instead of a region. Default: TENCENT_CHAT_BASE_URL." },
  standby: { about: "With a region: use the vendor's stand-by host." },
};

/** For the help of commands that need them. */
export const CREDENTIALS_HELP = [
  "TENCENT_CHAT_SDK_APP_ID   SDKAppID of the app",
  "TENCENT_CHAT_IDENTIFIER   UserID of an app administrator",
  "TENCENT_CHAT_SECRET_KEY   the app's secret key",
  "TENCENT_CHAT_USER_SIG     a UserSig of that administrator, in place of the secret key",
  "TENCENT_CHAT_REGION       data centre of the app",
  "TENCENT_CHAT_BASE_URL     origin of a proxy or of the emulator, in place of the region",
];

/**
 * Options win over the file, and the file over the environment.
 * @param {Record<string, any>} options of the command line
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Credentials}
 */
export function readCredentials(options, env = process.env) {
  const line = source({ region: options.region, baseUrl: options["base-url"] }, (member) => (member === "region" ? "--region" : "--base-url"));
  const sources = [line, ...(options.credentials ? [readFile(options.credentials)] : []), fromVariables(env, "")];
  /** @type {Credentials} */
  const found = { values: {}, names: {} };
  for (const group of GROUPS) {
    const decides = sources.find(({ values }) => group.some((member) => values[member] !== undefined));
    for (const member of group) {
      if (decides?.values[member] === undefined) continue;
      found.values[member] = decides.values[member];
      found.names[member] = decides.names[member] ?? member;
    }
  }
  if (found.values.sdkAppId !== undefined) found.values.sdkAppId = appId(found.values.sdkAppId, found.names.sdkAppId ?? "");
  return found;
}

/**
 * What may be missing is said in terms of variables, since that is where it is to be put.
 * @param {Credentials} credentials
 * @param {string[][]} [needed] groups of members
 */
export function requireMembers({ values }, needed = GROUPS) {
  const missing = needed.filter((group) => group.every((member) => values[member] === undefined)).map((group) => group.map(variableOf).join(" or "));
  if (missing.length === 0) return;
  throw new Failure(`missing: ${missing.join(", ")}\nSet ${missing.length === 1 ? "it" : "them"} in the environment or in a file for --credentials FILE.`);
}

/** @param {string} member */
const variableOf = (member) => Object.entries(MEMBERS).find(([, name]) => name === member)?.[0] ?? member;

/** @param {any} value @param {string} name */
function appId(value, name) {
  if (/^\d{1,10}$/.test(String(value).trim())) return Number(value);
  // Not what was found: it may be a secret in the wrong place.
  throw new Failure(`${name}: found something else than up to 10 digits, expected the SDKAppID from the console, such as 1400000000`);
}

/**
 * A UserSig is mostly the output of a command or the content of a file, which end with a line break; it has no white space itself.
 * @param {Record<string, any>} values
 * @param {(member: string) => string} nameOf
 * @returns {Credentials}
 */
function source(values, nameOf) {
  const all = typeof values.userSig === "string" ? { ...values, userSig: values.userSig.trim() } : values;
  const given = Object.entries(all).filter(([, value]) => value !== undefined && value !== "");
  return { values: Object.fromEntries(given), names: Object.fromEntries(given.map(([member]) => [member, nameOf(member)])) };
}

/** @param {Record<string, any>} variables @param {string} prefix */
function fromVariables(variables, prefix) {
  const values = Object.fromEntries(Object.entries(MEMBERS).map(([variable, member]) => [member, variables[variable]]));
  return source(values, (member) => `${prefix}${variableOf(member)}`);
}

/** @param {string} path @returns {Credentials} */
function readFile(path) {
  const found = readText(readGuarded(path), path);
  if (Object.keys(found.values).length > 0) return found;
  throw new Failure(`${path}: found none of ${Object.keys(MEMBERS).join(", ")}, expected KEY=value lines with some of them, or a JSON object`);
}

/** @param {string} text @param {string} path @returns {Credentials} */
function readText(text, path) {
  if (!text.trimStart().startsWith("{")) return fromVariables(parseEnv(text), `${path}: `);
  /** @type {Record<string, any>} */
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and the text is secret.
    throw new Failure(`${path}: found text that begins as JSON and is not, expected a JSON object or KEY=value lines`);
  }
  const { values, names } = fromVariables(parsed, `${path}: `);
  const own = source(Object.fromEntries(Object.values(MEMBERS).map((member) => [member, parsed[member]])), (member) => `${path}: ${member}`);
  return { values: { ...values, ...own.values }, names: { ...names, ...own.names } };
}

/** @param {string} path */
function readGuarded(path) {
  try {
    const { mode, size } = statSync(path);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      const found = (mode & 0o777).toString(8).padStart(3, "0");
      throw new Failure(`${path}: found permissions ${found}, expected a file that only its owner can read. Run: chmod 600 ${path}`);
    }
    if (size > MOST_BYTES) throw new Failure(`${path}: found ${size} bytes, expected a small file with credentials`);
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${path}: cannot be read: ${reasonOf(error)}`);
  }
}
