// Parses the NAME=value lines of a credentials file, dotenv syntax included. A line that cannot be parsed is rejected: its value would be
// taken from elsewhere, and the run would go to another app.
import { refuseName, refuseRepeated } from "./credential_names.js";
import { Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { shown } from "../../lib/errors/excerpt.js";

/** Most characters of a line that a message repeats. */
const KEPT = 12;
const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*?)\s*$/;
/** May follow a quoted value. */
const REST = /^\s*(#.*)?$/;

/** @typedef {{ path: string, lines: string[], at: number }} Reader `at`: index of the line that is read */

/**
 * Reads the values by name, without those of other programs.
 * @param {string} text
 * @param {string} path for messages
 * @returns {Record<string, string>}
 */
export function readCredentialLines(text, path) {
  /** @type {Record<string, string>} */
  const found = {};
  /** @type {Map<string, number>} */
  const places = new Map();
  const reader = { path, lines: text.split(/\r\n|\n|\r/), at: 0 };
  for (; reader.at < reader.lines.length; reader.at += 1) {
    const line = reader.lines[reader.at] ?? "";
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, raw = ""] = ASSIGNMENT.exec(line) ?? [];
    if (name === undefined) throw notUnderstood(reader, line);
    const isOurs = refuseName(name, `${path}:${reader.at + 1}`);
    const number = reader.at + 1;
    const value = valueOf(raw, reader, isOurs);
    if (!isOurs) continue;
    refuseRepeated(places, name, number, path);
    found[name] = value;
  }
  return found;
}

/** @param {Reader} reader @param {string} line */
function notUnderstood({ path, at }, line) {
  const characters = [...line.trim()];
  const found = shown(characters.slice(0, KEPT).join(""));
  return new Failure(sentence("brokenLine", { where: `${path}:${at + 1}`, found: characters.length > KEPT ? `${found}…` : found }));
}

/** @param {string} raw @param {Reader} reader @param {boolean} isOurs */
function valueOf(raw, reader, isOurs) {
  const quote = /^["'`]/.exec(raw)?.[0];
  if (quote !== undefined) return quotedValue(quote, raw, reader, isOurs);
  const value = raw.replace(/(^|\s+)#(?=\s|$).*$/, "");
  // Ambiguous: some parsers read it as a comment, others as part of the value.
  if (isOurs && value.includes("#")) throw new Failure(sentence("hashInLine", { where: `${reader.path}:${reader.at + 1}` }));
  return value;
}

/** Reads a quoted value, which may continue on further lines. @param {string} quote @param {string} raw @param {Reader} reader @param {boolean} isOurs */
function quotedValue(quote, raw, reader, isOurs) {
  const where = `${reader.path}:${reader.at + 1}`;
  let text = raw.slice(1);
  for (let next = reader.at; next < reader.lines.length; next += 1) {
    if (next > reader.at) text += `\n${reader.lines[next]}`;
    const end = endOf(text, quote);
    if (end < 0) continue;
    const isWhole = REST.test(text.slice(end + 1)) || (!isOurs && next === reader.at);
    if (!isWhole || (next > reader.at && /TENCENT_CHAT_/i.test(text))) break;
    reader.at = next;
    const value = text.slice(0, end);
    return quote === '"' ? value.replaceAll("\\n", "\n") : value;
  }
  // The line belongs to another program, whose rules are unknown: the following lines are read separately.
  if (!isOurs) return "";
  throw new Failure(sentence("quoteInLine", { where }));
}

/** Index of the first quote that is not escaped; -1 for none. @param {string} text @param {string} quote */
function endOf(text, quote) {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\" && quote === '"') at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}
