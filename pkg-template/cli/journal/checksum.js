// The checksum at the end of each journal line: the first 8 digits of the SHA-256 of the previous checksum and the line.
//
// The header begins a chain. A process begins one of its own in its first line, whose member `after` is the last checksum that it
// has read, because several processes may append at the same time. So a line that is changed, moved, repeated or taken out is
// noticed, unless all that follows it is gone too. It is no signature: who can write the file can make the checksums anew.
import { createHash } from "node:crypto";

const DIGITS = 8;
const MEMBER = ',"check":"';
const SEAL = MEMBER.length + DIGITS + '"}'.length;
/** Checksums that a process may have read last: others may have appended since, and that not without end. */
const REMEMBERED = 4096;

/** @param {string} before @param {string} body the line up to its checksum */
const checkOf = (before, body) => createHash("sha256").update(before).update(body).digest("hex").slice(0, DIGITS);

/**
 * @param {string} before the checksum before, "" for none
 * @param {string} text an object in JSON
 * @returns {{ line: string, check: string }} `line`: the object with its checksum as its last member
 */
export function sealed(before, text) {
  const body = text.slice(0, -1);
  const check = checkOf(before, body);
  return { line: `${body}${MEMBER}${check}"}`, check };
}

/** @param {string} text a line @returns {{ body: string, check: string } | undefined} undefined: it has no checksum */
function unsealed(text) {
  const at = text.length - SEAL;
  const seal = text.slice(Math.max(0, at));
  return /^,"check":"[0-9a-f]{8}"\}$/.test(seal) ? { body: text.slice(0, at), check: seal.slice(MEMBER.length, -2) } : undefined;
}

/** Follows the chains of a journal that is read. */
export class Chains {
  /** Checksums before, by the process whose next line follows them; "" is the journal itself. @type {Map<string, string>} */
  #tips = new Map();
  /** @type {Set<string>} */
  #known = new Set([""]);
  /** The last one. */
  last = "";

  /** Whether a line has the form of one with a checksum. @param {string} text */
  has(text) {
    return unsealed(text) !== undefined;
  }

  /**
   * Whether the checksum of a line is right, which is the next one of its chain then.
   * @param {string} text a line with a checksum
   * @param {{ open?: unknown, after?: unknown, close?: unknown }} event what it holds
   */
  follow(text, { open, after, close }) {
    const { body, check } = /** @type {{ body: string, check: string }} */ (unsealed(text));
    const begins = typeof open === "string";
    if (begins && !this.#known.has(String(after))) return false;
    const owner = begins ? open : [...this.#tips].find(([, tip]) => checkOf(tip, body) === check)?.[0];
    if (owner === undefined || (begins && checkOf(String(after), body) !== check)) return false;
    if (typeof close === "string") this.#tips.delete(close);
    else this.#tips.set(owner, check);
    this.#remember(check);
    return true;
  }

  /** The header of a journal, whose checksum no other comes before. @param {string} text */
  begin(text) {
    const found = unsealed(text);
    if (!found || checkOf("", found.body) !== found.check) return false;
    this.#tips.set("", found.check);
    this.#remember(found.check);
    return true;
  }

  /** @param {string} check */
  #remember(check) {
    this.last = check;
    this.#known.add(check);
    if (this.#known.size > REMEMBERED) for (const oldest of this.#known) return void this.#known.delete(oldest);
  }
}
