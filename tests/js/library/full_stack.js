/** Calls the package where the stack is nearly full, while a run is under way. Run by library-trap.test.js with a small stack. */
import { parseMsgKeys, recall } from "../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, keysOf } from "./stage.js";

const text = keysOf(100).join("\n");
const parse = () => parseMsgKeys(text).msgKeys.length;
let left = 0;

/** As deep as it goes, and then ever less deep. */
function dive() {
  try {
    dive();
  } catch {
    // Expected.
  }
  try {
    if (left-- > 0) parse();
  } catch {
    // Expected.
  }
}

/** So that what is called last is sometimes this and sometimes that. @param {number} depth @returns {void} */
const from = (depth) => (depth > 0 ? from(depth - 1) : dive());

const fetch = () => new Promise(() => {});
const end = recall({ ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, msgKeys: keysOf(1000), fetch, deadline: 60_000 }).catch(({ code }) => code);
await new Promise((resolve) => setTimeout(resolve, 20));
for (let round = 0; round < 25; round += 1) {
  left = 2000;
  from(round % 37);
}
console.log(parse(), await end);
process.exit();
