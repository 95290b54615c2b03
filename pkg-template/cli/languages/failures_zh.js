// What is said in Chinese when a command cannot do its work, with the codes of failures_en.js.

/** @type {typeof import("./failures_en.js").REASONS} */
export const REASONS = {
  ENOENT: "没有这个文件或文件夹",
  EACCES: "当前用户没有权限",
  EPERM: "当前用户没有权限",
  EISDIR: "这是一个文件夹",
  EEXIST: "文件已存在",
  ENOSPC: "磁盘已满",
  EFBIG: "文件不能再增大",
  EROFS: "磁盘是只读的",
  EADDRINUSE: "已有其他程序在该端口监听",
};

/** @param {string} code */
const reason = (code) => REASONS[code] ?? code;
/** @param {string} command */
const seeHelp = (command) => `\n用法：npx tencent-chat-recall ${command} --help`;

/** @type {typeof import("./failures_en.js").default} */
export default {
  unknownCommand: ({ found, commands }) => `没有命令“${found}”。可用的命令：${commands.join("、")}\n用法：npx tencent-chat-recall --help`,
  missing: ({ command, options, instead }) => `${command}：缺少 ${options.join(" 和 ")}${instead === undefined ? "" : `（或 ${instead}）`}${seeHelp(command)}`,
  belongsToResume: ({ option }) => `${option} 只能与 --resume JOURNAL 一起使用`,
  oneStandardInput: () => "--keys - 出现了两次，只能出现一次：标准输入只有一个",
  noTerminal: () => "没有可供确认的终端：如不需要确认，请加上 --yes；如只看计划，请加上 --dry-run。没有发送任何请求。",
  oneOfOptions: ({ command, options }) => `${command}：${options.join("、")} 只能使用其中一个`,
  expectedCode: ({ found }) => `explain：${found === "" ? "缺少错误码" : `“${found}”不是错误码`}；错误码的形式如 70016`,
  outputUnwritable: ({ reason: code }) => `无法写入标准输出：${reason(code)}`,
  issues: ({ issues }) => issues.map(({ where, message }) => `${where === "" ? "输入有问题" : `${where} 有问题`}（英文说明）：\n  ${message.replaceAll("\n", "\n  ")}`).join("\n"),
  refusal: ({ message }) => `操作未完成（英文说明）：\n  ${message.replaceAll("\n", "\n  ")}`,
  defect: ({ name, places }) => `tencent-chat-recall 自身的缺陷，请反馈（${name}）\n${places.join("\n")}`,
};
