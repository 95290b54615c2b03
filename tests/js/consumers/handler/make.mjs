// The handler that every runtime serves, of what the test has written beside it; audit records go to the test.
import { createHandler } from "tencent-chat-recall/handler";
import { auditUrl, authorization, options } from "./setup.mjs";

export const handler = createHandler({
  ...options,
  // What a Worker can have open at a time, so that the same is asked of all.
  concurrency: 6,
  authorize: (request) => (request.headers.get("authorization") === authorization ? { user: "eve" } : null),
  audit: async (record) => {
    await fetch(auditUrl, { method: "POST", body: JSON.stringify(record) });
  },
});
