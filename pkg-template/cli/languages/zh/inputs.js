// Chinese sentences about files with MsgKeys, with the codes of en/inputs.js.

/** @param {string} file "-" for standard input */
const nameOf = (file) => (file === "-" ? "标准输入" : file);

const OTHER_KINDS = {
  workbook: () => "这是工作簿或其他 zip 文件，应为文本；请将工作表另存为 CSV",
  gzip: (/** @type {string} */ file) => `这是 gzip 文件，应为文本；请通过管道输入：gunzip -c ${file} | ... --keys -`,
  journal: () => "这是撤回日志，应为 MsgKey；如需继续，请使用 recall --resume；如需列出其中的消息，请使用 report",
};

const ADVICE = {
  printed: "其他行的 MsgKey 已输出。",
  nonePrinted: "没有找到 MsgKey。",
  correct: "请更正输入。没有发送任何请求。",
  correctOrSkip: "请更正输入，或用 --skip-invalid 略过这些行。没有发送任何请求。",
};

const OF_ENDLESS = {
  megabytes: (/** @type {number} */ most) => `${most} MB 中没有 MsgKey`,
  rejected: (/** @type {number} */ most) => `超过 ${most} 行没有 MsgKey`,
  keys: (/** @type {number} */ most) => `超过 ${most} 个 MsgKey`,
};

/** @type {typeof import("../en/inputs.js").default} */
export default {
  otherKind: ({ file, kind }) => `${nameOf(file)}：${OTHER_KINDS[kind](file)}`,
  twoColumns: ({ file, columns, option }) => `${nameOf(file)}：${columns.map((name) => `"${name}"`).join(" 和 ")} 两列都包含 MsgKey，请指定其中一列：--column ${option}`,
  longLine: ({ file }) => `${nameOf(file)}：单个文档或单行超过 64 MB；这样大的输入应为 JSON Lines、UTF-8 表格或 MsgKey 列表`,
  openQuote: ({ file, line }) => `${nameOf(file)}:${line}：引号没有闭合，该行已超过 1 MB；应在行尾之前闭合`,
  endlessInput: ({ file, most, of }) => `${nameOf(file)}：${OF_ENDLESS[of](most)}，应为有结尾的 MsgKey 列表。没有发送任何请求。`,
  noKeysIn: ({ file, lines, sample, column }) =>
    `${nameOf(file)}：${column === undefined ? "" : `列“${column}”的 `}${lines} 行中没有 MsgKey，形式应如 71_1_1698741698${sample === undefined ? "" : `；第一行为“${sample}”`}`,
  columnRead: ({ file, column, accountColumn }) => `${nameOf(file)}：已读取列“${column}”${accountColumn === undefined ? "" : `，公众号取自列“${accountColumn}”`}`,
  rejectedLines: ({ count }) => `有 ${count} 行没有可用的 MsgKey：`,
  rejectedLine: ({ file, line, rejected }, { rejectedText }) => `${nameOf(file)}:${line}：${rejectedText(rejected, "zh")}`,
  moreRejected: ({ count }) => `……另有 ${count} 行`,
  rejectedAdvice: ({ advice }) => ADVICE[advice],
  otherAccounts: ({ count }) => `有 ${count} 行的公众号与 --account 不同：`,
  otherAccount: ({ file, line, found, expected }) => `${nameOf(file)}:${line}：公众号为 ${found}，应为 ${expected}`,
  otherAccountAdvice: () => "如要按每行的公众号撤回，请去掉 --account；否则请从文件中删除这些行。",
  noAccounts: ({ count }) => `有 ${count} 个 MsgKey 没有公众号：`,
  noAccount: ({ file, line, msgKey }) => `${nameOf(file)}:${line}：只有 ${msgKey}，旁边应有公众号`,
  noAccountAdvice: ({ others }) => others
    ? "请在这些行中写明公众号，或将它们移到另一个文件，并用 --account '@TOA#_ID' 单独撤回。"
    : "如果这些消息由同一个公众号发送，请加上 --account '@TOA#_ID'；如果文件中有公众号一列，请加上 --account-column NAME。",
  nothingSent: () => "没有发送任何请求。",
};
