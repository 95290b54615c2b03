// The words of the screens in the language that was chosen.
import en from "./screen_en.js";
import zh from "./screen_zh.js";

/** @param {import("./locale.js").Language} language */
export const wordsOf = (language) => (language === "zh" ? zh : en);
