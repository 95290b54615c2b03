// Quotes unexpected text in a message: cut because it may be a misplaced secret, escaped because it may hold control characters.

/** A text of this length or more may be a secret: a secret key has 64 characters. */
const LONG = 32;
const KEPT = 12;

/**
 * The text with control characters escaped, as in JSON; of 32 characters or more only the first 12 and an ellipsis.
 * @param {string} text
 */
export function shown(text) {
  // Cut first: a text of any length costs no more than a short one.
  const characters = [...text.slice(0, 2 * LONG)];
  const isLong = characters.length >= LONG;
  return `${escaped((isLong ? characters.slice(0, KEPT) : characters).join(""))}${isLong ? "…" : ""}`;
}

/** @param {string} text */
const escaped = (text) => text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
  character === "\n" ? "\\n" : character === "\t" ? "\\t" : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
