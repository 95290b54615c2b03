// The rows of an answer on their way to the core, in one crossing. For core.js; src/json.rs reads them.

/** Stands behind each part. */
const SEPARATOR = "\0";

/**
 * A text and a whole number of each value of a list, in turn.
 * @param {unknown} list what JSON.parse made, which has no getters that could throw
 * @param {string} text name of the member with the text
 * @param {string} number name of the member with the number, which may be text too
 * @returns {string | undefined} undefined when it is no list, or one of its values lacks one of them
 */
export function pairsOf(list, text, number) {
  if (!Array.isArray(list)) return undefined;
  let all = "";
  for (const row of list) {
    const [name, code] = [row?.[text], row?.[number]];
    if (typeof name !== "string" || !(typeof code === "string" || Number.isSafeInteger(code))) return undefined;
    all += plain(name) + SEPARATOR + plain(String(code)) + SEPARATOR;
  }
  return all;
}

/** Without the separator, which no MsgKey and no number has. @param {string} text */
const plain = (text) => (text.includes(SEPARATOR) ? text.replaceAll(SEPARATOR, "\ufffd") : text);
