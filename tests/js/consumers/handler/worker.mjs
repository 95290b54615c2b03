// The handler as a Cloudflare Worker.
import { handler } from "./make.mjs";

export default {
  fetch: (request, env, context) => handler(request, context),
};
