/** Makes journals for tests: from a draft, or by appending lines. */

import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { sealed } from "../../../../pkg-template/cli/journal/checksum.js";
import { JournalBuilder } from "../../../../pkg-template/cli/journal/journal_builder.js";
import { AccountList } from "../../../../pkg-template/cli/keys/account_list.js";
import { KeySet } from "../../../../pkg-template/cli/keys/key_set.js";
import { ACCOUNT } from "./command.js";
import { numbersOf } from "../../../../pkg-template/lib/vendor/msg_key.js";

/** @typedef {import("../../../../pkg-template/cli/journal/journal_format.js").Header} Header */

/** The members of a header that do not depend on the messages. */
export const HEADER = {
  started: "2026-11-23T08:30:00.000Z", sdkAppId: 1400000000, identifier: "administrator",
  reason: "sent by mistake, 发错了", host: "example.com", region: "singapore",
};

/** A draft of messages of one account, number 0. @param {string} path */
export const newDraft = (path) => new JournalBuilder(path, HEADER, { names: [ACCOUNT] });

/**
 * @param {string} path
 * @param {string[]} keys of one account
 * @param {Partial<Header>} [header] `officialAccount`: that account
 */
export function makeJournal(path, keys, { officialAccount = ACCOUNT, ...header } = {}) {
  makeJournalOf(path, keys.map((msgKey) => ({ officialAccount, msgKey })), header);
}

/**
 * @param {string} path
 * @param {{ officialAccount: string, msgKey: string }[]} messages
 * @param {Partial<Header>} [header]
 */
export function makeJournalOf(path, messages, header = {}) {
  const accounts = new AccountList();
  const draft = new JournalBuilder(path, { ...HEADER, ...header }, accounts);
  const set = new KeySet();
  for (const { officialAccount, msgKey } of messages) {
    const numbers = numbersOf(msgKey);
    if (!numbers) throw new Error(`${msgKey} is no MsgKey`);
    const account = accounts.numberOf(officialAccount);
    draft.key(...numbers, account);
    set.add(...numbers, account);
  }
  const distinct = set.settle();
  draft.commit(distinct, distinct < messages.length ? set : undefined);
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
  const header = { journal: "tencent-chat-recall", version: 1, ...HEADER, officialAccount: ACCOUNT, messages: keys.length, sha256: createHash("sha256").update(list).digest("hex") };
  writeFileSync(path, `${JSON.stringify(header)}   \n${list}`);
  appendOld(path, ...events);
}

/** @param {string} path @param {...(object | string)} events */
export function appendOld(path, ...events) {
  for (const event of events) appendFileSync(path, typeof event === "string" ? event : `${JSON.stringify(event)}\n`);
}
