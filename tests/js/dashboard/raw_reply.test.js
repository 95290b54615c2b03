// Raw replies explained by the dashboard, for any reply and for any messages in the form.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ENGINES, PATIENCE, startBrowser, visit } from "./support/browser.js";

for (const engine of ENGINES) {
  describe(`a raw reply, explained by the dashboard in ${engine},`, { timeout: 4 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    /** The page's explanation of a reply. @param {string} locale @param {string} reply */
    async function explained(locale, reply) {
      const { page, problems } = await visit(started, { locale });
      await page.click("#tools details:last-of-type summary");
      await page.fill("#reply", reply);
      await page.waitForSelector('#tools [role="status"] .notice');
      const words = await page.textContent('#tools [role="status"]');
      assert.deepEqual(problems, []);
      await page.context().close();
      return words ?? "";
    }

    test("may reject the whole request and name no message", async () => {
      const words = await explained("ja", JSON.stringify({ ActionStatus: "FAIL", ErrorInfo: "sig expired", ErrorCode: 70001 }));
      assert.match(words, /^70001 sig expired70001 USER_SIG_EXPIRED UserSig の有効期限が切れています。/);
    });

    test("may name messages that are not in the form, and each counts once", async () => {
      const list = [{ MsgKey: "1_1_1700000000", RetCode: 10030 }, { MsgKey: "2_1_1700000000", RetCode: 10031 }, { MsgKey: "3_1_1700000000", RetCode: 0 }];
      const words = await explained("zh", JSON.stringify({ ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0, RecallRetList: list }));
      assert.match(words, /不存在: 1，失败: 1，已撤回: 1/);
      assert.match(words, /10030 .*要撤回的消息不存在。.*10031 .*已超过可撤回的时间。/);
    });

    test("is next to the first request, which a button copies without the UserSig", async () => {
      const { page, problems } = await visit(started);
      await page.click("#tools details:first-of-type summary");
      const command = (await page.textContent("#tools pre")) ?? "";
      assert.match(command, /^curl 'https:.*usersig=USERSIG&/s);
      await page.click("#copy-curl");
      await page.waitForSelector('#copy-curl:text-is("Copied")');
      await page.click("#tools details:last-of-type summary");
      await page.focus("#reply");
      await page.keyboard.press("ControlOrMeta+v");
      assert.equal(await page.inputValue("#reply"), command);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("may come from another server", async () => {
      assert.match(await explained("en-US", "<html>502 Bad Gateway</html>"), /^This is not an answer of the service/);
    });
  });
}
