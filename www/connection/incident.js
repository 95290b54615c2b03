// The demo's story: a stolen administrator has posted one scam message in each of many official accounts, among honest messages.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const SCAM = "Your membership is suspended. Confirm it today: https://branch-members.example/confirm";
/** Whose credential was stolen. */
export const STOLEN = "ops-7";
export const ACCOUNTS = 180;
const HONEST = [
  "Opening hours on Thursday: 10 to 18",
  "The autumn catalogue has arrived",
  "We have moved to Harbour Street 12",
  "Closed on Monday for stocktaking",
  "Late opening this Friday",
];

/** @param {number} number from 1 */
export const branch = (number) => ({ id: `@TOA#_branch_${String(number).padStart(3, "0")}`, name: `Branch ${number}` });

/** Closed by its owner after the incident. */
export const CLOSED = branch(17).id;
/** Whose editor has taken the message back by hand. */
export const TIDIED = branch(42).id;

/**
 * Every message in the order in which it was sent, times in milliseconds.
 * @param {number} now
 * @returns {{ officialAccount: string, text: string, from: string, sentAt: number }[]}
 */
export function incident(now) {
  const messages = [];
  for (let number = 1; number <= ACCOUNTS; number += 1) {
    const officialAccount = branch(number).id;
    const from = `editor-${(number % 12) + 1}`;
    const honest = (/** @type {number} */ sentAt, /** @type {number} */ kind) => ({ officialAccount, text: HONEST[kind % HONEST.length], from, sentAt });
    messages.push(honest(now - (26 + (number % 7)) * HOUR, number));
    if (number % 3 === 0) messages.push(honest(now - 2 * HOUR - number * 1000, number + 1));
    // Every ninth account was spared. Some editors were at work during these three minutes.
    if (number % 9 !== 0) messages.push({ officialAccount, text: SCAM, from: STOLEN, sentAt: now - 8 * MINUTE + number * 1000 });
    if (number % 20 === 0) messages.push(honest(now - 7 * MINUTE, number + 2));
  }
  return messages.sort((one, other) => one.sentAt - other.sentAt);
}
