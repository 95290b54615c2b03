// The packed package's types with every module resolution of TypeScript, and the examples in their documentation.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { consumersFolder } from "../../../.scripts/consumers.js";
import { finish } from "./support/programs.js";
import { installPackage, passed, versionOf } from "./support/project.js";

const TYPES = join(ROOT, "tests/types");
const COMPILERS = ["typescript", "typescript5"];
/** Module resolutions, each with its kind of modules and the extensions of the consumer's files. */
const WAYS = { node16: ["node16", "mts", "cts"], nodenext: ["nodenext", "mts", "cts"], bundler: ["esnext", "ts"] };
const STRICT = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false"];

const folder = installPackage();
for (const ending of ["ts", "mts", "cts"]) copyFileSync(join(TYPES, "promises.ts"), join(folder, `promises.${ending}`));
const ENTRIES = ["index.d.ts", "store/index.d.ts", "webhook/index.d.ts"];
const declarations = ENTRIES.map((entry) => readFileSync(join(folder, "node_modules/tencent-chat-recall", entry), "utf8")).join("\n");

/**
 * Every export of these declarations with its comment.
 * @type {{ name: string, comment: string }[]}
 */
const exported = [...declarations.matchAll(/(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?^export (?:type|interface|class|function|const) (\w+)/gm)].map(
  ([, comment = "", name]) => ({ name: /** @type {string} */ (name), comment }),
);

/**
 * @param {string} compiler its package
 * @param {string[]} args
 */
async function compile(compiler, args) {
  const tsc = join(consumersFolder(), "node_modules", compiler, "bin/tsc");
  const lib = ["--noEmit", "--target", "es2022", "--lib", "es2022,dom,dom.iterable,dom.asynciterable"];
  await finish(process.execPath, [tsc, ...lib, ...args], { cwd: folder });
}

describe("types", { timeout: 300_000 }, () => {
  for (const compiler of COMPILERS) {
    for (const [way, [module = "", ...endings]] of Object.entries(WAYS)) {
      test(`accept and reject the same by ${way}, TypeScript ${versionOf(compiler)}`, async () => {
        const files = endings.map((ending) => `promises.${ending}`);
        await compile(compiler, [...STRICT, "--module", module, "--moduleResolution", way, ...files]);
        passed("TypeScript", versionOf(compiler), `\`moduleResolution\` ${way}`);
      });
    }
  }

  test("reject a program with a type error", async () => {
    writeFileSync(join(folder, "wrong.mts"), 'import { explainCode } from "tencent-chat-recall";\nexport const code: string = explainCode(1).code;\n');
    await assert.rejects(compile("typescript", ["--module", "nodenext", "wrong.mts"]), /TS2322/);
  });
});

describe(`every export of ${ENTRIES.join(", ")}`, () => {
  test("is found", () => assert.ok(exported.length > 30, `found only ${exported.map(({ name }) => name)}`));

  for (const { name, comment } of exported) {
    test(`has prose and an example: ${name}`, () => {
      assert.match(comment, /^\/\*\*\n \* [A-Z][^]*[.:]/, "prose");
      assert.match(comment, /\n \* @example\n \* \S/, "example");
    });
  }

  test("has an example that compiles", { timeout: 300_000 }, async () => {
    const functions = exported.map(({ name, comment }) => {
      const example = (comment.split("@example\n")[1] ?? "").replace(/^ \*[ /]?/gm, "").replace(/^export /gm, "");
      return `export async function exampleOf${name}() {\n${example}\n}\n`;
    });
    const given = readFileSync(join(TYPES, "examples.ts"), "utf8");
    writeFileSync(join(folder, "examples.mts"), given + functions.join("\n"));
    await compile("typescript", ["--strict", "--module", "nodenext", "examples.mts"]);
  });
});
