// Shortens the names of the wasm module's imports, in the module and in its glue. The names by wasm-bindgen contain hashes, which do not
// compress, and nothing else uses the names.
import { Problem } from "./command.js";

const IMPORTS = 2;
const MODULE = "./core_bg.js";

/**
 * @param {Uint8Array} bytes of the module
 * @param {string} glue
 * @returns {{ bytes: Uint8Array<ArrayBuffer>, glue: string }}
 */
export function shortenImports(bytes, glue) {
  /** @type {string[]} */
  const names = [];
  /** @type {Uint8Array[]} */
  const parts = sections(bytes).map(({ id, whole, content }) => (id === IMPORTS ? section(IMPORTS, renamed(content, names)) : whole));
  let text = replaceOnce(glue, `"${MODULE}": `, '"a": ');
  names.forEach((name, index) => (text = replaceOnce(text, ` ${name}: function`, ` ${short(index)}: function`)));
  return { bytes: Buffer.concat([bytes.subarray(0, 8), ...parts]), glue: text };
}

/** @param {number} index */
const short = (index) => `_${index.toString(36)}`;

/**
 * @param {string} text
 * @param {string} from
 * @param {string} to
 */
function replaceOnce(text, from, to) {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Problem(`The glue has \`${from}\` ${parts.length - 1} times, expected once: adapt .scripts/imports.js.`);
  return parts.join(to);
}

/**
 * Returns the import section with short names, and adds the long names to `names`.
 * @param {Uint8Array} content
 * @param {string[]} names
 */
function renamed(content, names) {
  const read = reader(content);
  const count = read.number();
  /** @type {Uint8Array[]} */
  const parts = [number(count)];
  for (let index = 0; index < count; index += 1) {
    if (read.text() !== MODULE) throw new Problem("The module has imports from outside its glue: adapt .scripts/imports.js.");
    names.push(read.text());
    const from = read.at();
    if (read.number() !== 0) throw new Problem("The module has imports that are not functions: adapt .scripts/imports.js.");
    read.number();
    parts.push(string("a"), string(short(index)), content.subarray(from, read.at()));
  }
  return Buffer.concat(parts);
}

/** @param {Uint8Array} bytes */
function sections(bytes) {
  const read = reader(bytes, 8);
  const found = [];
  while (read.at() < bytes.length) {
    const start = read.at();
    const id = read.number();
    const length = read.number();
    const from = read.at();
    read.skip(length);
    found.push({ id, whole: bytes.subarray(start, read.at()), content: bytes.subarray(from, read.at()) });
  }
  return found;
}

/**
 * Reads numbers (LEB128) and strings of the WebAssembly binary format.
 * @param {Uint8Array} bytes
 */
function reader(bytes, at = 0) {
  const next = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const skip = (/** @type {number} */ length) => void (at += length);
  const text = () => {
    const length = next();
    skip(length);
    return Buffer.from(bytes.subarray(at - length, at)).toString("utf8");
  };
  return { number: next, skip, text, at: () => at };
}

/** @param {number} value */
function number(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

/** @param {string} text */
const string = (text) => Buffer.concat([number(Buffer.byteLength(text)), Buffer.from(text)]);

/**
 * @param {number} id
 * @param {Uint8Array} content
 */
const section = (id, content) => Buffer.concat([Buffer.from([id]), number(content.length), content]);
