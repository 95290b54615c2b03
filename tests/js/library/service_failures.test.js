// The end of a run when the service or the network fails: consistent, whatever the number of messages.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { RecallClient, recall } from "../../../pkg/index.js";
import { Eta } from "../../../pkg-template/lib/run/eta.js";
import { ACCOUNT, CREDENTIALS, keysOf, refused } from "./support/fixture.js";

/** @param {any} change */
const run = (change) => recall({ ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, retries: 0, ...change });
/** @param {string[]} msgKeys @param {number} [code] */
const rows = (msgKeys, code = 0) => ({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: msgKeys.map((MsgKey) => ({ MsgKey, RetCode: code })) });
const keysIn = (/** @type {any} */ init) => JSON.parse(init.body).MsgKeyList;
const refusedConnection = () => Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }) }));

/** @param {string} message @param {object} [more] */
const cause = (message, more) => new TypeError("fetch failed", { cause: Object.assign(new Error(message), more) });

describe("a service without answers", () => {
  for (const count of [1, 2, 10, 11, 20, 25, 100]) {
    it(`ends the run in the same way with ${count} messages`, { skip: count > 25 && lacks("time") }, async () => {
      const error = await refused(run({ msgKeys: keysOf(count), fetch: refusedConnection }));
      assert.equal(error.code, "ERR_NO_REPLY");
      assert.deepEqual({ ...error.report?.counts }, { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: count });
      assert.equal(error.report?.lastLoss, "a network error (ECONNREFUSED)");
      assert.equal(/** @type {any} */ (error.cause).code, "ECONNREFUSED");
    });
  }

  it("ends a stream in the same way, after its rows", async () => {
    const client = new RecallClient({ ...CREDENTIALS, region: "singapore", retries: 0, fetch: refusedConnection });
    /** @type {string[]} */
    const seen = [];
    const error = await refused((async () => {
      for await (const { status } of client.recallEach({ officialAccount: ACCOUNT, msgKeys: keysOf(3) })) seen.push(status);
    })());
    assert.deepEqual([error.code, seen, error.counts?.notAttempted, error.requests], ["ERR_NO_REPLY", Array(3).fill("notAttempted"), 3, 1]);
  });

  it("does not end a run that had an answer", async () => {
    let calls = 0;
    const fetch = async (/** @type {string} */ _, /** @type {any} */ init) => (calls++ ? refusedConnection() : Response.json(rows(keysIn(init))));
    const report = await run({ msgKeys: keysOf(20), fetch });
    assert.deepEqual([report.counts.recalled, report.counts.notAttempted, report.lastLoss], [10, 10, "a network error (ECONNREFUSED)"]);
  });
});

