// Injected faults: each has its documented effect, the ledger records it, and the seed determines it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FAULT_PLANS } from "../../../pkg-template/emulator/index.js";
import { RECALL, retCodes, settle, sign, stage, START } from "./support/caller.js";

/** @typedef {import("../../../pkg-template/emulator/index.js").FaultPlanInput} Plan */

/** One recall of one message under a plan. @param {Plan} faults */
async function once(faults) {
  const on = stage({ faults });
  const [key] = on.addMessages(1);
  const body = { Official_Account: on.emulator.messages("@TOA#_2J4SZEAEL")[0].officialAccount, MsgKeyList: [key] };
  const outcome = await on.post(RECALL, body).then(
    async (response) => ({ status: response.status, text: await response.text().catch((error) => error), error: undefined }),
    (error) => ({ status: 0, text: "", error }),
  );
  return { ...outcome, ...on, key, entry: on.emulator.ledger.entries[0], recalled: on.emulator.ledger.recalledCount };
}

describe("a fault of the exchange", () => {
  it("lostRequest: fetch rejects with a TypeError, the work is not done", async () => {
    const { error, recalled, entry, emulator } = await once({ lostRequest: 1 });
    assert.ok(error instanceof TypeError);
    assert.deepEqual([recalled, entry.lost, entry.errorCode, entry.fault], [0, "request", null, "lostRequest"]);
    assert.deepEqual([emulator.ledger.lostRequests, emulator.ledger.requests, emulator.ledger.accepted], [1, 1, 0]);
  });

  it("lostReply: fetch rejects with a TypeError, the work is done", async () => {
    const { error, recalled, entry, emulator } = await once({ lostReply: 1 });
    assert.ok(error instanceof TypeError);
    assert.deepEqual([recalled, entry.lost, entry.errorCode], [1, "reply", 0]);
    assert.equal(emulator.ledger.lostReplies, 1);
  });

  it("http502 and http503: an HTML page; the plan says whether the work is done", async () => {
    for (const [workDone, recalled, lost] of /** @type {[boolean, number, string][]} */ ([[true, 1, "reply"], [false, 0, "request"]])) {
      for (const status of [502, 503]) {
        const got = await once({ [`http${status}`]: { workDone } });
        assert.deepEqual([got.status, got.recalled, got.entry.lost, got.entry.status], [status, recalled, lost, status]);
        assert.match(String(got.text), /^<html>/);
      }
    }
  });

  it("truncatedJson: the HTTP reply is complete, its JSON is not, the work is done", async () => {
    const { status, text, recalled, entry } = await once({ truncatedJson: 1 });
    assert.equal(status, 200);
    assert.throws(() => JSON.parse(text));
    assert.ok(text.startsWith("{"));
    assert.deepEqual([recalled, entry.lost], [1, "reply"]);
  });

  it("cutReply: the body breaks off with a TypeError, the work is done", async () => {
    const { status, text, recalled } = await once({ cutReply: 1 });
    assert.equal(status, 200);
    assert.ok(text instanceof TypeError);
    assert.equal(recalled, 1);
  });

  it("garbage: never a readable envelope", async () => {
    const { post, call, emulator } = stage({ rateLimit: null, faults: { garbage: 1 } });
    const seen = new Set();
    for (let i = 0; i < 100; i++) {
      const text = await (await post(RECALL, "{}")).text();
      seen.add(text.slice(0, 20));
      assert.throws(() => assert.equal(typeof JSON.parse(text).ActionStatus, "string"), text.slice(0, 20));
    }
    assert.ok(seen.size >= 6, `${seen.size} kinds of garbage`);
    emulator.setFaults();
    assert.equal((await call(RECALL, {})).ErrorCode, 10004);
  });

  it("hugeBody: the correct reply, with 10 MB", async () => {
    const { text, recalled, entry } = await once({ hugeBody: 1 });
    assert.ok(text.length > 10 * 1024 * 1024);
    assert.equal(retCodes(JSON.parse(text))[0], 0);
    assert.deepEqual([recalled, entry.lost], [1, null]);
  });

  it("stall: no answer until the client gives up", async () => {
    const { clock, emulator, post, warm } = stage();
    await warm({ stall: { workDone: true } });
    const abort = new AbortController();
    const pending = post(RECALL, "{}", { init: { signal: abort.signal } });
    pending.catch(() => {});
    await clock.advance(3_600_000);
    assert.equal(emulator.ledger.entries[1].errorCode, 10004);
    abort.abort();
    await assert.rejects(pending, { name: "AbortError" });
    await settle();
    assert.equal(emulator.ledger.entries[1].lost, "reply");
  });

  it("occurs at most `times` times", async () => {
    const { post } = stage({ faults: { http503: { times: 2 } } });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await post(RECALL, "{}")).status);
    assert.deepEqual(statuses, [503, 503, 200, 200]);
  });

  it("occurs about as often as its probability says", async () => {
    const { post, emulator } = stage({ rateLimit: null, faults: { http502: 0.3 } });
    for (let i = 0; i < 1000; i++) await post(RECALL, "{}");
    const { http502 } = emulator.ledger.faults;
    assert.ok(http502 > 250 && http502 < 350, `${http502} of 1000, expected about 300`);
  });

  it("occurs in the windows of an outage, counted from when the plan was set", async () => {
    const on = stage({ faults: "outage" });
    const statuses = [];
    for (let second = 0; second < 6; second++) {
      statuses.push((await on.post(RECALL, "{}")).status);
      await on.clock.advance(1000);
    }
    assert.deepEqual(statuses, [200, 502, 502, 502, 200, 200]);
    assert.equal(on.emulator.ledger.lostRequests, 3);
  });

  it("affects only the APIs of the plan", async () => {
    const on = stage({ faults: { http502: 1, commands: [RECALL] } });
    assert.equal((await on.post("send_official_account_msg", "{}")).status, 200);
    assert.equal((await on.post(RECALL, "{}")).status, 502);
  });
});

