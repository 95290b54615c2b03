// Zeroes the source locations and the messages of panics in a compiled module: after .scripts/optimize.js no code reads them.

/** Source paths of Rust's library, of dependencies and of this crate, in the form that `.scripts/wasm.js` gives them. */
const PATH = /(?:\/rustc\/[0-9a-f]+\/library\/|\/rust\/deps\/|src\/|\/?[a-z0-9_-]+-\d+\.\d+\.\d+[^/\0]*\/src\/)[\w/.-]*?\.rs/g;
/** Size of a `core::panic::Location` in bytes: address and length of the path, line, column. */
const LOCATION = 16;
const MAX_LINE = 50_000;
const MAX_COLUMN = 1000;

/** Messages of Rust's library and of dependencies. Each is long or odd enough to occur nowhere else. */
const MESSAGES = [
  ...["slice index starts at ", " but ends at ", "index out of bounds: the len is ", " but the index is ", "range start index ", "range end index "],
  ...[" out of range for slice of length ", "copy_from_slice: source slice length (", ") does not match destination slice length ("],
  ...["removal index (is ", ") should be < len (is ", "capacity overflow", "internal error: entered unreachable code", "mid > len"],
  ...["called `Result::unwrap()` on an `Err` value", "called `Option::unwrap()` on a `None` value", "memory allocation of "],
  ...["attempt to join into collection with len > usize::MAX", "Tried to shrink to a larger capacity", "attempt to divide by zero"],
  ...["input is too big", "encoding error", "LayoutError", "InvalidLengthError"],
  // The digits of formatted numbers.
  Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0")).join(""),
  ...["LazyCell instance has previously been poisoned", "RefCell already mutably borrowed", "RefCell already borrowed"],
];

/** @typedef {{ address: number, start: number, length: number }} Segment at this address in memory, and at `start` in the file */

/**
 * Overwrites every location, and the path it points to, with zeros, which deflate to almost nothing.
 * @param {Uint8Array} module modified in place
 * @returns {number} the number of locations found
 */
export function blankLocations(module) {
  const bytes = Buffer.from(module.buffer, module.byteOffset, module.byteLength);
  const segments = dataSegments(bytes);
  const paths = segments.flatMap((segment) => pathsIn(bytes, segment));
  const found = segments.flatMap((segment) => locationsIn(bytes, segment, paths));
  for (const { at, path, skipped } of found) {
    bytes.fill(0, at, at + LOCATION);
    bytes.fill(0, path.start + skipped, path.start + path.length);
  }
  return found.length;
}

/**
 * Overwrites the messages with zeros.
 * @param {Uint8Array} module modified in place
 * @returns {number} the number of messages found
 */
export function blankMessages(module) {
  const bytes = Buffer.from(module.buffer, module.byteOffset, module.byteLength);
  let found = 0;
  for (const { start, length } of dataSegments(bytes)) {
    for (const message of MESSAGES) {
      for (let at = bytes.indexOf(message, start); at >= 0 && at + message.length <= start + length; at = bytes.indexOf(message, at + 1)) {
        bytes.fill(0, at, at + message.length);
        found += 1;
      }
    }
  }
  return found;
}

/** The lowest address of data in memory. @param {Uint8Array} module */
export function lowestData(module) {
  const bytes = Buffer.from(module.buffer, module.byteOffset, module.byteLength);
  return Math.min(...dataSegments(bytes).map(({ address }) => address));
}

/** @param {Buffer} bytes @param {Segment} segment @returns {Segment[]} */
function pathsIn(bytes, { address, start, length }) {
  const text = bytes.toString("latin1", start, start + length);
  return [...text.matchAll(PATH)].map((match) => ({ address: address + match.index, start: start + match.index, length: match[0].length }));
}

/** @param {Buffer} bytes @param {Segment} segment @param {Segment[]} paths */
function locationsIn(bytes, { address, start, length }, paths) {
  const found = [];
  for (let offset = -address & 3; offset + LOCATION <= length; offset += 4) {
    const [pointer, size, line, column] = [0, 4, 8, 12].map((member) => bytes.readUInt32LE(start + offset + member));
    if (line === 0 || line > MAX_LINE || column === 0 || column > MAX_COLUMN) continue;
    // PATH may match too early, if the data before a path looks like its beginning: a location then points into the match.
    const path = paths.find((known) => pointer >= known.address && size > 0 && pointer + size === known.address + known.length);
    if (path) found.push({ at: start + offset, path, skipped: pointer - path.address });
  }
  return found;
}

/** The active segments of the data section. Source: WebAssembly Core Specification, 5.5.14. @param {Buffer} bytes @returns {Segment[]} */
function dataSegments(bytes) {
  const cursor = { at: 8 };
  while (cursor.at < bytes.length) {
    const id = bytes[cursor.at++];
    const size = leb128(bytes, cursor);
    if (id === 11) return Array.from({ length: leb128(bytes, cursor) }, () => dataSegment(bytes, cursor));
    cursor.at += size;
  }
  return [];
}

/** @param {Buffer} bytes @param {{ at: number }} cursor @returns {Segment} */
function dataSegment(bytes, cursor) {
  if (leb128(bytes, cursor) !== 0 || bytes[cursor.at++] !== 0x41) throw new Error("Not a data segment at a constant address of memory 0");
  const address = leb128(bytes, cursor);
  cursor.at += 1;
  const length = leb128(bytes, cursor);
  const start = cursor.at;
  cursor.at += length;
  return { address, start, length };
}

/** @param {Buffer} bytes @param {{ at: number }} cursor */
function leb128(bytes, cursor) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[cursor.at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
}