describe("an error of fetch", () => {
  it("is in lastLoss and in the cause, with the first line of its message", async () => {
    for (const [thrown, words] of /** @type {[any, RegExp][]} */ ([
      [new Error("Something of mine\nand its second line"), /^fetch threw Error: Something of mine$/],
      [new TypeError("Cannot read properties of undefined (reading 'x')"), /^fetch threw TypeError: Cannot read properties of undefined \(reading 'x'\)$/],
      ["just text", /^fetch threw just text$/],
      [undefined, /^fetch threw undefined$/],
      [cause("other side closed", { code: "UND_ERR_SOCKET" }), /^a network error \(UND_ERR_SOCKET\)$/],
    ])) {
      const error = await refused(run({ msgKeys: keysOf(1), fetch: () => Promise.reject(thrown) }));
      assert.match(String(error.report?.lastLoss), words);
      assert.ok(error.cause instanceof Error && error.message.includes(String(error.report?.lastLoss)), error.message);
      assert.equal(error.report?.counts.unconfirmed, 1);
    }
  });

  it("ends the run at once, with nothing sent, if no request can be sent", async () => {
    for (const thrown of [
      new Error("Too many subrequests."),
      new Error("Too many subrequests by single Worker invocation. To configure this limit, refer to the documentation."),
      cause("bad port"),
      cause("Proxy response (407) !== 200 when HTTP Tunneling", { code: "UND_ERR_ABORTED" }),
      cause("Proxy response (503) !== 200 when HTTP Tunneling", { code: "UND_ERR_ABORTED" }),
      cause("self-signed certificate in certificate chain", { code: "SELF_SIGNED_CERT_IN_CHAIN" }),
    ]) {
      let calls = 0;
      const error = await refused(run({ msgKeys: keysOf(25), retries: 5, fetch: () => Promise.reject((calls++, thrown)) }));
      assert.deepEqual([error.code, error.counts?.notAttempted, calls], ["ERR_NO_REPLY", 25, 1], thrown.message);
    }
  });

  it("keeps the messages recalled before a limit of the host was reached", async () => {
    let calls = 0;
    const fetch = async (/** @type {string} */ _, /** @type {any} */ init) => {
      if (++calls > 3) throw new Error("Too many subrequests.");
      return Response.json(rows(keysIn(init)));
    };
    const error = await refused(run({ msgKeys: keysOf(100), fetch, concurrency: 1 }));
    assert.deepEqual([error.code, error.counts?.recalled, error.counts?.notAttempted], ["ERR_NO_REPLY", 30, 70]);
    assert.equal(error.report?.lastLoss, "fetch threw Error: Too many subrequests.");
  });

  it("is reported if it returns no Response, or one that was already read", async () => {
    const used = Response.json(rows(keysOf(1)));
    await used.text();
    for (const [answer, words] of /** @type {[any, string][]} */ ([
      [undefined, "undefined from fetch instead of a Response"],
      [null, "null from fetch instead of a Response"],
      [used, "a Response from fetch whose body was read before"],
      [{ status: "200" }, "an object from fetch that is not a Response"],
    ])) {
      const error = await refused(run({ msgKeys: keysOf(1), fetch: async () => answer }));
      assert.deepEqual([error.code, error.report?.lastLoss, error.counts?.unconfirmed], ["ERR_NO_REPLY", words, 1]);
    }
  });

  it("never passes on the UserSig, in any encoding", async () => {
    const fetch = async (/** @type {string} */ url) => {
      const userSig = String(new URL(url).searchParams.get("usersig"));
      throw Object.assign(new Error(`no ${url} ${userSig} ${encodeURIComponent(userSig)} ${userSig.slice(0, 40)} ${userSig.slice(40)}`), { code: userSig, cause: { message: url } });
    };
    const error = await refused(run({ msgKeys: keysOf(1), fetch }));
    assert.doesNotMatch(`${error.message} ${error.report?.lastLoss} ${error.cause} ${/** @type {any} */ (error.cause).stack} ${JSON.stringify(error)}`, /eJ/);
  });

  it("for a forbidden port means that nothing was sent", async () => {
    const error = await refused(run({ region: undefined, baseUrl: "http://127.0.0.1:6000", msgKeys: keysOf(3), retries: 5 }));
    assert.deepEqual([error.code, error.counts?.notAttempted, error.requests], ["ERR_NO_REPLY", 3, 1]);
    assert.match(String(error.report?.lastLoss), /bad port/);
  });
});

describe("an answer with another HTTP status than 200", () => {
  for (const status of [400, 403, 429, 500, 502, 503]) {
    it(`${status} with a complete envelope is read`, async () => {
      const report = await run({ msgKeys: keysOf(3), fetch: async (/** @type {string} */ _, /** @type {any} */ init) => Response.json(rows(keysIn(init)), { status }) });
      assert.deepEqual([report.complete, report.lastLoss], [true, `HTTP ${status}`]);
      const refusal = { ActionStatus: "FAIL", ErrorCode: 60010, ErrorInfo: "not an admin" };
      const error = await refused(run({ msgKeys: keysOf(3), fetch: async () => Response.json(refusal, { status }) }));
      assert.deepEqual([error.code, error.apiCode], ["ERR_PERMISSION", 60010]);
    });
  }

  it("429 is in lastLoss, and Retry-After is respected", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
    let at = 0;
    t.mock.method(performance, "now", () => at);
    const step = async () => {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      at += 10;
      t.mock.timers.tick(10);
    };
    const inThreeSeconds = () => new Date(Date.now() + 3000).toUTCString();
    for (const [value, least] of /** @type {[() => string, number][]} */ ([[() => "4", 4000], [() => " 2 ", 2000], [inThreeSeconds, 1900], [() => "100000", 30_000]])) {
      const [began, header] = [at, value()];
      /** @type {number[]} */
      const sent = [];
      const fetch = async (/** @type {string} */ _, /** @type {any} */ init) => {
        sent.push(at - began);
        return sent.length === 1 ? new Response("slow down", { status: 429, headers: { "retry-after": header } }) : Response.json(rows(keysIn(init)));
      };
      /** @type {any} */
      let report;
      void run({ msgKeys: keysOf(3), fetch, timeout: 600_000 }).then((/** @type {any} */ done) => (report = done));
      while (!report) await step();
      assert.equal(report.lastLoss, "HTTP 429");
      assert.equal(sent.length, 2);
      const gap = Number(sent[1]) - Number(sent[0]);
      assert.ok(gap >= least && gap <= least + 1500, `${header}: ${gap} ms`);
    }
  });

  it("407 comes from a proxy that forwards nothing: nothing was attempted", async () => {
    const error = await refused(run({ msgKeys: keysOf(25), fetch: async () => new Response("", { status: 407 }) }));
    assert.deepEqual([error.code, error.counts?.notAttempted], ["ERR_UNREADABLE_REPLY", 25]);
    assert.match(error.message, /HTTP 407 .*proxy/);
  });
});

