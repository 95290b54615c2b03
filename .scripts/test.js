// `npm test`: set-up, then all checks and tests, up to the first stage that fails.
// `npm test -- rust [arguments of cargo test]` and `npm test -- js [files]` run one part.
import { Problem, main, say } from "./command.js";
import { setUp } from "./setup.js";
import { STAGES } from "./stages.js";
import { Tally } from "./tally.js";

await main(async () => {
  const [part, ...rest] = process.argv.slice(2);
  if (part && part !== "rust" && part !== "js") {
    throw new Problem(`"${part}" is not a part of the tests: use \`npm test\`, \`npm test -- rust\` or \`npm test -- js [files]\`.`);
  }
  const tally = new Tally();
  try {
    await setUp();
    for (const stage of STAGES.filter((candidate) => !part || candidate.part === part)) {
      say("stage", stage.name);
      const start = performance.now();
      await stage.work(tally, rest);
      say("passed", `${stage.name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    }
    if (tally.passed === 0) throw new Problem("No test ran.");
  } finally {
    if (tally.passed + tally.failed > 0) process.stdout.write(`\n${tally}\n`);
  }
});
