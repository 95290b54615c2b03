// The handler as a route that runs in Vercel's edge runtime.
import { handler } from "../../../../make.mjs";

export const runtime = "edge";

export const POST = (request) => handler(request);
