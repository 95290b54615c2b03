// A CommonJS program. Prints its results as one line of JSON.
const api = require("tencent-chat-recall");
const { createEmulator } = require("tencent-chat-recall/emulator");

import("./conformance.js").then(async ({ conform }) => {
  const claims = await conform(api, JSON.parse(process.argv[2]));
  const other = await import("tencent-chat-recall");
  const error = new other.RecallError({ code: "ERR_INTERNAL", message: "of the ES module" });
  claims.push({ claim: "emulates", ok: createEmulator().sdkAppId === 1400000000, detail: "" });
  claims.push({ claim: "knows an error of the other copy", ok: api.isRecallError(error), detail: "" });
  process.stdout.write(JSON.stringify(claims));
});
