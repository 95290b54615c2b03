/** An emulator over HTTP in a separate process, so that a benchmark measures only the client. Exits with its parent. */

import { startEmulator } from "../../pkg/emulator/index.js";
import { ACCOUNT, CREDENTIALS } from "./measure.js";

const { count, options } = JSON.parse(process.argv[2]);
const COMMAND = "official_account_msg_recall";

const { accounts = [ACCOUNT] } = options ?? {};
const { emulator, url, close } = await startEmulator({ secretKey: CREDENTIALS.secretKey, ledgerEntries: 0, ...options, accounts });
const sentAt = Date.now();
// The accounts' first messages have the same Seq and time, so that one key serves for all.
const [first] = accounts.map((/** @type {string} */ officialAccount) => emulator.addMessages({ officialAccount, count, text: "wrong", sentAt })[0]);
const [seq, , time] = first.split("_");
process.on("message", () => {
  const { requests, accepted, refusedForRate, peakPerSecond, peakAcceptedPerSecond, acceptedPerSecond } = emulator.ledger.of(COMMAND);
  const recalled = emulator.ledger.recalledCount;
  process.send?.({ requests, accepted, refusedForRate, peakPerSecond, peakAcceptedPerSecond, acceptedPerSecond, recalled });
});
process.on("disconnect", close);
process.send?.({ url, firstSeq: Number(seq), msgTime: Number(time) });
