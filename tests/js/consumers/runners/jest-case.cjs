// A test as a user of Jest writes it. The command line sets its environment. Its results go to a file.
const { writeFileSync } = require("node:fs");
const api = require("tencent-chat-recall");
const { conform } = require("./conformance.cjs");

globalThis.test("the package passes the conformance checks", async () => {
  writeFileSync(process.env.FOUND, JSON.stringify(await conform(api, JSON.parse(process.env.STAGE))));
}, 120_000);
