// client.verify(): reads histories back after a recall, settles what was in doubt, and finds a recall that did not happen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RecallClient, isOpen } from "../../../pkg/index.js";
import { CREDENTIALS, refused } from "./support/fixture.js";
import { INCIDENT, collect, incident, pairOf } from "./support/wrong_broadcast.js";

const RECALL = "official_account_msg_recall";

test("find, recall and verify take back what was wrong in 1,000 accounts, and nothing is left in doubt", async () => {
  const { client, emulator, officialAccounts, wrong } = incident({ accounts: 1000, seed: 41, client: { retries: 1 } });
  const { found } = await collect(client.find({ officialAccounts, ...INCIDENT }));
  emulator.setFaults({ lostRequest: 0.2, lostReply: 0.3, http502: { p: 0.1, workDone: 0.5 } });
  const report = await client.recall({ messages: found, reason: "wrong" });
  assert.ok(report.counts.presumedRecalled > 0 && report.counts.unconfirmed > 0, JSON.stringify(report.counts));
  emulator.setFaults({});
  const before = emulator.ledger.requests;
  /** @type {import("../../../pkg/index.js").VerifyProgress[]} */
  const progress = [];
  const verified = await client.verify(report, { onProgress: (one) => progress.push(one) });
  assert.equal(verified.requests, emulator.ledger.requests - before);
  const recalled = new Set(emulator.ledger.recalled.map(pairOf));
  assert.ok([...recalled].every((pair) => wrong.includes(pair)), "nothing else was recalled");
  assert.deepEqual(verified.results.map(pairOf), report.results.map(pairOf));
  for (const row of verified.results) {
    const isGone = recalled.has(pairOf(row));
    assert.deepEqual([row.verified, row.status], isGone ? ["recalled", "recalled"] : ["visible", "failed"], pairOf(row));
  }
  assert.deepEqual([progress.at(-1)?.total, progress.at(-1)?.settled, progress.at(-1)?.accounts], [wrong.length, wrong.length, 1000]);
  const again = await client.recall({ messages: verified.results.filter((row) => row.verified === "visible") });
  assert.ok(again.complete);
  assert.deepEqual(emulator.ledger.recalled.map(pairOf).sort(), wrong);
  assert.ok((await client.verify(report)).complete);
});

test("a recall that the service only claims is found", async () => {
  const { emulator, officialAccounts, wrong } = incident({ accounts: 20, seed: 42 });
  const liars = ["@TOA#_3", "@TOA#_7"];
  const fetch = async (/** @type {string} */ url, /** @type {any} */ init) => {
    const { Official_Account: account, MsgKeyList = [] } = JSON.parse(init.body);
    if (!url.includes(RECALL) || !liars.includes(account)) return emulator.fetch(url, init);
    const RecallRetList = MsgKeyList.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: 0 }));
    return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList }));
  };
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch, rateLimit: 100_000 });
  const { found } = await collect(client.find({ officialAccounts, ...INCIDENT }));
  const report = await client.recall({ messages: found });
  assert.ok(report.complete, "the service says that all are recalled");
  const { complete, results, counts, byAccount } = await client.verify(report);
  assert.equal(complete, false);
  const visible = results.filter(({ verified }) => verified === "visible");
  assert.deepEqual(visible.map(pairOf).sort(), wrong.filter((pair) => liars.some((id) => pair.startsWith(`${id} `))));
  assert.ok(visible.every((row) => row.status === "failed" && isOpen(/** @type {any} */ (row))));
  assert.deepEqual([counts.visible, counts.recalled], [6, wrong.length - 6]);
  assert.deepEqual(byAccount.filter((account) => account.counts.visible > 0).map(({ officialAccount }) => officialAccount).sort(), liars);
});

test("only the pages back to the oldest message that was not seen are requested", async () => {
  const { client, emulator } = incident({ accounts: 1, seed: 43 });
  const officialAccount = "@TOA#_0";
  /** @type {import("../../../pkg/index.js").MessageRef[]} */
  const all = [];
  for await (const message of client.history(officialAccount)) all.push({ officialAccount, msgKey: message.msgKey });
  for (const [places, pages] of /** @type {const} */ ([[[0], 1], [[19], 1], [[0, 20], 2], [[5, 49], 3]])) {
    const before = emulator.ledger.requests;
    const { counts } = await client.verify(places.map((place) => all[place]));
    assert.deepEqual([counts.visible, emulator.ledger.requests - before], [places.length, pages]);
  }
});

