// The command line's names for the package's options: the variable or command-line option that sets each.

/** Members by variable. */
export const MEMBERS = Object.freeze({
  TENCENT_CHAT_SDK_APP_ID: "sdkAppId",
  TENCENT_CHAT_IDENTIFIER: "identifier",
  TENCENT_CHAT_SECRET_KEY: "secretKey",
  TENCENT_CHAT_USER_SIG: "userSig",
  TENCENT_CHAT_REGION: "region",
  TENCENT_CHAT_BASE_URL: "baseUrl",
  TENCENT_CHAT_INSECURE_HTTP_HOST: "insecureHttpHost",
  TENCENT_CHAT_CALLBACK_TOKEN: "callbackToken",
  TENCENT_CHAT_STORE: "store",
});

/** Client options by command-line option. */
export const CLIENT_OPTIONS = Object.freeze({ "rate-limit": "rateLimit", concurrency: "concurrency", retries: "retries", timeout: "timeout", deadline: "deadline", standby: "standby" });

/** @type {Record<string, string>} */
const NAMES = {
  ...Object.fromEntries(Object.entries(MEMBERS).map(([variable, member]) => [member, variable])),
  ...Object.fromEntries(Object.entries(CLIENT_OPTIONS).map(([option, member]) => [member, `--${option}`])),
  region: "--region", insecureHttpHost: "--insecure-http-host", officialAccount: "--account", reason: "--reason", from: "--from", since: "--since", until: "--until", expire: "--expire", userSigExpire: "--expire",
  token: "TENCENT_CHAT_CALLBACK_TOKEN",
};

/** @typedef {Record<string, string>} Sources the source of each member: a variable, perhaps of a file, or an option */

/** @param {string} member @param {Sources} [sources] */
export const nameOf = (member, sources = {}) => sources[member] ?? NAMES[member] ?? member;

/** The package's texts put the names of options in backquotes, in every language. */
const QUOTED_NAME = /`(\w+)`/g;

/** Replaces the names of options in a text of the package by those of the command line. @param {string} text @param {Sources} [sources] */
export const withCommandNames = (text, sources) => text.replaceAll(QUOTED_NAME, (quoted, member) => {
  const name = nameOf(member, sources);
  return name === member ? quoted : name;
});
