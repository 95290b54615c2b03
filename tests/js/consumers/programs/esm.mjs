// An ES module program. Prints its results as one line of JSON.
import * as api from "tencent-chat-recall";
import { createEmulator } from "tencent-chat-recall/emulator";
import { conform } from "./conformance.js";

const claims = await conform(api, JSON.parse(process.argv[2]));
claims.push({ claim: "emulates", ok: createEmulator().sdkAppId === 1400000000, detail: "" });
process.stdout.write(JSON.stringify(claims));
