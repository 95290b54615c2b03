// Chinese warnings of a plan, by code.

export const PLAN = {
  issues: {
    "duplicate-keys count": "{count} 个 MsgKey 重复，每个只发送一次",
    "unusual-keys count": "{count} 个 MsgKey 的中间数字不是 1，公众号消息的中间数字为 1",
    "future-keys count": "{count} 个 MsgKey 的发送时间在未来",
    "old-keys count": "{count} 个 MsgKey 的发送时间早于 2014 年",
    "unusual-identifier": "`identifier` 含有 a-z A-Z 0-9 _ - 以外的字符，部分官方文档不允许",
    "high-rate-limit max": "`rateLimit` 高于每秒 {max} 个请求，即官方文档规定的上限",
    "short-timeout max": "`timeout` 不大于 {max} 毫秒，而服务自身的超时就是 {max} 毫秒",
  },
  details: {},
  words: {},
};
