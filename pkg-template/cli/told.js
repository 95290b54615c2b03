// What a failed run or command says: the library's words, what to look at first by the code, and what may be in the way.
import { codeOf, hintFor } from "./hints.js";
import { refusalText } from "./refusals.js";

/**
 * @param {import("tencent-chat-recall").RecallError} error
 * @param {{ names: Record<string, string>, values: Record<string, any> }} credentials
 * @param {{ env?: NodeJS.ProcessEnv, node?: string }} [around]
 */
export function toldOf(error, { names, values }, { env = process.env, node = process.versions.node } = {}) {
  const text = refusalText(error, { names, sdkAppId: values.sdkAppId, secretKey: values.secretKey });
  const code = codeOf(error.cause);
  const hint = code === undefined ? undefined : hintFor({ code, env, node, host: hostOf(values.baseUrl) });
  return hint === undefined ? text : `${text}\n${hint}`;
}

/** @param {string | undefined} url @returns {string} "" of a region */
const hostOf = (url) => (url !== undefined && URL.canParse(url) ? new URL(url).hostname : "");
