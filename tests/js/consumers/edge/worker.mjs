// A Cloudflare Worker. Receives the test's settings and answers with the results.
import * as api from "tencent-chat-recall";
import { conform } from "./conformance.js";

export default {
  async fetch(request) {
    return Response.json(await conform(api, await request.json()));
  },
};
