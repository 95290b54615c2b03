// What a refusal of the service means for what was set where: the first thing to look at, by the code alone.

/** Where each member came from, and the app. @typedef {{ names: Record<string, string>, sdkAppId?: number, account?: boolean }} Whose */

/** @param {Whose} whose @param {string} member */
const nameOf = ({ names }, member) => names[member] ?? member;

/** @type {Record<number, (whose: Whose) => string>} */
const FIRST = {
  70003: wrongSecret, 70005: wrongSecret, 70009: wrongSecret, 70010: wrongSecret,
  70013: (whose) => `${nameOf(whose, "userSig")} was made for another user than ${nameOf(whose, "identifier")} names.`,
  70014: (whose) => `${nameOf(whose, "userSig")} was made for another app than ${nameOf(whose, "sdkAppId")} names (${whose.sdkAppId}).`,
  60010: (whose) => `${nameOf(whose, "identifier")} is no administrator of app ${whose.sdkAppId}.`,
  70016: wrongService, 70020: wrongService,
  10010: wrongAccount, 10015: wrongAccount,
};

/** @param {Whose} whose */
function wrongSecret(whose) {
  const { names, sdkAppId } = whose;
  if (names.secretKey) return `${names.secretKey} is not the key of app ${sdkAppId} (${nameOf(whose, "sdkAppId")}).`;
  return `${nameOf(whose, "userSig")} was not made with the key of app ${sdkAppId} (${nameOf(whose, "sdkAppId")}).`;
}

/** @param {Whose} whose */
function wrongService(whose) {
  return `${whose.names.region ?? whose.names.baseUrl ?? "region"} is not where app ${whose.sdkAppId} is, or ${nameOf(whose, "sdkAppId")} is not that app.`;
}

/** @param {Whose} whose */
function wrongAccount(whose) {
  return `--account is no official account of app ${whose.sdkAppId}, or not one that this caller may use.`;
}

/**
 * The error's words with what is to be looked at first in front of them.
 * @param {{ apiCode?: number, message: string }} error
 * @param {Whose} whose
 */
export function refusalText({ apiCode, message }, whose) {
  const first = apiCode === undefined ? undefined : FIRST[apiCode]?.(whose);
  return first === undefined ? message : `${first}\n${message}`;
}
