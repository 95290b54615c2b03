// UserSigs: every official form is accepted, and every kind of invalid UserSig has its code.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { RECALL, SECRET_KEY, sign, stage, START, urlOf } from "./support/caller.js";
import { BY_PYTHON, FORMS, userSigOfJson, vendorBase64 } from "./support/signers.js";

const TIME = START / 1000;
const { vectors } = JSON.parse(readFileSync(new URL("../../vectors/usersig.json", import.meta.url), "utf8"));

/**
 * @param {string} userSig
 * @param {string} [identifier]
 * @param {import("../../../pkg-template/emulator/index.js").EmulatorOptions} [options]
 */
async function codeOf(userSig, identifier = "administrator", options = {}) {
  const { recall } = stage({ administrators: ["administrator", "admin", "管理员", "xiaojun"], ...options });
  return (await recall(["1_1_1"], {}, { identifier, userSig })).ErrorCode;
}

describe("an official form of a UserSig", () => {
  it("is accepted from the vendor's npm package", async () => {
    for (const identifier of ["administrator", "管理员"]) assert.equal(await codeOf(sign({ identifier }), identifier), 0);
  });

  it("is accepted from the vendor's Python package", async () => {
    for (const [identifier, userSig] of Object.entries(BY_PYTHON)) assert.equal(await codeOf(userSig, identifier), 0, identifier);
  });

  for (const [language, form] of Object.entries(FORMS)) {
    it(`is accepted in the order, spacing, escapes and compression of ${language}`, async () => {
      for (const identifier of ["administrator", "管理员"]) {
        // Many times, so that the base64 of some HMACs has a slash, which is escaped.
        for (let time = TIME - 8; time < TIME; time++) {
          assert.equal(await codeOf(form({ identifier, time, expire: 600 }), identifier), 0, `${language} ${identifier} ${time}`);
        }
      }
    });
  }

  for (const { name, identifier, userBufBase64, userSigLevel6, userSigStored } of vectors) {
    const expected = userBufBase64 === undefined ? 0 : 70009;
    it(`from the known answers, deflated and stored, gets ${expected}: ${name}`, async () => {
      for (const userSig of [userSigLevel6, userSigStored]) assert.equal(await codeOf(userSig, identifier), expected);
    });
  }
});

describe("a UserSig that cannot be read", () => {
  const good = sign();
  const json = { "TLS.ver": "2.0", "TLS.identifier": "administrator", "TLS.sdkappid": 1400000000, "TLS.time": TIME, "TLS.expire": 60, "TLS.sig": "AAAA" };
  const cases = {
    "is not base64 of the vendor's alphabet": `${good.slice(0, -4)}!!!!`,
    "is in the url-safe alphabet of RFC 4648": Buffer.from([0x78, 0x9c, 0xff, 0xff, 0xfb]).toString("base64url").replace("-", "~"),
    "was cut": good.slice(0, good.length - 40),
    "was cut within a group of base64": good.slice(0, good.length - 5),
    "was not compressed": vendorBase64(Buffer.from(JSON.stringify(json))),
    "holds no JSON": userSigOfJson("TLS.ver=2.0"),
    "holds null": userSigOfJson("null"),
    "is of another version": userSigOfJson(JSON.stringify({ ...json, "TLS.ver": "1.0" })),
    "lacks a member": userSigOfJson(JSON.stringify({ ...json, "TLS.time": undefined })),
    "has a number where text belongs": userSigOfJson(JSON.stringify({ ...json, "TLS.identifier": 1 })),
    "inflates without end": userSigOfJson(`"${"x".repeat(300_000)}"`),
    "is endless": "A".repeat(20_000),
  };
  for (const [what, userSig] of Object.entries(cases)) {
    it(`because it ${what} gets 70003`, async () => assert.equal(await codeOf(userSig), 70003));
  }

  it("gets the same code with WebCrypto and DecompressionStream, where the runtime has nothing else", async (context) => {
    const all = { ...cases, good, "for another key": sign({ key: "another key" }), "for its HMAC's own text": userSigOfJson(JSON.stringify({ ...json, "TLS.expire": 86400 })) };
    const answers = async () => {
      const { call } = stage({ lockAfter: null });
      return Promise.all(Object.values(all).map((userSig) => call(RECALL, { Official_Account: "TOA", MsgKeyList: ["1_1_1"] }, { userSig })));
    };
    const atOnce = await answers();
    context.mock.method(process, "getBuiltinModule", () => undefined);
    assert.deepEqual(await answers(), atOnce);
    assert.equal(new Set(atOnce.map(({ ErrorInfo }) => ErrorInfo)).size > 5, true);
  });

  it("and any other UserSig is verified synchronously where the runtime can, so that fake timers do not matter", async (context) => {
    const { post, emulator } = stage();
    const bodies = [post(RECALL, "{}"), post(RECALL, "{}", { userSig: cases["was cut"] })];
    assert.deepEqual(emulator.ledger.entries.map(({ errorCode }) => errorCode), [10004, 70003]);
    await Promise.all(bodies);
    context.mock.method(process, "getBuiltinModule", () => { throw new Error("no such thing here"); });
    const { post: postElsewhere, emulator: elsewhere } = stage();
    const answer = postElsewhere(RECALL, "{}");
    assert.deepEqual(elsewhere.ledger.entries.map(({ errorCode }) => errorCode), [null]);
    assert.equal(/** @type {any} */ (await (await answer).json()).ErrorCode, 10004);
  });
});

