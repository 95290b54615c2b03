// Serves the dashboard and its handler from one Cloudflare Worker. See README.md in this folder.
import { createHandler } from "tencent-chat-recall/handler";
import { guarded } from "../headers.js";
import { askToSignIn, operatorOf } from "../operators.js";

/** Made at the first request, which has the secrets. One for the isolate, so that all requests share a pace. */
let handler;

export default {
  async fetch(request, env, context) {
    // The page also requires sign-in: the browser then sends the password with the page's requests.
    if (!(await operatorOf(request, env.OPERATORS))) return guarded(askToSignIn());
    if (new URL(request.url).pathname !== "/api/recall") return guarded(await env.ASSETS.fetch(request));
    handler ??= makeHandler(env);
    return handler(request, context);
  },
};

function makeHandler(env) {
  return createHandler({
    sdkAppId: Number(env.TENCENT_CHAT_SDK_APP_ID),
    identifier: env.TENCENT_CHAT_IDENTIFIER,
    secretKey: env.TENCENT_CHAT_SECRET_KEY,
    // The base URL is for an emulator.
    ...(env.TENCENT_CHAT_BASE_URL ? { baseUrl: env.TENCENT_CHAT_BASE_URL } : { region: env.TENCENT_CHAT_REGION }),
    // A Worker has six connections: further requests would wait in the runtime while their time-outs run.
    concurrency: 6,
    // A request may make 10,000 subrequests: ten keys in each, and some for retries.
    maxKeys: 50_000,
    authorize: async (request) => {
      const user = await operatorOf(request, env.OPERATORS);
      return user ? { user } : null;
    },
    // Writes to the Worker's logs. If records must not be lost, write to a database here: a failure stops the run.
    audit: (record) => console.log(JSON.stringify({ audit: record })),
  });
}
