// A test as a user of Jest writes it; its environment is named on the command line. What it found goes to a file.
const { writeFileSync } = require("node:fs");
const api = require("tencent-chat-recall");
const { conform } = require("./conformance.cjs");

globalThis.test("the package keeps every promise", async () => {
  writeFileSync(process.env.FOUND, JSON.stringify(await conform(api, JSON.parse(process.env.STAGE))));
}, 120_000);
