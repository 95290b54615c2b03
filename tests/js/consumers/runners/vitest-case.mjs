// A test as a user of Vitest writes it; its environment is named on the command line. What it found goes to a file.
import { writeFileSync } from "node:fs";
import * as api from "tencent-chat-recall";
import { test } from "vitest";
import { conform } from "./conformance.js";

test("the package keeps every promise", { timeout: 120_000 }, async () => {
  writeFileSync(process.env.FOUND, JSON.stringify(await conform(api, JSON.parse(process.env.STAGE))));
});
