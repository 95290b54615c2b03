// Chinese sentences for failed commands, with the codes of en/failures.js.
import PASTE_MISTAKES from "./paste_mistakes.js";

/** @type {typeof import("../en/failures.js").REASONS} */
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

const WORDS = { nothing: "此命令只接受选项", code: "只能有一个错误码", journal: "只能有一个日志" };
const CONTENTS = { credentials: "较小的凭证文件", plan: "JSON 格式的故障计划" };
const SECRETS = { secretKey: "密钥（64 位十六进制数字）", userSig: " UserSig" };
const SERVICES = { region: "数据中心", baseUrl: "地址", host: "主机" };
/** @type {Record<string, string>} */
const EXAMPLES = {
  TENCENT_CHAT_SDK_APP_ID: "<控制台中的 SDKAppID>",
  TENCENT_CHAT_IDENTIFIER: "<应用管理员的 UserID>",
  TENCENT_CHAT_SECRET_KEY: "<控制台中的密钥>",
  TENCENT_CHAT_CALLBACK_TOKEN: "<控制台中的回调鉴权 Token>",
  TENCENT_CHAT_REGION: "<应用所在的数据中心，如 singapore>",
};

const EXPECTED = {
  wholeNumber: "整数",
  duration: "带单位的时长，如 500ms、8s、10m、2h 或 1d",
  seconds: "整秒数，如 3600s 或 1d",
  moment: "日期（如 2026-11-23T08:30:00Z）或多久以前（如 2h）",
};

const NO_SECRETS = "密钥和 UserSig 不能写在命令行上：本机的所有进程都能读到，shell 也会将其保存在历史记录中。请设置 TENCENT_CHAT_SECRET_KEY（或 TENCENT_CHAT_USER_SIG），或使用 --credentials FILE。";

/** @type {typeof import("../en/failures.js").MEMBERS} */
const MEMBERS = { date: "日期", wholeNumber: "整数", string: "字符串", boolean: "true 或 false" };

/** @param {import("../en/failures.js").Expected} expected */
function expectedOf(expected) {
  if (expected.what === "keys") return `更多 MsgKey：只找到 ${expected.messages} 个中的 ${expected.found} 个`;
  if (expected.what === "numbers") return `小于 ${expected.below} 的 MsgKey 序号`;
  return { header: "撤回日志的首行", msgKey: "MsgKey", event: "日志中的事件", line: "日志的一行" }[expected.what];
}

/** @param {string} code */
const reason = (code) => REASONS[code] ?? code;
/** @param {string} command */
const seeHelp = (command) => `\n用法：npx tencent-chat-recall ${command} --help`;

