/** Counts failed verifications of each identifier, and locks an identifier that has too many (70050). */

const WINDOW_MS = 60_000;
const LOCK_MS = 60_000;
const MOST_IDENTIFIERS = 10_000;

/** Too many failures within a minute lock an identifier for a minute, even for valid UserSigs. */
export class Lockout {
  #limit;
  /** @type {Map<string, { failures: number[], lockedUntil: number }>} */
  #byIdentifier = new Map();

  /** @param {number | null} limit failures within a minute that lock an identifier; null: never lock */
  constructor(limit) {
    this.#limit = limit;
  }

  /** @param {string} identifier @param {number} now @returns {number} milliseconds until it is unlocked; 0 if it is not locked */
  remaining(identifier, now) {
    const record = this.#byIdentifier.get(identifier);
    return record ? Math.max(0, record.lockedUntil - now) : 0;
  }

  /** @param {string} identifier @param {number} now */
  failed(identifier, now) {
    if (this.#limit === null) return;
    const record = this.#byIdentifier.get(identifier) ?? { failures: [], lockedUntil: 0 };
    record.failures = record.failures.filter((time) => time > now - WINDOW_MS);
    record.failures.push(now);
    if (record.failures.length >= this.#limit) {
      record.failures = [];
      record.lockedUntil = now + LOCK_MS;
    }
    if (this.#byIdentifier.size >= MOST_IDENTIFIERS) this.#byIdentifier.clear();
    this.#byIdentifier.set(identifier, record);
  }
}
