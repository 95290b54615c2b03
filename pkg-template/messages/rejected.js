// Why a piece of a text is no MsgKey, in English, Chinese and Japanese.
import { rejected as en } from "./rejected_en.js";
import { rejected as ja } from "./rejected_ja.js";
import { rejected as zh } from "./rejected_zh.js";

/**
 * @typedef {import("../index.js").RejectCode} RejectCode
 * @typedef {import("../index.js").RejectParams & { text: string }} Params what the code leaves open, and the text itself
 * @typedef {(code: RejectCode, params: Params) => string} SayRejected
 * @typedef {Record<RejectCode, (params: Params) => string>} RejectedSentences
 */

const REJECTED = { en, zh, ja };

/**
 * @param {{ code: RejectCode, text?: string, params?: import("../index.js").RejectParams }} rejected
 * @param {{ locale?: "en" | "zh" | "ja" }} [options]
 */
export const explainRejected = ({ code, text = "", params }, { locale = "en" } = {}) => REJECTED[locale](code, { text, ...params });
