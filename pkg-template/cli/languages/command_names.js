// Names on the command line of the package's options: the variable or the command-line option that sets each.

/** Members by the name of their variable. */
export const MEMBERS = Object.freeze({
  TENCENT_CHAT_SDK_APP_ID: "sdkAppId",
  TENCENT_CHAT_IDENTIFIER: "identifier",
  TENCENT_CHAT_SECRET_KEY: "secretKey",
  TENCENT_CHAT_USER_SIG: "userSig",
  TENCENT_CHAT_REGION: "region",
  TENCENT_CHAT_BASE_URL: "baseUrl",
});

/** Options of a client by the name of the command-line option. */
export const CLIENT_OPTIONS = Object.freeze({ "rate-limit": "rateLimit", concurrency: "concurrency", retries: "retries", timeout: "timeout", deadline: "deadline", standby: "standby" });

/** @type {Record<string, string>} */
const NAMES = {
  ...Object.fromEntries(Object.entries(MEMBERS).map(([variable, member]) => [member, variable])),
  ...Object.fromEntries(Object.entries(CLIENT_OPTIONS).map(([option, member]) => [member, `--${option}`])),
  region: "--region", officialAccount: "--account", reason: "--reason", from: "--from", since: "--since", until: "--until", expire: "--expire", userSigExpire: "--expire",
};

/** @typedef {Record<string, string>} Sources where each member was read from: a variable, perhaps of a file, or an option */

/** @param {string} member @param {Sources} [sources] */
export const nameOf = (member, sources = {}) => sources[member] ?? NAMES[member] ?? member;

/** The package's texts quote the names of options in backquotes, in every language. */
const QUOTED_NAME = /`(\w+)`/g;

/** A text of the package with the names of the command line. @param {string} text @param {Sources} [sources] */
export const withCommandNames = (text, sources) => text.replaceAll(QUOTED_NAME, (quoted, member) => {
  const name = nameOf(member, sources);
  return name === member ? quoted : name;
});
