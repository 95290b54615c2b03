// Requests that must have no effect: each is rejected with its status in the common form and recorded, and nothing reaches the emulator.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ACCOUNT, COOKIE, OTHER_ACCOUNT, ask, assertDiscreet, stage } from "./support/fixture.js";

/** @typedef {{ options?: object, status: number, request: (keys: string[]) => Request, code?: string, path?: string, unrecorded?: boolean, begun?: boolean }} Case */
// `unrecorded`: there is no record; `begun`: there are two, since only the library detects the problem.

/** A valid body. @param {string[]} msgKeys @param {object} [more] */
const good = (msgKeys, more = {}) => ({ action: "recall", officialAccount: ACCOUNT, msgKeys, ...more });

/** @param {object} headers @returns {(keys: string[]) => Request} */
const withHeaders = (headers) => (keys) => ask(good(keys), { headers: /** @type {any} */ (headers) });

/** A valid body with some members replaced. @param {object} members @returns {(keys: string[]) => Request} */
const withMembers = (members) => (keys) => ask(good(keys, members));

/** @param {(keys: string) => string} make from the JSON of the keys @returns {(keys: string[]) => Request} */
const withText = (make) => (keys) => ask(make(JSON.stringify(keys)));

const MEMBERS = `"action":"recall","officialAccount":"${ACCOUNT}"`;

/** A stream without end. @param {number} chunk bytes at a time @param {number} pause milliseconds between */
function endless(chunk, pause = 0) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  return new ReadableStream({
    pull: (controller) => new Promise((resolve) => {
      timer = setTimeout(() => {
        controller.enqueue(new Uint8Array(chunk).fill(0x20));
        resolve();
      }, pause);
    }),
    cancel: () => clearTimeout(timer),
  });
}

const never = new Promise(() => {});
const throws = () => {
  throw new Error("database of sessions: password hunter2 refused");
};

