// The worker in which long texts are read: takes `{ id, text, column }`, posts the slices of the latest one with its id.
import { readSlices } from "./key_slices.js";

/** Milliseconds between checks for a newer text. */
const BUSY_MS = 50;
let latest = 0;

addEventListener("message", ({ data: { id, text, column } }) => {
  latest = id;
  const give = (/** @type {import("./key_slices.js").Slice} */ slice) => postMessage({ id, ...slice }, { transfer: [slice.numbers.buffer] });
  // A failure here is an error event of the worker, after which the page reads the text itself.
  readSlices({ text, column }, { busyMs: BUSY_MS, isWanted: () => id === latest, give }).catch((error) => setTimeout(() => { throw error; }));
});
