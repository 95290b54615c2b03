// The listener over HTTP/2: recalls, and rejections before the end of a body, after which no stream stays open.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:http2";
import { describe, test } from "node:test";
import { ACCOUNT, COOKIE, until } from "./support/fixture.js";
import { servedBy } from "./support/served.js";

const make = (/** @type {any} */ listener) => createServer(listener);

/** @param {import("node:test").TestContext} t @param {Parameters<typeof import("./support/fixture.js").stage>} options */
async function opened(t, ...options) {
  const staged = await servedBy(t, make, ...options);
  const session = connect(staged.origin);
  t.after(() => session.destroy());
  const streams = /** @type {Set<any>} */ (new Set());
  staged.server.on("stream", (/** @type {any} */ stream) => {
    streams.add(stream);
    stream.on("close", () => streams.delete(stream));
  });
  const head = { ":method": "POST", ":path": "/api/recall", "content-type": "application/json", cookie: COOKIE };
  return { ...staged, session, streams, ask: (/** @type {object} */ headers) => session.request({ ...head, ...headers }) };
}

/** Waits until the stream is closed by either side. @param {any} stream */
async function answerOf(stream) {
  let text = "";
  stream.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => (text += chunk));
  const closed = once(stream, "close");
  const [headers] = await once(stream, "response");
  await closed;
  return { status: headers[":status"], text };
}

test("a recall over HTTP/2 is complete", async (t) => {
  const { ask, broadcast, streams } = await opened(t);
  const stream = ask({});
  stream.end(JSON.stringify({ action: "recall", officialAccount: ACCOUNT, msgKeys: broadcast(300) }));
  assert.match((await answerOf(stream)).text, /"complete":true/);
  await until(() => streams.size === 0, "the end of the stream");
});

describe("a POST over HTTP/2 whose body does not end", () => {
  /** @type {[string, object, number, object?][]} */
  const refusals = [
    ["of nobody", { cookie: "" }, 401],
    ["of another type", { "content-type": "text/plain" }, 415],
    ["of another page", { origin: "https://evil.example" }, 403],
    ["that is announced as too large", { "content-length": "99999999999" }, 413],
    ["that does not come", {}, 408, { bodyTimeout: 50 }],
    ["for another host", { ":authority": "evil.example" }, 421, { hosts: ["127.0.0.1"] }],
  ];
  for (const [name, headers, status, options] of refusals) {
    test(`${name} gets ${status} and a reset stream, and the connection stays open`, async (t) => {
      const { ask, session, streams, emulator } = await opened(t, options ?? {});
      const stream = ask(headers);
      stream.write(" ".repeat(1000));
      const { status: found, text } = await answerOf(stream);
      assert.equal(found, status, text);
      assert.match(text, /"code":"ERR_/);
      await until(() => stream.closed && streams.size === 0, "the reset");
      assert.deepEqual([stream.rstCode, session.destroyed, emulator.ledger.requests], [0, false, 0]);
    });
  }

  test("and is too large is rejected while it arrives", async (t) => {
    const { ask, streams } = await opened(t, { maxBodyBytes: 1000 });
    const stream = ask({});
    stream.on("error", () => {});
    stream.write(" ".repeat(20_000));
    assert.equal((await answerOf(stream)).status, 413);
    await until(() => streams.size === 0, "the reset");
  });

  test("and whose client disconnects sends nothing", async (t) => {
    const { ask, streams, records, emulator } = await opened(t);
    const stream = ask({});
    stream.on("error", () => {});
    stream.write('{"action":"recall"');
    await until(() => streams.size === 1, "the stream");
    stream.close(8);
    await until(() => records.length === 1 && streams.size === 0, "the record");
    assert.deepEqual([records[0]?.event, emulator.ledger.requests], ["refused", 0]);
  });
});

test("a client that leaves over HTTP/2 ends its run", async (t) => {
  const { ask, broadcast, records, emulator } = await opened(t, {}, { faults: { latency: { min: 50, max: 50 } } });
  const stream = ask({});
  stream.end(JSON.stringify({ action: "recall", officialAccount: ACCOUNT, msgKeys: broadcast(8000) }));
  await once(stream, "data");
  stream.close(8);
  await until(() => records.length === 2, "the last record");
  assert.equal(records[1]?.outcome, "disconnected");
  assert.ok(emulator.ledger.recalledCount < 8000);
});
