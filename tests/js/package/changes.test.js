// The table "To change a thing" of CONTRIBUTING.md: the files that it names exist, and what is changed there is in no other file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { filesUnder } from "../../../.scripts/digest.js";
import en from "../../../www/languages/en.js";
import { CLIENT_OPTIONS, OPTIONS, REGIONS } from "../../../www/generated/facts.js";

const MOST_FILES = 3;

const text = (/** @type {string} */ file) => readFileSync(join(ROOT, file), "utf8");
/** Without comments, which may name what is elsewhere. @param {string} file */
const code = (file) => text(file).replace(/\/\*[^]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

/** The emulator shares no fact with what it is used to test. */
const SOURCES = filesUnder(["src", "pkg-template", "www"]).filter((file) => /\.(?:rs|js)$/.test(file) && !/\/emulator\/|\/generated\//.test(file));
const CODE = new Map(SOURCES.map((file) => [file, code(file)]));

const ROWS = /<!-- changes[^]*?-->\n([^]*?)<!-- \/changes -->/.exec(text("CONTRIBUTING.md"))?.[1]?.split("\n").slice(2, -1) ?? [];
const TABLE = new Map(ROWS.map((row) => {
  const [, subject = "", files = ""] = row.split("|");
  return [subject.trim(), [...files.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file)];
}));

/** Where a number is another fact, or is compared by tests/documents.rs. */
const ELSEWHERE = new Map([
  ["MAX_OFFICIAL_ACCOUNT_BYTES", ["www/languages/en.js", "www/languages/zh.js", "www/languages/ja.js"]],
  ["SERVICE_TIMEOUT", ["pkg-template/cli/files/bounded_file.js", "pkg-template/cli/screen/progress.js", "pkg-template/remote/run_signals.js"]],
  // Single codes: those with a rule of their own, those that a check of a UserSig gives, advice of the command line, examples.
  ["code", ["src/vendor/code.rs", "src/user_sig/sign.rs", "pkg-template/cli/failures/refusal_advice.js", "pkg-template/cli/languages/en/failures.js",
    "pkg-template/cli/languages/zh/failures.js", "pkg-template/cli/commands/explain.js", "www/connection/emulator_demo.js"]],
]);

/** Files of a row. @param {string} subject how it begins */
function filesOf(subject) {
  const [, files = []] = [...TABLE].find(([name]) => name.startsWith(subject)) ?? [];
  assert.ok(files.length > 0, `the table has no row "${subject}"`);
  return files;
}

/** Files in whose code something is, beside those that a row names. @param {RegExp} form @param {readonly string[]} files */
const elsewhere = (form, files) => [...CODE].filter(([file, own]) => form.test(own) && !files.includes(file)).map(([file]) => file);

test("the table has rows, each with at most three places that exist", () => {
  assert.ok(TABLE.size >= 7, `${TABLE.size} rows`);
  for (const [subject, files] of TABLE) {
    assert.ok(files.length <= MOST_FILES, `${subject}: ${files.length} files`);
    for (const file of files) {
      const [folder = "", end] = file.split("*");
      assert.ok(filesUnder([folder.replace(/\/$/, "")]).some((found) => found.endsWith(end ?? file)), `${file} does not exist`);
    }
  }
});

describe("no other file has", () => {
  test("a limit of the service that can be told from other numbers", () => {
    const files = filesOf("a limit");
    const limits = { MAX_OFFICIAL_ACCOUNT_BYTES: /\b48\b/, SERVICE_TIMEOUT: /\b3_?000\b(?!_)/, USER_SIG_EXPIRE_RANGE: /1_?576_?800_?000/, FIRST_TIME: /1_?388_?534_?400/ };
    for (const [name, form] of Object.entries(limits)) {
      assert.match(code(files[0] ?? ""), new RegExp(`\\b${name}\\b`));
      const allowed = [...files, ...(ELSEWHERE.get(name) ?? [])];
      assert.deepEqual(elsewhere(form, allowed), [], name);
    }
  });

  test("the name of a limit with a value of its own", () => {
    const names = [...text(filesOf("a limit")[0] ?? "").matchAll(/^(?: {4}|pub const )([A-Z_]{5,})/gm)].map(([, name = ""]) => name);
    assert.ok(names.length > 10, String(names));
    for (const name of names.filter((one) => one !== "LOCKOUT")) assert.deepEqual(elsewhere(new RegExp(`const ${name}\\b[^;]*= ?\\d`), filesOf("a limit")), [], name);
  });

  test("the meaning of a code, or its class", () => {
    const files = filesOf("a code");
    const rows = [...text(files[0] ?? "").matchAll(/^ {4}(\d+) ([A-Z_0-9]+) /gm)];
    assert.ok(rows.length > 80, `${rows.length} codes`);
    for (const [, number = "", name = ""] of rows.filter(([, found]) => found !== "0")) {
      assert.deepEqual(elsewhere(new RegExp(`\\b${number}\\b[^\\n]*\\b${name}\\b`), files), [], number);
      // What is told of one code in particular.
      assert.deepEqual(elsewhere(new RegExp(`\\b${number}\\b`), [...files, ...(ELSEWHERE.get("code") ?? [])]), [], number);
    }
  });

  test("a list of regions", () => {
    const files = filesOf("a region");
    for (const region of REGIONS.filter((name) => name !== "singapore")) {
      assert.deepEqual(elsewhere(new RegExp(`"${region}"`), files), [], region);
      assert.match(text(files[1] ?? ""), new RegExp(`"${region}"`));
    }
  });

  test("a rule for codes", () => {
    assert.deepEqual(elsewhere(/\bFor(?:Message|Request)::/, filesOf("what a code does")), []);
  });

  test("the name of an option in a list, its default or its range", () => {
    const files = filesOf("an option");
    for (const name of CLIENT_OPTIONS) assert.match(text(files[1] ?? ""), new RegExp(`^ {2}${name}\\??:`, "m"), `${name} has no type`);
    const { timeout, userSigExpire, rateLimit } = OPTIONS;
    for (const value of [timeout.most, userSigExpire.most, rateLimit.most]) {
      const form = new RegExp(`(?:rateLimit|timeout|userSigExpire|expire)\\b[^\\n]*\\b${String(value).replace(/\d{3}(?=(?:\d{3})*$)/g, "_?$&")}\\b`);
      assert.deepEqual(elsewhere(form, files), [], String(value));
    }
    assert.deepEqual(elsewhere(/"retries",?\s+"rateLimit"/, files), [], "a list of options");
  });

  test("the English help of a flag", () => {
    const [commands = "", settings = ""] = filesOf("a flag").map((file) => file.split("*")[0]);
    assert.deepEqual(elsewhere(/\babout: [`"]/, SOURCES.filter((file) => file.startsWith(commands) || file.startsWith(settings))), []);
  });

  test("a sentence of the dashboard", () => {
    const files = filesOf("a sentence of the dashboard");
    const pages = [...CODE].filter(([file]) => file.startsWith("www/") && !files.includes(file));
    const sentences = Object.values(en).flatMap((one) => (typeof one === "string" ? [one] : Object.values(one))).filter((one) => one.includes(" ") && one.length > 12);
    assert.ok(sentences.length > 100, `${sentences.length} sentences`);
    for (const sentence of sentences) assert.deepEqual(pages.filter(([, own]) => own.includes(sentence)).map(([file]) => file), [], sentence);
  });
});
