/** The subscribers of one official account, in the order of their subscriptions. */

/** @typedef {{ account: string, number: number, time: number, customString: string }} Subscriber `number`: 1 for the first subscription; `time` in seconds */

const MOST_USER_ID_BYTES = 32;

/** The subscribers of one official account. */
export class Subscribers {
  /** In the order of `number`. @type {Map<string, Subscriber>} */
  #byAccount = new Map();
  #nextNumber = 1;

  get count() {
    return this.#byAccount.size;
  }

  /** @param {string} account */
  get(account) {
    return this.#byAccount.get(account);
  }

  /** @param {string} account a user who is not a subscriber @param {number} time seconds */
  add(account, time) {
    this.#byAccount.set(account, { account, number: this.#nextNumber++, time, customString: "" });
  }

  /** @param {string} account @returns {boolean} whether the user was a subscriber */
  delete(account) {
    return this.#byAccount.delete(account);
  }

  /**
   * Lists subscribers after the one with this number, even if that one has unsubscribed since.
   * @param {number} number
   * @param {number} most
   */
  after(number, most) {
    const page = [];
    for (const subscriber of this.#byAccount.values()) {
      if (subscriber.number <= number) continue;
      if (page.length === most) return { page, isEnd: false };
      page.push(subscriber);
    }
    return { page, isEnd: true };
  }
}

/**
 * Describes what is wrong with a UserID, as the part of a sentence after the name of the field; undefined if it is valid.
 * @param {string} id
 */
export function userIdProblem(id) {
  if (id === "") return "is empty, expected a UserID";
  const bytes = new TextEncoder().encode(id).length;
  return bytes > MOST_USER_ID_BYTES ? `has ${bytes} bytes, at most ${MOST_USER_ID_BYTES} are allowed` : undefined;
}
