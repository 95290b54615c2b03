// Entry for every runtime. The core is two modules, each loaded by calls that a bundler drops with their last user.
import { createGlue as offlineGlue } from "#offline-glue";
import { createGlue as runGlue } from "#run-glue";
import { offlineSource, runSource } from "#source";
import { makeErrorBoundary } from "./lib/api/error_boundary.js";
import { makeClientClass, makeRecall } from "./lib/api/client.js";
import { offlineCatalog } from "./lib/api/offline_texts.js";
import { create } from "./lib/wasm/instance.js";
import {
  makeBuildRequest,
  makeDecodeResponse,
  makeExplainCode,
  makeInspectUserSig,
  makeReadWebhook,
  makeSignUserSig,
  makeVerifyUserSig,
} from "./lib/api/offline.js";
import { makeCreateMsgKeyReader, makeParseMsgKeys, makeReadMsgKeys } from "./lib/api/msg_key_reader.js";
import { makeIsOpen } from "./lib/run/report.js";

const run = /* @__PURE__ */ makeErrorBoundary(/* @__PURE__ */ create(runGlue, runSource));
const offline = /* @__PURE__ */ makeErrorBoundary(/* @__PURE__ */ create(offlineGlue, offlineSource), offlineCatalog);

// The class is taken under another name, because a bundler renames a class inside whose name is also one at the top, and users would
// read that name in their logs.
const Client = /* @__PURE__ */ makeClientClass(run);
export { Client as RecallClient };
export { groupMessages } from "./lib/find/group_messages.js";
export { RecallError, isRecallError } from "./lib/errors/recall_error.js";

export const recall = /* @__PURE__ */ makeRecall(run);
export const isOpen = /* @__PURE__ */ makeIsOpen(run);
export const signUserSig = /* @__PURE__ */ makeSignUserSig(offline);
export const inspectUserSig = /* @__PURE__ */ makeInspectUserSig(offline);
export const verifyUserSig = /* @__PURE__ */ makeVerifyUserSig(offline);
export const buildRequest = /* @__PURE__ */ makeBuildRequest(offline);
export const decodeResponse = /* @__PURE__ */ makeDecodeResponse(offline);
export const explainCode = /* @__PURE__ */ makeExplainCode(offline);
export const parseMsgKeys = /* @__PURE__ */ makeParseMsgKeys(offline);
export const createMsgKeyReader = /* @__PURE__ */ makeCreateMsgKeyReader(offline);
export const readMsgKeys = /* @__PURE__ */ makeReadMsgKeys(offline);
export const readWebhook = /* @__PURE__ */ makeReadWebhook(offline);
