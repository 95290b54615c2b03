// `npm test`: set-up, then all checks and tests, up to the first stage that fails.
// `npm test -- quick`, `npm test -- rust [arguments of cargo test]` and `npm test -- js [files or folders]` run one part.
// With `--no-skips`, a skipped test makes the run fail.
import { Problem, main, say } from "./command.js";
import { isAllowedSkip } from "./needs.js";
import { setUp } from "./setup.js";
import { stagesOf } from "./stages.js";
import { Tally } from "./tally.js";

const NO_SKIPS = "--no-skips";

await main(async () => {
  const words = process.argv.slice(2);
  const [part, ...rest] = words.filter((word) => word !== NO_SKIPS);
  const stages = stagesOf(part, rest);
  const tally = new Tally();
  try {
    await setUp();
    for (const stage of stages) await runStage(stage, tally, rest);
    if (tally.passed === 0) throw new Problem("No test ran.");
  } finally {
    if (tally.passed + tally.failed > 0 || tally.reasons.length > 0) process.stdout.write(`\n${tally}\n`);
  }
  const refused = words.includes(NO_SKIPS) ? tally.reasons.filter((reason) => !isAllowedSkip(reason)) : [];
  if (refused.length > 0) throw new Problem(`Some tests were skipped, which ${NO_SKIPS} forbids: ${refused.join("; ")}.`);
});

/**
 * @param {import("./stages.js").Stage} stage
 * @param {Tally} tally
 * @param {string[]} rest
 */
async function runStage(stage, tally, rest) {
  say("stage", stage.name);
  const start = performance.now();
  await stage.work(tally, rest);
  say("passed", `${stage.name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}
