// RecallError and `instanceof`, for every entry and every loaded copy of the package.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";
import { ROOT } from "../../../.scripts/command.js";

const require = createRequire(import.meta.url);
/** The mark by which every copy of the package recognizes errors. */
const MARK = Symbol.for("tencent-chat-recall.error");

/** @typedef {any} Copy a loaded entry */
/** @type {Record<string, Copy>} */
const copies = {};
/** @type {string} */
let scratch;

before(async () => {
  scratch = mkdtempSync(join(tmpdir(), "tencent-chat-recall-"));
  const second = join(scratch, "node_modules/tencent-chat-recall");
  cpSync(join(ROOT, "pkg"), second, { recursive: true });
  for (const [name, folder] of [["first", join(ROOT, "pkg")], ["second", second]]) {
    for (const entry of ["index", "handler/index", "remote/index"]) {
      copies[`${name} ${entry}.js`] = await import(pathToFileURL(join(folder, `${entry}.js`)).href);
      copies[`${name} ${entry}.cjs`] = require(join(folder, `${entry}.cjs`));
    }
  }
});
after(() => rmSync(scratch, { recursive: true, force: true }));

/** An error thrown by the package. @param {Copy} copy */
function thrownBy({ RecallClient, RemoteRecallClient, createHandler }) {
  try {
    return createHandler ? createHandler({}) : new (RecallClient ?? RemoteRecallClient)({});
  } catch (error) {
    return error;
  }
}

/** The class and its errors in a realm with its own Error, as in a frame or a test runner. */
async function otherRealm() {
  const context = createContext({});
  const { build } = await import("esbuild");
  const { outputFiles } = await build({ entryPoints: [join(ROOT, "pkg-template/lib/errors/recall_error.js")], bundle: true, format: "iife", globalName: "found", write: false });
  runInContext(/** @type {import("esbuild").OutputFile} */ (outputFiles[0]).text, context);
  return context.found;
}

describe("instanceof RecallError", () => {
  test("is true for the errors of every entry and copy, with the class of every other", () => {
    const askers = Object.entries(copies).filter(([, { RecallError }]) => RecallError);
    assert.equal(new Set(askers.map(([, { RecallError }]) => RecallError)).size, 8, "copies of the class");
    for (const [thrower, copy] of Object.entries(copies)) {
      const error = thrownBy(copy);
      assert.equal(error.code, "ERR_INVALID_INPUT", thrower);
      for (const [asker, { RecallError, isRecallError }] of askers) {
        assert.ok(error instanceof RecallError, `${thrower} asked by ${asker}`);
        assert.ok(isRecallError(error), `${thrower} asked by ${asker}`);
      }
    }
  });

  test("is true across realms, and such an error is passed on unchanged", async () => {
    const { RecallError } = await import("../../../pkg-template/lib/errors/recall_error.js");
    const { asError } = await import("../../../pkg-template/lib/errors/problems.js");
    const other = await otherRealm();
    const error = new other.RecallError({ code: "ERR_ABORTED", message: "aborted" });
    assert.equal(error instanceof Error, false);
    assert.ok(error instanceof RecallError);
    assert.ok(new RecallError({ code: "ERR_ABORTED", message: "aborted" }) instanceof other.RecallError);
    assert.equal(asError(error), error);
  });

  test("uses a class that keeps its name", () => {
    for (const [name, { RecallError }] of Object.entries(copies)) assert.equal(RecallError?.name ?? "RecallError", "RecallError", name);
  });

  test("is false for everything else", () => {
    const { RecallError, isRecallError } = copies["first index.js"];
    const others = [undefined, null, 7, "RecallError", Symbol.for("x"), () => {}, {}, [], new Error("x"), RecallError, RecallError.prototype, Object.create(null)];
    const looksLikeOne = Object.assign(new Error("aborted"), { name: "RecallError", code: "ERR_ABORTED", issues: [] });
    for (const other of [...others, looksLikeOne, JSON.parse(JSON.stringify(thrownBy(copies["first index.js"])))]) {
      assert.equal(other instanceof RecallError, false, String(other?.name ?? typeof other));
      assert.equal(isRecallError(other), false);
    }
  });

  test("is not inherited by a subclass, which has only its own instances", () => {
    const all = Object.values(copies).filter(({ RecallError }) => RecallError);
    for (const copy of all) {
      const { RecallError: Base } = /** @type {typeof import("../../../pkg-template/lib/errors/recall_error.js")} */ (copy);
      class Mine extends Base {}
      class Deeper extends Mine {}
      const mine = new Deeper({ code: "ERR_ABORTED", message: "aborted" });
      assert.ok(mine instanceof Deeper && mine instanceof Mine);
      for (const { RecallError } of all) assert.ok(mine instanceof RecallError);
      assert.equal(thrownBy(copy) instanceof Mine, false);
      assert.equal(new Mine({ code: "ERR_ABORTED", message: "aborted" }) instanceof Deeper, false);
    }
  });

  test("is true for objects that inherit from an error, and false for copies", () => {
    const { RecallError } = copies["first index.js"];
    const error = thrownBy(copies["second index.cjs"]);
    assert.ok(Object.create(error) instanceof RecallError);
    assert.ok(new Proxy(error, {}) instanceof RecallError);
    assert.equal({ ...error } instanceof RecallError, false);
    assert.equal(structuredClone(error) instanceof RecallError, false);
  });

  test("checks only for the mark, whatever the object does", () => {
    const { RecallError, isRecallError } = copies["first index.js"];
    const trap = { [MARK]: true, get code() { throw new Error("asked for the code"); } };
    assert.ok(trap instanceof RecallError && isRecallError(trap));
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const hostile of [proxy, new Proxy({}, { has() { throw new Error("a trap"); } })]) {
      assert.equal(hostile instanceof RecallError, false);
      assert.equal(isRecallError(hostile), false);
    }
  });
});
