// The checks of every request before its command runs: URL, JSON, UserSig, administrator, call limit.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, RECALL, SECRET_KEY, sign, stage, urlOf } from "./support/caller.js";

const BODY = { Official_Account: ACCOUNT, MsgKeyList: ["1_1_1700000000"] };

/** @param {import("./support/caller.js").How} how @param {string} [command] @param {unknown} [body] */
async function codeOf(how, command = RECALL, body = BODY) {
  const { post } = stage();
  const response = await post(command, body, how);
  assert.equal(response.status, 200);
  const reply = /** @type {any} */ (await response.json());
  assert.equal(reply.ActionStatus, reply.ErrorCode === 0 ? "OK" : "FAIL");
  assert.equal(typeof reply.ErrorInfo, "string");
  return reply.ErrorCode;
}

describe("URL", () => {
  it("gets 60002 if its path is not /v4/<service>/<command>", async () => {
    for (const url of ["https://host/v3/official_account_open_http_svc", "https://host", "https://host/v4/a/b"]) {
      assert.equal(await codeOf({ url }), 60002, url);
    }
  });

  it("gets 60009 if it names an unknown API", async () => {
    assert.equal(await codeOf({}, "official_account_msg_recal"), 60009);
    assert.equal(await codeOf({ url: "https://host/v4/group_open_http_svc" }), 60009);
    assert.equal(await codeOf({}, "constructor"), 60009);
  });

  it("gets 60012 without sdkappid, whose name is case-sensitive", async () => {
    assert.equal(await codeOf({ query: { sdkappid: null } }), 60012);
    assert.equal(await codeOf({ query: { sdkappid: null, SdkAppid: "1400000000" } }), 60012);
  });

  it("gets 60025 if another parameter is missing or wrong", async () => {
    /** @type {Record<string, string | null>[]} */
    const queries = [
      { sdkappid: "app" }, { identifier: null }, { usersig: null }, { usersig: "" }, { contenttype: null }, { contenttype: "xml" },
    ];
    for (const query of queries) {
      assert.equal(await codeOf({ query }), 60025, JSON.stringify(query));
    }
  });

  it("may have contenttype in any case", async () => {
    for (const contenttype of ["JSON", "Json"]) assert.equal(await codeOf({ query: { contenttype } }), 0, contenttype);
  });

  it("needs an unsigned 32-bit random", async () => {
    for (const random of ["-1", "4294967296", "1.5", "0x10", "", "99999999999", null]) {
      assert.equal(await codeOf({ query: { random } }), 60002, String(random));
    }
    for (const random of ["0", "4294967295"]) assert.equal(await codeOf({ query: { random } }), 0, random);
  });

  it("gets 70020 if it names another app", async () => {
    assert.equal(await codeOf({ query: { sdkappid: "1400000001" } }), 70020);
  });

  it("gets 60026 if its host is not in the option hosts", async () => {
    const { call, recall } = stage({ hosts: ["adminapisgp.im.qcloud.com"] });
    assert.equal((await recall(["1_1_1700000000"])).ErrorCode, 0);
    const url = "https://console.tim.qq.com/v4/official_account_open_http_svc";
    assert.equal((await call(RECALL, BODY, { url })).ErrorCode, 60026);
  });
});

describe("method", () => {
  it("must be POST: others get 60002 in the documented envelope", async () => {
    const { emulator } = stage();
    for (const method of ["GET", "PUT", "DELETE"]) {
      const response = await emulator.fetch(urlOf(RECALL), { method });
      const reply = /** @type {any} */ (await response.json());
      assert.deepEqual([response.status, reply.ActionStatus, reply.ErrorCode], [200, "FAIL", 60002], method);
    }
  });

  it("may be HEAD, to test whether the service can be reached", async () => {
    const { emulator } = stage();
    const response = await emulator.fetch("https://console.tim.qq.com/", { method: "HEAD" });
    assert.deepEqual([response.status, await response.text()], [200, ""]);
  });
});

describe("body", () => {
  it("gets 60003 if it is not a JSON object", async () => {
    for (const body of ["", "{", "[]", "null", "1", '"text"', "{'a':1}"]) {
      assert.equal(await codeOf({}, RECALL, body), 60003, body);
    }
  });

  it("may have unknown members with any name", async () => {
    assert.equal(await codeOf({}, RECALL, { ...BODY, refused: true, code: 1, Comment: "x" }), 0);
  });
});

describe("the order of checks", () => {
  const everythingWrong = { userSig: "?", identifier: "nobody", query: { contenttype: "xml" } };

  it("is URL, then JSON, then UserSig, then administrator, then body", async () => {
    assert.equal(await codeOf(everythingWrong, RECALL, "{"), 60025);
    assert.equal(await codeOf({ ...everythingWrong, query: {} }, RECALL, "{"), 60003);
    assert.equal(await codeOf({ ...everythingWrong, query: {} }, RECALL, {}), 70003);
    assert.equal(await codeOf({ identifier: "nobody" }, RECALL, {}), 60010);
    assert.equal(await codeOf({}, RECALL, {}), 10004);
  });

  it("does not count rejected callers towards the call limit", async () => {
    const { recall } = stage({ rateLimit: 1 });
    for (let i = 0; i < 3; i++) assert.equal((await recall(["1_1_1"], {}, { identifier: "nobody" })).ErrorCode, 60010);
    assert.equal((await recall(["1_1_1"])).ErrorCode, 0);
    assert.equal((await recall(["1_1_1"])).ErrorCode, 60007);
  });
});

describe("administrators", () => {
  it("are the UserIDs of the option", async () => {
    const { recall } = stage({ administrators: ["root", "管理员"] });
    for (const identifier of ["root", "管理员"]) assert.equal((await recall(["1_1_1"], {}, { identifier })).ErrorCode, 0);
    assert.equal((await recall(["1_1_1"])).ErrorCode, 60010);
  });
});

describe("ErrorInfo", () => {
  it("says what is wrong, and never quotes a UserSig or the secret key", async () => {
    const { emulator, post } = stage();
    const userSig = sign({ key: "another key" });
    const replies = [
      await post(RECALL, BODY, { userSig }),
      await post(RECALL, BODY, { userSig: `${userSig}!` }),
      await post(RECALL, BODY, { userSig: userSig.slice(0, 80) }),
      await post(RECALL, "{", { userSig }),
      await post(RECALL, BODY, { userSig, query: { identifier: userSig } }),
      await post(RECALL, BODY, { userSig, query: { contenttype: userSig } }),
      await emulator.fetch(`https://host/v4/official_account_open_http_svc/${RECALL}&usersig=${userSig}`, { method: "POST", body: "{}" }),
    ];
    for (const response of replies) {
      const { ErrorInfo: info } = /** @type {any} */ (await response.json());
      assert.ok(info.length > 20, info);
      assert.ok(!info.includes(userSig.slice(0, 40)) && !info.includes(SECRET_KEY), info);
    }
    assert.ok(!JSON.stringify(emulator.ledger.entries).includes(userSig.slice(0, 40)));
  });
});
