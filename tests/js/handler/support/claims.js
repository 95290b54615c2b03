// The tests of a served handler over HTTP, for the examples and for every runtime that can serve a handler.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RemoteRecallClient } from "../../../../pkg/remote/index.js";
import { assertSums, keysWith } from "../../library/support/fixture.js";
import { ACCOUNT, assertDiscreet, until } from "./fixture.js";

/**
 * @typedef {object} Running
 * @property {string} url where the handler is under `/api/recall`
 * @property {string} authorization signs Eve in
 * @property {import("../../../../pkg/emulator/index.js").Emulator} emulator
 * @property {() => string} audited all records so far, as text
 */

/**
 * @param {() => Running} running the running handler
 */
export function handlerClaims(running) {
  const keys = (/** @type {number} */ count) => running().emulator.broadcast({ officialAccount: ACCOUNT, count, text: "wrong" });
  const client = () => new RemoteRecallClient({ url: `${running().url}/api/recall`, headers: { authorization: running().authorization } });

  test("a recall by the page's client is complete, and agrees with the emulator", async () => {
    const { emulator } = running();
    const msgKeys = keys(1500);
    const before = emulator.ledger.recalledCount;
    const report = await client().recall({ officialAccount: ACCOUNT, msgKeys, reason: "sent by mistake" });
    assertSums(report, msgKeys);
    assert.deepEqual([report.complete, emulator.ledger.recalledCount - before], [true, 1500]);
    await until(() => running().audited().includes('"outcome":"completed"'), "the last record");
    assert.match(running().audited(), /"event":"start".*"user":"eve"|"user":"eve".*"event":"start"/);
  });

  test("concurrent recalls do not affect each other", async () => {
    const lists = [1, 2, 3, 4, 5, 6].map((count) => keys(count * 37));
    const reports = await Promise.all(lists.map((msgKeys) => client().recall({ officialAccount: ACCOUNT, msgKeys })));
    reports.forEach((report, index) => {
      assertSums(report, /** @type {string[]} */ (lists[index]));
      assert.ok(report.complete, JSON.stringify(report.counts));
    });
  });

  test("history finds what was sent", async () => {
    const [msgKey] = keys(1);
    const ends = () => running().audited().split("\n").filter((line) => line.includes('"action":"history"') && line.includes('"event":"end"')).length;
    const before = ends();
    for await (const message of client().history(ACCOUNT)) {
      assert.equal(message.msgKey, msgKey);
      break;
    }
    // A prefetched page may still be in flight.
    await until(() => ends() > before, "the record of its end");
  });

  test("an invalid request is rejected before anything is sent", async () => {
    const { url, emulator, authorization } = running();
    const body = JSON.stringify({ action: "recall", officialAccount: ACCOUNT, msgKeys: keys(3) });
    const good = { "content-type": "application/json", authorization };
    const requests = emulator.ledger.requests;
    /** @type {[number, RequestInit][]} */
    const cases = [
      [401, { method: "POST", body, headers: { ...good, authorization: "" } }],
      [403, { method: "POST", body, headers: { ...good, origin: "https://evil.example" } }],
      [403, { method: "POST", body, headers: { ...good, origin: "null" } }],
      [403, { method: "POST", body, headers: { ...good, "sec-fetch-site": "cross-site" } }],
      [415, { method: "POST", body, headers: { ...good, "content-type": "text/plain" } }],
      [405, { method: "PUT", body, headers: good }],
      [413, { method: "POST", body: " ".repeat(28_000_000), headers: good }],
      [400, { method: "POST", body: `{"action":"recall",${body.slice(1)}`, headers: good }],
      [422, { method: "POST", body: body.replace("@TOA#_", ""), headers: good }],
    ];
    for (const [status, init] of cases) {
      const answer = await fetch(`${url}/api/recall`, init);
      const text = await answer.text();
      assert.equal(answer.status, status, text.slice(0, 200));
      assertDiscreet(text);
    }
    assert.equal(emulator.ledger.requests, requests);
  });

  test("a client that leaves ends its run: nothing more is sent, and it is recorded", async () => {
    const { emulator, authorization } = running();
    emulator.setFaults({ latency: { min: 100, max: 100 } });
    const msgKeys = keys(8000);
    const before = emulator.ledger.recalledCount;
    const leave = new AbortController();
    const answer = await fetch(`${running().url}/api/recall`, {
      method: "POST", signal: leave.signal, headers: { "content-type": "application/json", authorization },
      body: JSON.stringify({ action: "recall", officialAccount: ACCOUNT, msgKeys }),
    });
    await until(() => emulator.ledger.recalledCount > before, "the first messages");
    leave.abort();
    await assert.rejects(answer.text());
    await until(() => running().audited().includes('"outcome":"disconnected"'), "the record of it");
    // Requests on the wire may still arrive, but no later ones.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const sent = emulator.ledger.requests;
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(emulator.ledger.requests, sent, "requests after the end");
    emulator.setFaults();
    assert.ok(emulator.ledger.recalledCount - before < 8000);
  });

  test("a client that aborts its run gets the outcome of each message", async () => {
    const { emulator } = running();
    emulator.setFaults({ latency: { min: 100, max: 100 } });
    const msgKeys = keys(8000);
    const stop = new AbortController();
    const onProgress = (/** @type {{ counts: { recalled: number } }} */ { counts }) => counts.recalled > 0 && stop.abort();
    const error = await client().recall({ officialAccount: ACCOUNT, msgKeys, signal: stop.signal, onProgress }).then(() => assert.fail("expected an end"), (thrown) => thrown);
    emulator.setFaults();
    assert.equal(error.code, "ERR_ABORTED");
    assertSums(error.report, msgKeys);
    await until(() => running().audited().includes('"outcome":"stopped"'), "the record of it");
    assert.ok(error.report.counts.unconfirmed <= 640, "only what was on its way is in doubt");
    const done = new Set(emulator.ledger.recalled.map(({ msgKey }) => msgKey));
    assert.ok(keysWith(error.report, "recalled").every((msgKey) => done.has(msgKey)));
    assert.ok(keysWith(error.report, "notAttempted").every((msgKey) => !done.has(msgKey)));
  });

  test("a client that stops its run gets a report, and what was in flight is waited for", async () => {
    const { emulator } = running();
    emulator.setFaults({ latency: { min: 100, max: 100 } });
    const msgKeys = keys(8000);
    const stop = new AbortController();
    const before = emulator.ledger.recalledCount;
    const onProgress = (/** @type {{ counts: { recalled: number } }} */ { counts }) => counts.recalled > 0 && stop.abort();
    const report = await client().recall({ officialAccount: ACCOUNT, msgKeys, stopSignal: stop.signal, onProgress });
    emulator.setFaults();
    assertSums(report, msgKeys);
    assert.deepEqual([report.stopped, report.counts.unconfirmed], [true, 0]);
    assert.equal(report.counts.recalled, emulator.ledger.recalledCount - before);
    assert.ok(report.counts.notAttempted > 0, JSON.stringify(report.counts));
  });
}
