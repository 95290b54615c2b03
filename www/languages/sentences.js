// The library's sentences about an input, in the page's language: it has no codes for them, so each is known by its exact form.
// One that is not known, of a later version say, is shown in English and marked as such.
import { text } from "./language.js";

/** @typedef {import("./code_texts.js").LocalizedText} LocalizedText */
/** @typedef {import("./language.js").TextKey} TextKey */

/** Each form with the text that says it; what its groups caught are the values of the text. @type {[RegExp, TextKey][]} */
const FORMS = [
  [/^(?<n>\d+) keys? (?:is a duplicate; it|are duplicates; each) is sent once$/, "warnDuplicates"],
  [/^(?<n>\d+) keys? ha(?:s|ve) a middle number other than 1; keys of official accounts have 1$/, "warnMiddle"],
  [/^(?<n>\d+) keys? says? that (?:its message was|their messages were) sent in the future$/, "warnFuture"],
  [/^(?<n>\d+) keys? says? that (?:its message was|their messages were) sent before (?<year>\d+)$/, "warnOld"],
  [/^rateLimit is above (?<limit>\d+) requests a second, the service's documented limit$/, "warnRate"],
  [/^found (?<found>".*"), expected a MsgKey like "71_1_1698741698" \(Seq_1_ServerTime\)$/, "sayNotKey"],
  [/^found (?<found>".*"), expected a MsgKey of at most (?<limit>\d+) characters, like "71_1_1698741698"$/, "sayLongKey"],
  [/^found (?<found>".*"), which looks like the MsgKey of a one-to-one message, expected 1 as the middle number$/, "sayOneToOne"],
  [/^found (?<found>".*"), expected a MsgKey whose numbers do not begin with 0/, "sayLeadingZero"],
  [/^found (?<found>".*"), expected a MsgKey whose numbers are at most 4294967295$/, "sayOutOfRange"],
  [/^empty, expected a MsgKey like "71_1_1698741698"$/, "sayNoKey"],
  [/^found .+, expected an integer from (?<least>\d+) to (?<most>\d+)(?: requests a second)?$/, "sayRange"],
  [/^empty, expected .+$/, "sayEmpty"],
  [/^found an? (?:text|UserID|official account id) of (?<bytes>\d+) bytes, expected at most (?<limit>\d+) bytes of UTF-8(?: \(a Chinese character takes 3\))?$/, "sayTooLong"],
  [/^found ".*", expected an official account id that begins with "@TOA#_"$/, "accountWrong"],
  [/^found http: to (?<host>.+), expected https: \(http: is for loopback hosts\)$/, "sayHttps"],
  [/^not an absolute URL, expected "https:\/\/host"$/, "sayUrl"],
  [/^holds a character that has no place in a URL$/, "sayUrlCharacter"],
];

/** The name of the field to which a problem's path leads. @type {Record<string, TextKey>} */
const FIELDS = {
  sdkAppId: "sdkAppId", identifier: "identifier", userSig: "userSigField", rateLimit: "rate", baseUrl: "baseUrl", officialAccount: "officialAccount", reason: "reasonShown",
};

/** @param {string} sentence of the library @returns {LocalizedText} */
export function say(sentence) {
  for (const [form, key] of FORMS) {
    const groups = form.exec(sentence)?.groups;
    if (groups || form.test(sentence)) return { words: text(key, values(groups ?? {})), lang: "" };
  }
  return { words: sentence, lang: "en" };
}

/** A problem with its field. @param {{ path: string, message: string }} issue @returns {LocalizedText} */
export function sayIssue({ path, message }) {
  const { words, lang } = say(message);
  // This one names its field itself.
  if (path === "" || words === text("accountWrong")) return { words, lang };
  return { words: text("issue", { field: path in FIELDS ? text(FIELDS[path]) : path, problem: words }), lang };
}

/** Numbers are written as the page's language writes them, but for years; what was found stays as it was. @param {Record<string, string>} groups */
const values = (groups) => Object.fromEntries(Object.entries(groups).map(([name, caught]) => [name, name !== "year" && /^\d+$/.test(caught) ? Number(caught) : caught]));
