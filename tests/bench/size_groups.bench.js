// What takes space in the two wasm modules: function sizes by source file of this crate and by dependency, before compression.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import binaryen from "binaryen";
import { ROOT } from "../../.scripts/command.js";
import { PARTS, compileInto } from "../../.scripts/wasm.js";
import { table } from "./measure.js";

const FOLDER = "target/wasm-package-named";
const SHOWN = 40;
const LONGEST_NAME = 90;

/** Of each module, by its part of the crate. */
const TITLES = { run: "what recall() and RecallClient load", offline: "what the other functions load" };

/** Removes the compiler's hashes from a name. @param {string} name */
const plain = (name) => name.replace(/\[[0-9a-f]{16}\]|::h[0-9a-f]{16}/g, "");

/**
 * `own client` for src/client.rs, `core str` for a module of Rust's library, `sha2` for another crate.
 * @param {string} name of a function
 */
function groupOf(name) {
  if (/ shim$/.test(name)) return "shims of exports";
  const path = plain(name).match(/(?:\w+::)+\w+/)?.[0].split("::") ?? [];
  const [crate = "other", module = ""] = path;
  if (crate === "tencent_chat_recall") return `own ${module}`;
  return /^(core|alloc|std)$/.test(crate) ? `${crate} ${module}` : crate;
}

/**
 * The sizes of the functions in bytes, in order, from the lengths in the binary format.
 * @param {Uint8Array} bytes
 */
function functionSizes(bytes) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  /** @type {number[]} */
  const sizes = [];
  let data = 0;
  while (at < bytes.length) {
    const id = bytes[at++];
    const end = number() + at;
    if (id === 10) {
      for (let left = number(); left > 0; left -= 1) {
        const size = number();
        sizes.push(size);
        at += size;
      }
    }
    if (id === 11) data = end - at;
    at = end;
  }
  return { sizes, data };
}

for (const part of PARTS) {
  await compileInto(FOLDER, part, undefined, { names: true });
  const bytes = readFileSync(join(ROOT, FOLDER, "core_bg.wasm"));
  const module = binaryen.readBinary(bytes);
  const names = Array.from({ length: module.getNumFunctions() }, (_, index) => binaryen.getFunctionInfo(module.getFunctionByIndex(index)))
    .filter((info) => !info.module)
    .map((info) => info.name);
  const { sizes, data } = functionSizes(bytes);
  /** @type {Map<string, { bytes: number, functions: number }>} */
  const groups = new Map();
  names.forEach((name, index) => {
    const group = groups.get(groupOf(name)) ?? { bytes: 0, functions: 0 };
    groups.set(groupOf(name), { bytes: group.bytes + (sizes[index] ?? 0), functions: group.functions + 1 });
  });
  const rows = [...groups].sort(([, one], [, other]) => other.bytes - one.bytes);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  table(`${part}, ${TITLES[part]}: ${total} bytes of code in ${sizes.length} functions, ${data} of texts and tables`, [
    ["group", "bytes", "functions"],
    ...rows.slice(0, SHOWN).map(([name, group]) => /** @type {[string, string, string]} */ ([name, String(group.bytes), String(group.functions)])),
  ]);
  const functions = names.map((name, index) => ({ name: plain(name), bytes: sizes[index] ?? 0 })).sort((one, other) => other.bytes - one.bytes);
  table(`${part}, its largest functions`, [
    ["function", "bytes"],
    ...functions.slice(0, SHOWN).map(({ name, bytes: size }) => /** @type {[string, string]} */ ([name.slice(0, LONGEST_NAME), String(size)])),
  ]);
}
