// Advice for a refusal of the service: which setting to check first, chosen by the error code.
import { nameOf } from "../languages/command_names.js";
import { sentence } from "../languages/sentence.js";

/** @typedef {import("../languages/sentence.js").Sentence} Sentence */
/** Where each member came from, and the app. @typedef {{ names: Record<string, string>, sdkAppId?: number, secretKey?: string }} SettingSources */

/** @type {Record<number, (sources: SettingSources) => Sentence>} */
const FIRST = {
  70003: wrongSecret, 70005: wrongSecret, 70009: wrongSecret, 70010: wrongSecret,
  70013: ({ names }) => sentence("userSigOfOtherUser", { userSig: nameOf("userSig", names), identifier: nameOf("identifier", names) }),
  70014: (sources) => sentence("userSigOfOtherApp", { ...appOf(sources), userSig: nameOf("userSig", sources.names) }),
  60010: ({ names, sdkAppId }) => sentence("noAdministrator", { app: sdkAppId, identifier: nameOf("identifier", names) }),
  70016: wrongService, 70020: wrongService,
  10010: wrongAccount, 10015: wrongAccount,
};

/** @param {SettingSources} sources */
const appOf = ({ names, sdkAppId }) => ({ app: sdkAppId, appName: nameOf("sdkAppId", names) });

/** @param {SettingSources} sources */
function wrongSecret(sources) {
  const { names } = sources;
  if (!names.secretKey) return sentence("userSigOfOtherKey", { ...appOf(sources), userSig: nameOf("userSig", names) });
  return sentence("keyOfOtherApp", { ...appOf(sources), key: names.secretKey, expected: KEY_DIGITS, ...wrongLength(sources) });
}

/** Digits of a key from the console. */
const KEY_DIGITS = 64;

/** A digit of the key may have been lost or doubled on its way. @param {SettingSources} sources */
function wrongLength({ secretKey = "" }) {
  return /^[\da-f]+$/i.test(secretKey) && secretKey.length !== KEY_DIGITS ? { digits: secretKey.length } : {};
}

/** @param {SettingSources} sources */
function wrongService(sources) {
  const { region, baseUrl } = sources.names;
  return sentence("appElsewhere", { ...appOf(sources), service: region ?? baseUrl ?? nameOf("region") });
}

/** @param {SettingSources} sources */
function wrongAccount({ sdkAppId }) {
  return sentence("noSuchAccount", { app: sdkAppId });
}

/** @param {number | undefined} apiCode @param {SettingSources} sources @returns {Sentence | undefined} */
export const adviceFor = (apiCode, sources) => (apiCode === undefined ? undefined : FIRST[apiCode]?.(sources));

/** Codes about the app itself: the journal names the app, as it names the account. */
const WRONG_APP = new Set([70020, 70014, 60006]);
const WRONG_ACCOUNT = new Set([10010, 10015]);

/**
 * What is wrong in the header of the journal: with it no later run can succeed.
 * @param {Iterable<number>} codes of results, and of the refusal of the run as a whole
 * @returns {"app" | "account" | undefined}
 */
export function wrongInJournal(codes) {
  const found = [...codes];
  if (found.some((code) => WRONG_APP.has(code))) return "app";
  return found.some((code) => WRONG_ACCOUNT.has(code)) ? "account" : undefined;
}
