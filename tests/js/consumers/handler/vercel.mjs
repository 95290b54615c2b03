// The handler as a function for Vercel's edge runtime, which calls listeners of "fetch".
import { handler } from "./make.mjs";

globalThis.addEventListener("fetch", (event) => event.respondWith(handler(event.request, event)));
