// Encodes keys as distances from the previous one, in 2 to 9 bytes each.
//
// The first byte of a key holds, in its two low bits, how many bytes its sequence number takes, less 1; and above them how much later
// it is, up to 59 seconds, or 60 and how many bytes that takes, less 1. Then come those bytes, low ones first. Times only grow, or wrap
// around; sequence numbers go both ways, so their lowest bit is the sign.

/** Of one key at most. */
export const MOST_BYTES = 9;
const MOST_IN_HEAD = 59;

/**
 * @param {Uint8Array} bytes room for all of it
 * @param {Uint32Array} halves pairs of a sequence number and a time
 * @param {0 | 1} high which of a pair is the time
 * @param {{ seq: number, time: number }} last the key before; becomes the last one of these
 * @returns {number} bytes that were written
 */
export function packInto(bytes, halves, high, last) {
  let { seq, time } = last;
  let at = 0;
  for (let place = 0; place < halves.length; place += 2) {
    const nextSeq = /** @type {number} */ (halves[place + 1 - high]);
    const nextTime = /** @type {number} */ (halves[place + high]);
    const later = (nextTime - time) >>> 0;
    const step = (nextSeq - seq) | 0;
    const folded = ((step << 1) ^ (step >> 31)) >>> 0;
    const timeBytes = later <= MOST_IN_HEAD ? 0 : bytesOf(later);
    const seqBytes = bytesOf(folded);
    bytes[at++] = ((timeBytes === 0 ? later : MOST_IN_HEAD + timeBytes) << 2) | (seqBytes - 1);
    for (let shift = 0; shift < 8 * timeBytes; shift += 8) bytes[at++] = later >>> shift;
    for (let shift = 0; shift < 8 * seqBytes; shift += 8) bytes[at++] = folded >>> shift;
    seq = nextSeq;
    time = nextTime;
  }
  last.seq = seq;
  last.time = time;
  return at;
}

/** @param {number} value of 32 bits */
const bytesOf = (value) => (value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4);

/**
 * @param {Uint32Array} halves to be filled with as many keys as fit
 * @param {0 | 1} high
 * @param {Uint8Array[]} pages the bytes, in pieces that are full, but for the last one
 */
export function unpackInto(halves, high, pages) {
  let seq = 0;
  let time = 0;
  let page = pages[0] ?? new Uint8Array(0);
  let number = 0;
  let at = 0;
  const next = () => {
    if (at === page.length) {
      page = /** @type {Uint8Array} */ (pages[++number]);
      at = 0;
    }
    return /** @type {number} */ (page[at++]);
  };
  const read = (/** @type {number} */ count) => {
    let value = 0;
    for (let shift = 0; shift < 8 * count; shift += 8) value |= next() << shift;
    return value >>> 0;
  };
  for (let place = 0; place < halves.length; place += 2) {
    const head = next();
    const later = head >> 2;
    time = (time + (later <= MOST_IN_HEAD ? later : read(later - MOST_IN_HEAD))) >>> 0;
    const folded = read((head & 3) + 1);
    seq = (seq + ((folded >>> 1) ^ -(folded & 1))) >>> 0;
    halves[place + high] = time;
    halves[place + 1 - high] = seq;
  }
}
