// The tests of both examples over HTTP: the page and the handler are available to signed-in operators, and nothing is to others.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../../../.scripts/command.js";
import { filesUnder } from "../../../../.scripts/digest.js";
import { handlerClaims } from "../../handler/support/claims.js";
import { assertDiscreet } from "../../handler/support/fixture.js";
import { AUTHORIZATION } from "./layout.js";

/**
 * @param {() => import("../../handler/support/claims.js").Running} running the running example; `audited` returns all audit records so far as text
 */
export function claims(running) {
  test("the page is served unchanged to signed-in operators", async () => {
    const { url } = running();
    const page = await fetch(url, { headers: { authorization: AUTHORIZATION } });
    assert.equal(page.status, 200);
    assert.match(page.headers.get("content-type") ?? "", /^text\/html/);
    assert.equal(await page.text(), readFileSync(join(ROOT, "www/index.html"), "utf8"));
  });

  test("the page's imports from the package are served", async () => {
    const scripts = filesUnder(["www"]).filter((file) => file.endsWith(".js")).map((file) => readFileSync(join(ROOT, file), "utf8"));
    const wanted = new Set(scripts.flatMap((text) => [...text.matchAll(/["'](?:\.\.?\/)+(pkg\/[\w./-]+\.js)["']/g)].map(([, path]) => String(path))));
    assert.ok(wanted.has("pkg/remote/index.js"), [...wanted].join(", "));
    for (const path of wanted) {
      const served = await fetch(`${running().url}/${path}`, { headers: { authorization: AUTHORIZATION } });
      assert.match(served.headers.get("content-type") ?? "", /^text\/javascript/, path);
      assert.ok(Buffer.from(await served.arrayBuffer()).equals(readFileSync(join(ROOT, path))), path);
    }
  });

  test("no other site can frame the page, and the page can only connect to its own server", async () => {
    for (const authorization of ["", AUTHORIZATION]) {
      const { headers } = await fetch(running().url, { headers: { authorization } });
      const policy = headers.get("content-security-policy") ?? "";
      assert.match(policy, /default-src 'none'.*connect-src 'self';.*frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("referrer-policy"), "no-referrer");
    }
  });

  test("without sign-in nothing is served, under any path", async () => {
    const { url } = running();
    const wrong = `Basic ${Buffer.from("eve:wrong").toString("base64")}`;
    for (const authorization of [undefined, wrong, "Basic %%%", "Bearer x", `Basic ${Buffer.from("__proto__:x").toString("base64")}`]) {
      for (const path of ["/", "/api/recall", "/pkg/index.js", "/../../package.json", "/.dev.vars"]) {
        const answer = await fetch(url + path, { headers: authorization ? { authorization } : {} });
        assert.equal(answer.status, 401, `${authorization} ${path}`);
        assertDiscreet(await answer.text());
      }
    }
    for (const path of ["/.dev.vars", "/%2e%2e/%2e%2e/package.json", "/pkg/..%2f..%2f..%2fpackage.json", "/pkg/package.json/../../x", "/worker.js", "/server.js"]) {
      const answer = await fetch(url + path, { headers: { authorization: AUTHORIZATION } });
      const text = await answer.text();
      assertDiscreet(text);
      assert.ok(answer.status === 404 || /^\s*<!doctype html/i.test(text), `${path}: ${answer.status}`);
    }
  });

  handlerClaims(running);

  test("the audit records have no secret and no password", () => {
    const text = running().audited();
    assertDiscreet(text);
    assert.ok(!text.includes("battery staple") && !text.includes(AUTHORIZATION));
  });
}
