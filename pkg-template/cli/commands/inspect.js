// `inspect`: prints the claims of a UserSig without verifying it.
import { inspectUserSig } from "tencent-chat-recall";
import { CREDENTIAL_OPTIONS, readCredentials } from "../settings/credentials.js";
import { EXIT, harmless } from "../failures/failure.js";
import { ago, clock, languageOf, span } from "../languages/locale.js";
import { pairs, widthOf } from "../terminal/layout.js";
import { wordsOf } from "../languages/screen_texts.js";
import { readUserSig } from "../settings/user_sig_input.js";

/**
 * What is in a UserSig, for people.
 * @param {import("tencent-chat-recall").UserSigInfo} info
 * @param {import("../languages/locale.js").Language} language
 */
export function describe({ identifier, sdkAppId, issuedAt, expiresAt, expire, userBuf }, language) {
  const now = Date.now() / 1000;
  const { labels, bytes } = wordsOf(language).userSig;
  const moment = (/** @type {number} */ at) => `${clock(at, language)} (${ago(at, now, language)})`;
  /** @type {[string, string][]} */
  const rows = [
    [labels.sdkAppId, String(sdkAppId)],
    [labels.identifier, harmless(identifier)],
    [labels.issued, moment(issuedAt)],
    [labels.expires, moment(expiresAt)],
    [labels.validity, `${span(expire, language)} (${expire} s)`],
    ...(userBuf ? [/** @type {[string, string]} */ ([labels.userBuf, bytes(userBuf.length)])] : []),
  ];
  return pairs(rows, { width: widthOf(process.stdout), first: 14 });
}

/** The same for programs. @param {import("tencent-chat-recall").UserSigInfo} info */
export const plain = ({ userBuf, ...rest }) => ({ ...rest, ...(userBuf ? { userBuf: Buffer.from(userBuf).toString("base64") } : {}) });

export const inspect = {
  name: "inspect",
  summary: "Show the contents of a UserSig; nothing is verified",
  usage: ["inspect < FILE"],
  options: { json: { about: "Print JSON." }, ...CREDENTIAL_OPTIONS },
  notes: [["The UserSig comes from TENCENT_CHAT_USER_SIG or from standard input, never as an option."]],
  examples: ["inspect < admin.usersig", "inspect --json < admin.usersig"],

  /** @param {Record<string, any>} options */
  async run(options) {
    const info = inspectUserSig(await readUserSig(readCredentials(options, process.env, [["userSig"]]).values.userSig));
    process.stdout.write(options.json ? `${JSON.stringify(plain(info), null, 2)}\n` : `${describe(info, languageOf(options.lang))}\n`);
    return EXIT.DONE;
  },
};
