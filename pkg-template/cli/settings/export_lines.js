// Shell lines that set the missing settings, ready to copy.

/** What stands for each value until it is replaced; the check of settings knows it for a placeholder. @type {Record<string, string>} */
const EXAMPLES = {
  TENCENT_CHAT_SDK_APP_ID: "<SDKAppID from the console>",
  TENCENT_CHAT_IDENTIFIER: "<UserID of an app administrator>",
  TENCENT_CHAT_SECRET_KEY: "<secret key from the console>",
  TENCENT_CHAT_REGION: "<data centre of the app, such as singapore>",
};

/**
 * @param {string[]} names of variables
 * @param {string} platform
 * @returns {string[]}
 */
export function linesToSet(names, platform) {
  const line = platform === "win32" ? (/** @type {string} */ name) => `  $env:${name} = '${EXAMPLES[name] ?? ""}'` : (/** @type {string} */ name) => `  export ${name}='${EXAMPLES[name] ?? ""}'`;
  return names.map(line);
}
