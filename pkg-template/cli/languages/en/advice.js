// English advice on an error: which setting to check first, and what the network lacks. The codes are those of zh/advice.js.

/** @typedef {{ app: number | undefined, appName: string }} App the SDKAppID, and where it was read from */

export default {
  keyOfOtherApp: (/** @type {App & { key: string, digits?: number, expected: number }} */ { app, appName, key, digits, expected }) =>
    `${key} is not the key of app ${app} (${appName}).` +
    (digits === undefined ? "" : ` It has ${digits} hexadecimal ${digits === 1 ? "digit" : "digits"}; keys of the console have ${expected}.`),
  userSigOfOtherKey: (/** @type {App & { userSig: string }} */ { app, appName, userSig }) => `${userSig} was not made with the key of app ${app} (${appName}).`,
  userSigOfOtherUser: (/** @type {{ userSig: string, identifier: string }} */ { userSig, identifier }) => `${userSig} was made for another user than ${identifier} names.`,
  userSigOfOtherApp: (/** @type {App & { userSig: string }} */ { app, appName, userSig }) => `${userSig} was made for another app than ${appName} names (${app}).`,
  noAdministrator: (/** @type {{ app: number | undefined, identifier: string }} */ { app, identifier }) => `${identifier} is not an administrator of app ${app}.`,
  appElsewhere: (/** @type {App & { service: string }} */ { app, appName, service }) => `${service} is not where app ${app} is, or ${appName} is not that app.`,
  noSuchAccount: (/** @type {{ app: number | undefined, account: string }} */ { app, account }) => `${account} is not an official account of app ${app}, or this caller may not use it.`,

  proxyUnsupported: (/** @type {{ name: string, node: string }} */ { name, node }) =>
    `${name} is set, and Node.js ${node} cannot use it: take Node.js 22.21 or later, or 24 or later, with NODE_USE_ENV_PROXY=1.`,
  proxyOfOtherKind: (/** @type {{ name: string }} */ { name }) => `${name} is set, and Node.js never reads it: set HTTPS_PROXY to an http:// or https:// proxy, and NODE_USE_ENV_PROXY=1.`,
  proxyIgnored: (/** @type {{ name: string }} */ { name }) => `${name} is set, and Node.js ignores it unless NODE_USE_ENV_PROXY=1 is set too.`,
  proxyUsed: (/** @type {{ name: string, host: string, hasExceptions: boolean }} */ { name, host, hasExceptions }) =>
    `${name} is used (NODE_USE_ENV_PROXY=1): check that this proxy can be reached and lets ${host || "the service"} through${hasExceptions ? "; NO_PROXY is set too, and what it names is called directly" : ""}.`,
  certificateUnknown: () => "The certificate is signed by an unknown authority, such as a proxy of your own network: set NODE_EXTRA_CA_CERTS to a PEM file with its CA.",
  certificateStillUnknown: () => "The certificate is signed by an unknown authority, although NODE_EXTRA_CA_CERTS is set: check that this file can be read and holds the CA, in PEM.",
  certificateOutOfDate: () => "The certificate is not valid at this time: check the clock of this machine.",
  certificateOfOtherHost: () => "Another server answers under this name: check what the name resolves to, and whether the network asks for a sign-in first.",
};
