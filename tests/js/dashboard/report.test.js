// The dashboard's report of a run: the same figures in the same places throughout the run, with their meanings.
/* global document */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ENGINES, PATIENCE, figures, recallAll, startBrowser, visit } from "./support/browser.js";

for (const engine of ENGINES) {
  describe(`the dashboard's report in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("keeps figures and chart in place from the start of a run", async () => {
      const { page, problems } = await visit(started);
      await page.selectOption("#demo-size", "5000");
      await page.waitForFunction(() => document.querySelector("#recall")?.textContent?.includes("5,000"));
      const places = () => page.evaluate(() => [...document.querySelectorAll(".figure, .timeline")].map((one) => `${one.className} ${Math.round(one.getBoundingClientRect().top)}`.replace(" none", "")));
      await recallAll(page);
      await page.waitForSelector(".figure");
      const first = await places();
      assert.deepEqual(Object.keys(await figures(page)), ["recalled", "presumedRecalled", "notFound", "failed", "unconfirmed", "pending"]);
      await page.waitForSelector(".timeline svg");
      assert.deepEqual(await places(), first);
      await page.click("#stop");
      await page.waitForSelector("#another");
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("uses the singular for one request, and names each unit", async () => {
      const { page, problems } = await visit(started);
      await page.fill("#keys", (await page.inputValue("#keys")).split("\n").slice(0, 3).join("\n"));
      await page.waitForFunction(() => document.querySelector("#recall")?.textContent?.includes("3"));
      await recallAll(page);
      await page.waitForSelector("#another");
      assert.match((await page.textContent(".facts-line")) ?? "", /^Took (less than a second|[\d.]+ seconds?) · (1 request|[2-9] requests · 1 of them a repeat|[3-9] requests · \d of them repeats)$/);
      assert.deepEqual(await page.locator(".toolbar button").allTextContents(), ["Save CSV", "Save JSON"]);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("says before a run why the button is disabled", async () => {
      const { page, problems } = await visit(started);
      const hint = (/** @type {string} */ words) => page.waitForFunction((wanted) => document.querySelector("#recall-hint")?.textContent === wanted, words);
      await hint("A recall cannot be undone.");
      await page.fill("#official-account", "news");
      await hint("Correct what the plan names, then recall.");
      await page.click("#clear");
      await hint("Add MsgKeys first, then recall.");
      await page.check('input[value="userSig"]');
      await hint("Connect first, then recall.");
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("does not count presumed recalls as confirmed", async () => {
      const { page, problems } = await visit(started);
      const verdicts = await page.evaluate(async () => {
        const load = (/** @type {string} */ path) => import(path);
        const { verdict } = await load("/run_view/run_report.js");
        const of = (/** @type {number} */ recalled, /** @type {number} */ presumedRecalled) => verdict({ counts: { recalled, presumedRecalled }, total: 10, stopped: false });
        return [of(10, 0), of(7, 0), of(9, 1), of(6, 2)];
      });
      assert.deepEqual(verdicts, [
        "All 10 messages are recalled.", "7 of 10 messages are recalled.",
        "10 of 10 messages are recalled. 1 of them is presumed.", "8 of 10 messages are recalled. 2 of them are presumed.",
      ]);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("passes to a run the messages that an earlier page may have recalled, and uses its outcomes for them", async () => {
      const { page, problems } = await visit(started);
      const seen = await page.evaluate(async () => {
        const load = (/** @type {string} */ path) => import(path);
        const { Run } = await load("/state/run.js");
        const [first, second, third] = ["1", "2", "3"].map((seq) => `@TOA#_a ${seq}_1_1700000000`);
        const of = (/** @type {string} */ id) => ({ officialAccount: "@TOA#_a", msgKey: id.split(" ")[1] });
        const keysOf = (/** @type {{ msgKey: string }[]} */ messages) => messages.map(({ msgKey }) => msgKey);
        /** @type {unknown[]} */
        const told = [];
        const run = new Run({ target: {}, reason: "", ids: [first, second, third], connection: { open: () => ({
          async *recallEach(/** @type {any} */ { messages, unconfirmed }) {
            told.push(keysOf(messages), keysOf(unconfirmed));
            yield { ...of(first), status: "presumedRecalled", code: 10030, retryable: false, attempts: 1 };
            yield { ...of(second), status: "unconfirmed", code: 10002, retryable: true, attempts: 1 };
            yield { ...of(third), status: "failed", code: 10030, retryable: false, attempts: 1 };
          },
        }) } });
        run.restore([{ departed: [first, second] }]);
        await run.start();
        const statuses = [first, second, third].map((key) => run.outcome(key).status);
        await run.start();
        return { told, statuses };
      });
      const [first, second, third] = ["1_1_1700000000", "2_1_1700000000", "3_1_1700000000"];
      assert.deepEqual(seen, { told: [[first, second, third], [first, second], [second], [second]], statuses: ["presumedRecalled", "unconfirmed", "failed"] });
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("explains each figure of an ended run below it", async () => {
      const { page, problems } = await visit(started);
      await recallAll(page);
      await page.waitForSelector("#another");
      assert.equal(await page.textContent(".figure.is-recalled .hint"), "The service confirmed it.");
      assert.equal(await page.textContent(".figure.is-failed .hint"), "The service answered that it did not recall it.");
      assert.deepEqual(problems, []);
      await page.context().close();
    });
  });
}
