// A test as a user of Jest writes it who has switched on Jest's ES modules. What it found goes to a file.
import { writeFileSync } from "node:fs";
import * as api from "tencent-chat-recall";
import { conform } from "./conformance.js";

globalThis.test("the package keeps every promise", async () => {
  writeFileSync(process.env.FOUND, JSON.stringify(await conform(api, JSON.parse(process.env.STAGE))));
}, 120_000);
