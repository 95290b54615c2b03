// Reads a credentials file: NAME=value lines or a JSON object, readable by its owner only. Messages repeat at most the beginning of a line.
import { readSmall } from "../files/bounded_file.js";
import { readCredentialLines } from "./dotenv_lines.js";
import { refuseMember } from "./credential_names.js";
import { Failure } from "../failures/failure.js";
import { MEMBERS } from "../languages/command_names.js";
import { sentence } from "../languages/sentence.js";
import { displayPath } from "../files/display_path.js";

const MOST_BYTES = 64 * 1024;

/**
 * What is in it by the names of variables and of members, whichever it uses.
 * @param {string} path
 * @returns {Record<string, unknown>}
 */
export function readCredentialsFile(path) {
  const text = textOf(readSmall(path, { most: MOST_BYTES, expected: "credentials", check: (stat) => guard(stat, path) }));
  return text.trimStart().startsWith("{") ? readObject(text, displayPath(path)) : readCredentialLines(text, displayPath(path));
}

/** @param {string} text @param {string} path @returns {Record<string, unknown>} */
function readObject(text, path) {
  /** @type {Record<string, unknown>} */
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and the text is secret.
    throw new Failure(sentence("brokenCredentials", { path }));
  }
  /** @type {Map<string, string>} */
  const seen = new Map();
  for (const name of namesIn(text)) {
    refuseMember(name, path);
    const member = /** @type {Record<string, string>} */ (MEMBERS)[name] ?? name;
    const before = seen.get(member);
    if (before !== undefined) throw new Failure(sentence("sameMember", { path, names: [before, name] }));
    seen.set(member, name);
  }
  return found;
}

/** The names of the outermost object, each as often as it stands there: a parser keeps only the last. @param {string} text valid JSON */
function namesIn(text) {
  const found = [];
  let depth = 0;
  let last = "";
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/gs)) {
    if (token.startsWith('"')) last = token;
    else if (token === ":") depth === 1 && found.push(String(JSON.parse(last)));
    else depth += /[{[]/.test(token) ? 1 : -1;
  }
  return found;
}

/** What Windows shells write by `>` is UTF-16. @param {Buffer} bytes */
function textOf(bytes) {
  const mark = bytes.subarray(0, 2).toString("hex");
  const encoding = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

/** @param {import("node:fs").Stats} stat @param {string} path */
function guard({ mode }, path) {
  if (process.platform === "win32" || (mode & 0o077) === 0) return;
  const found = (mode & 0o777).toString(8).padStart(3, "0");
  throw new Failure(sentence("openToOthers", { path: displayPath(path), found }));
}
