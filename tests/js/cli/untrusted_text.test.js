// Untrusted text (file names, the service's answers, messages of users, another machine's journal) is printed to the terminal without
// control characters: it cannot move the cursor, set a title, clear the screen or reverse the text direction.
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, it } from "node:test";
import { append, makeJournal } from "./support/journals.js";
import { ACCOUNT, stage } from "./support/command.js";
import { keysOf } from "../library/support/fixture.js";

const TRICK = "\u001b]0;owned\u0007\u001b[2J\u202e\u009b31m";
const RECALL = ["recall", "--account", ACCOUNT];

/** @param {import("./support/command.js").Ended} ended @param {string} what */
function assertHarmless({ stdout, stderr }, what) {
  const found = [...`${stdout}${stderr}`].filter((character) => character !== "\n" && /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character));
  assert.deepEqual(found, [], `${what} printed ${JSON.stringify(found.join(""))}`);
}

/** A service with the same answer to every request. @param {import("node:test").TestContext} t @param {object} answer */
async function answering(t, answer) {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => response.end(JSON.stringify(answer)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
}

describe("untrusted text has no control characters", () => {
  it("in file names and option values", async (t) => {
    const { run, folder } = await stage(t, { count: 3 });
    writeFileSync(join(folder, `bad${TRICK}.txt`), `hello\n71_1_1698741698\n71${TRICK}\n`);
    for (const words of [
      [...RECALL, "--keys", `none${TRICK}.txt`], [...RECALL, "--keys", `bad${TRICK}.txt`, "--yes"], ["recall", "--resume", `none${TRICK}.jsonl`],
      [...RECALL, "--keys", "keys.txt", "--credentials", `none${TRICK}`], [...RECALL, "--keys", "keys.txt", "--region", TRICK],
      [...RECALL, "--keys", "keys.txt", "--base-url", `https://${TRICK}`], ["recall", "--account", `@TOA#_${TRICK}`, "--keys", "keys.txt"],
      [...RECALL, `--x${TRICK}`], [TRICK], ["explain", TRICK], ["report", `none${TRICK}`],
    ]) {
      const ended = await run(words);
      assert.equal(ended.status, 2, ended.stderr);
      assertHarmless(ended, JSON.stringify(words));
    }
  });

  it("in the plan, the summary and the report of a journal with such a name and reason", async (t) => {
    const { run, folder } = await stage(t, { count: 3 });
    const journal = `run${TRICK}.jsonl`;
    for (const words of [[...RECALL, "--keys", "keys.txt", "--yes", "--reason", TRICK, "--journal", journal], ["report", journal], ["recall", "--resume", journal]]) {
      const ended = await run(words);
      assert.equal(ended.status, 0, ended.stderr);
      assertHarmless(ended, words[0] ?? "");
    }
    renameSync(join(folder, journal), join(folder, "run.jsonl"));
    const [header = "", ...rest] = readFileSync(join(folder, "run.jsonl"), "utf8").split("\n");
    for (const member of ["identifier", "officialAccount", "host"]) {
      writeFileSync(join(folder, "run.jsonl"), [JSON.stringify({ ...JSON.parse(header), [member]: TRICK }), ...rest].join("\n"));
      assertHarmless(await run(["report", "run.jsonl"]), member);
    }
  });

  it("in an ErrorInfo stored in a journal", async (t) => {
    const { run, folder, msgKeys } = await stage(t, { count: 3 });
    const journal = join(folder, "run.jsonl");
    makeJournal(journal, msgKeys);
    append(journal, { ended: "failed", code: 10004, keys: [0] }, { said: `Invalid parameter: ${TRICK}${"long ".repeat(1000)}`, code: 10004 });
    const ended = await run(["report", journal]);
    assert.match(ended.stdout, /ErrorInfo: Invalid parameter: .*long/);
    assert.ok(ended.stdout.length < 2000, ended.stdout);
    assertHarmless(ended, "the report");
  });

  it("in the ErrorInfo of an answer", async (t) => {
    const { run, env } = await stage(t, { count: 3 });
    const url = await answering(t, { ActionStatus: "FAIL", ErrorCode: 10007, ErrorInfo: TRICK });
    for (const words of [[...RECALL, "--keys", "keys.txt", "--yes"], ["history", "--account", ACCOUNT]]) {
      const ended = await run(words, { env: { ...env, TENCENT_CHAT_BASE_URL: url } });
      assert.equal(ended.status, 3, ended.stderr);
      assertHarmless(ended, words[0] ?? "");
    }
  });

  it("in the messages of a history, in every format but JSON, in which they are escaped", async (t) => {
    const { run, env } = await stage(t);
    const [key] = keysOf(1);
    const row = { From_Account: TRICK, MsgSeq: TRICK, MsgTimeStamp: 1e300, IsPlaceMsg: 0, MsgBody: [{ MsgType: TRICK, MsgContent: { Text: `=1+1${TRICK}` } }] };
    const url = await answering(t, { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", IsFinished: 2, RspMsgList: [{ ...row, MsgKey: key }, { ...row, MsgKey: TRICK }] });
    for (const form of [[], ["--csv"], ["--keys-only"]]) {
      const ended = await run(["history", "--account", ACCOUNT, ...form], { env: { ...env, TENCENT_CHAT_BASE_URL: url } });
      assert.equal(ended.status, 0, ended.stderr);
      assert.ok(ended.stdout.includes(String(key)), ended.stdout);
      assertHarmless(ended, form.join(" "));
    }
  });
});