/** @type {Record<string, Record<string, Case>>} */
const CASES = {
  "who is not let in": {
    "without a session": { status: 401, code: "ERR_PERMISSION", request: withHeaders({ cookie: null }) },
    "with another's session": { status: 401, request: withHeaders({ cookie: "session=of-mallory" }) },
    "when authorize throws": { status: 503, options: { authorize: throws }, request: withHeaders({}) },
    "when authorize rejects": { status: 503, options: { authorize: () => Promise.reject(new Error("hunter2")) }, request: withHeaders({}) },
    "when authorize rejects with nothing": { status: 503, options: { authorize: () => Promise.reject(undefined) }, request: withHeaders({}) },
    "when authorize hangs": { status: 503, options: { authorize: () => never, checkTimeout: 20 }, request: withHeaders({}) },
    "when authorize returns true": { status: 500, options: { authorize: () => true }, request: withHeaders({}) },
    "when authorize returns a name": { status: 500, options: { authorize: () => "eve" }, request: withHeaders({}) },
    "when authorize returns an object without user": { status: 500, options: { authorize: () => ({ name: "eve" }) }, request: withHeaders({}) },
    "when authorize returns an empty user": { status: 401, options: { authorize: () => ({ user: "" }) }, request: withHeaders({}) },
    "when authorize returns a user that is no text": { status: 500, options: { authorize: () => ({ user: { admin: true } }) }, request: withHeaders({}) },
    "when authorize returns false": { status: 401, options: { authorize: () => false }, request: withHeaders({}) },
    "when authorize returns accounts that are no list": { status: 500, options: { authorize: () => ({ user: "eve", allowAccounts: ACCOUNT }) }, request: withHeaders({}) },
    "when authorize read the body": { status: 500, options: { authorize: async (/** @type {Request} */ request) => ({ user: await request.text() }) }, request: withHeaders({}) },
    "when authorize returns undefined": { status: 401, options: { authorize: () => undefined }, request: withHeaders({}) },
  },
  "what cannot be written down": {
    "when audit throws": { status: 503, options: { audit: throws }, request: withHeaders({}), unrecorded: true },
    "when audit rejects": { status: 503, options: { audit: () => Promise.reject(new Error("hunter2")) }, request: withHeaders({}), unrecorded: true },
    "when audit hangs": { status: 503, options: { audit: () => never, checkTimeout: 20 }, request: withHeaders({}), unrecorded: true },
  },
  "pages of strangers": {
    "from another origin": { status: 403, code: "ERR_PERMISSION", request: withHeaders({ origin: "https://evil.example" }) },
    "from a subdomain": { status: 403, request: withHeaders({ origin: "https://x.ops.example.com" }) },
    "from the same host without TLS": { status: 403, request: withHeaders({ origin: "http://ops.example.com" }) },
    "from another port": { status: 403, request: withHeaders({ origin: "https://ops.example.com:8443" }) },
    "from the origin null": { status: 403, request: withHeaders({ origin: "null" }) },
    "from the origin null, said to be the same": { status: 403, request: withHeaders({ origin: "null", "sec-fetch-site": "same-origin" }) },
    "from an empty origin": { status: 403, request: withHeaders({ origin: "" }) },
    "with its own origin, but sent across sites": { status: 403, request: withHeaders({ "sec-fetch-site": "cross-site" }) },
    "without an origin, sent across sites": { status: 403, request: withHeaders({ origin: null, "sec-fetch-site": "cross-site" }) },
    "of the same site, but another host": { status: 403, request: withHeaders({ origin: null, "sec-fetch-site": "same-site" }) },
    "whose origin begins like an allowed one": { status: 403, options: { allowOrigins: ["https://ok.example"] }, request: withHeaders({ origin: "https://ok.example.evil.example" }) },
    "whose origin is an allowed one in capitals": { status: 403, options: { allowOrigins: ["https://ok.example"] }, request: withHeaders({ origin: "https://OK.example" }) },
    "whose origin is two": { status: 403, options: { allowOrigins: ["https://ok.example"] }, request: withHeaders({ origin: "https://ok.example, https://evil.example" }) },
    "asking leave by OPTIONS": { status: 403, unrecorded: true, request: () => ask(undefined, { method: "OPTIONS", headers: { origin: "https://evil.example", "access-control-request-method": "POST" } }) },
  },
  "simple requests, which any page may send unasked": {
    "as text/plain": { status: 415, request: withHeaders({ "content-type": "text/plain" }) },
    "as text/plain that mentions JSON": { status: 415, request: withHeaders({ "content-type": "text/plain; application/json" }) },
    "as a form": { status: 415, request: withHeaders({ "content-type": "application/x-www-form-urlencoded" }) },
    "as a form with files": { status: 415, request: withHeaders({ "content-type": "multipart/form-data; boundary=x" }) },
    "without a type": { status: 415, request: withHeaders({ "content-type": null }) },
    "as a type that begins like JSON": { status: 415, request: withHeaders({ "content-type": "application/jsonp" }) },
    "as two types": { status: 415, request: withHeaders({ "content-type": "text/plain, application/json" }) },
    "as JSON in another character set": { status: 415, request: withHeaders({ "content-type": "application/json; charset=gbk" }) },
    "as compressed JSON": { status: 415, request: withHeaders({ "content-encoding": "gzip" }) },
  },
  "other methods": Object.fromEntries(["GET", "HEAD", "PUT", "PATCH", "DELETE", "PROPFIND"].map((method) => [method, {
    status: 405, unrecorded: true, request: () => ask(undefined, { method, url: "https://ops.example.com/api/recall?action=recall" }),
  }])),
  "bodies that are too much": {
    "100 MB, as announced": { status: 413, request: (keys) => ask(good(keys), { headers: { "content-length": "104857600" } }) },
    "without end": { status: 413, request: () => ask(endless(1_000_000)) },
    "100 MB that are said to be 10 bytes": { status: 413, request: () => ask(endless(1_000_000), { headers: { "content-length": "10" } }) },
    "with a length that is none": { status: 413, request: () => ask(endless(1_000_000), { headers: { "content-length": "-1e999x" } }) },
    "a byte every now and then": { status: 408, options: { bodyTimeout: 50 }, request: () => ask(endless(1, 10)) },
    "that never come": { status: 408, options: { bodyTimeout: 20 }, request: () => ask(new ReadableStream({ pull: () => new Promise(() => {}) })) },
    "with a million keys": { status: 422, options: { maxBodyBytes: 100_000_000 }, path: "msgKeys", request: () => ask(good(Array.from({ length: 1_000_000 }, (_, index) => `${index}_1_1698741698`))) },
    "with one key too many": { status: 422, options: { maxKeys: 2 }, path: "msgKeys", request: () => ask(good(["1_1_1", "2_1_1", "3_1_1"])) },
    "nested a million deep": { status: 400, options: { maxBodyBytes: 100_000_000 }, request: () => ask("[".repeat(1_000_000) + "]".repeat(1_000_000)) },
    "nested in a member": { status: 400, request: withText((keys) => `{${MEMBERS},"msgKeys":${keys},"reason":${'{"a":'.repeat(500)}1${"}".repeat(500)}}`) },
    "of a million brackets that do not close": { status: 400, options: { maxBodyBytes: 100_000_000 }, request: () => ask("{\"a\":[".repeat(200_000)) },
    "of quotes that do not close": { status: 400, request: () => ask(`{"a":"${'\\"'.repeat(2_000_000)}`) },
  },
  "bodies that are not JSON of one meaning": {
    "nothing at all": { status: 400, request: () => ask("") },
    "half of it": { status: 400, request: (keys) => ask(JSON.stringify(good(keys)).slice(0, -5)) },
    "with a comma too many": { status: 400, request: withText((keys) => `{${MEMBERS},"msgKeys":${keys},}`) },
    "with something behind it": { status: 400, request: withText((keys) => `{${MEMBERS},"msgKeys":${keys}}{}`) },
    "with a null byte": { status: 400, request: withText((keys) => `{${MEMBERS},"msgKeys":${keys}}\0`) },
    "that is not UTF-8": { status: 400, request: () => ask(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])) },
    "in UTF-16": { status: 400, request: (keys) => ask(new Uint8Array(Buffer.from(JSON.stringify(good(keys)), "utf16le"))) },
    "with the account twice": { status: 400, request: withText((keys) => `{"officialAccount":"${OTHER_ACCOUNT}",${MEMBERS},"msgKeys":${keys}}`) },
    "with the account twice, once in disguise": { status: 400, request: withText((keys) => `{"official\\u0041ccount":"${OTHER_ACCOUNT}",${MEMBERS},"msgKeys":${keys}}`) },
    "with the keys twice": { status: 400, request: withText((keys) => `{${MEMBERS},"msgKeys":[],"msgKeys":${keys}}`) },
    "that breaks off": { status: 400, request: () => ask(new ReadableStream({ start: (controller) => controller.error(new Error("reset")) })) },
  },
  "bodies of the wrong form": {
    "null": { status: 422, request: () => ask("null") },
    "an array": { status: 422, request: (keys) => ask([good(keys)]) },
    "a text": { status: 422, request: () => ask('"recall"') },
    "without an action": { status: 422, path: "action", request: withMembers({ action: undefined }) },
    "with an action that is none": { status: 422, path: "action", request: withMembers({ action: "constructor" }) },
    "with an action in a list": { status: 422, path: "action", request: withMembers({ action: ["recall"] }) },
    "with an action in its prototype": { status: 422, path: "action", request: withText((keys) => `{"__proto__":{"action":"recall"},"officialAccount":"${ACCOUNT}","msgKeys":${keys}}`) },
    "with a prototype": { status: 422, path: "__proto__", request: withText((keys) => `{${MEMBERS},"msgKeys":${keys},"__proto__":{"isAdmin":true}}`) },
    "with a constructor": { status: 422, path: "constructor", request: withMembers({ constructor: { prototype: {} } }) },
    "with options of the client": { status: 422, path: "secretKey", request: withMembers({ baseUrl: "https://evil.example", secretKey: "x" }) },
    "with a signal": { status: 422, path: "signal", request: withMembers({ signal: {} }) },
    "without an account": { status: 422, path: "officialAccount", request: withMembers({ officialAccount: undefined }) },
    "with an account in a list": { status: 422, path: "officialAccount", options: { allowAccounts: [ACCOUNT] }, request: withMembers({ officialAccount: [ACCOUNT] }) },
    "with an account that is a number": { status: 422, path: "officialAccount", request: withMembers({ officialAccount: 7 }) },
    "without keys": { status: 422, path: "msgKeys", request: withMembers({ msgKeys: undefined }) },
    "with no keys": { status: 422, path: "msgKeys", request: withMembers({ msgKeys: [] }) },
    "with keys that are a text": { status: 422, path: "msgKeys", request: withMembers({ msgKeys: "1_1_1" }) },
    "with keys that are an object with a length": { status: 422, path: "msgKeys", request: withMembers({ msgKeys: { length: 1, 0: "1_1_1" } }) },
    "with a key among them that is none": { status: 422, path: "msgKeys[1]", request: (keys) => ask(good([String(keys[0]), "1_1_1; DROP TABLE"])) },
    "with a key that climbs": { status: 422, path: "msgKeys[0]", request: () => ask(good(["../../1_1_1"])) },
    "with a key that is a number": { status: 422, path: "msgKeys[0]", request: withMembers({ msgKeys: [1] }) },
    "with keys in lists": { status: 422, path: "msgKeys[0]", request: withMembers({ msgKeys: [["1_1_1"]] }) },
    "with a reason that would be a header": { status: 422, path: "reason", request: withMembers({ reason: "oops\r\nx-admin: 1" }) },
    "with a null byte in the reason": { status: 422, path: "reason", request: withMembers({ reason: "a\0b" }) },
    "with a line separator in the reason": { status: 422, path: "reason", request: withMembers({ reason: "a\u2028b" }) },
    "with a reason too long": { status: 422, path: "reason", request: withMembers({ reason: "误".repeat(34) }) },
    "with a reason that is an object": { status: 422, path: "reason", request: withMembers({ reason: { toString: "x" } }) },
    "with a run that is no id": { status: 422, path: "run", request: withMembers({ run: "a b\n" }) },
    "asking to stop a list": { status: 422, path: "id", request: () => ask({ action: "stop", id: ["x"] }) },
    "asking to stop without an id": { status: 422, path: "id", request: () => ask({ action: "stop" }) },
    "asking for a history with keys": { status: 422, path: "msgKeys", request: withMembers({ action: "history" }) },
    "asking for a history since a word": { status: 422, path: "since", begun: true, request: () => ask({ action: "history", officialAccount: ACCOUNT, since: "yesterday" }) },
  },
  "accounts that are not allowed": {
    "in a recall": { status: 403, code: "ERR_PERMISSION", options: { allowAccounts: [OTHER_ACCOUNT] }, request: withMembers({}) },
    "in a plan": { status: 403, options: { allowAccounts: [OTHER_ACCOUNT] }, request: withMembers({ action: "plan" }) },
    "in a history": { status: 403, options: { allowAccounts: [OTHER_ACCOUNT] }, request: () => ask({ action: "history", officialAccount: ACCOUNT }) },
    "with a space behind": { status: 422, options: { allowAccounts: [ACCOUNT] }, request: withMembers({ officialAccount: `${ACCOUNT} ` }) },
    "in other letters": { status: 403, options: { allowAccounts: [ACCOUNT] }, request: withMembers({ officialAccount: ACCOUNT.toLowerCase().replace("@toa", "@TOA") }) },
  },
};

