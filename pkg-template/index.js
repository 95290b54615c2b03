// Entry for everywhere but the edge: the compiled core travels inside this file.
import { createApi } from "./lib/api.js";
import { create } from "./lib/core.js";
import { inlineSource } from "./lib/inline.js";

// The classes are taken under other names, because a bundler renames a class inside whose name is also one at the top,
// and users would read that name in their logs.
const { RecallClient: Client, RecallError: Failure, ...functions } = createApi(create(inlineSource));
export { Client as RecallClient, Failure as RecallError };

export const {
  recall,
  isRecallError,
  signUserSig,
  inspectUserSig,
  verifyUserSig,
  buildRequest,
  decodeResponse,
  explainCode,
  parseMsgKeys,
  readWebhook,
} = functions;
