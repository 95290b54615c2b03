// The lines that set what is missing, to be copied into a shell.
import { shown } from "../lib/shown.js";

/** What stands for each value until it is replaced; the check of settings knows it for a placeholder. @type {Record<string, string>} */
const EXAMPLES = {
  TENCENT_CHAT_SDK_APP_ID: "<SDKAppID from the console>",
  TENCENT_CHAT_IDENTIFIER: "<UserID of an app administrator>",
  TENCENT_CHAT_SECRET_KEY: "<secret key from the console>",
  TENCENT_CHAT_REGION: "<data centre of the app, such as singapore>",
};

/**
 * @param {string[]} names of variables
 * @param {{ set: string[], unknown: string[] }} others by their names: what is set already, and what is not known
 * @param {string} platform
 * @returns {string[]}
 */
export function linesToSet(names, { set, unknown }, platform) {
  const line = platform === "win32" ? (/** @type {string} */ name) => `  $env:${name} = '${EXAMPLES[name] ?? ""}'` : (/** @type {string} */ name) => `  export ${name}='${EXAMPLES[name] ?? ""}'`;
  return [
    `Set ${names.length === 1 ? "it" : "them"}, or write KEY=value lines into a file for --credentials FILE:`,
    "",
    ...names.map(line),
    "",
    set.length > 0 ? `Already set: ${set.join(", ")}.` : "None of what is needed is set.",
    ...(unknown.length > 0 ? [`Set, but of no meaning here: ${unknown.map(shown).join(", ")}.`] : []),
  ];
}
