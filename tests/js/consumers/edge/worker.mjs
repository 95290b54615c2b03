// A Cloudflare Worker: answers a stage with what it found.
import * as api from "tencent-chat-recall";
import { conform } from "./conformance.js";

export default {
  async fetch(request) {
    return Response.json(await conform(api, await request.json()));
  },
};
