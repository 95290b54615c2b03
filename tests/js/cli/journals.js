/** Journals made for tests: a draft that becomes one, and lines appended to it. */

import { appendFileSync } from "node:fs";
import { Preparation } from "../../../pkg-template/cli/journal/prepare.js";
import { KeySet } from "../../../pkg-template/cli/keys/key_set.js";
import { numbersOf } from "../../../pkg-template/cli/keys/plain.js";

/** @typedef {import("../../../pkg-template/cli/journal/format.js").Header} Header */

/** Everything of a header that is known before the keys are. */
export const HEADER = {
  started: "2026-11-23T08:30:00.000Z", sdkAppId: 1400000000, identifier: "administrator", officialAccount: "@TOA#_newsroom",
  reason: "sent by mistake, 发错了", host: "example.com", region: "singapore",
};

/**
 * @param {string} path
 * @param {string[]} keys
 * @param {Partial<Header>} [header]
 */
export function makeJournal(path, keys, header = {}) {
  const draft = new Preparation(path, { ...HEADER, ...header });
  const set = new KeySet();
  for (const key of keys) {
    const numbers = numbersOf(key);
    if (numbers) {
      draft.key(...numbers);
      set.add(...numbers);
    } else {
      draft.other(key);
      set.addOther(key);
    }
  }
  const distinct = set.settle();
  draft.commit(distinct, distinct < keys.length ? set : undefined);
}

/** @param {string} path @param {...(object | string)} events */
export function append(path, ...events) {
  for (const event of events) appendFileSync(path, typeof event === "string" ? event : `${JSON.stringify(event)}\n`);
}
