// Names of the page's fields for the options of the package.
import { language, text } from "./language.js";

/** @type {Record<string, import("./language.js").TextKey>} */
const FIELDS = {
  sdkAppId: "sdkAppId", identifier: "identifier", userSig: "userSigField", rateLimit: "rate", region: "region", baseUrl: "baseUrl", officialAccount: "officialAccount", reason: "reasonShown",
};

/** @param {string} path of a problem */
export const fieldOf = (path) => (path in FIELDS ? text(FIELDS[path]) : path);

/** The package's texts quote the names of options in backquotes. Chinese and Japanese put no spaces around a quoted name. */
const QUOTED = { spaced: /`(\w+)`/g, solid: / ?`(\w+)` ?/g };

/** A text of the package with the names that the page's fields have. @param {string} words */
export const inFields = (words) => words.replace(language() === "en" ? QUOTED.spaced : QUOTED.solid, (quoted, name) => (name in FIELDS ? text("fieldName", { name: fieldOf(name) }) : quoted));
