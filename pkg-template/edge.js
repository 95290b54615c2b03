// Entry for edge runtimes, which compile WebAssembly when the program is deployed and never after: the core comes as a module.
import module from "./core.wasm?module";
import { createApi } from "./lib/api.js";
import { create } from "./lib/core.js";

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
} = createApi(create(() => module));
