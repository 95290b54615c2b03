// Chinese advice on an error, with the codes of en/advice.js.

/** @type {typeof import("../en/advice.js").default} */
export default {
  keyOfOtherApp: ({ app, appName, key, digits, expected }) =>
    `${key} 不是应用 ${app}（${appName}）的密钥。${digits === undefined ? "" : `它有 ${digits} 位十六进制数字；控制台中的密钥为 ${expected} 位。`}`,
  userSigOfOtherKey: ({ app, appName, userSig }) => `${userSig} 不是用应用 ${app}（${appName}）的密钥生成的。`,
  userSigOfOtherUser: ({ userSig, identifier }) => `${userSig} 是为另一个用户生成的，与 ${identifier} 不符。`,
  userSigOfOtherApp: ({ app, appName, userSig }) => `${userSig} 是为另一个应用生成的，与 ${appName}（${app}）不符。`,
  noAdministrator: ({ app, identifier }) => `${identifier} 不是应用 ${app} 的管理员。`,
  appElsewhere: ({ app, appName, service }) => `应用 ${app} 不在 ${service} 所指的数据中心，或 ${appName} 不是该应用。`,
  noSuchAccount: ({ app, account }) => `${account} 不是应用 ${app} 的公众号，或当前调用者无权使用。`,

  proxyUnsupported: ({ name, node }) => `已设置 ${name}，但 Node.js ${node} 无法使用它：请使用 Node.js 22.21 及以上或 24 及以上版本，并设置 NODE_USE_ENV_PROXY=1。`,
  proxyOfOtherKind: ({ name }) => `已设置 ${name}，但 Node.js 不会读取它：请将 HTTPS_PROXY 设为 http:// 或 https:// 代理，并设置 NODE_USE_ENV_PROXY=1。`,
  proxyIgnored: ({ name }) => `已设置 ${name}，但只有同时设置 NODE_USE_ENV_PROXY=1，Node.js 才会使用它。`,
  proxyUsed: ({ name, host, hasExceptions }) =>
    `正在使用 ${name}（NODE_USE_ENV_PROXY=1）：请检查该代理是否可用，并允许访问${host ? ` ${host}` : "该服务"}${hasExceptions ? "；另设有 NO_PROXY，其中的地址不经过代理" : ""}。`,
  certificateUnknown: () => "证书由未知的机构签发，例如公司网络的代理：请将 NODE_EXTRA_CA_CERTS 设为含有其 CA 证书的 PEM 文件。",
  certificateStillUnknown: () => "已设置 NODE_EXTRA_CA_CERTS，但证书仍由未知的机构签发：请检查该文件是否可读，并含有 PEM 格式的 CA 证书。",
  certificateOutOfDate: () => "证书目前不在有效期内：请检查本机的时钟。",
  certificateOfOtherHost: () => "以此域名应答的是另一台服务器：请检查域名的解析结果，以及当前网络是否需要先登录。",
};
