// `npm run generate`: writes the files that repeat facts of the crate for JavaScript. tests/generated.rs renders and compares them.
import { main, run } from "./command.js";

await main(() =>
  run("cargo", ["test", "--locked", "--quiet", "--test", "generated"], {
    env: { ...process.env, GENERATE: "1" },
    problem: "The files could not be generated: see the lines above.",
  }),
);
