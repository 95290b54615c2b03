// OpenTelemetry's own instrumentation of fetch beside a run: with what README.md says about it, no span holds the UserSig.
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

/** The instrumentation as README.md makes it. @returns {Promise<UndiciInstrumentation>} */
async function documented() {
  const code = openPage("README.md").examples("js").find((example) => example.includes("UndiciInstrumentation("));
  assert.ok(code, "README.md has no example");
  mkdirSync(join(ROOT, "target"), { recursive: true });
  // Below the checkout, from where its import is found.
  const folder = mkdtempSync(join(ROOT, "target/telemetry-"));
  try {
    const file = join(folder, "example.mjs");
    writeFileSync(file, `${code}\nexport { undici };\n`);
    return (await import(pathToFileURL(file).href)).undici;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every form in which a text may stand in a URL. @param {string} text */
function formsOf(text) {
  const everyByte = [...text].map((character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
  return [text, encodeURIComponent(text), everyByte, everyByte.toUpperCase(), btoa(text)];
}

/** Pieces of a secret in a text. @param {string} text @param {string} secret */
function piecesIn(text, secret) {
  return formsOf(secret).flatMap((form) =>
    Array.from({ length: form.length - PIECE + 1 }, (_, at) => form.slice(at, at + PIECE)).filter((piece) => text.includes(piece)));
}

/** All that a span would tell a collector. @param {import("@opentelemetry/sdk-trace-base").ReadableSpan} span */
function told({ name, status, attributes, events, links, resource, instrumentationScope }) {
  return JSON.stringify({ name, status, attributes, events, links, resource: resource.attributes, instrumentationScope });
}

/**
 * Recalls from services that answer, fail, break off, stay silent and are not there, and gives back what was traced.
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

describe("a run that OpenTelemetry traces", () => {
  test("leaves its UserSig in the spans of the stock instrumentation", async () => {
    const { userSig, spans, requests, text } = await traced(new UndiciInstrumentation());
    assert.ok(spans.length > requests, `${spans.length} spans of ${requests} requests that arrived and one that did not`);
    assert.equal(piecesIn(text, userSig).length > userSig.length / 2, true);
  });

  test("leaves no piece of it where the instrumentation is set up as README.md says, and every request is traced still", async () => {
    const { userSig, spans, requests, text } = await traced(await documented());
    assert.ok(spans.length > requests, `${spans.length} spans of ${requests} requests that arrived and one that did not`);
    assert.deepEqual(piecesIn(text, userSig), []);
    for (const { attributes } of spans) {
      assert.match(String(attributes["url.full"]), /^http:\/\/127\.0\.0\.1:\d+\/v4\/official_account_open_http_svc\/official_account_msg_recall$/);
    }
  });

  test("leaves other requests as they were: the set-up of README.md takes the query only where a UserSig is", async () => {
    const instrumentation = await documented();
    instrumentation.disable();
    const { startSpanHook } = instrumentation.getConfig();
    const request = /** @type {any} */ ({ origin: "https://shop.example", path: "/cart?item=7" });
    assert.deepEqual(startSpanHook?.(request) ?? {}, {});
  });
});
