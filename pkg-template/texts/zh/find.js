// Further Chinese sentences, of `find` and `verify`, by code.

export const FIND = {
  issues: {},
  details: {
    "accounts-failed": "作为 officialAccounts 传入的可迭代对象出错，详见 cause",
    "filter-failed": "作为 text 或 where 传入的函数出错，详见 cause",
  },
  words: {
    "promise": "Promise",
    "find-options": "带有 officialAccounts 的对象",
    "official-account-source": "公众号 ID 的可迭代对象或异步可迭代对象",
    "one-official-account": "至少一个公众号",
    "text-filter": "要查找的文本，或一个函数",
    "message-type-list": "消息类型的数组",
    "message-type": "text、custom、image、sound、video、file、location、face、other 之一",
    "report-or-messages": "报告，或消息的可迭代对象",
  },
};