/** @type {typeof import("../en/failures.js").default} */
export default {
  unknownCommand: ({ found, commands }) => `没有命令“${found}”。可用的命令：${commands.join("、")}\n用法：npx tencent-chat-recall --help`,
  missing: ({ command, options, instead }) => `${command}：缺少 ${options.join(" 和 ")}${instead === undefined ? "" : `（或 ${instead}）`}${seeHelp(command)}`,
  belongsToResume: ({ option }) => `${option} 只能与 --resume JOURNAL 一起使用`,
  oneStandardInput: () => "--keys - 出现了两次，只能出现一次：标准输入只有一个",
  noTerminal: () => "没有可供确认的终端：如不需要确认，请加上 --yes；如只看计划，请加上 --dry-run。没有发送任何请求。",
  oneOfOptions: ({ command, options }) => `${command}：${options.join("、")} 只能使用其中一个`,
  expectedCode: ({ found }) => `explain：${found === "" ? "缺少错误码" : `“${found}”不是错误码`}；错误码的形式如 70016`,
  outputUnwritable: ({ reason: code }) => `无法写入标准输出：${reason(code)}`,
  issue: ({ where, issue }, { issueText }) => `${where === "" ? "" : `${where}：`}${issueText(issue, "zh")}`,
  recallError: ({ error }, { errorText }) => errorText(error, "zh"),
  loss: ({ loss }, { lossText }) => lossText(loss, "zh"),
  pasteMistake: ({ where, mistake }) => `${where === "-" ? "标准输入" : where}：${PASTE_MISTAKES[mistake]}`,
  defect: ({ name, places }) => `tencent-chat-recall 自身的缺陷，请反馈（${name}）\n${places.join("\n")}`,
  noFiles: () => `parse：缺少文件，或用 - 表示标准输入${seeHelp("parse")}`,
  unexpectedWord: ({ command, found, expected }) => `${command}：多余的“${found}”，${WORDS[expected]}${seeHelp(command)}`,
  takesNoValue: ({ option, command }) => `${option} 不带值${seeHelp(command)}`,
  valueMissing: ({ option, value, command }) => `${option} 缺少值，应为 ${value}${seeHelp(command)}`,
  optionAsValue: ({ option, value, command }) => `${option} 之后是另一个选项，应为 ${value}；如果它就是值，请写成 ${option}=...${seeHelp(command)}`,
  givenTwice: ({ option }) => `${option} 出现了两次，只能出现一次`,
  secretAsValue: ({ where, secret }) => `${where} 的值像是${SECRETS[secret]}。${NO_SECRETS}如果它是文件名，请写成 ./NAME。`,
  secretOption: ({ option }) => `${option}：${NO_SECRETS}`,
  unknownOption: ({ option, near, all, command }) => `没有选项 ${option}${near.length > 0 ? `；是否指 ${near.join(" 或 ")}？` : `。${command} 的选项有：${all.join("、")}。`}${seeHelp(command)}`,
  expectedValue: ({ option, found, expected }) => `${option} 的值为“${found}”，应为${EXPECTED[expected]}`,
  expectedOneOf: ({ option, found, words }) => `${option} 的值为“${found}”，应为以下之一：${words.join("、")}`,
  expectedUpTo: ({ option, found, what, most }) => `${option} 的值为 ${found}，应为不超过 ${most} 的${what === "port" ? "端口" : "整数"}`,
  expectedRate: ({ option, found, most }) => `${option} 的值为 ${found}，应为 1 到 ${most} 的整数，或 none`,
  expectedFaults: ({ found, names }) => `--faults 的值为“${found}”，应为以下之一：${names.join("、")}，或一个 JSON 格式的故障计划文件`,
  planNotJson: ({ path }) => `--faults ${path}：内容不是 JSON，应为 JSON 格式的故障计划`,
  emulatorRefusal: ({ said }) => `模拟器不接受此设置，原文：${said}`,
  portUnusable: ({ port, reason: code }) => `--port ${port}：${reason(code)}`,
  hostUnusable: ({ host, reason: code }) => `--host ${host}：${reason(code)}`,
  passwordInOption: () => "--store 中含有密码，本机的其他进程可以读到；请改用 TENCENT_CHAT_STORE，或写入 --credentials 指定的文件",
  cutAccount: ({ option, found }) => `${option} 的值为“${found}”，其后的部分不见了：# 在 .env 文件和 shell 中表示注释。请加上引号：'@TOA#_ID'`,
  emptyAccount: ({ option, found }) => `${option} 的值为“${found}”，其后没有 ID，应为完整的 @TOA#_ID`,
  notWithResume: ({ options }) => `${options.join("、")} 不能与 --resume 一起使用：撤回的内容以日志为准`,
  missingSettings: ({ groups, shell, set, unknown }) => [
    `缺少：${groups.map((group) => group.join(" 或 ")).join("、")}`,
    "请设置环境变量，或将 KEY=value 形式的行写入文件，并用 --credentials FILE 指定：", "",
    ...groups.map(([name = ""]) => `  ${shell.before}${name}${shell.between}'${EXAMPLES[name] ?? ""}'`), "",
    set.length > 0 ? `已设置：${set.join("、")}。` : "所需的变量均未设置。",
    ...(unknown.length > 0 ? [`已设置但在此无意义：${unknown.join("、")}。`] : []),
  ].join("\n"),
  notAFile: ({ path, isFolder }) => `${path}：这是一个${isFolder ? "文件夹" : "设备"}，应为文件或管道`,
  emptyFile: ({ path }) => `${path}：文件是空的，应包含 MsgKey。如果它由另一个命令写入，请查看该命令的输出。没有发送任何请求。`,
  pipeUnwritten: ({ path, seconds }) => `${path}：管道在 ${seconds} 秒内没有任何内容，应为文件，或有程序写入的管道`,
  pipeSilent: ({ path, seconds }) => `${path}：管道 ${seconds} 秒没有新内容，也没有结束`,
  inputSilent: ({ seconds }) => `标准输入 ${seconds} 秒没有新内容，也没有结束`,
  unreadable: ({ path, reason: code }) => `${path === "-" ? "标准输入" : path}：无法读取：${reason(code)}`,
  tooLarge: ({ path, most, expected }) => `${path}：超过 ${most} 字节，应为${CONTENTS[expected]}`,
  noUserSig: () => "没有找到 UserSig，应由标准输入或 TENCENT_CHAT_USER_SIG 提供",
  userSigTooLong: ({ most }) => `标准输入超过 ${most} 个字符，应为一个 UserSig`,
  fileUnwritable: ({ path, reason: code }) => `${path}：无法写入：${reason(code)}`,
  expectedAppId: ({ where }) => `${where} 不是最多 10 位的数字，应为控制台中的 SDKAppID，如 1400000000`,
  noCredentialsIn: ({ path, names }) => `${path}：没有找到 ${names.join("、")} 中的任何一个，应为 KEY=value 形式的行或 JSON 对象`,
  brokenCredentials: ({ path }) => `${path}：以 JSON 开头，但不是有效的 JSON，应为 JSON 对象或 KEY=value 形式的行`,
  brokenLine: ({ where, found }) => `${where}：“${found}”不是 NAME=value（如 TENCENT_CHAT_REGION=singapore），也不是以 # 开头的注释`,
  hashInLine: ({ where }) => `${where}：未加引号的值中有 #。如果它是值的一部分，请给值加上引号；如果它是注释的开头，请在其前后各加一个空格`,
  quoteInLine: ({ where }) => `${where}：值以引号开头，但没有以同样的引号结尾`,
  unknownName: ({ where, found, near }) => `${where}：没有名为“${found}”的设置；是否指 ${near}？`,
  repeatedName: ({ path, name, lines }) => `${path}：${name} 在第 ${lines.join("、")} 行各出现一次，只能出现一次`,
  bothGiven: ({ names }) => `${names.join(" 和 ")} 同时存在，只能使用其中一个`,
  twoServices: ({ region, baseUrl }) => `${region} 和 ${baseUrl} 指向不同的服务。如要调用该地域，请取消设置 ${baseUrl}；如要调用后者，请用 --base-url 代替 ${region}。没有发送任何请求。`,
  sameMember: ({ path, names }) => (names[0] === names[1] ? `${path}：${names[0]} 出现了两次，只能出现一次` : `${path}：${names.join("、")} 是同一项设置，只能使用其中一个`),
  openToOthers: ({ path, found }) => `${path}：权限为 ${found}，应只能由其所有者读取。请运行：chmod 600 ${path}`,
  otherApp: ({ where, found, expected, path }) => `${where} 的值为 ${found}，而 ${path} 的应用是 ${expected}。没有发送任何请求。`,
  journalBusy: ({ path, pid }) => `${path}：本机的进程 ${pid} 正在使用此日志；请等待其结束，或将其停止。此次没有发送任何请求。`,
  journalElsewhere: ({ path, pid, host }) => `${path}：${host} 上的进程 ${pid} 已开始使用此日志，且没有记录它已停止。如确认它已停止，请加上 --take-over。此次没有发送任何请求。`,
  journalExists: ({ path }) => `${path}：文件已存在；如需继续，请使用 --resume ${path}，或用 --journal 指定另一个文件。没有发送任何请求。`,
  journalBegun: ({ path, pid }) => `${path}：本机的进程 ${pid} 已用此日志开始运行，正在处理。如消息相同，请等待其结束；如消息不同，请用 --journal 指定另一个文件。此次没有发送任何请求。`,
  journalLineEnds: ({ path }) => `${path}：换行符已被改为 CRLF，校验和因此不符。请恢复原文件，或将换行符改回 LF。没有发送任何请求。`,
  journalNotPlain: ({ path, isFolder }) => `--journal ${path}：这是一个${isFolder ? "文件夹" : "设备或管道"}，应为一个新文件的名称。没有发送任何请求。`,
  journalNeverBegun: ({ path, reason: code }) => `${path}：无法写入日志：${reason(code)}。没有发送任何请求。`,
  journalBrokenOff: ({ path, reason: code }) => `${path}：无法写入日志：${reason(code)}。尚未发送的消息不会发送；排除故障后可以继续。`,
  otherService: ({ path, journal, set, option }) =>
    `--resume ${path}：日志属于${SERVICES[journal.kind]} ${journal.value}，而目前${set.length > 0 ? `的设置为 ${set.map(({ name, value }) => `${name}=${value}`).join("、")}` : "没有设置服务"}。日志不能决定调用哪个服务。` +
    `如要调用日志中的服务，请加上 ${option}${set.length > 0 ? "；如要调用所设置的服务，请将其写成选项" : ""}。没有发送任何请求。`,
  journalItself: ({ path }) => `--csv ${path}：这是日志文件本身，请指定另一个文件`,
  journalUnreadable: ({ path, reason: code }) => `${path}：无法读取日志：${reason(code)}`,
  journalNoFile: ({ path }) => `${path}：无法读取日志：这是文件夹或设备，应为文件`,
  journalDamaged: ({ path, line, text, expected }) => `${path}：第 ${line} 行为${text === undefined ? "文件末尾" : `“${text}”`}，应为${expectedOf(expected)}`,
  journalChanged: ({ path, line }) => `${path}：第 ${line} 行不是原来写入的内容：校验和缺失，或与之前的行不符。此文件的内容不予采用，没有发送任何请求。请从备份恢复该文件，或用原来的 MsgKey 开始新的运行；其中已撤回的消息不受影响。`,
  journalOtherKeys: ({ path }) => `${path}：其中的 MsgKey 不是原来写入的：摘要不符。请恢复该文件。`,
  journalVersion: ({ path, found, oldest, newest }) => `${path}：日志的版本为 ${found}，应为 ${oldest} 到 ${newest}；请使用写入它的版本的程序`,
  journalMember: ({ path, member, found, expected }) => `${path}：首行中的 "${member}" ${found === undefined ? "缺失" : `为 ${found}`}，应为${MEMBERS[expected]}`,
  journalLine: ({ path, line, most }) => `${path}：第 ${line} 行超过 ${most} MB，不是日志的一行`,
};
