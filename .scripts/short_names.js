// Shortens the names of the wasm module's imports and exports, in the module and in its glue: nothing else uses them, and the hashes that
// wasm-bindgen puts into names do not compress.
import { Problem } from "./command.js";

const IMPORTS = 2;
const EXPORTS = 7;
const MODULE = "./core_bg.js";

/**
 * @param {Uint8Array} bytes of the module
 * @param {string} glue
 * @returns {{ bytes: Uint8Array<ArrayBuffer>, glue: string }}
 */
export function shortenNames(bytes, glue) {
  /** @type {string[]} */
  const names = [];
  /** @type {Map<string, string>} */
  const exported = new Map();
  const parts = sections(bytes).map(({ id, whole, content }) => {
    if (id === EXPORTS) return section(EXPORTS, renamedExports(content, exported));
    return id === IMPORTS ? section(IMPORTS, renamed(content, names)) : whole;
  });
  let text = replaceOnce(glue, `"${MODULE}": `, '"a": ');
  names.forEach((name, index) => (text = replaceOnce(text, ` ${name}: function`, ` ${short(index)}: function`)));
  text = text.replace(/\bwasm\.(\w+)/g, (_, name) => {
    if (!exported.has(name)) throw new Problem(`The glue uses ${name}, which the module does not export: adapt .scripts/short_names.js.`);
    return `wasm.${exported.get(name)}`;
  });
  return { bytes: Buffer.concat([bytes.subarray(0, 8), ...parts]), glue: text };
}

/**
 * Returns the names of the exports that the glue uses.
 * @param {string} glue
 */
export const usedExports = (glue) => new Set(Array.from(glue.matchAll(/\bwasm\.(\w+)/g), ([, name]) => String(name)));

/** @param {number} index */
const short = (index) => `_${index.toString(36)}`;

/**
 * @param {string} text
 * @param {string} from
 * @param {string} to
 */
function replaceOnce(text, from, to) {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Problem(`The glue has \`${from}\` ${parts.length - 1} times, expected once: adapt .scripts/short_names.js.`);
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
    if (read.text() !== MODULE) throw new Problem("The module has imports from outside its glue: adapt .scripts/short_names.js.");
    names.push(read.text());
    const from = read.at();
    if (read.number() !== 0) throw new Problem("The module has imports that are not functions: adapt .scripts/short_names.js.");
    read.number();
    parts.push(string("a"), string(short(index)), content.subarray(from, read.at()));
  }
  return Buffer.concat(parts);
}

/**
 * Returns the export section with short names, and adds long and short names to `names`. Functions that free keep "free" in their names:
 * lib/wasm/instance_guard.js treats them differently.
 * @param {Uint8Array} content
 * @param {Map<string, string>} names
 */
function renamedExports(content, names) {
  const read = reader(content);
  const count = read.number();
  /** @type {Uint8Array[]} */
  const parts = [number(count)];
  for (let index = 0; index < count; index += 1) {
    const name = read.text();
    names.set(name, /free/.test(name) ? `free${short(index)}` : short(index));
    const from = read.at();
    read.skip(1);
    read.number();
    parts.push(string(/** @type {string} */ (names.get(name))), content.subarray(from, read.at()));
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
