// OpenTelemetry's instrumentation of fetch during a run: with the set-up in README.md, no span has the UserSig.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { ROOT } from "../../../.scripts/command.js";
import { startEmulator } from "../../../pkg/emulator/index.js";
import { isRecallError, recall, signUserSig } from "../../../pkg/index.js";
import { openPage } from "../package/support/documented_examples.js";

const PIECE = 20;

/** The instrumentation with the set-up of README.md. @returns {Promise<UndiciInstrumentation>} */
async function documented() {
  const code = openPage("README.md").examples("js").find((example) => example.includes("UndiciInstrumentation("));
  assert.ok(code, "README.md has no example");
  mkdirSync(join(ROOT, "target"), { recursive: true });
  // Inside the checkout, so that its import is resolved.
  const folder = mkdtempSync(join(ROOT, "target/telemetry-"));
  try {
    const file = join(folder, "example.mjs");
    writeFileSync(file, `${code}\nexport { undici };\n`);
    return (await import(pathToFileURL(file).href)).undici;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every form of a text in a URL. @param {string} text */
function formsOf(text) {
  const everyByte = [...text].map((character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
  return [text, encodeURIComponent(text), everyByte, everyByte.toUpperCase(), btoa(text)];
}

/** The parts of a secret that are in a text. @param {string} text @param {string} secret */
function piecesIn(text, secret) {
  return formsOf(secret).flatMap((form) =>
    Array.from({ length: form.length - PIECE + 1 }, (_, at) => form.slice(at, at + PIECE)).filter((piece) => text.includes(piece)));
}

/** Everything that a span exports. @param {import("@opentelemetry/sdk-trace-base").ReadableSpan} span */
function told({ name, status, attributes, events, links, resource, instrumentationScope }) {
  return JSON.stringify({ name, status, attributes, events, links, resource: resource.attributes, instrumentationScope });
}

/**
 * Recalls from services that answer, fail, break the connection, never answer or do not exist, and returns the spans.
 * @param {UndiciInstrumentation} instrumentation
 */
async function traced(instrumentation) {
  const exporter = new InMemorySpanExporter();
  instrumentation.setTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  const faults = { http502: { times: 1 }, cutReply: { times: 1 }, stall: { times: 1 } };
  const { url, emulator, close } = await startEmulator({ faults });
  const secretKey = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
  const userSig = signUserSig({ sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey });
  const officialAccount = emulator.createAccount();
  const msgKeys = emulator.broadcast({ officialAccount, count: 15, text: "wrong" });
  const given = { sdkAppId: emulator.sdkAppId, identifier: "administrator", userSig, officialAccount, msgKeys };
  try {
    const { counts } = await recall({ ...given, baseUrl: url, timeout: 500 });
    assert.equal(counts.recalled + counts.presumedRecalled, 15, JSON.stringify(counts));
    await close();
    await recall({ ...given, baseUrl: url, retries: 0 }).catch((error) => assert.ok(isRecallError(error), error));
  } finally {
    instrumentation.disable();
    await close();
  }
  const spans = exporter.getFinishedSpans();
  return { userSig, spans, requests: emulator.ledger.requests, text: spans.map(told).join("\n") };
}

describe("a run traced by OpenTelemetry", () => {
  test("has its UserSig in the spans of the default instrumentation", async () => {
    const { userSig, spans, requests, text } = await traced(new UndiciInstrumentation());
    assert.ok(spans.length > requests, `${spans.length} spans of ${requests} requests that arrived and one that did not`);
    assert.equal(piecesIn(text, userSig).length > userSig.length / 2, true);
  });

  test("has no part of it in the spans with the set-up of README.md, and every request is still traced", async () => {
    const { userSig, spans, requests, text } = await traced(await documented());
    assert.ok(spans.length > requests, `${spans.length} spans of ${requests} requests that arrived and one that did not`);
    assert.deepEqual(piecesIn(text, userSig), []);
    for (const { attributes } of spans) {
      assert.match(String(attributes["url.full"]), /^http:\/\/127\.0\.0\.1:\d+\/v4\/official_account_open_http_svc\/official_account_msg_recall$/);
    }
  });

  test("does not change other requests: the set-up of README.md removes only queries with a UserSig", async () => {
    const instrumentation = await documented();
    instrumentation.disable();
    const { startSpanHook } = instrumentation.getConfig();
    const request = /** @type {any} */ ({ origin: "https://shop.example", path: "/cart?item=7" });
    assert.deepEqual(startSpanHook?.(request) ?? {}, {});
  });
});
