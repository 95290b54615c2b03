// Adds a space between Chinese or Japanese and Latin letters or digits, at the ends of an inserted parameter.

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const LATIN = /[\p{Script=Latin}\d@#]/u;

/** @param {string | undefined} left @param {string | undefined} right */
const between = (left = "", right = "") => ((CJK.test(left) && LATIN.test(right)) || (LATIN.test(left) && CJK.test(right)) ? " " : "");

/**
 * @param {string} phrase the text of a parameter
 * @param {string | undefined} before the character before it
 * @param {string | undefined} after the character after it
 */
export const spaced = (phrase, before, after) => between(before, phrase[0]) + phrase + between(phrase.at(-1), after);
