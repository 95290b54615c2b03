// Encodes keys as differences from the previous key, in 2 to 9 bytes each.
//
// The two low bits of a key's first byte hold the number of bytes of its sequence number, minus 1. The bits above hold the time difference
// up to 59 seconds, or 60 plus the number of bytes of the difference, minus 1. Those bytes follow, low ones first. Times only grow, or wrap
// around; sequence numbers may also fall, so the lowest bit of their difference is the sign.

/** Most bytes of one key. */
export const MOST_BYTES = 9;
const MOST_IN_HEAD = 59;

/**
 * @param {Uint8Array} bytes receives the keys, and is large enough for all of them
 * @param {Uint32Array} halves pairs of a sequence number and a time
 * @param {0 | 1} high the index of the time in a pair
 * @param {{ seq: number, time: number }} last the previous key; updated to the last of these keys
 * @returns {number} number of bytes written
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

/** @param {number} value a 32-bit integer */
const bytesOf = (value) => (value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4);

/**
 * @param {Uint32Array} halves receives as many keys as fit
 * @param {0 | 1} high
 * @param {Uint8Array[]} pages the bytes, in pages of which only the last may be partly full
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
