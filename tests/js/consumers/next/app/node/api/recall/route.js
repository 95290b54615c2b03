// The handler as a route that runs in Node.js.
import { handler } from "../../../../make.mjs";

export const runtime = "nodejs";

export const POST = (request) => handler(request);
