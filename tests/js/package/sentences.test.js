// No program part of the command line, the page, the handler or its client reads a sentence: the lint rule that holds this sees every way.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import { filesUnder } from "../../../.scripts/digest.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FOLDERS = ["www", "pkg-template/cli", "pkg-template/handler", "pkg-template/remote"];
const RULE = "no-restricted-syntax";
const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: ".scripts/eslint.config.js" });

/** How often a line of code reads a sentence. @param {string} code @param {string} folder */
async function found(code, folder) {
  const [result] = await eslint.lintText(`export const read = (text, error) => ${code};\n`, { filePath: `${folder}/sample.js` });
  return result?.messages.filter(({ ruleId }) => ruleId === RULE).length;
}

const READS = [
  "/^found nothing, expected/.test(text)", "/(\\d+) keys? say that their/.exec(text)", 'text.includes("is no MsgKey")', 'text.replace("choose the region", "")',
  'text === "no readable answer"', 'text !== "bad port"', 'error.message.includes("comment")', "/timeout/.test(error.message)", 'error.message.startsWith("x")',
];
const OTHERS = ['/^[A-Z_]+$/.test(text)', 'text.includes("usersig")', 'text === "application/json"', '["no text", text].join()', 'error.code === "ERR_PLAN"'];

for (const folder of FOLDERS) {
  test(`${folder} reads no sentence`, async () => {
    const results = await eslint.lintFiles([`${folder}/**/*.js`]);
    assert.ok(results.length > 3);
    assert.deepEqual(results.flatMap(({ filePath, messages }) => messages.filter(({ ruleId }) => ruleId === RULE).map(({ line }) => `${filePath}:${line}`)), []);
  });
}

test("the rule sees regular expressions and comparisons, and nothing else", async () => {
  for (const code of READS) assert.equal(await found(code, "www"), 1, code);
  for (const code of OTHERS) assert.equal(await found(code, "www"), 0, code);
});

test("no error is made with a sentence of its own: it would be dropped, since sentences come from the tables by code", () => {
  const files = filesUnder(["pkg-template/lib", "pkg-template/handler", "pkg-template/remote"]).filter((file) => file.endsWith(".js"));
  assert.ok(files.length > 50, `${files.length} files`);
  assert.deepEqual(files.filter((file) => /\bmessage: ?["'`]/.test(readFileSync(join(ROOT, file), "utf8"))), []);
});
