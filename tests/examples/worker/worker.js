// The dashboard and its handler as one Cloudflare Worker. See README.md beside this file.
import { createHandler } from "tencent-chat-recall/handler";
import { guarded } from "../headers.js";
import { askToSignIn, operatorOf } from "../operators.js";

/** Made with the first request, since secrets are known only then; one for the isolate, so that all requests share a pace. */
let handler;

export default {
  async fetch(request, env, context) {
    // The page is nobody's business either, and to be asked for it lets the browser send the password with what the page asks.
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
    // A base URL, if there is one, is that of an emulator.
    ...(env.TENCENT_CHAT_BASE_URL ? { baseUrl: env.TENCENT_CHAT_BASE_URL } : { region: env.TENCENT_CHAT_REGION }),
    // A Worker has six connections at a time; more would wait inside the runtime while their time runs.
    concurrency: 6,
    // A request may make 10,000 requests of its own: ten keys in each, and room for retries.
    maxKeys: 50_000,
    authorize: async (request) => {
      const user = await operatorOf(request, env.OPERATORS);
      return user ? { user } : null;
    },
    // Into the Worker's logs. Where records must not be lost, write to a database here: what fails stops the run.
    audit: (record) => console.log(JSON.stringify({ audit: record })),
  });
}