/** @param {Case} one */
async function check({ options = {}, status, request, code, path, unrecorded = false, begun = false }) {
  const { emulator, handler, records, told, broadcast } = stage(options);
  const response = await handler(request(broadcast(3)));
  const text = await response.text();
  assert.equal(response.status, status, text.slice(0, 200));
  assert.equal(emulator.ledger.requests, 0, "something was sent");
  assert.equal(emulator.ledger.recalledCount, 0);
  assertDiscreet(text + JSON.stringify([...response.headers]));
  assert.doesNotMatch(text, /hunter2/, "what an inner part threw");
  assert.equal(response.headers.get("access-control-allow-origin"), null);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { error, ...nothingElse } = JSON.parse(text);
  assert.deepEqual(nothingElse, {});
  assert.ok(Object.keys(error).every((name) => ["code", "message", "detail", "issues"].includes(name)), text.slice(0, 200));
  assert.match(error.code, /^ERR_[A-Z_]+$/);
  if (code) assert.equal(error.code, code);
  if (path !== undefined) assert.ok(error.issues.some((/** @type {any} */ issue) => issue.path === path), text.slice(0, 300));
  if (status === 503 || status === 500) assert.ok(told.length > 0, "the operator is not told");
  const expected = unrecorded ? [] : begun ? [["start", undefined], ["end", status]] : [["refused", status]];
  assert.deepEqual(records.map((record) => [record.event, record.status]), expected);
  assertDiscreet(JSON.stringify(records));
}

