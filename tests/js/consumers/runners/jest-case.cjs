// A test of a user of Jest, whose environment comes from the command line. It fails if one claim does not hold.
const api = require("tencent-chat-recall");
const { conform } = require("./conformance.js");

test("the package keeps every promise", async () => {
  const stage = JSON.parse(process.env.STAGE);
  const claims = await conform(api, stage);
  require("node:fs").writeFileSync(process.env.FOUND, JSON.stringify(claims));
}, 120_000);
