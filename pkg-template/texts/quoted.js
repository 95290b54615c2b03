// Quotes a text of the input in a sentence, in every language.
import { shown } from "../lib/errors/excerpt.js";

/** @param {string} text */
export const quoted = (text) => `"${shown(text).replaceAll('"', '\\"')}"`;
