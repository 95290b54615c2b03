// Advice for a refusal of the service: which setting to check first, chosen by the error code.
import { nameOf } from "../languages/command_names.js";
import { sentence } from "../languages/sentence.js";

/** @typedef {import("../languages/sentence.js").Sentence} Sentence */
/** The source of each member, and the app. @typedef {{ names: Record<string, string>, sdkAppId?: number, secretKey?: string }} SettingSources */

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

/** Number of digits of a key from the console. */
const KEY_DIGITS = 64;

/** The number of digits of the key, if it is wrong: one may have been lost or doubled in copying. @param {SettingSources} sources */
function wrongLength({ secretKey = "" }) {
  return /^[\da-f]+$/i.test(secretKey) && secretKey.length !== KEY_DIGITS ? { digits: secretKey.length } : {};
}

/** @param {SettingSources} sources */
function wrongService(sources) {
  const { region, baseUrl } = sources.names;
  return sentence("appElsewhere", { ...appOf(sources), service: region ?? baseUrl ?? nameOf("region") });
}

/** @param {SettingSources} sources */
function wrongAccount({ names, sdkAppId }) {
  return sentence("noSuchAccount", { app: sdkAppId, account: nameOf("officialAccount", names) });
}

/** @param {number | undefined} apiCode @param {SettingSources} sources @returns {Sentence | undefined} */
export const adviceFor = (apiCode, sources) => (apiCode === undefined ? undefined : FIRST[apiCode]?.(sources));

/** Codes that concern the app itself, which the journal names, like the account. */
const WRONG_APP = new Set([70020, 70014, 60006]);
const WRONG_ACCOUNT = new Set([10010, 10015]);

/**
 * Whether the cause is the app or the only account of the journal, so that no later run of it can succeed.
 * @param {Iterable<number>} codes the codes of results, and of a refusal of the run as a whole
 * @param {number} accounts number of accounts in the journal
 */
export const isWrongInJournal = (codes, accounts) => [...codes].some((code) => WRONG_APP.has(code) || (accounts === 1 && WRONG_ACCOUNT.has(code)));
