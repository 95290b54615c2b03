// A route that runs in Vercel's edge runtime: receives the test's settings and answers with the results.
import * as api from "tencent-chat-recall";
import { conform } from "../../../conformance.js";

export const runtime = "edge";

export async function POST(request) {
  return Response.json(await conform(api, await request.json()));
}
