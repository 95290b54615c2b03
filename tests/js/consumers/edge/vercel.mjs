// A function for Vercel's edge runtime, which calls listeners of "fetch". Receives the test's settings and answers with the results.
import * as api from "tencent-chat-recall";
import { conform } from "./conformance.js";

const answer = async (request) => Response.json(await conform(api, await request.json()));
globalThis.addEventListener("fetch", (event) => event.respondWith(answer(event.request)));
