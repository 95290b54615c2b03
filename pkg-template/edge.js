// Entry for edge runtimes, which compile WebAssembly when the program is deployed and never after: the core comes as a module.
import module from "./core.wasm?module";
import { createApi } from "./lib/api.js";
import { create } from "./lib/core.js";

// The classes are taken under other names, because a bundler renames a class inside whose name is also one at the top,
// and users would read that name in their logs.
const { RecallClient: Client, RecallError: Failure, ...functions } = createApi(create(() => module));
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
