// The dashboard with messages of many official accounts: a message is the pair of account and MsgKey, from the text to the files.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { signUserSig } from "../../../pkg/index.js";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { startEmulator } from "../../../pkg-template/emulator/server.js";
import { ENGINES, PATIENCE, figures, paste, recallAll, savedBy, startBrowser, visit } from "./support/browser.js";

const SECRET_KEY = "a key for this test alone";
const SENT = 1_796_000_000_000;
const KEY = `1_1_${SENT / 1000}`;

/** A service in which two accounts have a message with the same MsgKey, and the second cannot be recalled. */
async function serve() {
  const emulator = createEmulator({ secretKey: SECRET_KEY, accounts: ["@TOA#_one", "@TOA#_two"], now: () => SENT + 60_000 });
  for (const [officialAccount, recallable] of /** @type {const} */ ([["@TOA#_one", true], ["@TOA#_two", false]])) {
    assert.equal(emulator.addMessage({ officialAccount, seq: 1, sentAt: SENT, recallable }), KEY);
  }
  return { emulator, running: await startEmulator({ emulator }) };
}

/** Connects the page with a UserSig. @param {import("playwright-core").Page} page @param {string} url */
async function connect(page, url) {
  await page.check('input[value="userSig"]');
  await page.selectOption("#region", "own");
  await page.fill("#base-url", url);
  await page.fill("#user-sig", signUserSig({ sdkAppId: 1400000000, identifier: "administrator", secretKey: SECRET_KEY }));
  await page.click("#connect");
}

/** Runs in the page: stores a recall as version 0.1.0 did, whose second message was in a request when the page was closed. */
async function leaveOld() {
  const load = (/** @type {string} */ path) => import(path);
  const { Journal } = await load("/state/run_journal.js");
  const target = { kind: "userSig", host: "127.0.0.1:9", identity: "userSig 127.0.0.1:9 1400000000 administrator" };
  const keys = [1, 2, 3].map((seq) => `${seq}_1_1700000000`);
  const journal = await Journal.begin({ id: "old", target, officialAccount: "@TOA#_old", reason: "", msgKeys: keys, startedAt: Date.now() });
  await journal.departing(keys.slice(0, 2));
  journal.settled(keys[0], { status: "recalled", attempts: 1 });
  await journal.close();
}

