// MsgKeys of the usual form as two numbers, straight from bytes: what makes millions of them fit and read quickly.

const NEWLINE = 10;
const RETURN = 13;
const UNDERSCORE = 95;
const MOST = 4_294_967_295;
/** A key with an earlier time may be one that a line break cut: the library sees that from the next line. */
const LEAST_TIME = 1_000_000_000;

/**
 * Sequence number and time of a key `Seq_1_ServerTime` whose text can be had back from them, or undefined.
 * @param {string} text
 * @returns {[number, number] | undefined}
 */
export function numbersOf(text) {
  const found = /^(0|[1-9]\d{0,9})_1_(0|[1-9]\d{0,9})$/.exec(text);
  if (!found) return undefined;
  const seq = Number(found[1]);
  const time = Number(found[2]);
  return seq <= MOST && time <= MOST ? [seq, time] : undefined;
}

/** @param {number} seq @param {number} time */
export const textOf = (seq, time) => `${seq}_1_${time}`;

/**
 * Reads lines that hold one such key of a likely time and nothing else, up to the first line that does not.
 * @param {Uint8Array} bytes
 * @param {number} end of the last whole line in them
 * @param {(seq: number, time: number) => void} onKey
 * @returns {{ at: number, lines: number }} where it stopped, and the lines before
 */
export function readPlainLines(bytes, end, onKey) {
  let at = 0;
  let lines = 0;
  while (at < end) {
    const seqEnd = skipDigits(bytes, at);
    const timeStart = seqEnd + 3;
    const timeEnd = skipDigits(bytes, timeStart);
    let next = timeEnd;
    if (bytes[next] === RETURN) next += 1;
    const isKey = bytes[seqEnd] === UNDERSCORE && bytes[seqEnd + 1] === 49 && bytes[seqEnd + 2] === UNDERSCORE && bytes[next] === NEWLINE;
    const seq = isKey ? decimal(bytes, at, seqEnd) : -1;
    const time = isKey ? decimal(bytes, timeStart, timeEnd) : -1;
    if (seq < 0 || time < LEAST_TIME || next >= end) break;
    onKey(seq, time);
    at = next + 1;
    lines += 1;
  }
  return { at, lines };
}

/** @param {Uint8Array} bytes @param {number} at */
function skipDigits(bytes, at) {
  let end = at;
  while (/** @type {number} */ (bytes[end]) >= 48 && /** @type {number} */ (bytes[end]) <= 57) end += 1;
  return end;
}

/**
 * A number as it would be written again, or -1.
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 */
function decimal(bytes, from, to) {
  if (to === from || to - from > 10 || (bytes[from] === 48 && to - from > 1)) return -1;
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + (/** @type {number} */ (bytes[at]) - 48);
  return value <= MOST ? value : -1;
}
