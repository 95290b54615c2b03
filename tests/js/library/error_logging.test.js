// A RecallError in logs: by inspect, JSON, pino, and loggers that copy members.
import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { before, describe, test } from "node:test";
import { format, inspect } from "node:util";
import { pino } from "pino";
import { createEmulator } from "../../../pkg/emulator/index.js";
import { RecallClient, signUserSig } from "../../../pkg/index.js";

/** @typedef {import("../../../pkg/index.js").RecallError} RecallError */

const secretKey = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const sdkAppId = 1400000000;
const userSig = signUserSig({ sdkAppId, identifier: "administrator", secretKey });
const given = { sdkAppId, identifier: "administrator", region: /** @type {const} */ ("singapore") };
const KEYS = 300;

/** A fetch whose error has the URL, as in node-fetch. @param {string} url @returns {never} */
function failing(url) {
  throw Object.assign(new Error(`request to ${url} failed, reason: getaddrinfo ENOTFOUND host.example`), { type: "system", code: "ENOTFOUND", config: { url } });
}

/** @type {Record<string, RecallError>} */
const errors = {};

/** @param {Promise<unknown>} run @returns {Promise<RecallError>} */
const rejected = (run) => run.then(() => assert.fail("it resolved"), (error) => error);

before(async () => {
  const emulator = createEmulator({ secretKey });
  const officialAccount = emulator.createAccount();
  const msgKeys = emulator.broadcast({ officialAccount, count: KEYS, text: "wrong" });
  // Some messages are recalled before the service rejects everything.
  emulator.setFaults({ code: [{ code: 10007, msgKeys: msgKeys.slice(-150) }] });
  errors.refused = await rejected(new RecallClient({ ...given, userSig, fetch: emulator.fetch }).recall({ officialAccount, msgKeys }));
  errors.unanswered = await rejected(new RecallClient({ ...given, userSig, fetch: failing, retries: 0 }).recall({ officialAccount, msgKeys }));
  errors.misplaced = await rejected((async () => new RecallClient({ ...given, userSig, secretKey: /** @type {any} */ (userSig), region: /** @type {any} */ ("atlantis") }))());
});

/** Copies an error as generic loggers do: own enumerable members, and the three that are not enumerable. @param {Error} error */
const copied = (error) => JSON.stringify({ ...error, name: error.name, message: error.message, stack: error.stack });

/** @param {Error} error */
function throughPino(error) {
  let text = "";
  const logger = pino({ level: "info" }, new Writable({ write: (chunk, _encoding, done) => { text += chunk; done(); } }));
  logger.error(error, "the recall ended early");
  logger.error({ err: error, run: 7 }, "the recall ended early");
  logger.child({ err: error }).error("the recall ended early");
  return text;
}

/** @type {Record<string, (error: Error) => string>} */
const LOGGERS = {
  "util.inspect": (error) => inspect(error),
  "util.inspect, however deep": (error) => inspect(error, { depth: Infinity, maxArrayLength: Infinity, breakLength: 120 }),
  "console.log": (error) => format("failed: %O %s", error, error),
  "JSON.stringify": (error) => JSON.stringify(error),
  pino: throughPino,
  "a copy of its members": copied,
};
const MEMBERS = { code: /ERR_PERMISSION/, apiCode: /10007/, counts: /"?recalled"?: ?\d+/, requests: /"?requests"?: ?\d+/ };

describe("a rejected run is logged with code, apiCode, counts and requests, and without a row for each message", () => {
  for (const [name, write] of Object.entries(LOGGERS)) {
    test(name, () => {
      const { refused } = errors;
      assert.equal(refused.report?.results.length, KEYS);
      const text = write(refused);
      for (const [member, shown] of Object.entries(MEMBERS)) {
        assert.ok(text.includes(member), `${member} in ${text}`);
        assert.match(text, shown);
      }
      assert.doesNotMatch(text, /msgKey|results|_RecallError/);
      assert.ok(text.length < 12_000, `${text.length} characters`);
    });
  }

  test("with the numbers of its report, in JSON that can be parsed", () => {
    const { refused } = errors;
    const { code, apiCode, counts, requests } = JSON.parse(JSON.stringify(refused));
    assert.deepEqual({ code, apiCode, counts, requests }, { code: "ERR_PERMISSION", apiCode: 10007, counts: refused.report?.counts, requests: refused.report?.requests });
    for (const line of throughPino(refused).trim().split("\n")) {
      const { err } = JSON.parse(line);
      assert.deepEqual([err.type, err.code, err.counts, err.requests], ["RecallError", code, counts, requests]);
    }
  });
});

describe("the log has no part of a secret, for an error of kind", () => {
  for (const error of ["refused", "unanswered", "misplaced"]) {
    test(error, () => {
      for (const [name, write] of Object.entries(LOGGERS)) {
        const text = write(/** @type {RecallError} */ (errors[error]));
        for (const secret of [userSig, secretKey]) {
          for (let at = 0; at + 20 <= secret.length; at++) assert.ok(!text.includes(secret.slice(at, at + 20)), `${name}: ${text.slice(0, 2000)}`);
        }
      }
    });
  }

  test("but it has the cause", () => {
    const { unanswered, misplaced } = errors;
    assert.deepEqual([unanswered.code, misplaced.code], ["ERR_NO_REPLY", "ERR_INVALID_INPUT"]);
    for (const write of [inspect, throughPino]) assert.match(write(unanswered), /a network error \(ENOTFOUND\)[^]*&…&/);
    assert.match(JSON.stringify(misplaced), /found both secretKey and userSig/);
  });
});
