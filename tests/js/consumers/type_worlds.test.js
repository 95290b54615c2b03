// The packed package's types in projects with different web types and runtime types.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { consumersFolder } from "../../../.scripts/consumers.js";
import { finish } from "./support/programs.js";
import { installPackage, versionOf } from "./support/project.js";

const HERE = join(ROOT, "tests/types/worlds");
const DOM = ["dom", "dom.iterable", "dom.asynciterable"];
const COMPILERS = ["typescript", "typescript5"];

/**
 * A kind of project: TypeScript libraries besides ES2022, packages of types, and the files that must compile. `mixed`: the types
 * contradict each other, so that such a project needs skipLibCheck.
 * @typedef {{ lib?: string[], types?: string[], files: string[], mixed?: boolean }} World
 */
/** @type {Record<string, World>} */
const WORLDS = {
  "ES2022 and nothing else": { files: ["alone"] },
  "the DOM": { lib: DOM, files: ["alone", "web", "deno"] },
  "a web worker": { lib: ["webworker", "webworker.iterable", "webworker.asynciterable"], files: ["alone", "web", "deno"] },
  "Node.js": { types: ["node"], files: ["alone", "web", "node"] },
  "Node.js and the DOM": { lib: DOM, types: ["node"], files: ["alone", "web", "node", "deno"] },
  "cross-fetch": { lib: DOM, files: ["alone", "cross-fetch"] },
  "Cloudflare Workers": { types: ["@cloudflare/workers-types"], files: ["alone", "web", "workers"] },
  "Cloudflare Workers and Node.js": { types: ["@cloudflare/workers-types", "node"], files: ["alone", "web", "workers"], mixed: true },
  "Cloudflare Workers and the DOM": { lib: DOM, types: ["@cloudflare/workers-types"], files: ["alone", "web"], mixed: true },
  "all of them": { lib: DOM, types: ["@cloudflare/workers-types", "node"], files: ["alone", "web"], mixed: true },
  Bun: { types: ["bun-types"], files: ["alone", "web", "bun"], mixed: true },
  "Bun and the DOM": { lib: DOM, types: ["bun-types"], files: ["alone", "web", "bun"], mixed: true },
};
const FOREIGN = ["@cloudflare/workers-types", "@types/node", "bun-types", "cross-fetch", "hono", "node-fetch", "undici"];

const folder = installPackage();
for (const file of readdirSync(HERE)) copyFileSync(join(HERE, file), join(folder, file));
for (const name of FOREIGN) {
  const place = join(folder, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(ROOT, "node_modules", name), place, "junction");
}

/**
 * @param {string} compiler its package
 * @param {World} world
 */
async function compile(compiler, { lib = [], types = [], files, mixed = false }) {
  const compilerOptions = {
    noEmit: true, strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: mixed,
    target: "es2022", lib: ["es2022", ...lib], types, module: "nodenext", moduleResolution: "nodenext",
  };
  const project = join(folder, "tsconfig.json");
  writeFileSync(project, JSON.stringify({ compilerOptions, files: files.map((file) => `${file}.ts`) }));
  await finish(process.execPath, [join(consumersFolder(), "node_modules", compiler, "bin/tsc"), "-p", project], { cwd: folder });
}

describe("the types compile with", { timeout: 600_000 }, () => {
  for (const compiler of COMPILERS) {
    for (const [name, world] of Object.entries(WORLDS)) {
      test(`${name}, TypeScript ${versionOf(compiler)}`, () => compile(compiler, world));
    }
  }

  test("a file with a type error is noticed", async () => {
    writeFileSync(join(folder, "wrong.ts"), 'import { recall } from "tencent-chat-recall";\nvoid recall({ fetch: async () => 7 });\n');
    await assert.rejects(compile("typescript", { files: ["wrong"] }), /TS2322/);
  });
});