describe("an injected code", () => {
  it("for a request is its ErrorCode, and the work is done only if the rule says so", async () => {
    for (const workDone of [false, true]) {
      const on = stage({ faults: { code: [{ code: 60008, times: 1, workDone }] } });
      const keys = on.addMessages(2);
      const reply = await on.recall(keys);
      assert.deepEqual([reply.ActionStatus, reply.ErrorCode, "RecallRetList" in reply], ["FAIL", 60008, false]);
      assert.equal(on.emulator.ledger.recalledCount, workDone ? 2 : 0);
      assert.deepEqual(retCodes(await on.recall(keys)), workDone ? [10030, 10030] : [0, 0]);
    }
  });

  it("for a message is its RetCode, and the message is not recalled", async () => {
    const on = stage({ faults: { code: [{ code: 10002, level: "item", times: 1 }] } });
    const keys = on.addMessages(2);
    assert.deepEqual(retCodes(await on.recall(keys)), [10002, 0]);
    assert.deepEqual(retCodes(await on.recall(keys)), [0, 10030]);
  });

  it("can be limited to certain messages, for requests with one of them or for the message itself", async () => {
    const on = stage();
    const keys = on.addMessages(4);
    on.emulator.setFaults({ code: [{ code: 10004, msgKeys: [keys[1]] }, { code: 10032, level: "item", msgKeys: [keys[3]] }] });
    assert.equal((await on.recall([keys[0], keys[1]])).ErrorCode, 10004);
    assert.deepEqual(retCodes(await on.recall([keys[0], keys[2], keys[3]])), [0, 0, 10032]);
  });

  it("may be any number", async () => {
    const on = stage({ faults: { code: [{ code: 999999 }] } });
    assert.equal((await on.recall(["1_1_1"])).ErrorCode, 999999);
  });
});

describe("a fault of the rows", () => {
  /** @param {Plan} faults */
  async function rows(faults) {
    const on = stage({ faults });
    const keys = on.addMessages(5);
    const reply = await on.recall(keys);
    assert.equal(on.emulator.ledger.recalledCount, 5);
    return { keys, reply, got: reply.RecallRetList.map((/** @type {any} */ row) => row.MsgKey) };
  }

  it("unknownKeys: an extra row with a key that was not requested", async () => {
    const { keys, got } = await rows({ unknownKeys: 1 });
    assert.equal(got.length, 6);
    assert.equal(got.filter((/** @type {string} */ key) => !keys.includes(key)).length, 1);
  });

  it("missingKeys: one row fewer", async () => assert.equal((await rows({ missingKeys: 1 })).got.length, 4));

  it("repeatedKeys: one row twice", async () => {
    const { got } = await rows({ repeatedKeys: 1 });
    assert.deepEqual([got.length, new Set(got).size], [6, 5]);
  });

  it("shuffledKeys: the same rows in another order", async () => {
    const { keys, got } = await rows({ shuffledKeys: 1 });
    assert.notDeepEqual(got, keys);
    assert.deepEqual([...got].sort(), [...keys].sort());
  });

  it("contradiction: ActionStatus and ErrorCode disagree", async () => {
    const { reply } = await rows({ contradiction: 1 });
    assert.deepEqual([reply.ActionStatus, reply.ErrorCode], ["FAIL", 0]);
  });
});

