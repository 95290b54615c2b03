// Numbers the accounts of a run in the order in which they are found, and says how many there are.

export class AccountList {
  /** By number. @type {string[]} */
  names = [];
  /** @type {Map<string, number>} */
  #numbers = new Map();

  /** @param {string} name */
  numberOf(name) {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

/** @typedef {{ accounts: number, officialAccount?: string }} AccountFacts `accounts`: their number; `officialAccount` if it is the only one */

/** @param {string[]} names @returns {AccountFacts} */
export const accountFacts = (names) => ({ accounts: names.length, ...(names.length === 1 ? { officialAccount: /** @type {string} */ (names[0]) } : {}) });