for (const engine of ENGINES) {
  describe(`messages of many accounts in the dashboard in ${engine}`, { timeout: 8 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("are named by the text: equal MsgKeys of two accounts have an outcome each, in the table and in the files", async () => {
      const { emulator, running } = await serve();
      const { page, problems } = await visit(started);
      try {
        await connect(page, running.url);
        await page.fill("#keys", `MsgKey,Official_Account\n${KEY},@TOA#_one\n${KEY},@TOA#_two\n${KEY},@TOA#_one\n`);
        await page.waitForSelector("#recall:enabled");
        assert.match((await page.textContent("#keys-counts")) ?? "", /2 messagesin 2 accounts that the text names.*1 duplicate/);
        assert.match((await page.textContent("#plan")) ?? "", /Messages2 \(3 in the text\).*Accounts2/);
        await page.click("#recall");
        assert.match((await page.textContent("dialog")) ?? "", /every subscriber of 2 accounts/);
        await page.keyboard.press("Escape");
        await recallAll(page);
        await page.waitForSelector("#another");
        assert.deepEqual(await figures(page), { recalled: 1, failed: 1 });
        assert.deepEqual(emulator.ledger.recalled.map(({ officialAccount }) => officialAccount), ["@TOA#_one"]);
        assert.deepEqual(await page.$$eval(".grid-head button", (heads) => heads.map((head) => head.textContent)), ["No.", "Official account", "MsgKey", "Status", "Meaning", "Tries"]);
        await page.fill(".toolbar input", "@toa#_two");
        assert.match((await page.textContent(".toolbar .rest")) ?? "", /^1 of 2/);
        const [head, ...lines] = (await savedBy(started, page, "#save-csv")).trimEnd().split("\r\n");
        assert.equal(head, "officialAccount,msgKey,status,code,meaning,retryable,attempts");
        assert.deepEqual(lines.map((line) => line.split(",").slice(0, 3)), [["'@TOA#_one", KEY, "recalled"], ["'@TOA#_two", KEY, "failed"]]);
        const report = JSON.parse(await savedBy(started, page, "#save-json"));
        assert.deepEqual(report.byAccount.map((/** @type {any} */ { officialAccount, total, counts }) => [officialAccount, total, counts]), [["@TOA#_one", 1, { recalled: 1 }], ["@TOA#_two", 1, { failed: 1 }]]);
        assert.equal(report.officialAccount, undefined);
        await page.reload();
        assert.match((await page.textContent("#resume li")) ?? "", /^2 accounts ended/);
        await page.click("#resume-show");
        await page.waitForSelector("#another");
        assert.deepEqual(await figures(page), { recalled: 1, failed: 1 });
        assert.deepEqual(problems, []);
      } finally {
        await page.context().close();
        await running.close();
      }
    });

    test("conflict by line with the field, and lines without an account are refused", async () => {
      const { page, problems } = await visit(started);
      const plan = async () => (await page.textContent("#plan .notice.bad")) ?? "";
      await page.fill("#keys", `@TOA#_one ${KEY}\n@TOA#_two ${KEY}`);
      await page.fill("#official-account", "@TOA#_one");
      await page.waitForSelector("#recall:disabled");
      assert.equal(await plan(), "1 line does not name @TOA#_one. Correct it, or empty the field of the official account.");
      assert.equal(await page.textContent("#keys-rejected"), "Line 2names @TOA#_two");
      await page.fill("#official-account", "");
      await page.waitForSelector("#recall:enabled");
      assert.equal(await page.textContent("#keys-rejected"), "");
      await page.fill("#keys", `@TOA#_one ${KEY}\n${KEY}`);
      await page.waitForSelector("#recall:disabled");
      assert.equal(await plan(), "1 MsgKey has no official account, on line 2. Name it there.");
      await page.fill("#keys", KEY);
      await page.waitForFunction(() => globalThis.document.querySelector("#plan .notice.bad")?.textContent?.startsWith("The text names no"));
      assert.equal(await plan(), "The text names no official account. Name the account that sent the messages.");
      await page.fill("#keys", `@TOA#_one ${KEY}`);
      await page.waitForSelector("#recall:enabled");
      assert.match((await page.textContent("#plan")) ?? "", /Account@TOA#_one/);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("are read from a long text too, in the worker, with the line of a conflict", async () => {
      const { page, problems } = await visit(started);
      const lines = Array.from({ length: 3000 }, (_, place) => `@TOA#_branch_${place % 300} ${place + 1}_1_1796000000`);
      await page.fill("#official-account", "");
      await paste(page, "#keys", lines.join("\n"));
      await page.waitForSelector('#recall:enabled:has-text("3,000")');
      assert.match((await page.textContent("#plan")) ?? "", /Requests300,.*Accounts300/);
      await page.fill("#official-account", "@TOA#_branch_0");
      await page.waitForSelector("#recall:disabled");
      assert.match((await page.textContent("#keys-rejected")) ?? "", /^Line 2names @TOA#_branch_1Line 3/);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("of one account in a record of version 0.1.0 still open, with what was in flight", async () => {
      const { page, problems } = await visit(started);
      await page.evaluate(leaveOld);
      await page.reload();
      assert.match((await page.textContent("#resume li")) ?? "", /^@TOA#_old 2 open/);
      await page.click("#resume-show");
      await page.waitForSelector("#again");
      assert.deepEqual(await figures(page), { recalled: 1, unconfirmed: 1, notAttempted: 1 });
      assert.equal(await page.textContent("#run-title .code"), "@TOA#_old");
      assert.deepEqual(problems, []);
      await page.context().close();
    });
  });
}
