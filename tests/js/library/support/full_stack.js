/** Calls the package with a nearly full stack during a run. Run by wasm_trap.test.js with a small stack. */
import { RecallClient, recall } from "../../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, keysOf } from "./fixture.js";

const fetch = () => new Promise(() => {});
/** @type {any} */
const options = { ...CREDENTIALS, region: "singapore", fetch, deadline: 60_000 };
const request = { officialAccount: ACCOUNT, msgKeys: keysOf(100) };
/** Makes a new client each time: a client whose core has trapped stays unusable. */
const plan = () => new RecallClient(options).plan(request).messages;
let left = 0;

/** Calls at the deepest possible stack, then at lower depths. */
function dive() {
  try {
    dive();
  } catch {
    // Expected.
  }
  try {
    if (left-- > 0) plan();
  } catch {
    // Expected.
  }
}

/** Varies which function is called last. @param {number} depth @returns {void} */
const from = (depth) => (depth > 0 ? from(depth - 1) : dive());

const end = recall({ ...options, ...request }).catch(({ code }) => code);
await new Promise((resolve) => setTimeout(resolve, 20));
for (let round = 0; round < 25; round += 1) {
  left = 2000;
  from(round % 37);
}
console.log(plan(), await end);
process.exit();