let count = 0;
for (const [group, cases] of Object.entries(CASES)) {
  describe(group, () => {
    for (const [name, one] of Object.entries(cases)) {
      count += 1;
      test(`${name}: ${one.status}`, () => check(one));
    }
  });
}

test("there are enough of them, and the unmodified request is accepted", async () => {
  assert.ok(count >= 80, String(count));
  const { handler, broadcast, emulator } = stage();
  await (await handler(ask(good(broadcast(3)), { headers: { cookie: COOKIE } }))).text();
  assert.equal(emulator.ledger.recalledCount, 3);
});

test("a hundred thousand problems are reported as a hundred and one", async () => {
  const { handler, emulator } = stage();
  const response = await handler(ask(good(Array.from({ length: 100_000 }, () => "x"))));
  const { error } = await response.json();
  assert.deepEqual([response.status, error.issues.length <= 101, emulator.ledger.requests], [422, true, 0]);
  assert.ok(JSON.stringify(error).length < 20_000);
});

test("an unknown member is reported with the other problems, and the record has the rest", async () => {
  const { handler, records } = stage();
  const response = await handler(ask({ ...good(["1_1_1", "x"]), reasn: "oops", reason: 7 }));
  const { error } = await response.json();
  assert.deepEqual(error.issues.map((/** @type {any} */ issue) => issue.path), ["reasn", "reason", "msgKeys[1]"]);
  assert.match(error.issues[0].message, /^found the member "reasn", expected one of action, officialAccount, /);
  const [{ event, action, officialAccount, messages }] = /** @type {[any]} */ (/** @type {unknown} */ (records));
  assert.deepEqual([event, action, officialAccount, messages], ["refused", "recall", ACCOUNT, 2]);
});

test("a body cannot change prototypes", async () => {
  const { handler } = stage();
  await handler(ask('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"action":"recall"}'));
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});
