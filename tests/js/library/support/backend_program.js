// A backend that recalls messages of many accounts, and on SIGTERM stops the run and tells its parent the report.
import { RecallClient } from "../../../../pkg/index.js";
import { CREDENTIALS } from "./fixture.js";

const { baseUrl, messages } = JSON.parse(process.argv[2]);
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
const client = new RecallClient({ ...CREDENTIALS, baseUrl, rateLimit: 200 });
const report = await client.recall({ messages, stopSignal: stop.signal });
process.send?.(report, () => process.disconnect());
