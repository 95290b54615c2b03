// Reads a file with credentials: KEY=value lines or a JSON object, which only its owner can read. Nothing of its text is repeated.
import { parseEnv } from "node:util";
import { readSmall } from "./bounded_file.js";
import { Failure } from "./failure.js";
import { sentence } from "./languages/sentence.js";
import { shownPath } from "./shown_path.js";

const MOST_BYTES = 64 * 1024;

/**
 * What is in it by the names of variables and of members, whichever it uses.
 * @param {string} path
 * @returns {Record<string, unknown>}
 */
export function readCredentialsFile(path) {
  const text = textOf(readSmall(path, { most: MOST_BYTES, expected: "a small file with credentials", check: (stat) => guard(stat, path) }));
  if (!text.trimStart().startsWith("{")) return parseEnv(text);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and the text is secret.
    throw new Failure(sentence("brokenCredentials", { path: shownPath(path) }));
  }
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
  throw new Failure(sentence("openToOthers", { path: shownPath(path), found }));
}