describe("a UserSig", () => {
  it("gets 70001 if it is older than the plan allows", async () => {
    const on = stage({ faults: { expireUserSigsBefore: START / 1000 } });
    assert.equal((await on.recall(["1_1_1"], {}, { userSig: sign({ at: START - 1000 }) })).ErrorCode, 70001);
    assert.equal((await on.recall(["1_1_1"], {}, { userSig: sign() })).ErrorCode, 0);
  });

  it("is rejected with refuseUserSigOnce until a newer one is used, in every request with the old one", async () => {
    const on = stage({ faults: "expired" });
    const [old, fresh] = [sign(), sign({ at: START + 1000 })];
    const codes = [];
    for (const userSig of [old, old, fresh, old, fresh]) codes.push((await on.recall(["1_1_1"], {}, { userSig })).ErrorCode);
    assert.deepEqual(codes, [70001, 70001, 0, 70001, 0]);
  });
});

describe("a plan", () => {
  /** @param {number} seed @param {Plan} faults */
  async function story(seed, faults) {
    const on = stage({ seed, rateLimit: null });
    await on.warm(faults);
    const keys = on.addMessages(300);
    for (let i = 0; i < 60; i++) {
      const pending = on.post(RECALL, { Official_Account: "@TOA#_2J4SZEAEL", MsgKeyList: keys.slice(i * 5, i * 5 + 5) });
      pending.then((response) => response.body?.cancel(), () => {});
      await on.clock.advance(2500);
    }
    return JSON.stringify([on.emulator.ledger.entries, on.emulator.ledger.faults, on.emulator.ledger.recalled]);
  }

  it("gives the same faults for the same seed, and others for another seed", async () => {
    const [first, again, other] = [await story(1, "storm"), await story(1, "storm"), await story(2, "storm")];
    assert.ok(first === again, "seed 1 gave two stories");
    assert.ok(first !== other, "seeds 1 and 2 gave one story");
  });

  it("can be set by name, as JSON and as a list", async () => {
    const { emulator, post } = stage();
    for (const name of Object.keys(FAULT_PLANS)) emulator.setFaults(name);
    emulator.setFaults('{"http503": 1}');
    assert.equal((await post(RECALL, "{}")).status, 503);
    emulator.setFaults(["outage", { outages: [], http502: 1 }]);
    assert.equal((await post(RECALL, "{}")).status, 502);
    emulator.setFaults();
    assert.equal((await post(RECALL, "{}")).status, 200);
  });

  it("that is invalid is rejected with the wrong member, and the old plan stays active", async () => {
    const { emulator, post } = stage({ faults: { http503: 1 } });
    for (const [plan, message] of /** @type {[any, RegExp][]} */ ([
      ["strom", /found "strom", expected JSON or one of none, slow/],
      ["{", /begins with \{ and is not JSON/],
      [{ lostReplys: 1 }, /faults\.lostReplys: not a fault; the faults are/],
      [{ lostReply: 2 }, /faults\.lostReply: found 2, expected a probability/],
      [{ latency: { min: 5, max: 1 } }, /faults\.latency: found/],
      [{ code: [{ p: 1 }] }, /faults\.code: found/],
      [{ outages: [{ from: 0 }] }, /faults\.outages: found/],
      [7, /found 7, expected a plan/],
    ])) {
      assert.throws(() => emulator.setFaults(plan), (/** @type {Error} */ error) => error instanceof TypeError && message.test(error.message), String(message));
    }
    assert.equal((await post(RECALL, "{}")).status, 503);
  });
});
