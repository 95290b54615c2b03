// Japanese: explains why a piece of text was not read as a MsgKey, by the code of the rejection.
import { quoted } from "./quoted.js";

/** @type {import("./rejected.js").RejectedSentences} */
const SENTENCES = {
  "not-a-key": ({ text }) => `${quoted(text)} は MsgKey ではありません。正しい形式の例: 71_1_1698741698`,
  empty: () => "ここには MsgKey がありません",
  "too-long": ({ text, limit }) => `${quoted(text)} は長すぎます。MsgKey は ${limit} 文字以内です`,
  "leading-zero": ({ text }) => `${quoted(text)} に 0 で始まる数字があります。手前にエスケープ文字が付いていませんか`,
  "out-of-range": ({ text, limit }) => `${quoted(text)} に MsgKey としては大きすぎる数字があります（最大 ${limit}）`,
  "one-to-one": ({ text }) => `${quoted(text)} は 1 対 1 のメッセージの MsgKey のようです。中央の数字は 1 のはずです`,
  "inside-word": ({ text }) => `${quoted(text)} は長い語の中の MsgKey のようです。前後に空白か引用符が必要です`,
  escape: ({ text }) => `${quoted(text)} の数字の隣がエスケープの可能性があり、MsgKey の範囲を確定できません`,
  "invisible-character": ({ text }) => `${quoted(text)} の数字の間に、見えない文字または紛らわしい文字があります`,
  "cut-by-line-break": ({ text }) => `${quoted(text)} は改行で切れている可能性があります。MsgKey は 1 行に収めてください`,
  "hex-dump": () => "これはバイトのダンプで、語が途中で切れます。元のテキストが必要です",
  "too-deep": ({ limit }) => `エスケープが ${limit} 階層を超えています。エスケープしていないテキストが必要です`,
  "missing-cell": () => "この行には MsgKey の列がありません",
  "no-key-in-row": () => "この行には MsgKey のセルがありません",
  "other-column": ({ text }) => `${quoted(text)} はほかの MsgKey とは別の列にあります`,
  "two-columns": ({ columns = ["", ""] }) => `MsgKey が ${columns.map(quoted).join(" と ")} の列にあります。どちらかを指定してください`,
  "missing-column": ({ column = "" }) => `ヘッダーに ${quoted(column)} の列がありません`,
  "missing-member": () => "この項目には MsgKey を格納するメンバーがありません",
  "quoted-cell": ({ opened }) => `${opened} 行目で始まる引用符付きのセルの中または後ろにあります。そこで引用符が抜けている可能性があります`,
  "not-an-account": ({ text }) => `${quoted(text)} は公式アカウントの ID ではありません。正しい形式の例: @TOA#_news`,
  "doubtful-account": ({ text }) => `${quoted(text)} がどの公式アカウントのものか確定できません。公式アカウントの ID は 1 つだけにしてください`,
  "unclosed-cell": () => "ここで始まる引用符が閉じられていません",
  "unclosed-string": () => "ここで始まる引用符が閉じられていません",
  "unclosed-object": () => "ここで始まる括弧が閉じられていません。} が必要です",
  "unclosed-array": () => "ここで始まる括弧が閉じられていません。] が必要です",
};

/** @type {import("./rejected.js").SayRejected} */
export const rejected = (code, params) => SENTENCES[code](params);
