// `npm run bench`: set-up, build, then every tests/bench/*.bench.js, one at a time so that they do not affect each other.
// `npm run bench -- sign` runs the benchmarks with "sign" in their path.
import { buildPackage } from "./build.js";
import { Problem, main, run, say } from "./command.js";
import { filesUnder } from "./digest.js";
import { setUp } from "./setup.js";

await main(async () => {
  const [wanted = ""] = process.argv.slice(2);
  await setUp();
  await buildPackage();
  const files = filesUnder(["tests/bench"]).filter((file) => file.endsWith(".bench.js") && file.includes(wanted));
  if (files.length === 0) throw new Problem(`No file in tests/bench has "${wanted}" in its name and ends with .bench.js.`);
  for (const file of files) {
    say("bench", file);
    await run(process.execPath, ["--expose-gc", file], { problem: `${file} failed: see the lines above.` });
  }
});
