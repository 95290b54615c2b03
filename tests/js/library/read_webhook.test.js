// The requests that readWebhook accepts (text, bytes and streams, from any framework), and its errors for everything else.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import express from "express";
import { isRecallError, readWebhook } from "../../../pkg/index.js";
import { refused } from "./support/fixture.js";

const NOW = 1_669_872_112;
const OPTIONS = { token: "xxxxyyyy", sdkAppId: 1400000000, now: NOW * 1000 };
const COMMAND = "OfficialAccount.CallbackAfterSendMsg";
const sign = createHash("sha256").update(`xxxxyyyy${NOW}`).digest("hex");
const PATH = `/hook?SdkAppid=1400000000&CallbackCommand=${COMMAND}&contenttype=json&Sign=${sign}&RequestTime=${NOW}`;
const URL_OF_HOOK = `https://backend.example${PATH}`;
const TEXT = "\u8bef\u{1f600}";
const BODY = JSON.stringify({
  CallbackCommand: COMMAND, Official_Account: "@TOA#_a", MsgKey: "71_1_1698741698", MsgTime: NOW, OnlineOnlyFlag: 0,
  MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: TEXT } }], EventTime: NOW * 1000,
});
const BYTES = new TextEncoder().encode(BODY);
const MARKED = new Uint8Array([0xef, 0xbb, 0xbf, ...BYTES]);
const split = () => new ReadableStream({ start: (controller) => (BYTES.forEach((byte) => controller.enqueue(Uint8Array.of(byte))), controller.close()) });
const requestOf = (/** @type {any} */ body) => new Request(URL_OF_HOOK, /** @type {any} */ ({ method: "POST", body, duplex: "half" }));

/** @param {any} request */
async function assertRead(request) {
  const event = /** @type {any} */ (await readWebhook(request, OPTIONS));
  assert.deepEqual([event.kind, event.msgKeys, event.msgBody[0].MsgContent.Text], ["sent", ["71_1_1698741698"], TEXT]);
}

describe("a webhook is read from", () => {
  /** @type {Record<string, () => any>} */
  const requests = {
    "a text": () => ({ url: URL_OF_HOOK, body: BODY }),
    "a text with a byte order mark": () => ({ url: URL_OF_HOOK, body: `\ufeff${BODY}` }),
    "a path": () => ({ url: PATH, body: BODY }),
    "a Buffer": () => ({ url: URL_OF_HOOK, body: Buffer.from(BODY) }),
    "a Uint8Array": () => ({ url: URL_OF_HOOK, body: BYTES }),
    "a part of a larger buffer": () => ({ url: URL_OF_HOOK, body: new Uint8Array([0x78, ...BYTES, 0x78]).subarray(1, -1) }),
    "an ArrayBuffer": () => ({ url: URL_OF_HOOK, body: BYTES.buffer }),
    "a DataView": () => ({ url: URL_OF_HOOK, body: new DataView(BYTES.buffer) }),
    "bytes with a byte order mark": () => ({ url: URL_OF_HOOK, body: MARKED }),
    "a Request": () => requestOf(BODY),
    "a Request of bytes with a byte order mark": () => requestOf(MARKED),
    "a Request whose body comes byte by byte": () => requestOf(split()),
    "a stream": () => ({ url: URL_OF_HOOK, body: split() }),
    "something that has text()": () => ({ url: URL_OF_HOOK, text: async () => BODY }),
    "something that has text() and a body of its own": () => ({ url: URL_OF_HOOK, body: {}, text: () => BODY }),
    "an iterable of bytes": () => ({ url: PATH, async *[Symbol.asyncIterator]() { yield BYTES.subarray(0, 7); yield BYTES.subarray(7); } }),
    "an iterable of texts": () => ({ url: PATH, async *[Symbol.asyncIterator]() { yield BODY; } }),
  };
  for (const [name, make] of Object.entries(requests)) test(name, () => assertRead(make()));

  /** Servers that pass their request objects to readWebhook. @type {Record<string, (read: (request: any) => void) => any>} */
  const servers = {
    "Node's IncomingMessage": (read) => createServer((request, response) => (read(request), response.end())),
    "Express's request after express.text()": (read) => createServer(express().use(express.text({ type: "*/*" }), (/** @type {any} */ request, /** @type {any} */ response) => (read(request), response.end()))),
    "Express's request after express.raw()": (read) => createServer(express().use(express.raw({ type: "*/*" }), (/** @type {any} */ request, /** @type {any} */ response) => (read(request), response.end()))),
  };
  for (const [name, make] of Object.entries(servers)) {
    test(name, async (t) => {
      /** @type {Promise<void> | undefined} */
      let reading;
      const server = make((request) => (reading = assertRead(request))).listen(0, "127.0.0.1");
      await once(server, "listening");
      t.after(() => server.close());
      const answer = await fetch(`http://127.0.0.1:${server.address().port}${PATH}`, { method: "POST", body: BODY, headers: { "content-type": "application/json", connection: "close" } });
      await answer.text();
      await reading;
    });
  }
});