describe("an incomplete answer", () => {
  it("is reported with the number of messages without rows", async () => {
    const bare = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" };
    const report = await run({ msgKeys: keysOf(25), fetch: async () => Response.json(bare) });
    assert.deepEqual([report.counts.unconfirmed, report.lastLoss], [25, "no rows for 25 messages"]);
  });

  it("with 10002 leaves messages in doubt, since the service may have done the work", async () => {
    let calls = 0;
    const fetch = async (/** @type {string} */ _, /** @type {any} */ init) => Response.json(rows(keysIn(init), calls++ ? 10030 : 10002));
    const report = await run({ msgKeys: keysOf(3), retries: 2, fetch });
    assert.equal(report.counts.presumedRecalled, 3);
    const last = await run({ msgKeys: keysOf(3), fetch: async (/** @type {string} */ _, /** @type {any} */ init) => Response.json(rows(keysIn(init), 10002)) });
    assert.equal(last.counts.unconfirmed, 3);
  });

  it("has an ErrorInfo that is passed on unchanged, except for secrets", async () => {
    const info = 'field "MsgKeyList[3]" of 71_1_1698741698 (RequestId=356a192b7913b04c54574d18c28d46e6395428ab)';
    const fetch = async (/** @type {string} */ url) => {
      const userSig = new URL(url).searchParams.get("usersig");
      return Response.json({ ActionStatus: "FAIL", ErrorCode: 10007, ErrorInfo: `${info} ${userSig}` });
    };
    const error = await refused(run({ msgKeys: keysOf(1), fetch }));
    assert.deepEqual(error.report?.errorInfo, { 10007: `${info} …` });
  });
});

describe("a log entry", () => {
  it("has counts and requests of an error, and no rows", async () => {
    const error = await refused(run({ msgKeys: keysOf(11), fetch: refusedConnection }));
    const logged = JSON.parse(JSON.stringify(error));
    assert.deepEqual([logged.code, logged.counts.notAttempted, logged.requests], ["ERR_NO_REPLY", 11, 2]);
    assert.ok(!("report" in logged) && !("results" in logged));
  });

  it("has the summary of a stream at its end, and no empty members", async () => {
    const fetch = async (/** @type {string} */ _, /** @type {any} */ init) => Response.json(rows(keysIn(init), 10032));
    const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch });
    const stream = client.recallEach({ officialAccount: ACCOUNT, msgKeys: new Set(keysOf(12)) });
    let step = await stream.next();
    for (; !step.done; step = await stream.next());
    const { durationMs, ...summary } = step.value;
    assert.ok(durationMs >= 0);
    const meaning = summary.byCode[0]?.meaning;
    assert.deepEqual(summary, {
      complete: false,
      counts: { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 12, unconfirmed: 0, notAttempted: 0 },
      byCode: [{ code: 10032, meaning, count: 12, retryable: false }],
      requests: 2,
      retries: 0,
    });
    for (const msgKeys of [[], new Set(), (async function* () {})()]) {
      const error = await refused(client.recallEach({ officialAccount: ACCOUNT, msgKeys: /** @type {any} */ (msgKeys) }).next());
      assert.deepEqual([error.code, error.issues.map(({ path }) => path)], ["ERR_INVALID_INPUT", ["msgKeys"]]);
    }
    assert.equal((await client.recall({ officialAccount: ACCOUNT, msgKeys: new Set(keysOf(2)) })).counts.failed, 2);
  });
});

describe("seconds left", () => {
  /** The seconds left at given times of a run of 4,000 messages. @param {[ms: number, known: number][]} moments */
  function told(moments) {
    const eta = new Eta();
    return moments.map(([durationMs, known]) => eta.secondsLeft(known, { total: 4000, durationMs, rate: 200 }));
  }

  it("follow the pace at first, then the last five seconds, and are undefined while nothing is known", () => {
    assert.deepEqual(told([[0, 0], [100, 0], [3000, 0]]), [undefined, undefined, undefined]);
    // The first request is sent alone and may take long: it does not indicate the speed of the others.
    assert.deepEqual(told([[0, 0], [900, 10], [1000, 10], [1100, 210], [2000, 2010], [3000, 4000]]), [undefined, 2, 2, 2, 2, 0]);
    assert.deepEqual(told([[0, 0], [100, 10], [1200, 120], [2100, 210]]), [undefined, 2, 39, 38]);
  });

  it("are undefined while there are no outcomes, and are estimated again afterwards", () => {
    const silence = /** @type {[number, number][]} */ (Array.from({ length: 60 }, (_, step) => [1100 + step * 100, 1000]));
    const said = told([[0, 0], [100, 10], ...silence, [7100, 2000]]);
    assert.deepEqual([said.at(2), said.at(-2), said.at(-1)], [4, undefined, 10]);
  });
});
