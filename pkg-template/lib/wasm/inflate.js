// Inflates deflated bytes (RFC 1951) where no runtime does it synchronously. Short instead of fast, since every page loads it.

/** The order in which a block lists the lengths of the codes that its own lengths are written in. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** The symbol that ends a block. Those below are bytes, those above are lengths of matches. */
const END = 256;

/** A Huffman code: its symbols in order, and how many have codes of each length. @typedef {{ counts: number[], symbols: number[] }} Code */
/** Reads a number of that many bits. @typedef {(bits: number) => number} Read */

/**
 * @param {Uint8Array} bytes
 * @param {number} most bytes of the result
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {RangeError} if the bytes are not deflated, or the result is longer
 */
export function inflate(bytes, most) {
  const out = new Uint8Array(most);
  const read = readerOf(bytes);
  let size = 0;
  /** @param {number} length @param {() => number} byte */
  const write = (length, byte) => {
    if (size + length > most) throw new RangeError();
    for (const end = size + length; size < end; size += 1) out[size] = byte();
  };
  for (let isLast = 0; !isLast; ) {
    isLast = read(1);
    const type = read(2);
    if (type === 0) {
      read(-1);
      const length = read(16);
      read(16);
      write(length, () => read(8));
      continue;
    }
    const [symbols, distances] = type === 1 ? fixedCodes() : codes(read);
    for (let symbol; (symbol = next(read, symbols)) !== END; ) {
      if (symbol < END) write(1, () => symbol);
      else {
        const length = symbol === 285 ? 258 : number(read, symbol - 257, 2) + 3;
        const distance = number(read, next(read, distances), 1) + 1;
        if (!(distance <= size)) throw new RangeError();
        write(length, () => /** @type {number} */ (out[size - distance]));
      }
    }
  }
  return out.subarray(0, size);
}

/** Minus one bit skips to the next whole byte. @param {Uint8Array} bytes @returns {Read} */
function readerOf(bytes) {
  let [at, value, held] = [0, 0, 0];
  return (bits) => {
    if (bits < 0) return (value = held = 0);
    for (; held < bits; held += 8) {
      if (at === bytes.length) throw new RangeError();
      value |= /** @type {number} */ (bytes[at++]) << held;
    }
    const found = value & ((1 << bits) - 1);
    value >>= bits;
    held -= bits;
    return found;
  };
}

/** @param {number[]} lengths of the symbols' codes, 0 for none @returns {Code} */
function codeOf(lengths) {
  const [counts, symbols] = [[0], /** @type {number[]} */ ([])];
  for (let length = 1; length < 16; length += 1) {
    const before = symbols.length;
    for (let symbol = 0; symbol < lengths.length; symbol += 1) if (lengths[symbol] === length) symbols.push(symbol);
    counts.push(symbols.length - before);
  }
  return { counts, symbols };
}

/** The next symbol. @param {Read} read @param {Code} code */
function next(read, { counts, symbols }) {
  let [value, first, before] = [0, 0, 0];
  for (const count of counts) {
    if (value < first + count) return /** @type {number} */ (symbols[before + value - first]);
    before += count;
    first = (first + count) << 1;
    value = (value << 1) | read(1);
  }
  throw new RangeError();
}

/** A number whose symbol has its highest bits: the highest one, and `low` bits below it. @param {Read} read @param {number} symbol @param {number} low */
function number(read, symbol, low) {
  const more = (symbol >> low) - 1;
  return more < 1 ? symbol : ((symbol - (more << low)) << more) + read(more);
}

/** @returns {Code[]} for symbols and for distances, when a block does not bring its own */
const fixedCodes = () => [
  codeOf([144, 112, 24, 8].flatMap((count, index) => Array(count).fill([8, 9, 7, 8][index]))),
  codeOf(Array(30).fill(5)),
];

/** The codes that a block brings, for symbols and for distances. @param {Read} read @returns {Code[]} */
function codes(read) {
  const [symbols, distances, count] = [read(5) + 257, read(5) + 1, read(4) + 4];
  const own = Array(19).fill(0);
  for (const symbol of ORDER.slice(0, count)) own[symbol] = read(3);
  const code = codeOf(own);
  /** @type {number[]} */
  const lengths = [];
  while (lengths.length < symbols + distances) {
    const symbol = next(read, code);
    const length = symbol < 16 ? symbol : symbol === 16 ? /** @type {number} */ (lengths.at(-1)) : 0;
    const times = symbol < 16 ? 1 : symbol < 18 ? read(symbol === 16 ? 2 : 3) + 3 : read(7) + 11;
    lengths.push(...Array(times).fill(length));
  }
  return [codeOf(lengths.slice(0, symbols)), codeOf(lengths.slice(symbols))];
}
