/** Makes journals for tests: from a draft, or by appending lines. */

import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { sealed } from "../../../../pkg-template/cli/journal/checksum.js";
import { JournalBuilder } from "../../../../pkg-template/cli/journal/journal_builder.js";
import { KeySet } from "../../../../pkg-template/cli/keys/key_set.js";
import { numbersOf } from "../../../../pkg-template/lib/vendor/msg_key.js";

/** @typedef {import("../../../../pkg-template/cli/journal/journal_format.js").Header} Header */

/** The members of a header that do not depend on the keys. */
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
  const draft = new JournalBuilder(path, { ...HEADER, ...header });
  const set = new KeySet();
  for (const key of keys) {
    const numbers = numbersOf(key);
    if (!numbers) throw new Error(`${key} is no MsgKey`);
    draft.key(...numbers);
    set.add(...numbers);
  }
  const distinct = set.settle();
  draft.commit(distinct, distinct < keys.length ? set : undefined);
}

/**
 * Appends texts unchanged, and events with checksums that continue the last process's lines.
 * @param {string} path
 * @param {...(object | string)} events
 */
export function append(path, ...events) {
  for (const event of events) {
    if (typeof event === "string") appendFileSync(path, event);
    else appendFileSync(path, `${sealed(lastCheck(path), JSON.stringify("open" in event ? { after: lastCheck(path), ...event } : event)).line}\n`);
  }
}

/** @param {string} path */
const lastCheck = (path) => [...readFileSync(path, "utf8").matchAll(/"check":"([0-9a-f]{8})"\} *(?=\n|$)/g)].at(-1)?.[1] ?? "";

/**
 * Makes a journal in the form of the first release, without checksums.
 * @param {string} path
 * @param {string[]} keys
 * @param {...(object | string)} events
 */
export function makeOldJournal(path, keys, ...events) {
  const list = `{"keys":"${keys.join(" ")}"}\n`;
  const header = { journal: "tencent-chat-recall", version: 1, ...HEADER, messages: keys.length, sha256: createHash("sha256").update(list).digest("hex") };
  writeFileSync(path, `${JSON.stringify(header)}   \n${list}`);
  appendOld(path, ...events);
}

/** @param {string} path @param {...(object | string)} events */
export function appendOld(path, ...events) {
  for (const event of events) appendFileSync(path, typeof event === "string" ? event : `${JSON.stringify(event)}\n`);
}
