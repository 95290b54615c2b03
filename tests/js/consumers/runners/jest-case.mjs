// A test as a user of Jest's ES modules writes it. Its results go to a file.
import { writeFileSync } from "node:fs";
import * as api from "tencent-chat-recall";
import { conform } from "./conformance.js";

globalThis.test("the package passes the conformance checks", async () => {
  writeFileSync(process.env.FOUND, JSON.stringify(await conform(api, JSON.parse(process.env.STAGE))));
}, 120_000);
