// English sentences about files with MsgKeys: files of other kinds, lines without a key, and lines whose account is in doubt. The codes
// are those of zh/inputs.js.

/** @typedef {import("./failures.js").PackageTexts} PackageTexts */
/** @typedef {import("./failures.js").Rejected} Rejected */

/** @param {string} file "-" for standard input */
const nameOf = (file) => (file === "-" ? "standard input" : file);

/** Files that are not text with keys. */
const OTHER_KINDS = {
  workbook: () => "a workbook or another zip file, expected text; save the sheet as CSV",
  gzip: (/** @type {string} */ file) => `a gzip file, expected text; pipe it: gunzip -c ${file} | ... --keys -`,
  journal: () => "a journal of a recall, expected MsgKeys: resume it with recall --resume, or list its messages with report",
};

/** The result of the other lines, or what to do about the lines without a key. */
const ADVICE = {
  printed: "The keys of the other lines were printed.",
  nonePrinted: "No key was found.",
  correct: "Correct the input. Nothing was sent.",
  correctOrSkip: "Correct the input, or skip these lines with --skip-invalid. Nothing was sent.",
};

/** The excess in an endless input. */
const OF_ENDLESS = {
  megabytes: (/** @type {number} */ most) => `${most} MB without a MsgKey`,
  rejected: (/** @type {number} */ most) => `more than ${most} lines that hold no MsgKey`,
  keys: (/** @type {number} */ most) => `more than ${most} MsgKeys`,
};

/** @typedef {{ file: string, lines: number, sample?: string | undefined, column?: string | undefined }} FileRead what was read of a file: lines, the first of them, and the column */

export default {
  otherKind: (/** @type {{ file: string, kind: keyof typeof OTHER_KINDS }} */ { file, kind }) => `${nameOf(file)}: found ${OTHER_KINDS[kind](file)}`,
  twoColumns: (/** @type {{ file: string, columns: string[], option: string }} */ { file, columns, option }) =>
    `${nameOf(file)}: found MsgKeys in the columns ${columns.map((name) => `"${name}"`).join(" and ")}, expected one column: name it with --column ${option}`,
  longLine: (/** @type {{ file: string }} */ { file }) =>
    `${nameOf(file)}: found one document or line of more than 64 MB, expected JSON Lines, a table in UTF-8 or a list of keys at that size`,
  openQuote: (/** @type {{ file: string, line: number }} */ { file, line }) =>
    `${nameOf(file)}:${line}: found a quote that nothing closes in a row of more than 1 MB, expected another before the end of the row`,
  endlessInput: (/** @type {{ file: string, most: number, of: keyof typeof OF_ENDLESS }} */ { file, most, of }) =>
    `${nameOf(file)}: found ${OF_ENDLESS[of](most)}, expected a list of keys that ends. Nothing was sent.`,
  noKeysIn: (/** @type {FileRead} */ { file, lines, sample, column }) =>
    `${nameOf(file)}: found no MsgKey in ${lines} ${lines === 1 ? "line" : "lines"}${column === undefined ? "" : ` of the column "${column}"`}, expected keys like 71_1_1698741698` +
    (sample === undefined ? "" : `; the first line is "${sample}"`),
  columnRead: (/** @type {{ file: string, column: string, accountColumn?: string }} */ { file, column, accountColumn }) =>
    `${nameOf(file)}: read from column "${column}"${accountColumn === undefined ? "" : `, accounts from column "${accountColumn}"`}`,
  rejectedLines: (/** @type {{ count: number }} */ { count }) => `${count === 1 ? "1 line holds" : `${count} lines hold`} no MsgKey that can be used:`,
  rejectedLine: (/** @type {{ file: string, line: number, rejected: Rejected }} */ { file, line, rejected }, /** @type {PackageTexts} */ { rejectedText }) => `${nameOf(file)}:${line}: ${rejectedText(rejected, "en")}`,
  moreRejected: (/** @type {{ count: number }} */ { count }) => `... and ${count} more`,
  rejectedAdvice: (/** @type {{ advice: keyof typeof ADVICE }} */ { advice }) => ADVICE[advice],
  otherAccounts: (/** @type {{ count: number }} */ { count }) => `${count === 1 ? "1 line names" : `${count} lines name`} another official account than --account:`,
  otherAccount: (/** @type {{ file: string, line: number, found: string, expected: string }} */ { file, line, found, expected }) =>
    `${nameOf(file)}:${line}: found ${found}, expected ${expected}`,
  otherAccountAdvice: () => "Leave out --account to recall each message in the account that its line names, or take these lines out of the file.",
  noAccounts: (/** @type {{ count: number }} */ { count }) => `${count === 1 ? "1 MsgKey has" : `${count} MsgKeys have`} no official account:`,
  noAccount: (/** @type {{ file: string, line: number, msgKey: string }} */ { file, line, msgKey }) =>
    `${nameOf(file)}:${line}: found ${msgKey}, expected an official account beside it`,
  /** `others`: whether other lines name an account. @returns {string} */
  noAccountAdvice: (/** @type {{ others: boolean }} */ { others }) =>
    others
      ? "Write the account into these lines, or move them into a file of their own and recall that one with --account '@TOA#_ID'."
      : "If one account sent all of these messages, add --account '@TOA#_ID'. If the file has a column of accounts, add --account-column NAME.",
  nothingSent: () => "Nothing was sent.",
};
