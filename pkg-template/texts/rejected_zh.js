// Chinese: explains why a piece of text was not read as a MsgKey, by the code of the rejection.
import { quoted } from "./quoted.js";

/** @type {import("./rejected.js").RejectedSentences} */
const SENTENCES = {
  "not-a-key": ({ text }) => `${quoted(text)} 不是 MsgKey；正确的形式如 71_1_1698741698`,
  empty: () => "此处没有 MsgKey",
  "too-long": ({ text, limit }) => `${quoted(text)} 过长；MsgKey 最多 ${limit} 个字符`,
  "leading-zero": ({ text }) => `${quoted(text)} 中有以 0 开头的数字；前面是否有转义字符？`,
  "out-of-range": ({ text, limit }) => `${quoted(text)} 中的数字超出 MsgKey 的范围（最大 ${limit}）`,
  "one-to-one": ({ text }) => `${quoted(text)} 像是单聊消息的 MsgKey；中间数字应为 1`,
  "inside-word": ({ text }) => `${quoted(text)} 像是夹在更长文本中的 MsgKey；两侧应有空格或引号`,
  escape: ({ text }) => `${quoted(text)} 的数字旁可能有转义字符，无法确定 MsgKey 的起止位置`,
  "invisible-character": ({ text }) => `${quoted(text)} 的数字中含有不可见或形似的字符`,
  "cut-by-line-break": ({ text }) => `${quoted(text)} 可能被换行截断；完整的 MsgKey 应在同一行`,
  "hex-dump": () => "这是字节转储，会截断文本；请提供原始文本",
  "too-deep": ({ limit }) => `此处转义超过 ${limit} 层；请提供未转义的文本`,
  "missing-cell": () => "该行缺少 MsgKey 所在的单元格",
  "no-key-in-row": () => "该行没有任何单元格是 MsgKey",
  "other-column": ({ text }) => `${quoted(text)} 与其他 MsgKey 不在同一列`,
  "two-columns": ({ columns = ["", ""] }) => `${columns.map(quoted).join(" 和 ")} 两列都包含 MsgKey；请指定其中一列`,
  "missing-column": ({ column = "" }) => `表头中没有 ${quoted(column)} 这一列`,
  "missing-member": () => "该条目缺少存放 MsgKey 的成员",
  "quoted-cell": ({ opened }) => `它位于第 ${opened} 行开始的带引号单元格之内或之后，那里可能缺少引号`,
  "not-an-account": ({ text }) => `${quoted(text)} 不是公众号 ID；正确的形式如 @TOA#_news`,
  "doubtful-account": ({ text }) => `无法确定 ${quoted(text)} 属于哪个公众号；此处应只有一个公众号 ID`,
  "unclosed-cell": () => "此处的引号没有闭合",
  "unclosed-string": () => "此处的引号没有闭合",
  "unclosed-object": () => "此处的括号没有闭合，缺少 }",
  "unclosed-array": () => "此处的括号没有闭合，缺少 ]",
};

/** @type {import("./rejected.js").SayRejected} */
export const rejected = (code, params) => SENTENCES[code](params);
