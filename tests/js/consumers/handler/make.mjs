// Makes the handler that every runtime serves, from the settings that the test has written next to it. Audit records go to the test.
import { createHandler } from "tencent-chat-recall/handler";
import { auditUrl, authorization, options } from "./setup.mjs";

export const handler = createHandler({
  ...options,
  // The number of connections that a Worker can have, so that all runtimes are tested alike.
  concurrency: 6,
  authorize: (request) => (request.headers.get("authorization") === authorization ? { user: "eve" } : null),
  audit: async (record) => {
    await fetch(auditUrl, { method: "POST", body: JSON.stringify(record) });
  },
});
