// End to end: the Worker example in workerd serves the dashboard and its handler, which calls the emulator over HTTP. The page's report
// is compared with the emulator's ledger.
/* global document */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { CREDENTIALS } from "../examples/support/layout.js";
import { startWorker } from "../examples/support/worker.js";
import { ACCOUNT, SECRET_KEY } from "../handler/support/fixture.js";
import { ENGINES, PATIENCE, figures, paste, recallAll, savedBy, startBrowser, sum, visit } from "./support/browser.js";
import { listen, traces } from "./support/traces.js";

/** The beginnings of a stored and of a deflated UserSig. */
const USER_SIG = /eAE[A-Za-z0-9*_-]{30}|eJ[wy][A-Za-z0-9*_-]{30}/;

for (const engine of ENGINES) {
  describe(`the dashboard of a Worker in ${engine}`, { timeout: 12 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startWorker>>} */
    let worker;
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => {
      worker = await startWorker();
      started = { ...(await startBrowser(engine)), url: `${worker.url}/` };
    });
    after(async () => {
      await started?.close();
      await worker?.stop();
    });

    /** A page of a signed-in operator, with the handler chosen, the account typed and the keys pasted. @param {string} pasted */
    const officer = async (pasted) => {
      const { page, context, problems } = await visit(started, { httpCredentials: CREDENTIALS });
      const heard = listen(page);
      await connect(page);
      await page.fill("#official-account", ACCOUNT);
      await paste(page, "#keys", pasted);
      await page.waitForSelector("#recall:enabled");
      return { page, context, problems, ...heard };
    };

    test("a recall of a pasted log has a report that agrees with the service's ledger", async () => {
      const { emulator } = worker;
      const earlier = emulator.ledger.recalledCount;
      const gone = emulator.broadcast({ officialAccount: ACCOUNT, count: 233, text: "wrong" });
      const held = emulator.broadcast({ officialAccount: ACCOUNT, count: 7, text: "kept", recallable: false });
      const lines = [...gone, ...held].map((key, index) => `2026-11-23T08:30:${index % 60}Z INFO sent msgKey=${key} to=${index}`);
      const { page, context, problems, logged, sent } = await officer(["# broadcast of this morning", ...lines, "INFO done"].join("\n"));
      assert.match((await page.textContent("#where")) ?? "", new RegExp(`^Live: ${new URL(worker.url).host}`));
      assert.match((await page.textContent("#plan")) ?? "", /Requests24,/);
      assert.equal(await recallAll(page), 240);
      await page.waitForSelector("#another");
      assert.deepEqual(await figures(page), { recalled: 233, failed: 7 });
      assert.equal(emulator.ledger.recalledCount - earlier, 233);
      const saved = JSON.parse(await savedBy(started, page, "#save-json"));
      const recalled = new Set(emulator.ledger.recalled.map(({ msgKey }) => msgKey));
      for (const { msgKey, status } of saved.results) assert.equal(recalled.has(msgKey), status === "recalled", msgKey);
      const kept = await page.evaluate(traces);
      assert.ok(kept.includes(String(gone[0])), "the search looks where the journal is");
      assertNothingSecret({ kept, logged: logged.join("\n"), sent: JSON.stringify(sent) }, worker.url, sent);
      assert.deepEqual(problems, []);
      await context.close();
    });

    test("after Stop, the messages reported as not sent have never reached the service", async () => {
      const { emulator } = worker;
      const earlier = emulator.ledger.recalledCount;
      const keys = emulator.broadcast({ officialAccount: ACCOUNT, count: 4000, text: "wrong" });
      const { page, context, problems } = await officer(keys.join("\n"));
      await recallAll(page);
      await passes(page, 300);
      await page.click("#stop");
      await page.waitForSelector("#again");
      const stopped = await figures(page);
      assert.equal(sum(stopped), 4000);
      assert.ok(stopped.notAttempted > 0, JSON.stringify(stopped));
      const gone = emulator.ledger.recalledCount - earlier;
      const { recalled, unconfirmed = 0 } = stopped;
      assert.ok(recalled <= gone && gone <= recalled + unconfirmed, `${gone} are gone: ${JSON.stringify(stopped)}`);
      assert.deepEqual(problems, []);
      await context.close();
    });

    test("after a reload, the run continues and ends with an outcome for every message", async () => {
      const { emulator } = worker;
      const earlier = emulator.ledger.recalledCount;
      const keys = emulator.broadcast({ officialAccount: ACCOUNT, count: 3000, text: "wrong" });
      const { page, context } = await officer(keys.join("\n"));
      await recallAll(page);
      await passes(page, 300);
      await page.reload();
      await page.click("#resume-show");
      await page.waitForSelector("#another");
      const cut = await figures(page);
      assert.equal(sum(cut), 3000);
      assert.ok(cut.recalled <= emulator.ledger.recalledCount - earlier, "nothing is said to be recalled that is not");
      await connect(page);
      await page.waitForSelector("#again:enabled");
      await recallAll(page, "#again");
      await page.waitForSelector("#stop");
      await page.waitForSelector("#another");
      const ended = await figures(page);
      assert.equal(ended.recalled + (ended.presumedRecalled ?? 0), 3000, JSON.stringify(ended));
      assert.equal(emulator.ledger.recalledCount - earlier, 3000);
      await context.close();
    });
  });
}

/** Chooses the handler at the page's own server. @param {import("playwright-core").Page} page */
async function connect(page) {
  await page.check('input[value="handler"]');
  await page.click("#connect");
}

/** Waits until `count` messages are recalled. @param {import("playwright-core").Page} page @param {number} count */
const passes = (page, count) =>
  page.waitForFunction((least) => Number(document.querySelector(".figure.is-recalled b")?.textContent?.replace(/\D/g, "")) > least, count);

/**
 * @param {Record<string, string>} texts by where they were found
 * @param {string} origin of the page
 * @param {{ url: string }[]} sent
 */
function assertNothingSecret(texts, origin, sent) {
  for (const [where, text] of Object.entries(texts)) {
    assert.ok(!text.includes(SECRET_KEY), `the secret key is in what is ${where}`);
    assert.ok(!text.includes(CREDENTIALS.password), `the password is in what is ${where}`);
    assert.doesNotMatch(text, USER_SIG, `a UserSig is in what is ${where}`);
    assert.doesNotMatch(text, /usersig=[^U]/i, `a URL with a UserSig is in what is ${where}`);
  }
  assert.deepEqual(sent.map(({ url }) => new URL(url).origin).filter((found) => found !== origin), [], "it asks its own server alone");
}
