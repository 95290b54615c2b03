// The words of the screens in the language that was chosen.
import en from "../languages/en.js";
import zh from "../languages/zh.js";

/** @param {import("../locale.js").Language} language */
export const wordsOf = (language) => (language === "zh" ? zh : en);
