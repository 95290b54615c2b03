// The option `hosts`: the host names of a handler, which protect it against DNS rebinding.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readHost } from "../../../pkg-template/handler/config/allowed_hosts.js";
import { createHandler, toNodeListener } from "../../../pkg/handler/index.js";
import { isRecallError } from "../../../pkg/index.js";
import { ACCOUNT, ask, stage } from "./support/fixture.js";

/** @param {string} url @param {Record<string, string | null>} [headers] */
const recallAt = (url, headers) => ask({ action: "recall", officialAccount: ACCOUNT, msgKeys: ["1_1_1698741698"] }, { url, headers: { origin: new URL(url).origin, ...headers } });

/** @type {[string[], string, boolean][]} */
const CASES = [
  [["ops.example.com"], "https://ops.example.com/api/recall", true],
  [["ops.example.com"], "http://ops.example.com:8080/api/recall", true],
  [["ops.example.com"], "https://OPS.Example.COM/api/recall", true],
  [["OPS.Example.com"], "https://ops.example.com/api/recall", true],
  [["ops.example.com"], "https://ops.example.com./api/recall", true],
  [["ops.example.com."], "https://ops.example.com/api/recall", true],
  [["ops.example.com"], "https://evil.example/api/recall", false],
  [["ops.example.com"], "https://ops.example.com.evil.example/api/recall", false],
  [["ops.example.com"], "https://x.ops.example.com/api/recall", false],
  [["ops.example.com"], "https://example.com/api/recall", false],
  [["ops.example.com:8443"], "https://ops.example.com:8443/api/recall", true],
  [["ops.example.com:8443"], "https://ops.example.com/api/recall", false],
  [["ops.example.com:443"], "https://ops.example.com/api/recall", true],
  [["ops.example.com:443"], "http://ops.example.com/api/recall", true],
  [["ops.example.com:443"], "http://ops.example.com:8080/api/recall", false],
  [["127.0.0.1"], "http://127.0.0.1:8080/api/recall", true],
  [["127.0.0.1"], "http://127.1:8080/api/recall", true],
  [["127.0.0.1"], "http://localhost:8080/api/recall", false],
  [["localhost", "127.0.0.1", "[::1]"], "http://[::1]:8080/api/recall", true],
  [["[0:0:0:0:0:0:0:1]:8080"], "http://[::1]:8080/api/recall", true],
  [["[::1]:8080"], "http://[::1]:8081/api/recall", false],
  [["[::1]"], "http://[::2]/api/recall", false],
  [["bücher.example"], "https://xn--bcher-kva.example/api/recall", true],
];

describe("a handler with hosts", () => {
  for (const [hosts, url, isIn] of CASES) {
    test(`${hosts} ${isIn ? "accepts" : "rejects"} ${url}`, async () => {
      const { handler, emulator, records } = stage({ hosts });
      const response = await handler(recallAt(url));
      assert.equal(response.status, isIn ? 200 : 421);
      const text = await response.text();
      assert.equal(emulator.ledger.requests > 0, isIn);
      if (isIn) return;
      assert.deepEqual([JSON.parse(text).error.code, records.map(({ event, status }) => [event, status])], ["ERR_PERMISSION", [["refused", 421]]]);
      assert.ok(!text.includes("ops.example.com"), "a stranger learns the names");
    });
  }

  test("rejects every request to another host before authorize is called", async () => {
    let asked = 0;
    const { handler } = stage({ hosts: ["ops.example.com"], authorize: () => ((asked += 1), null) });
    for (const method of ["GET", "HEAD", "OPTIONS", "POST"]) assert.equal((await handler(ask(undefined, { method, url: "https://evil.example/", headers: { origin: "https://evil.example" } }))).status, 421);
    assert.equal(asked, 0);
  });

  test("also checks the Host header, but not the headers of proxies", async () => {
    const { handler } = stage({ hosts: ["ops.example.com"] });
    assert.equal((await handler(recallAt("https://ops.example.com/", { host: "evil.example" }))).status, 421);
    assert.equal((await handler(recallAt("https://evil.example/", { "x-forwarded-host": "ops.example.com", forwarded: "host=ops.example.com" }))).status, 421);
    assert.equal((await handler(recallAt("https://ops.example.com/", { host: "ops.example.com", "x-forwarded-host": "evil.example" }))).status, 200);
  });

  for (const hosts of [[], "ops.example.com", ["*"], ["*.example.com"], ["https://ops.example.com"], ["ops.example.com/x"], ["a b"], ["ops.example.com:"], ["ops.example.com:x"], ["user@ops.example.com"], ["::1"], [""], [7], [null]]) {
    test(`is not created with ${JSON.stringify(hosts)}`, () => {
      const { base } = stage();
      assert.throws(() => createHandler({ ...base, hosts: /** @type {any} */ (hosts) }), (error) => isRecallError(error) && error.issues.length === 1 && error.issues[0]?.path === "hosts");
    });
  }
});

test("a host is parsed like a URL, with its port unchanged", () => {
  assert.deepEqual(readHost("Ops.Example.com.:80"), { name: "ops.example.com", port: "80" });
  assert.deepEqual(readHost("[0::1]:8080"), { name: "[::1]", port: "8080" });
});

describe("a listener", () => {
  /** The status that a request with these headers gets. @param {object} head */
  async function statusOf(head) {
    const { handler } = stage({ hosts: ["ops.example.com"] });
    const nothing = () => {};
    const incoming = { method: "POST", url: "/", complete: true, readableEnded: true, on: nothing, once: nothing, pause: nothing, resume: nothing, destroy: nothing, ...head };
    let status = 0;
    const outgoing = { destroyed: false, writableFinished: true, writeHead: (/** @type {number} */ value) => (status = value), write: () => true, end: nothing, destroy: nothing, on: nothing, once: nothing, off: nothing };
    await toNodeListener(handler)(/** @type {any} */ (incoming), outgoing);
    return status;
  }
  // 415: the host was accepted, but the body has no content type.
  /** @type {[string, object, number][]} */
  const heads = [
    ["Host", { headers: { host: "ops.example.com" } }, 415],
    ["another Host", { headers: { host: "evil.example" } }, 421],
    [":authority", { headers: { ":authority": "ops.example.com" } }, 415],
    ["another :authority", { headers: { ":authority": "evil.example" } }, 421],
    ["both, alike", { headers: { ":authority": "OPS.example.com", host: "ops.example.com" } }, 415],
    ["both, and they differ", { headers: { ":authority": "evil.example", host: "ops.example.com" } }, 400],
    ["a whole URL as target", { url: "http://ops.example.com/", headers: { host: "ops.example.com" } }, 415],
    ["a whole URL of another host as target", { url: "http://evil.example/", headers: { host: "ops.example.com" } }, 400],
    ["a target that both name, and is not ours", { url: "http://evil.example/", headers: { host: "evil.example" } }, 421],
    ["none", { headers: {} }, 400],
  ];
  for (const [name, head, status] of heads) test(`takes the host from ${name}: ${status}`, async () => assert.equal(await statusOf(head), status));
});
