// `verify`: verifies a UserSig as the service would.
import { verifyUserSig } from "tencent-chat-recall";
import { inCommandTerms } from "../settings/client_options.js";
import { CREDENTIALS_HELP, CREDENTIAL_OPTIONS, SIGNING, readCredentials, requireMembers } from "../settings/credentials.js";
import { printNotes } from "../screen/credential_notes.js";
import { EXIT, harmless } from "../failures/failure.js";
import { languageOf } from "../languages/locale.js";
import { paragraph, proseWidthOf } from "../terminal/layout.js";
import { wordsOf } from "../languages/screen_texts.js";
import { readUserSig } from "../settings/user_sig_input.js";
import { describe, plain } from "./inspect.js";

export const verify = {
  name: "verify",
  summary: "Check a UserSig as the service would: app, user, time, signature",
  usage: ["verify < FILE"],
  options: { json: { about: "Print JSON." }, ...CREDENTIAL_OPTIONS },
  notes: [
    ["The UserSig comes from TENCENT_CHAT_USER_SIG or from standard input, never as an option; the values to compare it with come from the environment or --credentials FILE:", ...CREDENTIALS_HELP.slice(0, 3)],
    ["Exit status: 0 valid, 1 not valid, 2 bad usage."],
  ],
  examples: ["verify < admin.usersig"],

  /** @param {Record<string, any>} options */
  async run(options) {
    // Here both the key and the UserSig are wanted, where elsewhere one replaces the other.
    const { TENCENT_CHAT_USER_SIG: userSig = "", ...rest } = process.env;
    const credentials = readCredentials(options, rest, SIGNING);
    requireMembers(credentials, SIGNING);
    printNotes(credentials, languageOf(options.lang));
    const { sdkAppId, identifier, secretKey, userSig: fromFile } = credentials.values;
    const verdict = check(await readUserSig(fromFile ?? (userSig.trim() || undefined)), { sdkAppId, identifier, secretKey }, credentials);
    const { info, ...outcome } = verdict;
    if (options.json) process.stdout.write(`${JSON.stringify({ ...outcome, ...(info ? { info: plain(info) } : {}) }, null, 2)}\n`);
    else {
      const words = wordsOf(languageOf(options.lang)).userSig;
      process.stdout.write(`${paragraph(verdict.valid ? words.good : words.bad({ ...verdict, message: harmless(verdict.message, 300) }), proseWidthOf(process.stdout))}\n`);
      if (info) process.stdout.write(`${describe(info, languageOf(options.lang))}\n`);
    }
    return verdict.valid ? EXIT.DONE : EXIT.SOME_NOT;
  },
};

/** @param {string} userSig @param {import("tencent-chat-recall").VerifyOptions} options @param {import("../settings/credentials.js").Credentials} settings */
function check(userSig, options, settings) {
  try {
    return verifyUserSig(userSig, options);
  } catch (error) {
    throw inCommandTerms(error, settings);
  }
}
