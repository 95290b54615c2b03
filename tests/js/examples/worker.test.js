// The Worker of tests/examples/worker, bundled by wrangler and run in workerd, as `npm run dev` there does.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { claims } from "./support/claims.js";
import { AUTHORIZATION } from "./support/layout.js";
import { startWorker } from "./support/worker.js";

describe("the Worker example", { timeout: 400_000 }, () => {
  /** @type {import("../handler/support/claims.js").Running} */
  let running;
  /** @type {Awaited<ReturnType<typeof startWorker>>} */
  let worker;

  before(async () => {
    worker = await startWorker();
    const { url, emulator, output } = worker;
    running = { url, authorization: AUTHORIZATION, emulator, audited: () => output.stdout };
  });

  after(() => worker?.stop());

  claims(() => running);

  test("the runtime prints no warnings", () => {
    assert.doesNotMatch(worker.output.stdout + worker.output.stderr, /uncaught|unhandled|different request|hung|\[ERROR\]/i);
  });
});
