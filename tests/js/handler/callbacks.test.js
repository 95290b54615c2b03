// Misbehaving callbacks of a handler: none ends the process, leaves an answer open, or admits a user.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ACCOUNT, OTHER_ACCOUNT, ask, assertDiscreet, assertNothingUnhandled, stage } from "./support/fixture.js";

const boom = () => {
  throw new Error("hunter2");
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const throwing = (/** @type {string} */ name) => Object.defineProperty({}, name, { get: boom, enumerable: true });

/** The ways in which a function can fail. @type {Record<string, () => any>} */
const FAILS = {
  throws: boom,
  "throws nothing": (nothing = undefined) => {
    throw nothing;
  },
  "throws a revoked proxy": () => {
    throw revoked();
  },
  rejects: () => Promise.reject(new Error("hunter2")),
  "rejects with nothing": () => Promise.reject(undefined),
  "rejects later": async () => {
    await new Promise((resolve) => setImmediate(resolve));
    boom();
  },
  "never settles": () => new Promise(() => {}),
  "returns a thenable that never settles": () => ({ then: () => {} }),
  "returns a thenable that throws": () => ({ then: boom }),
  "returns a thenable that rejects": () => ({ then: (/** @type {any} */ _, /** @type {any} */ reject) => reject(new Error("hunter2")) }),
  "returns a getter of then that throws": () => throwing("then"),
  "returns a revoked proxy": revoked,
};
/** Invalid values that a function can return. @type {Record<string, () => any>} */
const NONSENSE = {
  "returns a number": () => 7,
  "returns a text": () => "eve",
  "returns true": () => true,
  "returns a symbol": () => Symbol("eve"),
  "returns a bigint": () => 7n,
  "returns a function": () => boom,
  "returns an array": () => ["eve"],
  "returns an empty object": () => ({}),
  "returns an object without prototype": () => Object.create(null),
  "resolves with a text": async () => "eve",
};
const NOBODY = {
  "returns false": () => false,
  "returns null": () => null,
  "returns undefined": () => undefined,
  "returns 0": () => 0,
  "returns NaN": () => Number.NaN,
  "returns an empty text": () => "",
  "resolves with false": async () => false,
  "returns an undefined user": () => ({ user: undefined }),
  "returns a user that is null": () => ({ user: null }),
  "returns an empty user": () => ({ user: "" }),
};
const BAD_USERS = {
  "returns a user that is an object": () => ({ user: { admin: true } }),
  "returns a user that is a number": () => ({ user: 7 }),
  "returns a user that is true": () => ({ user: true }),
  "returns accounts that are a text": () => ({ user: "eve", allowAccounts: ACCOUNT }),
  "returns accounts that are null": () => ({ user: "eve", allowAccounts: null }),
  "returns accounts of numbers": () => ({ user: "eve", allowAccounts: [7] }),
  "returns accounts with a hole": () => ({ user: "eve", allowAccounts: Array(2) }),
  "returns accounts in a Set": () => ({ user: "eve", allowAccounts: new Set([ACCOUNT]) }),
};
const BAD_GETTERS = {
  "returns a getter of user that throws": () => throwing("user"),
  "returns a getter of allowAccounts that throws": () => Object.assign(throwing("allowAccounts"), { user: "eve" }),
  "returns a getter of status that throws": () => throwing("status"),
  "returns accounts that throw": () => ({ user: "eve", allowAccounts: new Proxy([], { get: boom }) }),
};
const BAD_RESPONSES = {
  "returns Response.error()": () => Response.error(),
  "returns a Response that was read": async () => {
    const response = new Response("sign in");
    await response.text();
    return response;
  },
  "returns a Response that is read elsewhere": () => {
    const response = new Response("sign in");
    response.body?.getReader();
    return response;
  },
  "returns what looks like a Response": () => ({ status: 99, headers: new Headers() }),
};

const good = (/** @type {string[]} */ msgKeys) => ask({ action: "recall", officialAccount: ACCOUNT, msgKeys });
/** Reads the answer to its end. @param {Response} response */
const whole = async (response) => ({ status: response.status, text: await response.text() });

/**
 * @param {Record<string, () => any>} cases
 * @param {number} status
 * @param {number} told how often onError is called
 */
function authorizeCases(cases, status, told) {
  for (const [name, authorize] of Object.entries(cases)) {
    test(`${name}: ${status}`, async (t) => {
      assertNothingUnhandled(t);
      const staged = stage({ authorize, checkTimeout: 20 });
      const answer = await whole(await staged.handler(good(staged.broadcast(3))));
      assert.equal(answer.status, status, answer.text);
      assert.deepEqual([staged.emulator.ledger.requests, staged.told.length], [0, told]);
      assert.deepEqual(staged.records.map((record) => [record.event, record.status]), [["refused", status]]);
      assert.doesNotMatch(answer.text, /hunter2/);
      assertDiscreet(answer.text);
    });
  }
}

describe("authorize that fails", () => authorizeCases({ ...FAILS, ...BAD_GETTERS }, 503, 1));
describe("authorize that returns no user", () => authorizeCases(NOBODY, 401, 0));
describe("authorize that returns something invalid", () => authorizeCases({ ...NONSENSE, ...BAD_USERS, ...BAD_RESPONSES }, 500, 1));

test("authorize may return additional members, also through a prototype", async () => {
  class Session {
    get user() {
      return "eve";
    }
  }
  const { handler, broadcast } = stage({ authorize: () => new Session() });
  assert.match((await whole(await handler(good(broadcast(1))))).text, /"complete":true/);
});

describe("audit that fails", () => {
  for (const [name, audit] of Object.entries(FAILS)) {
    test(`before a run, and ${name}: 503 and nothing is sent`, async (t) => {
      assertNothingUnhandled(t);
      const { handler, broadcast, emulator, told } = stage({ audit, checkTimeout: 20 });
      const { status, text } = await whole(await handler(good(broadcast(3))));
      assert.deepEqual([status, emulator.ledger.requests, told.length], [503, 0, 2], text);
      assert.doesNotMatch(text, /hunter2/);
    });

    test(`after a run, and ${name}: the answer is complete and onError is called`, async (t) => {
      assertNothingUnhandled(t);
      const { handler, broadcast, told } = stage({ audit: ({ event }) => (event === "end" ? audit() : undefined), checkTimeout: 20 });
      const { status, text } = await whole(await handler(good(broadcast(3))));
      assert.match(text, /"complete":true/);
      assert.deepEqual([status, told.length], [200, 1]);
    });
  }

  for (const [name, audit] of Object.entries(NONSENSE)) {
    test(`not, and ${name}: its return value is ignored`, async () => {
      const { handler, broadcast, told } = stage({ audit });
      assert.match((await whole(await handler(good(broadcast(1))))).text, /"complete":true/);
      assert.deepEqual(told, []);
    });
  }
});

describe("onError that fails after another function failed", () => {
  /** @type {Record<string, [(fail: () => any) => object, number, RegExp]>} */
  const others = {
    authorize: [(fail) => ({ authorize: fail }), 503, /ERR_PERMISSION/],
    "audit before a run": [(fail) => ({ audit: fail }), 503, /ERR_REFUSED/],
    "audit after a run": [(fail) => ({ audit: (/** @type {any} */ { event }) => (event === "end" ? fail() : undefined) }), 200, /"complete":true/],
    "audit of a refusal": [(fail) => ({ authorize: () => null, audit: fail }), 401, /not signed in/],
    userSig: [() => ({ secretKey: undefined, userSig: boom }), 200, /ERR_USER_SIG_PROVIDER/],
    limiter: [() => ({ limiter: { acquire: boom } }), 200, /ERR_LIMITER/],
  };
  for (const [other, [options, status, pattern]] of Object.entries(others)) {
    test(`${other}: the answer ends, and the process continues`, async (t) => {
      assertNothingUnhandled(t);
      const printed = t.mock.method(console, "error", () => {});
      let pairs = 0;
      for (const onError of Object.values(FAILS)) {
        for (const fail of Object.values(FAILS)) {
          const { handler, broadcast } = stage({ ...options(fail), onError, checkTimeout: 5 });
          const answer = await whole(await handler(good(broadcast(3))));
          assert.equal(answer.status, status, answer.text);
          assert.match(answer.text, pattern);
          pairs += 1;
        }
      }
      assert.equal(pairs, Object.keys(FAILS).length ** 2);
      assert.ok(printed.mock.callCount() > 0, "what onError does not take is printed");
    });
  }

  test("even if printing also fails", async (t) => {
    assertNothingUnhandled(t);
    t.mock.method(console, "error", boom);
    const { handler } = stage({ authorize: boom, onError: boom });
    assert.equal((await handler(good(["1_1_1"]))).status, 503);
  });
});

describe("a runtime's context that fails", () => {
  for (const [name, waitUntil] of Object.entries({ ...FAILS, ...NONSENSE })) {
    test(`${name}: the run continues`, async (t) => {
      assertNothingUnhandled(t);
      const { handler, broadcast, emulator } = stage();
      const { status, text } = await whole(await handler(good(broadcast(3)), { waitUntil }));
      assert.match(text, /"complete":true/);
      assert.deepEqual([status, emulator.ledger.recalledCount], [200, 3]);
    });
  }

  test("is a getter that throws: the run continues", async (t) => {
    assertNothingUnhandled(t);
    const { handler, broadcast, told } = stage();
    assert.match((await whole(await handler(good(broadcast(3)), throwing("waitUntil")))).text, /"complete":true/);
    assert.equal(told.length, 1);
  });
});

describe("a handler called without a Request", () => {
  for (const [name, value] of Object.entries({ nothing: undefined, "a text": "x", "Node's IncomingMessage": { headers: {}, method: "POST", url: "/" }, "a revoked proxy": revoked() })) {
    test(`${name}: 500, and onError gets a message about toNodeListener`, async () => {
      const { handler, told } = stage();
      const { status, text } = await whole(await handler(/** @type {any} */ (value)));
      assert.equal(status, 500, text);
      assert.match(String(told[0]), /no Request; in Node's http and Express give it to toNodeListener/);
    });
  }
});

test("a user is limited to the returned accounts, even if the list changes later", async () => {
  const allowAccounts = [OTHER_ACCOUNT];
  const { handler, broadcast } = stage({ authorize: () => ({ user: "eve", allowAccounts }), audit: () => allowAccounts.push(ACCOUNT) });
  assert.equal((await handler(good(broadcast(1)))).status, 403);
});
