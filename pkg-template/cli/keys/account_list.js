// Numbers the accounts of a run in the order in which they are found.

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
