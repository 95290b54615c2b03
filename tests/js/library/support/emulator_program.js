/** An emulator over HTTP in a separate process, which a test can kill and restart on the same port with the remaining state. */

import { createEmulator, startEmulator } from "../../../../pkg/emulator/index.js";
import { ACCOUNT, SECRET_KEY } from "./fixture.js";

const { port, seqs, time, unrecallable = 2 ** 32, options } = JSON.parse(process.argv[2]);

const emulator = createEmulator({ secretKey: SECRET_KEY, accounts: [ACCOUNT], ...options });
// Some messages can never be recalled.
for (const seq of seqs) emulator.addMessage({ officialAccount: ACCOUNT, seq, sentAt: time * 1000, text: "wrong", recallable: seq % unrecallable !== 0 });

// Reported before the reply is sent, so that the parent knows everything that a client can know when this process is killed.
let told = 0;
function tell() {
  if (emulator.ledger.recalledCount === told) return;
  const { recalled } = emulator.ledger;
  process.send?.({ recalled: recalled.slice(told).map(({ msgKey }) => msgKey) });
  told = recalled.length;
}
const open = /** @type {any} */ (emulator);
const handleRequest = open.handleRequest.bind(emulator);
open.handleRequest = async (/** @type {unknown} */ arrival) => {
  const outcome = await handleRequest(arrival);
  tell();
  return outcome;
};

const { url } = await startEmulator({ port, emulator });
process.on("message", (/** @type {any} */ message) => {
  tell();
  const { requests, refusedForRate } = emulator.ledger;
  process.send?.({ counters: { requests, refusedForRate, faults: emulator.ledger.faults }, id: message.id });
});
process.on("disconnect", () => process.exit());
process.send?.({ url });
