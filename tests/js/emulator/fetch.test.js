// The emulator as fetch, as a Request handler and in a page: arguments, CORS, abort.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { build } from "esbuild";
import * as entry from "../../../pkg-template/emulator/index.js";
import { ACCOUNT, RECALL, settle, stage, urlOf } from "./support/caller.js";

const BODY = JSON.stringify({ Official_Account: ACCOUNT, MsgKeyList: ["1_1_1700000000"] });
const ENTRY = new URL("../../../pkg-template/emulator/index.js", import.meta.url).pathname;

describe("fetch", () => {
  it("takes a string, a URL or a Request, with the body in each form", async () => {
    const { emulator, addMessages } = stage({ alreadyRecalledCode: 0 });
    addMessages(1);
    const url = urlOf(RECALL);
    const bytes = new TextEncoder().encode(BODY);
    const calls = [
      emulator.fetch(url, { method: "POST", body: BODY }),
      emulator.fetch(url, { method: "post", body: bytes }),
      emulator.fetch(new URL(url), { method: "POST", body: new Blob([BODY]) }),
      emulator.fetch(new Request(url, { method: "POST", body: BODY })),
      emulator.fetch(new Request(url, { method: "POST", body: "{" }), { body: BODY }),
      emulator.handle(new Request(url, { method: "POST", body: BODY })),
    ];
    for (const response of await Promise.all(calls)) {
      const { RecallRetList: list } = /** @type {any} */ (await response.json());
      assert.deepEqual([response.status, response.ok, list[0].RetCode], [200, true, 0]);
      assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
    }
  });

  it("works when it is passed as a function without its emulator", async () => {
    const { fetch } = stage().emulator;
    assert.equal((await fetch(urlOf(RECALL), { method: "POST", body: BODY })).status, 200);
  });

  it("rejects with the signal's reason if it was aborted before, and leaves no trace", async () => {
    const { emulator } = stage();
    const reason = new Error("enough");
    await assert.rejects(emulator.fetch(urlOf(RECALL), { method: "POST", body: BODY, signal: AbortSignal.abort(reason) }), reason);
    assert.equal(emulator.ledger.requests, 0);
  });

  it("rejects with the signal's reason if it is aborted during latency; completed work stays done", async () => {
    for (const [before, recalled, lost] of /** @type {[number, number, string][]} */ ([[0, 1, "reply"], [1, 0, "request"]])) {
      const { clock, emulator, addMessages, warm } = stage();
      await warm({ latency: { min: 1000, max: 1000, before } });
      addMessages(1);
      const abort = new AbortController();
      const pending = emulator.fetch(urlOf(RECALL), { method: "POST", body: BODY, signal: abort.signal });
      pending.catch(() => {});
      await clock.advance(500);
      abort.abort("give up");
      await assert.rejects(pending, (error) => error === "give up");
      assert.equal(emulator.ledger.recalledCount, recalled);
      assert.equal(emulator.ledger.entries[1].lost, lost);
    }
  });

  it("rejects with the signal's reason if it is aborted while a UserSig is being verified", async () => {
    const { emulator, addMessages } = stage();
    addMessages(1);
    const abort = new AbortController();
    const pending = emulator.fetch(urlOf(RECALL), { method: "POST", body: BODY, signal: abort.signal });
    abort.abort("give up");
    await assert.rejects(pending, (error) => error === "give up");
    assert.deepEqual([emulator.ledger.recalledCount, emulator.ledger.entries[0].lost], [1, "reply"]);
  });

  it("waits for latency on the injected clock", async () => {
    const { clock, emulator, warm } = stage();
    await warm({ latency: { min: 300, max: 300 } });
    let done = false;
    const pending = emulator.fetch(urlOf(RECALL), { method: "POST", body: BODY }).then(() => { done = true; });
    await clock.advance(299);
    assert.equal(done, false);
    await clock.advance(1);
    assert.equal(done, true);
    await pending;
  });

  it("waits for latency on the real clock, and an abort ends the wait", async () => {
    const { emulator } = stage({ sleep: undefined, faults: { latency: { min: 3_600_000, max: 3_600_000 } } });
    const abort = new AbortController();
    const pending = emulator.fetch(urlOf(RECALL), { method: "POST", body: BODY, signal: abort.signal });
    await settle();
    abort.abort();
    await assert.rejects(pending, { name: "AbortError" });
    emulator.setFaults({ latency: { min: 1, max: 5 } });
    assert.equal((await emulator.fetch(urlOf(RECALL), { method: "POST", body: BODY })).status, 200);
  });

  it("does not quote an invalid URL", async () => {
    const { emulator } = stage();
    const response = await emulator.fetch("not a url", { method: "POST", body: BODY });
    assert.equal(/** @type {any} */ (await response.json()).ErrorCode, 60002);
  });
});

describe("CORS headers", () => {
  const preflight = new Request(urlOf(RECALL), {
    method: "OPTIONS", headers: { origin: "https://x.test", "access-control-request-method": "POST", "access-control-request-headers": "content-type,x-own" },
  });

  it("allow any page by default, also in a preflight, which is not counted as a call", async () => {
    const { emulator, post } = stage();
    const answer = await emulator.handle(preflight);
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get("access-control-allow-origin"), "*");
    assert.equal(answer.headers.get("access-control-allow-headers"), "content-type,x-own");
    assert.equal((await post(RECALL, BODY)).headers.get("access-control-allow-origin"), "*");
    assert.equal(emulator.ledger.requests, 1);
  });

  it("are those of the vendor's sample with `documented`, which does not allow a JSON Content-Type", async () => {
    const { headers } = await stage({ cors: "documented" }).emulator.handle(preflight);
    assert.deepEqual([headers.get("access-control-allow-headers"), headers.get("access-control-allow-methods")], ["X-Requested-With", "POST"]);
  });

  it("are absent with `none`", async () => {
    const { emulator, post } = stage({ cors: "none" });
    for (const response of [await emulator.handle(preflight), await post(RECALL, BODY)]) {
      assert.deepEqual([...response.headers.keys()].filter((name) => name.startsWith("access-control")), []);
    }
  });
});

describe("the module", () => {
  it("exports exactly what its types declare", async () => {
    const { readFile } = await import("node:fs/promises");
    const types = await readFile(ENTRY.replace(/\.js$/, ".d.ts"), "utf8");
    const declared = [...types.matchAll(/^export (?:function|const|class) (\w+)/gm)].map(([, name]) => name);
    assert.deepEqual(Object.keys(entry).sort(), declared.sort());
  });

  for (const platform of /** @type {const} */ (["browser", "neutral"])) {
    it(`can be bundled for ${platform} without warnings about Node's modules`, async () => {
      const { errors, warnings, metafile } = await build({
        entryPoints: [ENTRY], bundle: true, write: false, format: "esm", platform, metafile: true, logLevel: "silent",
      });
      assert.deepEqual([errors, warnings], [[], []]);
      const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
      assert.deepEqual(imports, []);
    });
  }

  it("has no side effects when it is imported: no timer, no listener, no global", async () => {
    const before = Object.getOwnPropertyNames(globalThis).length;
    await import(`${ENTRY}?again`);
    assert.equal(Object.getOwnPropertyNames(globalThis).length, before);
    assert.deepEqual(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout"), []);
  });
});