describe("a webhook is rejected with a RecallError, from", () => {
  const cause = new Error("disk");
  const boom = () => {
    throw cause;
  };
  const getter = (/** @type {string} */ name, more = {}) => Object.defineProperty({ url: URL_OF_HOOK, ...more }, name, { get: boom });
  const used = requestOf(BODY);
  const locked = requestOf(BODY);
  locked.body?.getReader();
  /** @type {Record<string, [request: any, message: RegExp, cause?: unknown]>} */
  const requests = {
    "an object that was parsed": [{ url: URL_OF_HOOK, body: JSON.parse(BODY) }, /^body: found an object, expected the raw text; put express\.text/],
    "an array that was parsed": [{ url: URL_OF_HOOK, body: [] }, /expected the raw text/],
    "Express's request after express.json()": [{ url: PATH, body: JSON.parse(BODY), async *[Symbol.asyncIterator]() {} }, /expected the raw text/],
    "an IncomingMessage that was read before": [{ url: PATH, readableEnded: true, async *[Symbol.asyncIterator]() {} }, /read before/],
    "a getter of body that throws": [getter("body"), /could not be read; see cause$/, cause],
    "a getter of url that throws": [getter("url", { body: BODY }), /could not be read; see cause$/, cause],
    "a getter of text that throws": [getter("text"), /could not be read; see cause$/, cause],
    "text() that rejects": [{ url: URL_OF_HOOK, text: () => Promise.reject(cause) }, /could not be read; see cause$/, cause],
    "text() that throws": [{ url: URL_OF_HOOK, text: boom }, /could not be read; see cause$/, cause],
    "a stream that fails": [{ url: URL_OF_HOOK, body: new ReadableStream({ pull: boom }) }, /could not be read; see cause$/, cause],
    "a Request whose stream fails": [requestOf(new ReadableStream({ pull: boom })), /could not be read; see cause$/, cause],
    "an iterable that fails": [{ url: PATH, [Symbol.asyncIterator]: boom }, /could not be read; see cause$/, cause],
    "a Request that was read": [used, /could not be read; see cause$/, undefined],
    "a Request that is read elsewhere": [locked, /could not be read; see cause$/, undefined],
    "bytes that are not UTF-8": [{ url: URL_OF_HOOK, body: Uint8Array.of(0x7b, 0xff) }, /not UTF-8/],
    "a stream of numbers": [{ url: URL_OF_HOOK, body: new ReadableStream({ start: (controller) => (controller.enqueue(7), controller.close()) }) }, /something else than bytes/],
    "a text of more than a megabyte": [{ url: URL_OF_HOOK, body: " ".repeat(2 ** 20 + 1) }, /1048577 characters, expected at most 1048576/],
    "bytes of more than a megabyte": [{ url: URL_OF_HOOK, body: new Uint8Array(2 ** 20 + 1) }, /1048577 bytes, expected at most 1048576/],
    "a stream without end": [{ url: URL_OF_HOOK, body: new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }) }, /more than 1048576 bytes/],
  };
  for (const [name, [request, message, expected]] of Object.entries(requests)) {
    test(name, async () => {
      if (request === used) await used.text();
      const error = await refused(readWebhook(request, OPTIONS));
      assert.deepEqual([isRecallError(error), error.code], [true, "ERR_WEBHOOK"], error.message);
      assert.match(error.message, message);
      if (expected !== undefined) assert.equal(error.cause, expected);
      else if (/see cause/.test(error.message)) assert.ok(error.cause instanceof Error);
    });
  }

  for (const request of [undefined, null, 7, "x", {}, { url: URL_OF_HOOK }, { url: 7, body: BODY }, { url: URL_OF_HOOK, body: 7 }, { url: URL_OF_HOOK, body: null }]) {
    test(`${JSON.stringify(request)?.slice(0, 60)}`, async () => assert.equal((await refused(readWebhook(/** @type {any} */ (request), OPTIONS))).code, "ERR_INVALID_INPUT"));
  }
});
