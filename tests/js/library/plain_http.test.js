// The option insecureHttpHost: http: to the one host that it names, from the client and the handler.
import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { describe, it } from "node:test";
import { createEmulator, startEmulator } from "../../../pkg/emulator/index.js";
import { createHandler } from "../../../pkg/handler/index.js";
import { recall, RecallClient } from "../../../pkg/index.js";

const secretKey = "any text";
const options = { sdkAppId: 1400000000, identifier: "administrator", secretKey };
const external = Object.values(networkInterfaces()).flat().find((found) => found && !found.internal && found.family === "IPv4")?.address;

/** @param {import("../../../pkg/emulator/index.js").Emulator} emulator */
function messagesOf(emulator) {
  const officialAccount = emulator.createAccount();
  return { officialAccount, msgKeys: emulator.addMessages({ officialAccount, count: 12, text: "wrong" }) };
}

describe("insecureHttpHost", () => {
  it("lets a run call that host over http:", async () => {
    const emulator = createEmulator({ secretKey });
    /** @type {string[]} */
    const called = [];
    /** @type {import("../../../pkg/index.js").FetchLike} */
    const fetch = (url, init) => {
      called.push(new URL(url).origin);
      return emulator.fetch(url, init);
    };
    const { counts } = await recall({ ...options, baseUrl: "http://emulator:8080", insecureHttpHost: "emulator", fetch, ...messagesOf(emulator) });
    assert.deepEqual([counts.recalled, called], [12, ["http://emulator:8080", "http://emulator:8080"]]);
  });

  it("works over the network", { skip: external ? false : "this machine has only loopback addresses" }, async (t) => {
    const { emulator, port, close } = await startEmulator({ secretKey, host: "0.0.0.0" });
    t.after(close);
    const { counts } = await recall({ ...options, baseUrl: `http://${external}:${port}`, insecureHttpHost: external, ...messagesOf(emulator) });
    assert.equal(counts.recalled, 12);
  });

  it("lets no other host be called over http:", () => {
    for (const insecureHttpHost of [undefined, "proxy", "emulator.evil.example"]) {
      assert.throws(() => new RecallClient({ ...options, baseUrl: "http://emulator:8080", insecureHttpHost }), {
        code: "ERR_INVALID_INPUT", message: /baseUrl: found http: to emulator, expected https: \(http: is for loopback hosts and the one in `insecureHttpHost`\)/,
      });
    }
  });

  it("is a host alone", () => {
    for (const wrong of [8080, "emulator:8080", "http://emulator", ""]) {
      assert.throws(() => new RecallClient({ ...options, baseUrl: "https://emulator", insecureHttpHost: /** @type {any} */ (wrong) }), /insecureHttpHost: found .*, expected a host name alone/);
    }
  });

  it("is an option of the handler too", () => {
    const handler = { ...options, baseUrl: "http://emulator:8080", authorize: () => ({ user: "u" }) };
    assert.equal(typeof createHandler({ ...handler, insecureHttpHost: "emulator" }), "function");
    assert.throws(() => createHandler(handler), /baseUrl: found http: to emulator/);
  });
});
