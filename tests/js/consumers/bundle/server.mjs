// The program that is bundled for Node.js and moved away from its packages. Prints its results as one line of JSON.
import * as api from "tencent-chat-recall";
import { conform } from "./conformance.js";

conform(api, JSON.parse(process.argv[2])).then((claims) => process.stdout.write(JSON.stringify(claims)));
