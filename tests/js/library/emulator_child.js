/** An emulator over HTTP in a process of its own, which a test may kill and start again on the same port with what is left of its state. */

import { startEmulator } from "../../../pkg/emulator/index.js";
import { ACCOUNT, SECRET_KEY } from "./stage.js";

const { port, seqs, time, unrecallable = 2 ** 32, options } = JSON.parse(process.argv[2]);

const { emulator, url } = await startEmulator({ port, secretKey: SECRET_KEY, accounts: [ACCOUNT], ...options });
// Some messages are of a kind that cannot be recalled, now or later.
for (const seq of seqs) emulator.addMessage({ officialAccount: ACCOUNT, seq, sentAt: time * 1000, text: "wrong", recallable: seq % unrecallable !== 0 });

// Told at every turn in which something was recalled, so that the parent knows what this process did when it is killed.
let told = 0;
function tell() {
  const { recalled, recalledCount } = emulator.ledger;
  if (recalledCount > told) {
    process.send?.({ recalled: recalled.slice(told).map(({ msgKey }) => msgKey) });
    told = recalledCount;
  }
}
process.on("message", (/** @type {any} */ message) => {
  tell();
  const { requests, refusedForRate } = emulator.ledger;
  process.send?.({ counters: { requests, refusedForRate, faults: emulator.ledger.faults }, id: message.id });
});
process.on("disconnect", () => process.exit());
setInterval(tell, 5);
process.send?.({ url });
