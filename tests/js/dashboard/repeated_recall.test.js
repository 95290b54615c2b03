// A second recall of the same messages in the dashboard: it reports no failure, and names the run that recalled them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ENGINES, PATIENCE, figures, recallAll, savedBy, startBrowser, visit } from "./support/browser.js";

/** Recalls the messages of the demo, goes back to the form, and recalls it again. @param {import("playwright-core").Page} page */
async function recallTwice(page) {
  await recallAll(page);
  await page.waitForSelector("#another");
  await page.click("#another");
  await page.waitForSelector("#recall:enabled");
  await recallAll(page);
  await page.waitForSelector("#another");
}

/** Runs in the page: the codes that the page and the library classify differently. */
async function disagreements() {
  const load = (/** @type {string} */ path) => import(path);
  const [{ Run }, { explainCode, isOpen }] = await Promise.all([load("/state/run.js"), load("/pkg/index.js")]);
  const run = new Run({ target: {}, reason: "", ids: ["@TOA#_a 1_1_1700000000"] });
  const found = [];
  let open = 0;
  for (let code = 0; code < 140_000; code += 1) {
    const result = { msgKey: "1_1_1700000000", status: "failed", code, retryable: explainCode(code).retryable, attempts: 1 };
    run.settle("@TOA#_a 1_1_1700000000", result);
    if (isOpen(result)) open += 1;
    if ((run.open.length === 1) !== isOpen(result)) found.push(code);
  }
  return { found, open };
}

for (const engine of ENGINES) {
  describe(`a second recall over the same messages in ${engine}`, { timeout: 8 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("reports them as not found, not as failed, and names the run that recalled them, also after a reload", async () => {
      const { page, problems } = await visit(started);
      await recallTwice(page);
      const look = async () => {
        await page.locator(".figure.is-notFound", { hasText: /\d+ were recalled by the run of \d+:\d\d/ }).waitFor();
        const { notFound, presumedRecalled = 0, ...counts } = await figures(page);
        // The demo loses replies: the messages of a lost reply may have been recalled by either run.
        assert.equal(notFound + presumedRecalled, 372);
        assert.deepEqual(counts, { recalled: 0, failed: 28 });
        assert.match((await page.textContent(".figure.is-notFound")) ?? "", new RegExp(`^${notFound}Not thereRecalled before, expired, or never existed\\.${notFound} were`));
        assert.equal(await page.$("#again"), null, "nothing is open");
      };
      await look();
      assert.match((await page.textContent(".verdict")) ?? "", /^\d+ of 400 messages are recalled\..* \d+ were not there\.$/);
      await page.reload();
      await page.click("#resume-show");
      await look();
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("is in the chart, the table, its filter and the files, in each language", async () => {
      const { page, problems } = await visit(started);
      await page.fill("#keys", (await page.inputValue("#keys")).split("\n").slice(0, 5).join("\n"));
      await page.waitForSelector('#recall:has-text("5")');
      await recallTwice(page);
      assert.equal(await page.textContent(".verdict"), "None of the 5 messages was there to be recalled.");
      assert.equal(Number(await page.getAttribute("#run .bar .tone-notFound", "width")), 1000);
      await page.selectOption(".toolbar select", "failed");
      assert.match((await page.textContent(".toolbar .rest")) ?? "", /^0 of 5/);
      await page.selectOption(".toolbar select", "notFound");
      assert.match((await page.textContent(".toolbar .rest")) ?? "", /^5 of 5/);
      await page.locator(".grid-row", { hasText: /Not there10030 .*Recalled by the run of \d+:\d\d/ }).first().waitFor();
      const csv = (await savedBy(started, page, "#save-csv")).trimEnd().split("\r\n").slice(1);
      assert.deepEqual(csv.map((line) => line.split(",").slice(2, 4).join()), Array(5).fill("notFound,10030"));
      assert.equal(JSON.parse(await savedBy(started, page, "#save-json")).counts.notFound, 5);
      for (const [tag, label, hint] of [["zh", "不存在", /5 条已由 .+ 的任务撤回/], ["ja", "存在しない", /5 件は .+ の実行で取り消し済み/]]) {
        await page.selectOption("#language", /** @type {string} */ (tag));
        assert.equal(await page.textContent(".figure.is-notFound span"), label);
        assert.match((await page.textContent(".figure.is-notFound")) ?? "", /** @type {RegExp} */ (hint));
      }
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("ignores earlier recalls of the same keys by another account or another service", async () => {
      const { page } = await visit(started);
      const told = await page.evaluate(async () => {
        const load = (/** @type {string} */ path) => import(path);
        const [{ Run }, { Journal }, { findOtherRuns }] = await Promise.all([load("/state/run.js"), load("/state/run_journal.js"), load("/state/other_runs.js")]);
        const [first, second] = ["@TOA#_a 1_1_1700000000", "@TOA#_a 2_1_1700000000"];
        const target = { kind: "userSig", host: "a", identity: "userSig a 1400000000 administrator" };
        const begin = async (/** @type {string} */ id, /** @type {object} */ of, /** @type {number} */ startedAt, message = first) => {
          const journal = await Journal.begin({ id, target, reason: "", ids: [message], startedAt, ...of });
          journal.settled(message, { status: "recalled", attempts: 1 });
          await journal.close();
        };
        await begin("1", {}, 1000, "@TOA#_b 1_1_1700000000");
        await begin("2", { target: { ...target, identity: "userSig a 1400000001 administrator" } }, 2000);
        const run = new Run({ id: "4", target, reason: "", ids: [first, second] });
        for (const message of [first, second]) run.settle(message, { status: "notFound", code: 10030, attempts: 1 });
        await findOtherRuns(run);
        const others = [...run.recalledBy];
        await begin("3", { target: { ...target, identity: "userSig a 1400000000 another administrator" } }, 3000);
        await findOtherRuns(run);
        return [others, [...run.recalledBy]];
      });
      assert.deepEqual(told, [[], [["@TOA#_a 1_1_1700000000", 3000]]]);
      await page.context().close();
    });

    test("resends what the library calls open, for every code", async () => {
      const { page } = await visit(started);
      const { found, open } = await page.evaluate(disagreements);
      assert.ok(open > 10, `${open} codes may be over later`);
      assert.deepEqual(found, []);
      await page.context().close();
    });
  });
}
