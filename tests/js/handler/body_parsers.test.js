// The handler after the body parsers of Express 5 and 4: it checks the parsed body as usual, or the error names the parser.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import express from "express";
import parser4 from "body-parser-1";
import { ACCOUNT, COOKIE, SECRET_KEY, linesOf } from "./support/fixture.js";
import { servedBy } from "./support/served.js";

/** @typedef {import("./support/served.js").Listener} Listener */

/** Servers that parse the body before the handler. @type {Record<string, (listener: Listener) => any>} */
const PARSERS = {
  "express.json()": (listener) => createServer(express().use(express.json({ limit: "10mb" }), listener)),
  "express.json({ strict: false })": (listener) => createServer(express().use(express.json({ strict: false }), listener)),
  "express.text()": (listener) => createServer(express().use(express.text({ type: "*/*" }), listener)),
  "express.raw()": (listener) => createServer(express().use(express.raw({ type: "*/*" }), listener)),
  "express.json() in a router under a path": (listener) => createServer(express().use(express.json()).use("/api", express.Router().post("/recall", listener))),
  "a parser that does not fit": (listener) => createServer(express().use(express.urlencoded({ extended: true }), listener)),
  "body-parser 1, json": (listener) => createServer(after4(parser4.json(), listener)),
  "body-parser 1, text": (listener) => createServer(after4(parser4.text({ type: "*/*" }), listener)),
  "body-parser 1, raw": (listener) => createServer(after4(parser4.raw({ type: "*/*" }), listener)),
  "body-parser 1 that does not fit": (listener) => createServer(after4(parser4.urlencoded({ extended: true }), listener)),
  "a platform that parses in a getter": (listener) => createServer(afterAll(listener, (request, text) => Object.defineProperty(request, "body", { get: () => JSON.parse(text || "{}") }))),
  "no parser, in text": (listener) => createServer((request, response) => listener(request.setEncoding("utf8"), response)),
};

/** Calls a parser as Express does. @param {any} parser @param {Listener} listener @returns {Listener} */
function after4(parser, listener) {
  return (request, response) => parser(request, response, (/** @type {unknown} */ error) => (error ? response.writeHead(400).end() : listener(request, response)));
}

/**
 * Calls the handler once the body was read.
 * @param {Listener} listener
 * @param {(request: any, text: string) => void} leave
 * @returns {Listener}
 */
function afterAll(listener, leave) {
  return async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    leave(request, text);
    listener(request, response);
  };
}

/** @param {string} origin @param {string} body @param {Record<string, string>} [headers] */
const post = (origin, body, headers) => fetch(`${origin}/api/recall`, { method: "POST", body, headers: { "content-type": "application/json", cookie: COOKIE, ...headers } });
const bodyOf = (/** @type {string[]} */ msgKeys) => JSON.stringify({ action: "recall", officialAccount: ACCOUNT, msgKeys, reason: "\u8bef" });

for (const [name, make] of Object.entries(PARSERS)) {
  describe(`after ${name}`, () => {
    test("a recall is complete", async (t) => {
      const { origin, broadcast, emulator } = await servedBy(t, make);
      const lines = await linesOf(await post(origin, bodyOf(broadcast(300))));
      assert.deepEqual([lines.at(-1).report.complete, emulator.ledger.recalledCount, emulator.ledger.recalled[0]?.reason], [true, 300, "\u8bef"]);
    });

    test("a body has the same checks", async (t) => {
      const { origin, broadcast, emulator } = await servedBy(t, make, { maxBodyBytes: 2000 });
      const good = bodyOf(broadcast(3));
      assert.equal((await post(origin, bodyOf(broadcast(300)))).status, 413);
      assert.equal((await post(origin, good.replace('"action"', '"__proto__":{"action":"recall"},"action"'))).status, 422);
      assert.equal((await post(origin, good.replace('"msgKeys"', '"toJSON":1,"msgKeys"'))).status, 422);
      assert.equal((await post(origin, good, { cookie: "" })).status, 401);
      assert.equal((await post(origin, good, { "content-type": "text/plain" })).status, 415);
      assert.equal((await post(origin, "[]")).status, 422);
      assert.ok([400, 422].includes((await post(origin, "")).status), "some parsers make an object of nothing");
      assert.equal(emulator.ledger.requests, 0);
    });
  });
}

/** What a parser may leave that is not a body. @type {Record<string, (request: any) => void>} */
const LEAVE = {
  nothing: () => {},
  "a body that was parsed into a function": (request) => (request.body = () => {}),
  "a body that refers to itself": (request) => (request.body = { request }),
  "a body in a getter that throws": (request) => Object.defineProperty(request, "body", { get() { throw new Error(SECRET_KEY); } }),
};
describe("a body parser that read the body and left", () => {
  for (const [name, leave] of Object.entries(LEAVE)) {
    test(`${name} is named, to the client and to the operator`, async (t) => {
      const { origin, emulator, told, broadcast } = await servedBy(t, (listener) => createServer(afterAll(listener, leave)));
      const response = await post(origin, bodyOf(broadcast(3)));
      const { error } = await response.json();
      assert.deepEqual([response.status, error.code, emulator.ledger.requests], [500, "ERR_INTERNAL", 0]);
      assert.match(error.message, /put the handler before any body parser, such as express\.json\(\)$/);
      assert.match(String(told[0]), /body parser/);
    });
  }

  test("half of it in the stream is also named", async (t) => {
    const { origin, broadcast } = await servedBy(t, (listener) => createServer((request, response) => request.once("data", () => (request.pause(), listener(request, response)))));
    assert.match((await (await post(origin, bodyOf(broadcast(3)))).json()).error.message, /body parser/);
  });
});
