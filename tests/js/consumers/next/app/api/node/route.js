// A route that runs in Node.js: receives the test's settings and answers with the results.
import * as api from "tencent-chat-recall";
import { conform } from "../../../conformance.js";

export const runtime = "nodejs";

export async function POST(request) {
  return Response.json(await conform(api, await request.json()));
}
