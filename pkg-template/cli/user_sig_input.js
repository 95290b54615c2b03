// Takes a UserSig from standard input or the environment: on a command line it would be seen by others. For inspect and verify.
import { text } from "node:stream/consumers";
import { Failure } from "./failure.js";

const MOST_CHARACTERS = 64 * 1024;

/**
 * @param {string | undefined} fromCredentials
 * @returns {Promise<string>}
 */
export async function readUserSig(fromCredentials) {
  if (fromCredentials !== undefined) return fromCredentials;
  if (process.stdin.isTTY) process.stderr.write("Paste the UserSig, then press Enter and Ctrl-D:\n");
  const found = (await text(process.stdin)).trim();
  if (found === "") throw new Failure("found no UserSig, expected one on standard input or in TENCENT_CHAT_USER_SIG");
  if (found.length > MOST_CHARACTERS) throw new Failure(`standard input: found ${found.length} characters, expected a UserSig`);
  return found;
}
