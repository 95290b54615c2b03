// Text of a RecallError for the terminal: the library's message, the advice for its code, and a hint about the network.
import { explainCode } from "tencent-chat-recall";
import { codeOf, hintFor } from "./network_hints.js";
import { ERRORS } from "../languages/zh/errors.js";
import { refusalText } from "./refusal_advice.js";

/**
 * @param {import("tencent-chat-recall").RecallError} error
 * @param {{ names: Record<string, string>, values: Record<string, any> }} credentials
 * @param {{ env?: NodeJS.ProcessEnv, node?: string }} [around]
 */
export function errorText(error, { names, values }, { env = process.env, node = process.versions.node } = {}) {
  const text = refusalText(error, { names, sdkAppId: values.sdkAppId, secretKey: values.secretKey });
  const code = codeOf(error.cause);
  const hint = code === undefined ? undefined : hintFor({ code, env, node, host: hostOf(values.baseUrl) });
  return hint === undefined ? text : `${text}\n${hint}`;
}

/**
 * The same in the language of the reader: in Chinese what it means and what to do comes first, and then the English words.
 * @param {import("../languages/locale.js").Language} language
 * @param {Parameters<typeof errorText>} told
 */
export function errorTextIn(language, ...told) {
  const text = errorText(...told);
  const lead = language === "zh" ? chineseLead(told[0]) : undefined;
  return lead === undefined ? text : `${lead}\n英文说明：\n${text}`;
}

/** What an error means and what to do, in Chinese. @param {{ code: import("tencent-chat-recall").RecallErrorCode, apiCode?: number }} error @returns {string | undefined} */
export function chineseLead({ code, apiCode }) {
  if (apiCode === undefined) return ERRORS[code];
  const { meaning, advice } = explainCode(apiCode, { locale: "zh" });
  return `${apiCode}：${meaning}${advice ? `\n${advice}` : ""}`;
}

/** @param {string | undefined} url @returns {string} "" of a region */
const hostOf = (url) => (url !== undefined && URL.canParse(url) ? new URL(url).hostname : "");
