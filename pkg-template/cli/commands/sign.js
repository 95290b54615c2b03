// `sign`: generates a UserSig.
import { signUserSig } from "tencent-chat-recall";
import { OPTIONS } from "../../lib/generated/facts.js";
import { inCommandTerms } from "../settings/client_options.js";
import { CREDENTIALS_HELP, CREDENTIAL_OPTIONS, SIGNING, readCredentials, requireMembers } from "../settings/credentials.js";
import { printNotes } from "../screen/credential_notes.js";
import { EXIT } from "../failures/failure.js";
import { languageOf } from "../languages/locale.js";
import { seconds } from "../settings/option_values.js";

export const sign = {
  name: "sign",
  summary: "Make a UserSig; prints it and nothing else",
  usage: ["sign [--expire TIME]"],
  options: {
    expire: { value: "TIME", about: `How long it is valid, such as 3600s or 7d. Default ${OPTIONS.userSigExpire.default / 86_400}d.`, read: seconds },
    ...CREDENTIAL_OPTIONS,
  },
  notes: [["Credentials, from the environment or --credentials FILE, never as an option:", ...CREDENTIALS_HELP.slice(0, 3)]],
  examples: ["sign --expire 1h", "sign --credentials admin.env > admin.usersig"],

  /** @param {Record<string, any>} options */
  async run(options) {
    const credentials = readCredentials(options, process.env, SIGNING);
    requireMembers(credentials, SIGNING);
    printNotes(credentials, languageOf(options.lang));
    const { sdkAppId, identifier, secretKey } = credentials.values;
    try {
      const userSig = signUserSig({ sdkAppId, identifier, secretKey, ...(options.expire === undefined ? {} : { expire: options.expire }) });
      process.stdout.write(`${userSig}\n`);
    } catch (error) {
      throw inCommandTerms(error, credentials);
    }
    return EXIT.DONE;
  },
};
