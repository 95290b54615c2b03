// English: explains why a piece of text was not read as a MsgKey, by the code of the rejection.
import { quoted } from "./quoted.js";

const LIKE = 'expected a MsgKey like "71_1_1698741698"';

/** @type {import("./rejected.js").RejectedSentences} */
const SENTENCES = {
  "not-a-key": ({ text }) => (isCut(text) ? 'found no MsgKey, expected one like "71_1_1698741698" (Seq_1_ServerTime)' : `found ${quoted(text)}, ${LIKE} (Seq_1_ServerTime)`),
  empty: () => `empty, ${LIKE}`,
  "too-long": ({ limit }) => `found a text of more than ${limit} characters, ${LIKE}`,
  "leading-zero": ({ text }) => `found ${quoted(text)}, expected a MsgKey whose numbers do not begin with 0 (an escape in front of it?)`,
  "out-of-range": ({ text, limit }) => `found ${quoted(text)}, expected a MsgKey whose numbers are at most ${limit}`,
  "one-to-one": ({ text }) => `found ${quoted(text)}, which looks like the MsgKey of a one-to-one message, expected 1 as the middle number`,
  "inside-word": () => "found something like a MsgKey inside a longer word, expected a blank or a quote before and after it",
  escape: () => "found what may be an escape beside these digits, expected a blank or a quote there: where the MsgKey begins and ends is in doubt",
  "invisible-character": () => "found an invisible or non-ASCII character among these digits, expected the MsgKey alone",
  "cut-by-line-break": () => "found digits that a line break may have cut, expected the whole MsgKey on one line",
  "hex-dump": () => "found a dump of bytes, which cuts words at the end of a line, expected the text itself",
  "too-deep": ({ limit }) => `found more than ${limit} layers of escapes, expected the text without them`,
  "missing-cell": () => "found a row without this cell, expected a MsgKey in it",
  "no-key-in-row": () => "found no cell that is a MsgKey, expected one",
  "other-column": () => "found a MsgKey in another column or member than the others, expected all in one: name it as `column`",
  "two-columns": ({ columns = ["", ""] }) => `found MsgKeys in the columns ${columns.map(quoted).join(" and ")}, expected one of them to be named as the column`,
  "missing-column": ({ column = "" }) => `found a header without column ${quoted(column)}, expected it on this line`,
  "missing-member": () => "found an entry without this member, expected a MsgKey in it",
  "quoted-cell": ({ opened }) => `found inside or after a quoted cell that begins on line ${opened}, expected a cell of its own`,
  "not-an-account": ({ text }) => `found ${quoted(text)} in the place of the official account, expected one like "@TOA#_news"`,
  "doubtful-account": ({ text }) => `found ${quoted(text)} beside more than one official account, or with none that is certain, expected exactly one for it`,
  "unclosed-cell": () => "found a quote that nothing closes, expected another before the end of the text",
  "unclosed-string": () => "found a quote that nothing closes, expected another before the end of the line",
  "unclosed-object": () => "found an object that nothing closes, expected } before the end of the text",
  "unclosed-array": () => "found an array that nothing closes, expected ] before the end of the text",
};

/** Whether the reader cut the text, because it may be a secret. @param {string} text */
const isCut = (text) => text.endsWith("…");

/** @type {import("./rejected.js").SayRejected} */
export const rejected = (code, params) => SENTENCES[code](params);
