// Advice for a refusal of the service: which setting to check first, chosen by the error code.

/** Where each member came from, and the app. @typedef {{ names: Record<string, string>, sdkAppId?: number, secretKey?: string }} SettingSources */

/** @param {SettingSources} sources @param {string} member */
const nameOf = ({ names }, member) => names[member] ?? member;

/** @type {Record<number, (sources: SettingSources) => string>} */
const FIRST = {
  70003: wrongSecret, 70005: wrongSecret, 70009: wrongSecret, 70010: wrongSecret,
  70013: (sources) => `${nameOf(sources, "userSig")} was made for another user than ${nameOf(sources, "identifier")} names.`,
  70014: (sources) => `${nameOf(sources, "userSig")} was made for another app than ${nameOf(sources, "sdkAppId")} names (${sources.sdkAppId}).`,
  60010: (sources) => `${nameOf(sources, "identifier")} is no administrator of app ${sources.sdkAppId}.`,
  70016: wrongService, 70020: wrongService,
  10010: wrongAccount, 10015: wrongAccount,
};

/** @param {SettingSources} sources */
function wrongSecret(sources) {
  const { names, sdkAppId } = sources;
  if (names.secretKey) return `${names.secretKey} is not the key of app ${sdkAppId} (${nameOf(sources, "sdkAppId")}).${lengthOf(sources)}`;
  return `${nameOf(sources, "userSig")} was not made with the key of app ${sdkAppId} (${nameOf(sources, "sdkAppId")}).`;
}

/** Digits that a key of the console has. */
const KEY_DIGITS = 64;

/** Whether a digit of the key was lost or doubled on its way. @param {SettingSources} sources */
function lengthOf({ secretKey = "" }) {
  if (!/^[\da-f]+$/i.test(secretKey) || secretKey.length === KEY_DIGITS) return "";
  return ` It has ${secretKey.length} hexadecimal ${secretKey.length === 1 ? "digit" : "digits"}; keys of the console have ${KEY_DIGITS}.`;
}

/** @param {SettingSources} sources */
function wrongService(sources) {
  return `${sources.names.region ?? sources.names.baseUrl ?? "region"} is not where app ${sources.sdkAppId} is, or ${nameOf(sources, "sdkAppId")} is not that app.`;
}

/** @param {SettingSources} sources */
function wrongAccount(sources) {
  return `--account is no official account of app ${sources.sdkAppId}, or not one that this caller may use.`;
}

/** Codes that say that the app itself is not the one: a journal keeps it, as it keeps the account. */
const WRONG_APP = new Set([70020, 70014, 60006]);
const WRONG_ACCOUNT = new Set([10010, 10015]);

/**
 * What the header of the journal has wrong, so that no run goes on with it.
 * @param {Iterable<number>} codes of results, and of the refusal of the run as a whole
 * @returns {"app" | "account" | undefined}
 */
export function wrongInJournal(codes) {
  const found = [...codes];
  if (found.some((code) => WRONG_APP.has(code))) return "app";
  return found.some((code) => WRONG_ACCOUNT.has(code)) ? "account" : undefined;
}

/** Names that the library's advice has in backquotes, as options. @type {Record<string, string>} */
const OPTIONS = { rateLimit: "--rate-limit", region: "--region", officialAccount: "--account", reason: "--reason" };
const VARIABLES = { sdkAppId: "TENCENT_CHAT_SDK_APP_ID", identifier: "TENCENT_CHAT_IDENTIFIER", secretKey: "TENCENT_CHAT_SECRET_KEY", userSig: "TENCENT_CHAT_USER_SIG" };

/**
 * The library's advice in the terms of whoever typed a command.
 * @param {string} text
 * @param {Record<string, string>} [names] where each member came from
 */
export function inCommandNames(text, names = {}) {
  /** @type {Record<string, string>} */
  const known = { ...VARIABLES, ...OPTIONS, ...names };
  const pattern = new RegExp(`\`(${Object.keys(known).join("|")})\`|(?<![\\w-])(sdkAppId|rateLimit|officialAccount|secretKey)(?![\\w-])`, "g");
  const named = text.replaceAll(pattern, (_, quoted, bare) => known[quoted ?? bare] ?? "");
  return named.replace("choose the region ", `choose the region (${known.region}) `).replace("所示的地域。", `所示的地域（${known.region}）。`);
}

/**
 * The error's words with what is to be looked at first in front of them.
 * @param {{ apiCode?: number, message: string }} error
 * @param {SettingSources} sources
 */
export function refusalText({ apiCode, message }, sources) {
  const first = apiCode === undefined ? undefined : FIRST[apiCode]?.(sources);
  const own = inCommandNames(message, sources.names);
  return first === undefined ? own : `${first}\n${own}`;
}
