// Further Chinese sentences, of the store and the webhook handler, by code.

export const RECEIVER = {
  issues: {},
  details: {
    "store-driver-missing name wanted": "此存储需要 {name} 包，但未找到；请安装：{wanted}",
    "store-newer count max": "此存储的结构版本为 {count}，应不高于 {max}：它由更新版本的 tencent-chat-recall 写入",
    "store-failed said": "存储出错：{said}",
    "store-closed": "存储已关闭",
    "webhook-queue-full max": "已有 {max} 个 Webhook 在等待写入存储；本次未写入",
  },
  words: {
    "store-options": "含有 sdkAppId 的对象",
    "store-url": "形如“sqlite:sent.db”或“postgres://user@host/database”的 URL",
    "store-messages": "由含有 officialAccount 和 msgKey 的消息组成的可迭代对象",
    "store-account": "不含控制字符的公众号 ID",
    "store-filter": "含有筛选条件的对象，或不填",
    "store-accounts": "由公众号 ID 组成的可迭代对象",
    "store-prune": "含有 before 的对象",
    "store-text": "非空文本",
    "msg-body": "数组，即服务的 MsgBody",
    "msg-time": "Unix 秒",
    "webhook-handler-options": "含有 token 和 sdkAppId 的对象",
    "webhook-store": "具有 put() 和 markRecalled() 的存储",
  },
};