test("a message is notFound only if its place was read, and unknown in a refused account", async () => {
  const { client, emulator } = incident({ accounts: 1, seed: 44 });
  const now = Math.floor(Date.now() / 1000);
  const messages = [
    { officialAccount: "@TOA#_0", msgKey: `9999_1_${now}` },
    { officialAccount: "@TOA#_gone", msgKey: `9999_1_${now}` },
    { officialAccount: "@TOA#_0", msgKey: "1_1_1500000000" },
    { officialAccount: "@TOA#_0", msgKey: `9999_1_${now}` },
  ];
  const { results, counts, refused: gone, byAccount } = await client.verify({ messages });
  assert.deepEqual(results.map(({ verified }) => verified), ["notFound", "unknown", "notFound", "notFound"]);
  assert.deepEqual([counts.notFound, counts.unknown], [3, 1]);
  assert.deepEqual(gone.map(({ officialAccount, code }) => [officialAccount, code]), [["@TOA#_gone", 10010]]);
  assert.equal(byAccount[1]?.refused?.code, 10010);
  assert.ok(results.every((row) => !("status" in row)));
  const before = emulator.ledger.requests;
  await client.verify(messages.slice(0, 1));
  assert.equal(emulator.ledger.requests - before, 1, "older pages cannot hold it");
});

test("a history that leads in a circle proves nothing about messages that were not seen", async () => {
  const list = Array.from({ length: 20 }, (_, at) => ({ MsgKey: `${100 - at}_1_1790000000`, MsgSeq: 100 - at, MsgTimeStamp: 1790000000, IsPlaceMsg: 2, MsgBody: [] }));
  const fetch = async () => new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", IsFinished: 0, RspMsgList: list, LastMsgKey: "81_1_1790000000" }));
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch });
  const { results } = await client.verify(["100_1_1790000000", "7_1_1780000000"].map((msgKey) => ({ officialAccount: "@TOA#_0", msgKey })));
  assert.deepEqual(results.map(({ verified }) => verified), ["recalled", "unknown"]);
});

test("statuses that the history does not disprove stay, with their codes", async () => {
  const { client, emulator } = incident({ accounts: 1, seed: 45 });
  const officialAccount = "@TOA#_0";
  const [recalled, shown] = emulator.addMessages({ officialAccount, count: 2, text: "x" });
  await client.recall({ officialAccount, msgKeys: [recalled] });
  const missing = "9999_1_1790000000";
  const statuses = /** @type {const} */ (["recalled", "presumedRecalled", "notFound", "failed", "unconfirmed", "notAttempted"]);
  const statusOf = async (/** @type {string} */ msgKey) => {
    const { results } = await client.verify(statuses.map((status) => ({ officialAccount, msgKey, status, code: status === "failed" ? 10032 : undefined })));
    return results.map(({ status, code }) => [status, ...(code === undefined ? [] : [code])].join(" "));
  };
  assert.deepEqual(await statusOf(recalled), Array(6).fill("recalled"));
  assert.deepEqual(await statusOf(shown), ["failed", "failed", "failed", "failed 10032", "failed", "notAttempted"]);
  assert.deepEqual(await statusOf(missing), ["recalled", "presumedRecalled", "notFound", "failed 10032", "unconfirmed", "notAttempted"]);
});

test("wrong input is refused with its path, and nothing is sent", async () => {
  const { client, emulator } = incident({ accounts: 1, seed: 46 });
  const issuesOf = async (/** @type {any} */ input, /** @type {any} */ options) => {
    const error = await refused(client.verify(input, options));
    assert.equal(error.code, "ERR_INVALID_INPUT");
    return error.issues.map(({ path, code }) => `${path} ${code}`);
  };
  const good = { officialAccount: "@TOA#_0", msgKey: "7_1_1790000000" };
  assert.deepEqual(await issuesOf(undefined, undefined), [" unexpected-value"]);
  assert.deepEqual(await issuesOf({ rows: [] }, undefined), [" unexpected-value"]);
  assert.deepEqual(await issuesOf([], undefined), ["messages empty"]);
  assert.deepEqual(await issuesOf([good, "key"], undefined), ["messages[1] unexpected-value"]);
  assert.deepEqual(await issuesOf({ results: [good, { ...good, msgKey: "x" }] }, undefined), ["results[1].msgKey msg-key-form"]);
  assert.deepEqual(await issuesOf([good], { Signal: 1, onProgress: 2, signal: 3 }), ["Signal misspelt-option", "signal unexpected-value", "onProgress unexpected-value"]);
  assert.equal(emulator.ledger.requests, 0);
});

test("an error that ends the run has what is known", async () => {
  const { emulator, officialAccounts } = incident({ accounts: 5, seed: 47 });
  let requests = 0;
  const fetch = async (/** @type {string} */ url, /** @type {any} */ init) => {
    requests += 1;
    if (requests > 2) throw new TypeError("fetch failed");
    return emulator.fetch(url, init);
  };
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch, retries: 0, concurrency: 1 });
  const messages = officialAccounts.map((officialAccount) => ({ officialAccount, msgKey: `9999_1_${Math.floor(Date.now() / 1000)}` }));
  const error = await refused(client.verify(messages));
  assert.equal(error.code, "ERR_NO_REPLY");
  assert.deepEqual(error.verifyReport?.results.map(({ verified }) => verified), ["notFound", "notFound", "unknown", "unknown", "unknown"]);
  assert.ok(!Object.keys(error).includes("verifyReport"));
  const aborted = await refused(client.verify(messages, { signal: AbortSignal.abort("enough") }));
  assert.deepEqual([aborted.code, aborted.cause, aborted.verifyReport], ["ERR_ABORTED", "enough", undefined]);
});
