// The Node.js server in tests/examples/node, run as its README says.
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { finish, printed, start } from "../consumers/support/programs.js";
import { claims } from "./support/claims.js";
import { AUTHORIZATION, layOut } from "./support/layout.js";

describe("the Node.js example", { timeout: 300_000 }, () => {
  /** @type {import("../handler/support/claims.js").Running} */
  let running;
  /** @type {Awaited<ReturnType<typeof layOut>>} */
  let laid;
  /** @type {ReturnType<typeof start> | undefined} */
  let server;

  before(async () => {
    laid = await layOut("node");
    const file = join(laid.folder, "audit.jsonl");
    server = start(process.execPath, ["server.js"], { cwd: laid.place, env: { ...laid.variables, AUDIT_FILE: file, PORT: "0" } });
    const [, url] = await printed(server, /(http:\/\/127\.0\.0\.1:\d+)\//);
    running = { url, authorization: AUTHORIZATION, emulator: laid.emulator, audited: () => (existsSync(file) ? readFileSync(file, "utf8") : "") };
  });

  after(async () => {
    await server?.stop();
    await laid.clear();
  });

  claims(() => running);

  test("the audit file is readable only by its owner", () => {
    assert.equal(statSync(join(laid.folder, "audit.jsonl")).mode & 0o777, 0o600);
  });

  test("the server does not start without its settings", async () => {
    const { OPERATORS: _, ...rest } = laid.variables;
    const incomplete = { cwd: laid.place, env: { ...rest, AUDIT_FILE: join(laid.folder, "x.jsonl"), PORT: "0" } };
    await assert.rejects(finish(process.execPath, ["server.js"], incomplete), /OPERATORS is not set/);
    const nowhere = { cwd: laid.place, env: { ...laid.variables, AUDIT_FILE: join(laid.folder, "no/such/folder.jsonl"), PORT: "0" } };
    await assert.rejects(finish(process.execPath, ["server.js"], nowhere), /ENOENT/);
  });
});
