// Meanings of the library's error codes in Chinese.

/** @type {Partial<Record<import("tencent-chat-recall").RecallErrorCode, string>>} */
export const ERRORS = {
  ERR_USER_SIG: "服务拒绝了 UserSig。请核对密钥、用户和有效期。",
  ERR_PERMISSION: "调用者没有权限。请使用该应用的管理员账号。",
  ERR_REGION: "该应用不在此数据中心，或不存在。请核对 SDKAppID 和数据中心。",
  ERR_OFFICIAL_ACCOUNT: "公众号不存在，或格式有误。请核对 --account。",
  ERR_PLAN: "应用的套餐或配额不允许此操作。",
  ERR_REFUSED: "服务拒绝了请求。",
  ERR_RATE_LIMITED: "请求长时间因频率被拒绝。请降低 --rate-limit，或稍后继续。",
  ERR_NO_REPLY: "没有收到可以识别的应答。请检查网络、代理和服务地址，然后继续。",
  ERR_UNREADABLE_REPLY: "收到的应答不是来自此服务。请检查服务地址和代理。",
  ERR_ABORTED: "运行已按要求停止。",
  ERR_DEADLINE: "已到 --deadline 规定的时间。可以继续处理剩余的消息。",
  ERR_WEBASSEMBLY: "当前环境不允许编译 WebAssembly。",
};
