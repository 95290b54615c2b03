// Selects the texts of the screens by language.
import en from "./en/screen.js";
import zh from "./zh/screen.js";

/** @param {import("./locale.js").Language} language */
export const wordsOf = (language) => (language === "zh" ? zh : en);
