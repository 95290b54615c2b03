// Explains why a piece of text was not read as a MsgKey, in English, Chinese and Japanese.
import { rejected as en } from "./rejected_en.js";
import { rejected as ja } from "./rejected_ja.js";
import { rejected as zh } from "./rejected_zh.js";

/**
 * @typedef {import("../index.js").RejectCode} RejectCode
 * @typedef {import("../index.js").RejectParams & { text: string }} Params the parameters of the code, and the text itself
 * @typedef {(code: RejectCode, params: Params) => string} SayRejected
 * @typedef {Record<RejectCode, (params: Params) => string>} RejectedSentences
 */

const REJECTED = { en, zh, ja };

/**
 * @param {{ code: RejectCode, text?: string, params?: import("../index.js").RejectParams }} rejected
 * @param {"en" | "zh" | "ja"} locale
 */
export const rejectedText = ({ code, text = "", params }, locale) => REJECTED[locale](code, { text, ...params });
