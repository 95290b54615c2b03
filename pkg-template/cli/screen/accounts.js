// Names the accounts of a run: the only one by its id, several by their number.
import { harmless } from "../failures/failure.js";
import { number } from "../languages/locale.js";
import { wordsOf } from "../languages/screen_texts.js";

/** @typedef {{ accounts: number, officialAccount?: string }} AccountFacts `officialAccount` if it is the only one */

/** @param {string[]} accounts @returns {AccountFacts} */
export const accountFacts = (accounts) => ({ accounts: accounts.length, ...(accounts.length === 1 ? { officialAccount: /** @type {string} */ (accounts[0]) } : {}) });

/** @param {AccountFacts} facts @param {import("../languages/locale.js").Language} language */
export const accountText = ({ accounts, officialAccount }, language) =>
  officialAccount === undefined ? wordsOf(language).accounts(number(accounts, language)) : harmless(officialAccount);
