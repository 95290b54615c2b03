// Sorts messages by account, time and sequence number. Accounts are numbers in one array; the keys are 64-bit numbers in another, viewed as
// pairs of a sequence number and a time.
import { endianness } from "node:os";

/** @typedef {{ accounts: Uint32Array, halves: Uint32Array }} Messages */

/** Index of the high half of a 64-bit number viewed as two 32-bit numbers. @type {0 | 1} */
export const HIGH = endianness() === "LE" ? 1 : 0;

/** Room for messages, allocated as 64-bit numbers, so that the keys can be viewed as both. @param {number} count @returns {Messages} */
export function roomFor(count) {
  return { accounts: new Uint32Array(count), halves: new Uint32Array(new BigUint64Array(count).buffer) };
}

/** @param {Messages} messages @param {number} from @param {number} to @returns {Messages} */
export const partOf = ({ accounts, halves }, from, to) => ({ accounts: accounts.subarray(from, to), halves: halves.subarray(2 * from, 2 * to) });

/** @param {Messages} messages */
export function sort(messages) {
  if (!isAscending(messages.accounts)) sortByAccount(messages);
  eachAccount(messages.accounts, (_, from, to) => sortKeys(messages.halves.subarray(2 * from, 2 * to)));
}

/**
 * @param {Uint32Array} accounts equal ones together
 * @param {(account: number, from: number, to: number) => void} give
 */
export function eachAccount(accounts, give) {
  for (let from = 0, to = 0; from < accounts.length; from = to) {
    const account = /** @type {number} */ (accounts[from]);
    while (accounts[to] === account) to += 1;
    give(account, from, to);
  }
}

/** @param {Uint32Array} numbers */
function isAscending(numbers) {
  for (let at = 1; at < numbers.length; at += 1) if (/** @type {number} */ (numbers[at]) < /** @type {number} */ (numbers[at - 1])) return false;
  return true;
}

/** @param {Messages} messages */
function sortByAccount({ accounts, halves }) {
  const order = new BigUint64Array(accounts.length);
  const view = new Uint32Array(order.buffer);
  for (let at = 0; at < accounts.length; at += 1) {
    view[2 * at + HIGH] = /** @type {number} */ (accounts[at]);
    view[2 * at + 1 - HIGH] = at;
  }
  order.sort();
  const before = halves.slice();
  for (let at = 0; at < accounts.length; at += 1) {
    const from = 2 * /** @type {number} */ (view[2 * at + 1 - HIGH]);
    accounts[at] = /** @type {number} */ (view[2 * at + HIGH]);
    halves[2 * at] = /** @type {number} */ (before[from]);
    halves[2 * at + 1] = /** @type {number} */ (before[from + 1]);
  }
}

/** Sorts 64-bit numbers, unless they are sorted already. @param {Uint32Array} halves */
function sortKeys(halves) {
  for (let at = 2; at < halves.length; at += 2) {
    const high = /** @type {number} */ (halves[at + HIGH]) - /** @type {number} */ (halves[at - 2 + HIGH]);
    if (high > 0 || (high === 0 && /** @type {number} */ (halves[at + 1 - HIGH]) >= /** @type {number} */ (halves[at - 1 - HIGH]))) continue;
    new BigUint64Array(halves.buffer, halves.byteOffset, halves.length / 2).sort();
    return;
  }
}

/** Whether two neighbours are the same message. @param {Messages} messages @param {number} one @param {number} other */
const isSame = ({ accounts, halves }, one, other) =>
  halves[2 * one] === halves[2 * other] && halves[2 * one + 1] === halves[2 * other + 1] && accounts[one] === accounts[other];

/**
 * Moves the repeated messages to the front, each once.
 * @param {Messages} messages sorted
 * @param {Uint32Array} counts receives the number of distinct messages of each account
 * @returns {{ distinct: number, repeated: number }} the number of distinct messages, and of those that are repeated
 */
export function squeeze(messages, counts) {
  const { accounts, halves } = messages;
  let distinct = 0;
  let repeated = 0;
  for (let at = 0, next = 1; at < accounts.length; at = next, next += 1) {
    while (next < accounts.length && isSame(messages, at, next)) next += 1;
    distinct += 1;
    counts[/** @type {number} */ (accounts[at])] = /** @type {number} */ (counts[/** @type {number} */ (accounts[at])]) + 1;
    if (next - at === 1) continue;
    accounts[repeated] = /** @type {number} */ (accounts[at]);
    halves[2 * repeated] = /** @type {number} */ (halves[2 * at]);
    halves[2 * repeated + 1] = /** @type {number} */ (halves[2 * at + 1]);
    repeated += 1;
  }
  return { distinct, repeated };
}

/** @param {Messages} messages sorted @param {number} seq @param {number} time @param {number} account @returns {number} its index, or -1 */
export function find(messages, seq, time, account) {
  let low = 0;
  let high = messages.accounts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compare(messages, middle, { seq, time, account });
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** @param {Messages} messages @param {number} place @param {{ seq: number, time: number, account: number }} message */
function compare({ accounts, halves }, place, { seq, time, account }) {
  const byAccount = /** @type {number} */ (accounts[place]) - account;
  if (byAccount !== 0) return byAccount;
  const high = /** @type {number} */ (halves[2 * place + HIGH]) - time;
  return high !== 0 ? high : /** @type {number} */ (halves[2 * place + 1 - HIGH]) - seq;
}
