// Selects the texts of the screens by language.
import en from "./screen_en.js";
import zh from "./screen_zh.js";

/** @param {import("./locale.js").Language} language */
export const wordsOf = (language) => (language === "zh" ? zh : en);
