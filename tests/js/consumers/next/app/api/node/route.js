// A route that runs in Node.js: answers a stage with what it found.
import * as api from "tencent-chat-recall";
import { conform } from "../../../conformance.js";

export const runtime = "nodejs";

export async function POST(request) {
  return Response.json(await conform(api, await request.json()));
}
