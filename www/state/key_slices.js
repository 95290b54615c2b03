// Reads the MsgKeys of a text slice by slice, with pauses for other work: in the worker, or on a page without one.
import { createMsgKeyReader } from "../pkg/index.js";

/** Characters read at a time: few enough for a page without a worker. */
const SLICE = 16 * 1024;

/**
 * The content of a slice, and at the end the properties of the text.
 * @typedef {{ numbers: Uint32Array, rejected: import("../pkg/index.js").RejectedText[], owners?: Owners, traits?: Traits }} Slice
 * @typedef {{ officialAccounts: readonly (string | undefined)[], lines: Uint32Array }} Owners the account and the line of each key, if the text names accounts
 * @typedef {Pick<import("../pkg/index.js").ParsedMsgKeys, "format" | "columns" | "incomplete">} Traits
 */

/**
 * @param {{ text: string, column?: string | undefined }} input
 * @param {{ busyMs: number, isWanted: () => boolean, give: (slice: Slice) => void }} how `busyMs`: how long it may work without a pause
 */
export async function readSlices({ text, column }, { busyMs, isWanted, give }) {
  const reader = createMsgKeyReader({ column });
  let began = performance.now();
  for (let from = 0; from < text.length; from += SLICE) {
    give(sliceOf(reader.push(text.slice(from, from + SLICE))));
    if (performance.now() - began < busyMs) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (!isWanted()) return;
    began = performance.now();
  }
  const last = reader.end();
  const { format, columns, incomplete } = last;
  give({ ...sliceOf(last), traits: { format, ...(columns && { columns }), ...(incomplete && { incomplete }) } });
}

/** @param {import("../pkg/index.js").MsgKeyBatch} batch @returns {Slice} */
function sliceOf({ numbers, rejected, officialAccounts, lines }) {
  return { numbers, rejected, ...(officialAccounts && { owners: { officialAccounts, lines } }) };
}
