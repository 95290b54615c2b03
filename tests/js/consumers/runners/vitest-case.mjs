// A test as a user of Vitest writes it. The command line sets its environment. Its results go to a file.
import { writeFileSync } from "node:fs";
import * as api from "tencent-chat-recall";
import { test } from "vitest";
import { conform } from "./conformance.js";

test("the package passes the conformance checks", { timeout: 120_000 }, async () => {
  writeFileSync(process.env.FOUND, JSON.stringify(await conform(api, JSON.parse(process.env.STAGE))));
});
