// Entry for everywhere but the edge: the compiled core travels inside this file.
import { createApi } from "./lib/api.js";
import { create } from "./lib/core.js";
import { inlineSource } from "./lib/inline.js";

export const {
  recall,
  RecallClient,
  RecallError,
  isRecallError,
  signUserSig,
  inspectUserSig,
  verifyUserSig,
  buildRequest,
  decodeResponse,
  explainCode,
  parseMsgKeys,
  readWebhook,
} = createApi(create(inlineSource));
