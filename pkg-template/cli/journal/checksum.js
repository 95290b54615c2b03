// The checksum at the end of each journal line: the first 8 digits of the SHA-256 of the previous checksum and the line.
//
// The header begins a chain. Each process begins a chain of its own with its first line, whose member `after` is the last checksum that it
// has read, because several processes may append at the same time. So a line that was changed, moved, repeated or removed is
// detected, unless every line after it was removed too. It is not a signature: anyone who can write the file can recompute the checksums.
import { createHash } from "node:crypto";

const DIGITS = 8;
const MEMBER = ',"check":"';
const SEAL = MEMBER.length + DIGITS + '"}'.length;
/** How many recent checksums `after` may name: other processes may have appended lines since this one read the journal. */
const REMEMBERED = 4096;

/** @param {string} before @param {string} body the line up to its checksum */
const checkOf = (before, body) => createHash("sha256").update(before).update(body).digest("hex").slice(0, DIGITS);

/**
 * @param {string} before the previous checksum, "" for none
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

/** Verifies the chains while a journal is read. */
export class Chains {
  /** The last checksum of each chain, by process; "" is the chain of the header. @type {Map<string, string>} */
  #tips = new Map();
  /** @type {Set<string>} */
  #known = new Set([""]);
  /** The last checksum read. */
  last = "";

  /** Whether a line looks as if it had a checksum. @param {string} text */
  has(text) {
    return unsealed(text) !== undefined;
  }

  /**
   * Verifies the checksum of a line, which then becomes the last one of its chain.
   * @param {string} text a line with a checksum
   * @param {{ open?: unknown, after?: unknown, close?: unknown }} event the parsed line
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

  /** Verifies the header, whose checksum has no predecessor. @param {string} text */
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
