// The options of createHandler: validation, and the allowed origins.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createHandler } from "../../../pkg/handler/index.js";
import { isRecallError } from "../../../pkg/index.js";
import { ACCOUNT, ask, assertDiscreet, linesOf, stage } from "./support/fixture.js";

describe("createHandler", () => {
  const { base } = stage();
  /** @param {object} options */
  const problems = (options) => {
    try {
      createHandler(/** @type {any} */ (options));
    } catch (error) {
      assert.ok(isRecallError(error));
      assert.equal(error.code, "ERR_INVALID_INPUT");
      assertDiscreet(error.message);
      assert.ok(error.message.length < 20_000);
      return error.issues.map((issue) => issue.path);
    }
    return assert.fail("expected an error");
  };

  test("requires authorize", () => {
    const { authorize: _, ...rest } = base;
    assert.deepEqual(problems(rest), ["authorize"]);
    assert.deepEqual(problems({ ...rest, authorize: null }), ["authorize"]);
    assert.deepEqual(problems({ ...rest, authorize: true }), ["authorize"]);
  });

  test("names all problems together, including those of the client's options", () => {
    assert.deepEqual(problems({ ...base, sdkAppId: 0, maxKeys: 0, authorize: undefined }).sort(), ["authorize", "maxKeys", "sdkAppId"]);
  });

  test("rejects unknown options: a misspelled limit would have no effect", () => {
    assert.deepEqual(problems({ ...base, allowAccount: [ACCOUNT] }), ["allowAccount"]);
    assert.deepEqual(problems({ ...base, allowSecretKeyInBrowser: true }), ["allowSecretKeyInBrowser"]);
  });

  for (const origins of [["*"], ["null"], ["https://a.example/"], ["https://a.example/path"], ["a.example"], "https://a.example", [""]]) {
    test(`rejects allowOrigins ${JSON.stringify(origins)}`, () => {
      assert.deepEqual(problems({ ...base, allowOrigins: origins }), ["allowOrigins"]);
    });
  }

  test("rejects an empty allowAccounts, which would look like no limit", () => {
    assert.deepEqual(problems({ ...base, allowAccounts: [] }), ["allowAccounts"]);
  });

  describe("checks the form of accounts", () => {
    /** @param {unknown[]} allowAccounts */
    const issuesOf = (allowAccounts) => {
      try {
        createHandler(/** @type {any} */ ({ ...base, allowAccounts }));
      } catch (error) {
        assert.ok(isRecallError(error));
        return error.issues;
      }
      return [];
    };

    test("and for one cut at its # says that a comment begins there", () => {
      const [issue, ...more] = issuesOf([ACCOUNT, "@TOA"]);
      assert.deepEqual([issue?.path, more], ["allowAccounts[1]", []]);
      assert.match(String(issue?.message), /^found @TOA alone: # begins a comment/);
      assert.equal(String(issue?.message).match(/comment/g)?.length, 1);
    });

    test("and for several in one text says that each needs a separate text", () => {
      for (const text of ["@TOA#_a,@TOA#_b", "@TOA#_a, @TOA#_b", "@TOA#_a,@TOA"]) {
        assert.match(String(issuesOf([text])[0]?.message), /separated by commas.*a string for each$/, text);
      }
    });

    test("and for others has the library's messages", () => {
      for (const text of ["x", "@TOA#_", " @TOA#_a", "@toa#_a", `@TOA#_${"a".repeat(60)}`, "@TOA#_\u00fc"]) {
        assert.deepEqual(issuesOf([ACCOUNT, text]).map(({ path }) => path), ["allowAccounts[1]"], text);
      }
      assert.deepEqual(issuesOf([ACCOUNT, "@TOA#_@TOA#x", "@TOA#_a,b"]), []);
      assert.equal(issuesOf(Array(1000).fill("x")).length, 20);
    });
  });

  test("copies the options, so that later changes have no effect", () => {
    let reads = 0;
    const options = Object.defineProperty({ ...base }, "allowAccounts", { enumerable: true, get: () => ((reads += 1), [ACCOUNT]) });
    createHandler(/** @type {any} */ (options));
    assert.equal(reads, 1);
  });

  for (const value of [undefined, null, 7, "options", []]) {
    test(`rejects ${value} as options`, () => assert.deepEqual(problems(/** @type {any} */ (value)), [""]));
  }
});

describe("origins", () => {
  const allowed = "https://pages.example.net";

  test("of other sites are allowed by name, with the CORS headers", async () => {
    const { handler, broadcast } = stage({ allowOrigins: [allowed] });
    const headers = { origin: allowed, "sec-fetch-site": "cross-site" };
    const asked = { "access-control-request-method": "POST", "access-control-request-headers": "content-type, x-token" };
    const preflight = await handler(ask(undefined, { method: "OPTIONS", headers: { ...headers, ...asked, "content-type": null, cookie: null } }));
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get("access-control-allow-origin"), allowed);
    assert.equal(preflight.headers.get("access-control-allow-credentials"), "true");
    assert.equal(preflight.headers.get("access-control-allow-headers"), "content-type, x-token");
    assert.match(preflight.headers.get("vary") ?? "", /Origin/);
    const response = await handler(ask({ action: "recall", officialAccount: ACCOUNT, msgKeys: broadcast(1) }, { headers }));
    assert.equal(response.headers.get("access-control-allow-origin"), allowed);
    assert.equal((await linesOf(response)).at(-1).report.complete, true);
  });

  test("can read errors, so that the page can report them", async () => {
    const { handler } = stage({ allowOrigins: [allowed] });
    const response = await handler(ask({}, { headers: { origin: allowed, cookie: null } }));
    assert.deepEqual([response.status, response.headers.get("access-control-allow-origin")], [401, allowed]);
  });

  test("of the same site are allowed after a proxy that ends TLS", async () => {
    const { handler, broadcast } = stage();
    const how = { url: "http://10.0.0.7:8080/api/recall", headers: { "sec-fetch-site": "same-origin" } };
    const response = await handler(ask({ action: "recall", officialAccount: ACCOUNT, msgKeys: broadcast(1) }, how));
    assert.equal((await linesOf(response)).at(-1).report.complete, true);
  });

  test("are not required of programs that send none", async () => {
    const { handler, broadcast } = stage();
    const response = await handler(ask({ action: "recall", officialAccount: ACCOUNT, msgKeys: broadcast(1) }, { headers: { origin: null } }));
    assert.equal((await linesOf(response)).at(-1).report.complete, true);
  });
});
