// An earlier recall opened in the dashboard: its address is restored as it was typed.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { signUserSig } from "../../../pkg/index.js";
import { silence } from "./support/wrong_servers.js";
import { ENGINES, PATIENCE, startBrowser, visit } from "./support/browser.js";

const ACCOUNT = "@TOA#_address";
const TYPED = [
  "http://127.0.0.1:41790", "http://127.0.0.1:41790/", "http://localhost:41790/im/", "http://127.1.2.3", "http://[::1]:41790",
  "https://gateway.example.com", "https://gateway.example.com:8443/tencent/im", "HTTPS://Gateway.example.com/",
];

/** Runs in the page: stores a recall that was sent to this address. @param {string} baseUrl */
async function leaveBehind(baseUrl) {
  const load = (/** @type {string} */ path) => import(path);
  const [{ userSigConnection }, { Run }, { Journal, discard, runs }] = await Promise.all([load("/connection/connections.js"), load("/state/run.js"), load("/state/run_journal.js")]);
  for (const { id } of await runs()) await discard(id);
  const connection = userSigConnection({ sdkAppId: 1400000000, identifier: "administrator", userSig: "none", baseUrl });
  const { id, target, reason, ids, startedAt } = new Run({ target: connection, reason: "", ids: ["@TOA#_address 1_1_1700000000"] });
  const journal = await Journal.begin({ id, target, reason, ids, startedAt });
  await journal.close();
}

/** Runs in the page: stores a recall in the form of version 0.1.0. @param {string} host */
async function leaveOld(host) {
  const load = (/** @type {string} */ path) => import(path);
  const { Journal, discard, runs } = await load("/state/run_journal.js");
  for (const { id } of await runs()) await discard(id);
  const target = { kind: "userSig", host, identity: `userSig ${host} 1400000000 administrator` };
  const journal = await Journal.begin({ id: "old", target, officialAccount: "@TOA#_address", reason: "", msgKeys: ["1_1_1700000000"], startedAt: Date.now() });
  await journal.close();
}

/** @param {import("playwright-core").Page} page */
async function openIt(page) {
  await page.reload();
  await page.waitForSelector("#resume-show");
  await page.click("#resume-show");
  await page.waitForSelector("#again");
}

for (const engine of ENGINES) {
  describe(`the address of an earlier recall in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("is restored with scheme, port, path and slash, whatever was in the form", async () => {
      const { page, problems } = await visit(started);
      for (const typed of TYPED) {
        await page.evaluate(leaveBehind, typed);
        await page.reload();
        await page.waitForSelector("#resume-show");
        await page.check('input[value="userSig"]');
        await page.selectOption("#region", "own");
        await page.fill("#base-url", "https://elsewhere.example.com");
        await page.click("#resume-show");
        await page.waitForSelector("#again");
        assert.equal(await page.inputValue("#base-url"), typed);
      }
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("matches a connection with the same address, but not with another path of the host", async () => {
      const base = await silence();
      const { page } = await visit(started);
      const userSig = signUserSig({ sdkAppId: 1400000000, identifier: "administrator", secretKey: "a key for this test alone" });
      const connect = async () => { await page.fill("#user-sig", userSig); await page.click("#connect"); await page.waitForSelector('[data-reach="lost"]'); };
      await page.evaluate(leaveBehind, `${base}/im/`);
      await openIt(page);
      await page.fill("#base-url", `${base}/other`);
      await connect();
      assert.equal(await page.isDisabled("#again"), true);
      await page.fill("#base-url", `${base}/im/`);
      await connect();
      await page.waitForSelector("#again:enabled");
      await page.context().close();
    });

    test("in a record of version 0.1.0 is http: for loopback hosts, and the recall can be resumed", async () => {
      const { page } = await visit(started);
      const base = await silence();
      await page.evaluate(leaveOld, new URL(base).host);
      await openIt(page);
      assert.equal(await page.inputValue("#base-url"), base);
      await page.fill("#user-sig", signUserSig({ sdkAppId: 1400000000, identifier: "administrator", secretKey: "a key for this test alone" }));
      await page.click("#connect");
      await page.waitForSelector("#again:enabled");
      await page.evaluate(leaveOld, "gateway.example.com");
      await openIt(page);
      assert.equal(await page.inputValue("#base-url"), "https://gateway.example.com");
      assert.equal(await page.textContent("#run-title .code"), ACCOUNT);
      await page.context().close();
    });
  });
}
