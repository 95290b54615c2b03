// For a page whose content security policy forbids WebAssembly: reports the error that the package throws.
import * as api from "./node_modules/tencent-chat-recall/index.js";
import { stage, tell } from "./report.js";

const { credentials, officialAccount, msgKeys, url } = await stage();
const options = { ...credentials, officialAccount, msgKeys, baseUrl: url, allowSecretKeyInBrowser: true };
const describe = (error) => ({ ours: api.isRecallError(error), code: error?.code, message: error?.message, cause: String(error?.cause) });
const thrown = (work) => {
  try {
    return { found: work() };
  } catch (error) {
    return describe(error);
  }
};
const synchronous = thrown(() => api.signUserSig(options));
const asynchronous = await api.recall(options).then((found) => ({ found }), describe);
await tell([synchronous, asynchronous]);
