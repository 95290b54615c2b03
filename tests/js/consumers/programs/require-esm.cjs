// A CommonJS module that requires an ES module, and by it the package: prints what it found as one line of JSON.
const api = require("./reexport.mjs");

import("./conformance.js").then(async ({ conform }) => {
  process.stdout.write(JSON.stringify(await conform(api, JSON.parse(process.argv[2]))));
});
