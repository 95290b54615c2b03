// Sources without end whose messages need no request: the run leaves time for timers and answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEmulator } from "../../../pkg/emulator/index.js";
import { RecallClient } from "../../../pkg/index.js";
import { CREDENTIALS, SECRET_KEY } from "./support/fixture.js";

const KNOWN = "@TOA#_1";
/** The source ends itself then, so that a fault fails the test and does not block it for ever. */
const MOST_MS = 10_000;

/** @type {Record<string, (at: number) => import("../../../pkg/index.js").MessageRef>} */
const KINDS = {
  duplicates: () => ({ officialAccount: KNOWN, msgKey: "71_1_1698741698" }),
  "messages of a refused account": (at) => ({ officialAccount: "@TOA#_2", msgKey: `${at}_1_1698741698` }),
};

for (const [kind, messageAt] of Object.entries(KINDS)) {
  function* source() {
    const begun = performance.now();
    for (let at = 1; performance.now() - begun < MOST_MS; at += 1) yield messageAt(at);
  }
  async function* slowly() {
    yield* source();
  }

  for (const [name, begin] of Object.entries({ synchronous: source, asynchronous: slowly })) {
    test(`a timer stops a run whose ${name} source yields only ${kind}`, async () => {
      const emulator = createEmulator({ secretKey: SECRET_KEY, accounts: [KNOWN] });
      const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch: emulator.fetch });
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 300);
      const begun = performance.now();
      const rows = client.recallEach({ messages: begin(), stopSignal: stop.signal });
      const last = await (async () => {
        for (;;) {
          const step = await rows.next();
          if (step.done) return step.value;
        }
      })().catch((error) => error);
      assert.ok(last.stopped === true || last.code === "ERR_OFFICIAL_ACCOUNT", String(last));
      assert.ok(performance.now() - begun < MOST_MS, "it ended by itself");
    });
  }
}
