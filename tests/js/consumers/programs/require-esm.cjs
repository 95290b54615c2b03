// A CommonJS program that requires an ES module, which imports the package. Prints its results as one line of JSON.
const api = require("./reexport.mjs");

import("./conformance.js").then(async ({ conform }) => {
  process.stdout.write(JSON.stringify(await conform(api, JSON.parse(process.argv[2]))));
});
