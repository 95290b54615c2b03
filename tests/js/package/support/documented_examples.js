/** Reads pages of documentation and runs their examples unchanged, in a folder with the installed package. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));

/** @param {string} path in the checkout */
export function openPage(path) {
  const text = readFileSync(join(ROOT, path), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, to]) => join(ROOT, dirname(path), /** @type {string} */ (to)));
  return {
    text,
    /** @param {string} language @returns {string[]} */
    examples: (language) => [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, code]) => /** @type {string} */ (code)),
    assertLinks: () => links.forEach((link) => statSync(link)),
  };
}

/** A user's folder with the package installed. */
export function installed() {
  const folder = mkdtempSync(join(tmpdir(), "readme-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(ROOT, "pkg"), join(folder, "node_modules", "tencent-chat-recall"), "dir");
  return {
    remove: () => rmSync(folder, { recursive: true }),
    /**
     * @param {string} code
     * @param {string} [before] code that is loaded before it
     * @returns {Promise<string>} its output
     */
    async runs(code, before = "") {
      writeFileSync(join(folder, "before.mjs"), before);
      writeFileSync(join(folder, "example.mjs"), code);
      const words = ["--import", "./before.mjs", "example.mjs"];
      const { stdout, stderr } = await promisify(execFile)(process.execPath, words, { cwd: folder, timeout: 60_000 });
      assert.equal(stderr, "");
      return stdout;
    },
  };
}
