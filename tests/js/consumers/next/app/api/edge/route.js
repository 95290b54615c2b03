// A route that runs in Vercel's edge runtime: answers a stage with what it found.
import * as api from "tencent-chat-recall";
import { conform } from "../../../conformance.js";

export const runtime = "edge";

export async function POST(request) {
  return Response.json(await conform(api, await request.json()));
}
