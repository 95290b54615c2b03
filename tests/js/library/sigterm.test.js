// A backend that is shut down in the middle of a run stops it by `stopSignal`: what is in flight is waited for, and nothing answered is in doubt.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./support/backend_program.js", import.meta.url));
const REPLY_MS = 300;

/** A slow service: records when each request came, and which messages it has answered. */
async function slowService() {
  const arrivals = /** @type {number[]} */ ([]);
  const answered = new Set();
  const server = createServer(async (request, response) => {
    arrivals.push(performance.now());
    let text = "";
    for await (const chunk of request) text += chunk;
    const { Official_Account: account, MsgKeyList } = JSON.parse(text);
    setTimeout(() => {
      for (const key of MsgKeyList) answered.add(`${account} ${key}`);
      const rows = MsgKeyList.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: 0 }));
      response.end(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: rows }));
    }, REPLY_MS);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { arrivals, answered, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

test("after SIGTERM nothing new is sent, what is in flight is waited for, and the process ends by itself", async () => {
  const { arrivals, answered, url: baseUrl, close } = await slowService();
  const messages = Array.from({ length: 1000 }, (_, at) => ({ officialAccount: `@TOA#_${at}`, msgKey: "71_1_1698741698" }));
  const child = fork(SCRIPT, [JSON.stringify({ baseUrl, messages })]);
  while (arrivals.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
  const told = performance.now();
  child.kill("SIGTERM");
  const [report] = /** @type {any} */ (await once(child, "message"));
  const settled = performance.now() - told;
  if (child.exitCode === null) await once(child, "exit");
  close();
  assert.equal(child.exitCode, 0);
  assert.equal(report.stopped, true);
  assert.equal(report.counts.unconfirmed, 0);
  assert.equal(report.counts.recalled, answered.size);
  assert.equal(report.counts.recalled + report.counts.notAttempted, 1000);
  for (const { officialAccount, msgKey, status } of report.results) {
    assert.equal(status === "recalled", answered.has(`${officialAccount} ${msgKey}`), officialAccount);
  }
  // The last request left before the signal was handled; its answer takes one reply time.
  const last = arrivals[arrivals.length - 1] - told;
  assert.ok(last < REPLY_MS, `a request came ${last} ms after the signal`);
  assert.ok(settled - last < REPLY_MS * 10, `settled after ${settled} ms, the last request came after ${last} ms`);
});
