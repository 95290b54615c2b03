// The CLI's plan for five million keys: memory in addition to an idle Node process, and time compared with `wc -l`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dryRun } from "./cli.js";
import { median, shown, table } from "./measure.js";

const KEYS = 5_000_000;
const ROUNDS = 5;
const MB = 1_000_000;
/** Coprime to KEYS, so that its multiples visit every key once, in a seemingly random order. */
const STRIDE = 1_618_033;

/** @type {[string, (index: number) => number][]} */
const ORDERS = [
  ["in order", (index) => index],
  ["in any order", (index) => ((index * STRIDE) % KEYS) + 1],
];

const folder = mkdtempSync(join(tmpdir(), "plan-"));
try {
  for (const [order, seqAt] of ORDERS) {
    /** @type {Awaited<ReturnType<typeof dryRun>>[]} */
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await dryRun({ keys: KEYS, folder, seqAt }));
    if (!rounds.every(({ output }) => output.includes("Recall 5,000,000 messages"))) throw new Error(`the plan is another: ${rounds[0]?.output}`);
    const most = (/** @type {"nodeBytes" | "oneKeyBytes" | "peakBytes" | "overNodeBytes" | "growthBytes"} */ of) => shown(median(rounds.map((round) => round[of])) / MB);
    table(`recall --dry-run of ${KEYS} keys ${order}, most memory resident, MB (median of ${ROUNDS})`, [
      ["Node that does nothing", most("nodeBytes")],
      ["plan of one key", most("oneKeyBytes")],
      ["plan of all keys", most("peakBytes"), `+${most("overNodeBytes")} over Node`, "bar +64", `+${most("growthBytes")} over one key`],
      ["seconds", shown(median(rounds.map(({ seconds }) => seconds))), `wc -l: ${shown(median(rounds.map(({ wcSeconds }) => wcSeconds)))}`],
    ]);
  }
} finally {
  rmSync(folder, { recursive: true });
}
