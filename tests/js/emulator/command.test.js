// The command `emulator`: the send limits of the service, as an option.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { begin, cli, ended } from "../cli/support/command.js";
import { SEND, sign, urlOf } from "./support/caller.js";

/** Starts the command, sends two messages from its account, and returns the ErrorCodes. @param {import("node:test").TestContext} t @param {string[]} words */
async function codesOfTwoMessages(t, words) {
  const child = begin(["emulator", "--messages", "0", ...words]);
  t.after(() => child.kill("SIGKILL"));
  const end = ended(child);
  const origin = await new Promise((resolve) => child.stdout.on("data", (text) => {
    const found = /listens on (\S+)/.exec(text);
    if (found) resolve(found[1]);
  }));
  const url = urlOf(SEND, { userSig: sign({ at: Date.now() }), url: `${origin}/v4/official_account_open_http_svc` });
  const codes = [];
  for (const Random of [1, 2]) {
    const body = JSON.stringify({ Official_Account: "@TOA#_demo", Random, MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "hello" } }] });
    codes.push(/** @type {any} */ (await (await fetch(url, { method: "POST", body })).json()).ErrorCode);
  }
  child.kill("SIGINT");
  assert.equal((await end).status, 0);
  return codes;
}

describe("the command's option --send-limits", () => {
  it("limits an account to one message a second with `documented`, and does not by default or with `none`", async (t) => {
    assert.deepEqual(await codesOfTwoMessages(t, ["--send-limits", "documented"]), [0, 10023]);
    assert.deepEqual(await codesOfTwoMessages(t, []), [0, 0]);
    assert.deepEqual(await codesOfTwoMessages(t, ["--send-limits", "none"]), [0, 0]);
  });

  it("takes no other word", async () => {
    const { status, stderr } = await cli(["emulator", "--send-limits", "2"]);
    assert.equal(status, 2);
    assert.match(stderr, /--send-limits: found "2", expected one of documented, none/);
  });
});
