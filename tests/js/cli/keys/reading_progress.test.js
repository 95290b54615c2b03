// Progress while reading keys takes long: a terminal shows every few seconds how much has been read.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { withReadingNotice } from "../../../../pkg-template/cli/keys/reading_notice.js";

/**
 * Reads chunks with delays between them.
 * @param {import("node:test").TestContext} t
 * @param {{ isTTY: boolean, language: "en" | "zh", seconds: number[] }} how
 */
async function said(t, { isTTY, language, seconds }) {
  t.mock.timers.enable({ apis: ["setInterval"] });
  let text = "";
  const stream = /** @type {any} */ ({ isTTY, columns: undefined, write: (/** @type {string} */ piece) => (text += piece) });
  const counts = { messages: 0 };
  async function* chunks() {
    for (const time of seconds) {
      t.mock.timers.tick(time * 1000);
      yield new Uint8Array(1024 * 1024);
    }
  }
  for await (const chunk of withReadingNotice(chunks(), "keys.txt", counts, { language, stream })) counts.messages += chunk.length / 1024;
  t.mock.timers.tick(60_000);
  t.mock.timers.reset();
  return text;
}

describe("while keys are read", () => {
  it("a terminal shows the amount every five seconds, and nothing more after the end", async (t) => {
    assert.equal(await said(t, { isTTY: true, language: "en", seconds: [1, 3] }), "");
    assert.equal(
      await said(t, { isTTY: true, language: "en", seconds: [4, 4, 4] }),
      "Still reading keys.txt: 1 MB so far, MsgKeys found: 1,024. Ctrl-C quits; nothing has been sent.\nStill reading keys.txt: 2 MB so far, MsgKeys found: 2,048. Ctrl-C quits; nothing has been sent.\n",
    );
    assert.match(await said(t, { isTTY: true, language: "zh", seconds: [4, 4] }), /^仍在读取 keys\.txt：已读 1 MB，找到 1,024 个 MsgKey。/);
  });

  it("nothing is printed without a terminal", async (t) => {
    assert.equal(await said(t, { isTTY: false, language: "en", seconds: [4, 4, 4] }), "");
  });
});
