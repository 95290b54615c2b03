/** An emulator over HTTP in a separate process, so that a benchmark measures only the client. Exits with its parent. */

import { startEmulator } from "../../pkg/emulator/index.js";
import { ACCOUNT, CREDENTIALS } from "./measure.js";

const { count, options } = JSON.parse(process.argv[2]);
const COMMAND = "official_account_msg_recall";

const { emulator, url, close } = await startEmulator({ secretKey: CREDENTIALS.secretKey, accounts: [ACCOUNT], ledgerEntries: 0, ...options });
const [first] = emulator.broadcast({ officialAccount: ACCOUNT, count, text: "wrong", sentAt: Date.now() });
const [seq, , time] = first.split("_");
process.on("message", () => {
  const { requests, accepted, refusedForRate, peakPerSecond, peakAcceptedPerSecond, acceptedPerSecond } = emulator.ledger.of(COMMAND);
  const recalled = emulator.ledger.recalledCount;
  process.send?.({ requests, accepted, refusedForRate, peakPerSecond, peakAcceptedPerSecond, acceptedPerSecond, recalled });
});
process.on("disconnect", close);
process.send?.({ url, firstSeq: Number(seq), msgTime: Number(time) });