describe("an invalid UserSig", () => {
  it("of another app gets 70014", async () => assert.equal(await codeOf(sign({ sdkAppId: 1400000001 })), 70014));
  it("of another user gets 70013", async () => assert.equal(await codeOf(sign({ identifier: "admin" })), 70013));
  it("signed with another key gets 70009", async () => assert.equal(await codeOf(sign({ key: "another key" })), 70009));
  it("with a malformed HMAC gets 70009", async () => {
    const json = { "TLS.ver": "2.0", "TLS.identifier": "administrator", "TLS.sdkappid": 1400000000, "TLS.time": TIME, "TLS.expire": 60, "TLS.sig": "not base64" };
    assert.equal(await codeOf(userSigOfJson(JSON.stringify(json))), 70009);
  });

  it("is checked in the vendor's order: app, user, time, userbuf, key", async () => {
    const expired = { at: START - 100_000_000, expire: 1 };
    assert.equal(await codeOf(sign({ sdkAppId: 1, identifier: "x", key: "k", ...expired })), 70014);
    assert.equal(await codeOf(sign({ identifier: "x", key: "k", ...expired })), 70013);
    assert.equal(await codeOf(sign({ key: "k", ...expired })), 70001);
    assert.equal(await codeOf(sign({ key: "k" })), 70009);
  });

  it("expires after its last second, not in it", async () => {
    const userSig = sign({ at: START, expire: 60 });
    for (const [late, code] of [[60_000, 0], [60_999, 0], [61_000, 70001]]) {
      assert.equal(await codeOf(userSig, undefined, { now: () => START + late }), code, `${late} ms`);
    }
  });

  it("expires even if it was accepted before", async () => {
    const { clock, recall } = stage();
    const userSig = sign({ expire: 60 });
    assert.equal((await recall(["1_1_1"], {}, { userSig })).ErrorCode, 0);
    await clock.advance(61_000);
    assert.equal((await recall(["1_1_1"], {}, { userSig })).ErrorCode, 70001);
  });
});

describe("many failed verifications", () => {
  const bad = sign({ key: "another key" });

  it("lock only this identifier for a minute, even with a valid UserSig", async () => {
    const { clock, recall } = stage({ administrators: ["administrator", "admin"] });
    for (let i = 0; i < 10; i++) assert.equal((await recall(["1_1_1"], {}, { userSig: bad })).ErrorCode, 70009);
    assert.equal((await recall(["1_1_1"])).ErrorCode, 70050);
    assert.equal((await recall(["1_1_1"], {}, { identifier: "admin" })).ErrorCode, 0);
    await clock.advance(59_999);
    assert.equal((await recall(["1_1_1"])).ErrorCode, 70050);
    await clock.advance(1);
    assert.equal((await recall(["1_1_1"])).ErrorCode, 0);
  });

  it("lock only if they are within one minute, and not if the UserSigs are expired", async () => {
    const { clock, recall } = stage();
    const expired = sign({ at: START - 100_000_000, expire: 1 });
    for (let i = 0; i < 30; i++) {
      assert.equal((await recall(["1_1_1"], {}, { userSig: bad })).ErrorCode, 70009);
      assert.equal((await recall(["1_1_1"], {}, { userSig: expired })).ErrorCode, 70001);
      await clock.advance(6667);
    }
  });

  it("never lock if lockAfter is null", async () => {
    const { recall } = stage({ lockAfter: null });
    for (let i = 0; i < 30; i++) assert.equal((await recall(["1_1_1"], {}, { userSig: bad })).ErrorCode, 70009);
  });
});

describe("requests that arrive while a UserSig is being verified", () => {
  it("are served in the order of arrival, with the time of arrival", async () => {
    const { clock, emulator, recall, addMessages } = stage({ administrators: ["administrator", "admin"], rateLimit: 2 });
    const [key] = addMessages(1);
    const known = sign({ identifier: "admin" });
    await recall(["9_1_9"], {}, { identifier: "admin", userSig: known });
    clock.time += 2000;
    const first = recall([key], { Reason: "first" });
    const second = recall([key], { Reason: "second" }, { identifier: "admin", userSig: known });
    const third = recall([key], {}, { identifier: "admin", userSig: known });
    clock.time += 2000;
    assert.deepEqual([(await first).RecallRetList[0].RetCode, (await second).RecallRetList[0].RetCode, (await third).ErrorCode], [0, 10030, 60007]);
    const { reason, recalledAt } = /** @type {any} */ (emulator.message(key));
    assert.deepEqual([reason, recalledAt], ["first", START + 2000]);
  });
});

describe("the secret key", () => {
  it("is not in any printed form of an emulator, and neither is a UserSig", async () => {
    const emulator = createEmulator({ secretKey: SECRET_KEY });
    const userSig = sign({ at: Date.now() });
    await emulator.fetch(urlOf(RECALL, { userSig }), { method: "POST", body: "{}" });
    const printed = inspect(emulator, { depth: 9, showHidden: true }) + JSON.stringify(emulator) + JSON.stringify(emulator.ledger);
    assert.ok(!printed.includes(SECRET_KEY.slice(0, 16)));
    assert.ok(!printed.includes(userSig.slice(0, 40)));
  });
});
