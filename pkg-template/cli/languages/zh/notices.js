// Chinese notices while a command works, with the codes of en/notices.js.

/** @type {typeof import("../en/notices.js").default} */
export default {
  baseUrlDecides: ({ baseUrl, other }) => `以 ${baseUrl} 指定的服务为准；另外设置的 ${other} 不起作用`,
  fromEnvironment: ({ path, names }) => `${path} 中没有 ${names.join("、")}，取自环境变量`,
  plainHttp: ({ host, name }) => `按 ${name} 的设置以 http: 访问 ${host}：UserSig 以明文传输`,
  waitingForPipe: ({ path }) => `正在等待 ${path} 的内容。按 Ctrl-C 退出。`,
  waitingForInput: ({ what, end }) => `正在等待从标准输入读取 ${what === "keys" ? "MsgKey" : "UserSig"}。在新的一行按 ${end === "Ctrl-D" ? end : "Ctrl-Z 和回车"} 结束，按 Ctrl-C 退出。`,
};
